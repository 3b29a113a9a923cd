//! The answer to a bulk request (RFC 7644, 3.7.3).

use super::Method;
use crate::error::ScimError;
use serde_json::{Value, json};

/// The schema of the answer.
pub const BULK_ANSWER_SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

/// How one operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkResult {
    /// What it did.
    pub method: Method,
    /// The client's name for it.
    pub bulk_id: Option<String>,
    /// The address of the resource; none only where a POST failed.
    pub location: Option<String>,
    /// The version of the resource now.
    pub version: Option<String>,
    /// The status, or the error.
    pub outcome: Result<u16, ScimError>,
}

/// The body of the answer.
pub fn bulk_body(results: &[BulkResult]) -> Vec<u8> {
    let operations: Vec<Value> = results.iter().map(one).collect();
    let body = json!({"schemas": [BULK_ANSWER_SCHEMA], "Operations": operations});
    body.to_string().into_bytes()
}

fn one(result: &BulkResult) -> Value {
    let status = match &result.outcome {
        Ok(status) => *status,
        Err(error) => error.status,
    };
    let mut value = json!({"method": result.method.as_str(), "status": status.to_string()});
    let Some(fields) = value.as_object_mut() else {
        return value;
    };
    for (name, text) in [
        ("bulkId", &result.bulk_id),
        ("location", &result.location),
        ("version", &result.version),
    ] {
        if let Some(text) = text {
            fields.insert(name.into(), text.as_str().into());
        }
    }
    if let Err(error) = &result.outcome {
        fields.insert("response".into(), error.value());
    }
    value
}
