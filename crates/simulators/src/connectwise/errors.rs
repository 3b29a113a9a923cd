//! Bodies of errors as the vendor writes them.

use crate::psa::serve::Reply;
use serde_json::{Value, json};

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub code: &'static str,
    pub message: String,
    pub field: String,
}

impl Fault {
    pub(crate) fn new(code: &'static str, field: &str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: field.to_owned(),
        }
    }

    pub(crate) fn missing(field: &str) -> Self {
        Self::new(
            "MissingRequiredField",
            field,
            format!("The {field} field is required."),
        )
    }

    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new("InvalidField", field, message)
    }
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub status: u16,
    pub code: &'static str,
    pub message: String,
    /// The object, and what is wrong with its fields.
    pub errors: Option<(String, Vec<Fault>)>,
}

impl Refused {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            errors: None,
        }
    }

    /// A record whose fields are wrong.
    pub(crate) fn object(word: &str, faults: Vec<Fault>) -> Self {
        Self {
            errors: Some((word.to_owned(), faults)),
            ..Self::new(400, "InvalidObject", format!("{word} object is invalid"))
        }
    }

    pub(crate) fn condition(message: impl Into<String>) -> Self {
        Self::new(400, "ApiFindCondition", message)
    }

    /// A record that is not there: `Contact 57919 not found`.
    pub(crate) fn no_record(object: &str, id: impl std::fmt::Display) -> Self {
        Self::new(404, "NotFound", format!("{object} {id} not found"))
    }

    pub(crate) fn no_endpoint() -> Self {
        Self::new(404, "ConnectWiseApi", "The endpoint does not exist.")
    }

    pub(crate) fn no_method() -> Self {
        Self::new(405, "ConnectWiseApi", "The method is not allowed.")
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(403, "ConnectWiseApi", "UserNotAuthenticated")
    }

    pub(crate) fn unreadable() -> Self {
        Self::new(400, "InvalidObject", "The request body could not be read.")
    }

    pub(crate) fn body(&self) -> Value {
        let errors = self.errors.as_ref().map(|(resource, faults)| {
            let faults = faults.iter().map(|fault| {
                json!({
                    "code": fault.code,
                    "message": fault.message,
                    "resource": resource,
                    "field": fault.field,
                })
            });
            faults.collect::<Vec<_>>()
        });
        let mut body = json!({ "code": self.code, "message": self.message });
        if let (Some(errors), Some(body)) = (errors, body.as_object_mut()) {
            body.insert("errors".into(), errors.into());
        } else if self.code == "Security"
            && let Some(body) = body.as_object_mut()
        {
            body.insert("errors".into(), Value::Null);
        }
        body
    }

    pub(crate) fn reply(&self) -> Reply {
        Reply::json(self.status, &self.body())
    }
}

/// What a status to order is answered with.
pub(crate) fn ordered(status: u16) -> Reply {
    match status {
        429 => too_many(30),
        500.. => Refused::new(
            status,
            "ConnectWiseApi",
            "A timeout has occured. Please try again.",
        )
        .reply(),
        404 => Refused::no_endpoint().reply(),
        401 => Refused::new(401, "Unauthorized", "UserNotAuthenticated").reply(),
        403 => Refused::forbidden().reply(),
        _ => Refused::new(
            status,
            "ConnectWiseApi",
            "Ordered by the simulator's control.",
        )
        .reply(),
    }
}

/// Too many requests; the key is `error` here, as the vendor has it.
pub(crate) fn too_many(seconds: u64) -> Reply {
    let message = format!("Too many requests. Please try again in {seconds} seconds.");
    Reply::json(
        429,
        &json!({ "error": "ConnectWiseAPI", "message": message }),
    )
    .with("retry-after", seconds.to_string())
}
