//! The device authorization request and its answer (RFC 8628, 3.1 and 3.2).

use super::authorize::{read_resources, read_scopes};
use super::{Fault, Parameters};
use serde::Serialize;

/// What a device asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRequest {
    /// Scopes.
    pub scopes: Vec<String>,
    /// Resources (RFC 8707).
    pub resources: Vec<String>,
}

/// Reads the request; who the client is was read before.
///
/// # Errors
/// `invalid_scope`, `invalid_target`.
pub fn read(parameters: &Parameters) -> Result<DeviceRequest, Fault> {
    Ok(DeviceRequest {
        scopes: read_scopes(parameters)?,
        resources: read_resources(parameters)?,
    })
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct DeviceAnswer {
    /// What the device asks with.
    pub device_code: String,
    /// What the person types.
    pub user_code: String,
    /// Where she types it.
    pub verification_uri: String,
    /// The same with the code in it, for a picture to scan.
    pub verification_uri_complete: String,
    /// Seconds until it is over.
    pub expires_in: i64,
    /// Seconds between two questions.
    pub interval: i64,
}
