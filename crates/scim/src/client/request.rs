//! Requests (RFC 7644, 3). Each is whole in itself, so that it can be kept in an outbox and sent again.

use super::RemoteId;
use crate::filter::{Filter, Lookup};
use crate::patch::{Op, PATCH_SCHEMA, PatchPath, Step};
use crate::resource::Resource;
use crate::schema::ResourceKind;
use serde_json::{Value, json};

/// Members in one PATCH. Some services refuse more than a hundred at once.
pub const MEMBERS_AT_ONCE: usize = 100;

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The path below the module's base address, escaped, beginning with a slash.
    pub path: String,
    /// The query without its question mark; empty for none.
    pub query: String,
    /// The body, of type `application/scim+json`.
    pub body: Option<Vec<u8>>,
    /// `If-Match`.
    pub if_match: Option<String>,
}

impl Request {
    fn new(method: &'static str, path: String) -> Self {
        Self {
            method,
            path,
            query: String::new(),
            body: None,
            if_match: None,
        }
    }
    fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self
    }
    /// Only if the resource has this version still; none asks for nothing.
    pub fn if_match(mut self, version: Option<&str>) -> Self {
        self.if_match = version.map(str::to_owned);
        self
    }
}

fn one(kind: ResourceKind, id: &RemoteId) -> String {
    format!("{}/{}", kind.endpoint(), id.segment())
}

/// Creates a user or a group. What the provider owns is not sent.
pub fn create<R: Resource>(resource: &R) -> Request {
    let body = resource.clone().without_owned().body();
    Request::new("POST", R::KIND.endpoint().to_owned()).with_body(body)
}

/// Puts a user or a group in the place of what is there.
pub fn replace<R: Resource>(id: &RemoteId, resource: &R) -> Request {
    let body = resource.clone().without_owned().body();
    Request::new("PUT", one(R::KIND, id)).with_body(body)
}

/// Turns a user on or off.
pub fn set_active(id: &RemoteId, active: bool) -> Request {
    let step = PatchPath::attribute("active").map(|path| Step {
        op: Op::Replace,
        path,
        value: Some(active.into()),
        named: true,
    });
    patch(ResourceKind::User, id, step.as_slice())
}

/// Changes a user or a group. Each step has its path, since some services refuse steps without.
pub fn patch(kind: ResourceKind, id: &RemoteId, steps: &[Step]) -> Request {
    let operations: Vec<Value> = steps
        .iter()
        .map(|step| {
            let mut operation = json!({"op": step.op.as_str(), "path": step.path.to_string()});
            if let (Some(value), Some(fields)) = (&step.value, operation.as_object_mut()) {
                fields.insert("value".into(), value.clone());
            }
            operation
        })
        .collect();
    let body = json!({"schemas": [PATCH_SCHEMA], "Operations": operations});
    Request::new("PATCH", one(kind, id)).with_body(body.to_string().into_bytes())
}

/// Adds and removes members of a group, [`MEMBERS_AT_ONCE`] in each request: sending all members for
/// each change is what breaks large groups.
pub fn change_members(group: &RemoteId, add: &[RemoteId], remove: &[RemoteId]) -> Vec<Request> {
    let Some(members) = PatchPath::attribute("members") else {
        return Vec::new();
    };
    let added = add.chunks(MEMBERS_AT_ONCE).map(|ids| {
        let value: Vec<Value> = ids.iter().map(|id| json!({"value": id.as_str()})).collect();
        vec![Step {
            op: Op::Add,
            path: members.clone(),
            value: Some(value.into()),
            named: true,
        }]
    });
    let removed = remove.chunks(MEMBERS_AT_ONCE).map(|ids| {
        let step = |id: &RemoteId| Step {
            op: Op::Remove,
            path: PatchPath {
                filter: Filter::equal("value", id.as_str()),
                ..members.clone()
            },
            value: None,
            named: true,
        };
        ids.iter().map(step).collect()
    });
    added
        .chain(removed)
        .map(|steps: Vec<Step>| patch(ResourceKind::Group, group, &steps))
        .collect()
}

/// Deletes.
pub fn delete(kind: ResourceKind, id: &RemoteId) -> Request {
    Request::new("DELETE", one(kind, id))
}

/// Reads one resource.
pub fn get(kind: ResourceKind, id: &RemoteId) -> Request {
    Request::new("GET", one(kind, id))
}

/// Looks one resource up. Two are asked for, so that "several" is noticed and no more is sent.
pub fn find(kind: ResourceKind, lookup: &Lookup) -> Request {
    let mut request = Request::new("GET", kind.endpoint().to_owned());
    let filter = filter_of(lookup).map_or(String::new(), |f| f.to_string());
    request.query = query(&[("filter", &filter), ("startIndex", "1"), ("count", "2")]);
    request
}

/// Reads a page of everything there is, from 1.
pub fn page(kind: ResourceKind, start_index: usize, count: usize) -> Request {
    let mut request = Request::new("GET", kind.endpoint().to_owned());
    request.query = query(&[
        ("startIndex", &start_index.to_string()),
        ("count", &count.to_string()),
    ]);
    request
}

/// Asks what the service can do.
pub fn features() -> Request {
    Request::new("GET", "/ServiceProviderConfig".to_owned())
}

/// A look-up as a filter. The text is escaped, whatever it holds.
fn filter_of(lookup: &Lookup) -> Option<Filter> {
    match lookup {
        Lookup::Id(text) => Filter::equal("id", text),
        Lookup::ExternalId(text) => Filter::equal("externalId", text),
        Lookup::UserName(text) => Filter::equal("userName", text),
        Lookup::DisplayName(text) => Filter::equal("displayName", text),
        Lookup::Email(text) => Filter::equal("emails.value", text),
        Lookup::Member(text) => Filter::equal("members.value", text),
        Lookup::Active(active) => Filter::parse(&format!("active eq {active}")).ok(),
    }
}

/// A space is `%20`: not every service reads the `+` of forms in a query.
fn query(pairs: &[(&str, &str)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(pairs);
    out.finish().replace('+', "%20")
}

impl Step {
    /// Sets an attribute by its name; none for what is no name.
    pub fn set(name: &str, value: Value) -> Option<Self> {
        Some(Self {
            op: Op::Replace,
            path: PatchPath::attribute(name)?,
            value: Some(value),
            named: true,
        })
    }
    /// Removes an attribute by its name; none for what is no name.
    pub fn remove(name: &str) -> Option<Self> {
        Some(Self {
            op: Op::Remove,
            path: PatchPath::attribute(name)?,
            value: None,
            named: true,
        })
    }
}
