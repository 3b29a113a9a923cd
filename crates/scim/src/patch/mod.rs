//! PATCH (RFC 7644, 3.5.2): a body becomes steps, and steps become a new resource or an error. Nothing
//! is changed in place: where one step fails, none has happened.
//!
//! Beyond the standard, what directories really send is read: `op` in any case, names in any case, a
//! value object without a path whose names are paths themselves (`"name.givenName"`,
//! `emails[type eq "work"].value`, names of extensions), and `remove` of members by a list of values.

mod apply;
mod members;
mod path;
mod several;

pub use members::MemberChange;
pub use path::PatchPath;

use super::error::{ScimError, ScimType};
use super::json::{Tree, member, need_schema, read_object};
use super::limits;
use super::path::AttributePath;
use serde_json::Value;

/// The schema of a PATCH.
pub const PATCH_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Adds values, or sets one.
    Add,
    /// Puts a value in the place of what is there.
    Replace,
    /// Removes.
    Remove,
}

impl Op {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Replace => "replace",
            Self::Remove => "remove",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let mut all = [Self::Add, Self::Replace, Self::Remove].into_iter();
        all.find(|op| op.as_str().eq_ignore_ascii_case(word))
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What is done.
    pub op: Op,
    /// Where.
    pub path: PatchPath,
    /// With which value; none is "no value".
    pub value: Option<Value>,
    /// Whether the path was a path, not a name in a value object: only there what is unknown or
    /// read-only is a fault, as a whole resource may hold it too.
    pub named: bool,
}

/// A PATCH.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// The steps, in order.
    pub steps: Vec<Step>,
}

impl Patch {
    /// Reads a body.
    ///
    /// # Errors
    /// `invalidSyntax` for what is no PATCH, `invalidPath` and `invalidFilter` for a path that cannot
    /// be read, `noTarget` for a removal without a path, `invalidValue` for a missing value,
    /// `tooMany` beyond [`limits::MAX_PATCH_OPERATIONS`]; 413.
    pub fn parse(body: &[u8]) -> Result<Self, ScimError> {
        Self::of_sent(&read_object(body, limits::MAX_BODY)?)
    }

    /// The same from an object, such as the data of a bulk operation.
    ///
    /// # Errors
    /// As [`Patch::parse`].
    pub fn of_sent(sent: &Tree) -> Result<Self, ScimError> {
        need_schema(sent, PATCH_SCHEMA)?;
        let syntax = |why| ScimError::new(ScimType::InvalidSyntax, why);
        let Some(Value::Array(operations)) = member(sent, "Operations") else {
            return Err(syntax("Operations must be a list."));
        };
        if operations.is_empty() {
            return Err(syntax("Operations is empty."));
        }
        let too_many = ScimError::new(ScimType::TooMany, "The PATCH has too many operations.");
        if operations.len() > limits::MAX_PATCH_OPERATIONS {
            return Err(too_many);
        }
        let mut steps = Vec::new();
        for operation in operations {
            let Value::Object(operation) = operation else {
                return Err(syntax("Each of Operations must be an object."));
            };
            take_operation(operation, &mut steps)?;
        }
        let terms: usize = steps.iter().map(|s| s.path.terms()).sum();
        if terms > limits::MAX_PATCH_TERMS || steps.len() > 2 * limits::MAX_PATCH_OPERATIONS {
            return Err(too_many);
        }
        Ok(Self { steps })
    }
}

fn take_operation(operation: &Tree, steps: &mut Vec<Step>) -> Result<(), ScimError> {
    let op = member(operation, "op")
        .and_then(Value::as_str)
        .and_then(Op::of)
        .ok_or_else(|| {
            ScimError::new(
                ScimType::InvalidSyntax,
                "op must be add, replace or remove.",
            )
        })?;
    let value = member(operation, "value");
    let path = match member(operation, "path") {
        None | Some(Value::Null) => None,
        Some(Value::String(path)) if path.trim().is_empty() => None,
        Some(Value::String(path)) => Some(PatchPath::parse(path)?),
        Some(_) => {
            return Err(ScimError::new(
                ScimType::InvalidPath,
                "path must be a text.",
            ));
        }
    };
    match (path, op, value) {
        (None, Op::Remove, _) => Err(ScimError::new(
            ScimType::NoTarget,
            "A removal needs a path.",
        )),
        (Some(_), Op::Add | Op::Replace, None) | (None, _, None) => {
            Err(ScimError::new(ScimType::InvalidValue, "value is missing."))
        }
        (Some(path), _, value) => {
            let value = value.filter(|v| !v.is_null()).cloned();
            steps.push(Step {
                op,
                path,
                value,
                named: true,
            });
            Ok(())
        }
        (None, _, Some(Value::Object(values))) => {
            for (name, value) in values {
                // A name that cannot be read is as unknown as one that nobody knows.
                if let Ok(path) = PatchPath::parse(name) {
                    steps.push(Step {
                        op,
                        path,
                        value: (!value.is_null()).then(|| value.clone()),
                        named: false,
                    });
                }
            }
            Ok(())
        }
        (None, _, Some(_)) => Err(ScimError::new(
            ScimType::InvalidValue,
            "value must be an object where there is no path.",
        )),
    }
}

impl PatchPath {
    /// The path of an attribute by its name.
    pub fn attribute(name: &str) -> Option<Self> {
        Some(Self {
            attribute: AttributePath::parse(name)?,
            filter: None,
            part: None,
        })
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
