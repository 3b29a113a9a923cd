//! The endpoints of the OpenID Connect provider, and the one that PSAs call.

pub mod authorize;
pub mod device;
pub mod discovery;
pub mod logout;
pub mod outgoing;
pub mod psa_callbacks;
pub mod push;
pub mod token;
