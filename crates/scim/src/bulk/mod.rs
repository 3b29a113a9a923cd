//! Bulk (RFC 7644, 3.7): many operations in one request. An operation that is wrong in itself is
//! answered by itself; only what concerns the whole refuses the whole.

mod answer;
mod references;

pub use answer::{BulkResult, bulk_body};
pub use references::resolve;

use super::error::{ScimError, ScimType};
use super::json::{Tree, member, need_schema, read_object};
use super::limits;
use super::schema::ResourceKind;
use serde_json::Value;
use std::collections::HashSet;

/// The schema of a bulk request.
pub const BULK_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Creates.
    Post,
    /// Replaces.
    Put,
    /// Changes.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let mut all = [Self::Post, Self::Put, Self::Patch, Self::Delete].into_iter();
        all.find(|method| method.as_str().eq_ignore_ascii_case(word))
    }
}

/// Whom an operation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A resource that there is.
    Id(String),
    /// One that another operation of the same request makes, by its `bulkId`.
    Made(String),
}

/// What an operation asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Of which kind the resource is.
    pub kind: ResourceKind,
    /// Which one; none for POST.
    pub target: Option<Target>,
    /// The version that the client believes in, as in `If-Match`.
    pub version: Option<String>,
    /// The body that the same request would have alone; empty for DELETE. References in it are to be
    /// resolved with [`resolve`] first.
    pub data: Tree,
}

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkOperation {
    /// What it does.
    pub method: Method,
    /// The client's name for it.
    pub bulk_id: Option<String>,
    /// What it asks for, or the error that answers it.
    pub work: Result<Work, ScimError>,
}

/// A bulk request.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkRequest {
    /// After how many errors the rest is left undone; none for never.
    pub fail_on_errors: Option<usize>,
    /// The operations as they were sent.
    pub operations: Vec<BulkOperation>,
}

impl BulkRequest {
    /// Reads a body.
    ///
    /// # Errors
    /// 413 beyond [`limits::MAX_BULK_BODY`] or [`limits::MAX_BULK_OPERATIONS`]; `invalidSyntax` for
    /// what is no bulk request, for an unknown method, and for a `bulkId` that is missing from a POST
    /// or there twice.
    pub fn parse(body: &[u8]) -> Result<Self, ScimError> {
        let body = read_object(body, limits::MAX_BULK_BODY)?;
        need_schema(&body, BULK_SCHEMA)?;
        let syntax = |why| ScimError::new(ScimType::InvalidSyntax, why);
        let fail_on_errors = match member(&body, "failOnErrors") {
            None | Some(Value::Null) => None,
            Some(n) => Some(
                n.as_u64()
                    .and_then(|n| usize::try_from(n).ok())
                    .ok_or_else(|| syntax("failOnErrors is a whole number."))?,
            ),
        };
        let Some(Value::Array(sent)) = member(&body, "Operations") else {
            return Err(syntax("Operations must be a list."));
        };
        if sent.len() > limits::MAX_BULK_OPERATIONS {
            return Err(ScimError::too_large());
        }
        let mut operations = Vec::new();
        let mut names = HashSet::new();
        for one in sent {
            let Value::Object(one) = one else {
                return Err(syntax("Each of Operations must be an object."));
            };
            let operation = operation(one)?;
            if operation
                .bulk_id
                .as_ref()
                .is_some_and(|id| !names.insert(id.clone()))
            {
                return Err(syntax("A bulkId is there twice."));
            }
            operations.push(operation);
        }
        Ok(Self {
            fail_on_errors,
            operations,
        })
    }

    /// Whether another operation is begun after so many errors.
    pub fn goes_on(&self, errors: usize) -> bool {
        // 0 would forbid even the first; it is taken as 1.
        self.fail_on_errors.is_none_or(|most| errors < most.max(1))
    }

    /// The order in which to go through the operations: as they were sent, but what makes a resource
    /// comes before what names it. A circle has no such order: there [`resolve`] fails.
    pub fn order(&self) -> Vec<usize> {
        references::order(&self.operations)
    }
}

fn operation(sent: &Tree) -> Result<BulkOperation, ScimError> {
    let syntax = |why| ScimError::new(ScimType::InvalidSyntax, why);
    let method = member(sent, "method")
        .and_then(Value::as_str)
        .and_then(Method::of)
        .ok_or_else(|| syntax("method must be POST, PUT, PATCH or DELETE."))?;
    let bulk_id = match member(sent, "bulkId") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) if name_form(id) => Some(id.clone()),
        Some(_) => return Err(syntax("bulkId is a short text.")),
    };
    if method == Method::Post && bulk_id.is_none() {
        return Err(syntax("A POST needs a bulkId."));
    }
    Ok(BulkOperation {
        method,
        bulk_id,
        work: work(method, sent),
    })
}

fn name_form(text: &str) -> bool {
    (1..=limits::MAX_NAME).contains(&text.len()) && !text.contains(char::is_control)
}

fn work(method: Method, sent: &Tree) -> Result<Work, ScimError> {
    let path = member(sent, "path")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let (endpoint, id) = match path.get(1..).and_then(|rest| rest.split_once('/')) {
        Some((_, id)) => (path.get(..path.len() - id.len() - 1), Some(id)),
        None => (Some(path), None),
    };
    let kind = endpoint
        .and_then(ResourceKind::of_endpoint)
        .ok_or_else(|| ScimError::new(ScimType::InvalidValue, "path names no endpoint."))?;
    let target = match (method, id) {
        (Method::Post, None) => None,
        (Method::Put | Method::Patch | Method::Delete, Some(id))
            if name_form(id) && !id.contains('/') =>
        {
            Some(match id.strip_prefix("bulkId:") {
                Some(name) => Target::Made(name.to_owned()),
                None => Target::Id(id.to_owned()),
            })
        }
        _ => {
            return Err(ScimError::new(
                ScimType::InvalidValue,
                "path does not fit the method.",
            ));
        }
    };
    let data = match member(sent, "data") {
        Some(Value::Object(data)) if method != Method::Delete => data.clone(),
        _ if method == Method::Delete => Tree::new(),
        _ => {
            return Err(ScimError::new(
                ScimType::InvalidSyntax,
                "data must be an object.",
            ));
        }
    };
    let version = match member(sent, "version") {
        Some(Value::String(version)) => Some(version.clone()),
        _ => None,
    };
    Ok(Work {
        kind,
        target,
        version,
        data,
    })
}

#[cfg(test)]
mod tests;
