//! Pushed authorization requests (RFC 9126).

use super::{Fault, FaultCode, Parameters};
use serde::Serialize;

/// What every `request_uri` of this provider begins with (RFC 9126, 2.2).
pub const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// Seconds that a pushed request may wait for the person's browser.
pub const LIFETIME: i64 = 60;

/// Parameters with which the client proved itself: they are no part of the request.
pub const PROOF: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// The answer (RFC 9126, 2.2); its status is 201.
#[derive(Debug, Serialize)]
pub struct PushAnswer {
    /// The name of the request.
    pub request_uri: String,
    /// Seconds until it ends.
    pub expires_in: i64,
}

/// The name of a pushed request, where the parameters carry one of this provider.
pub fn name_of(parameters: &Parameters) -> Option<&str> {
    parameters
        .get("request_uri")?
        .strip_prefix(PREFIX)
        .filter(|name| name.len() == 43)
}

/// Checks what a push must not hold, beyond what every request must not.
///
/// # Errors
/// `invalid_request` for a `request_uri` in a push (section 2.1), and for another `client_id` than
/// that of who proved itself.
pub fn check(parameters: &Parameters, client_id: &str) -> Result<(), Fault> {
    let invalid = |why| Err(Fault::new(FaultCode::InvalidRequest, why));
    if parameters.get("request_uri").is_some() {
        return invalid("a pushed request cannot name another one (request_uri)");
    }
    match parameters.get("client_id") {
        Some(id) if id != client_id => invalid("client_id is not the client that authenticated"),
        _ => Ok(()),
    }
}
