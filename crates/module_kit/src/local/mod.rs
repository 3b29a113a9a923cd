//! Logging in with a password of the module.

mod choices;
pub(crate) mod login;
pub(crate) mod logout;
mod throttle;

pub(crate) use choices::Choices;
pub(crate) use throttle::Throttle;
