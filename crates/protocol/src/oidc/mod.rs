//! OAuth 2.0 and OpenID Connect on the wire.

pub mod asked_claims;
pub mod assertion;
pub mod authorize;
pub mod client_auth;
pub mod device;
pub mod discovery;
pub mod fault;
pub mod logout;
pub mod parameters;
pub mod pkce;
pub mod push;
pub mod redirect;
pub mod token;

pub use fault::{Fault, FaultCode};
pub use parameters::Parameters;
