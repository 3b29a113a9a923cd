//! The endpoints of the OpenID Connect provider.

pub mod authorize;
pub mod device;
pub mod discovery;
pub mod logout;
pub mod outgoing;
pub mod push;
pub mod token;
