//! The OpenID Connect provider.

mod authenticate;
mod authorize;
mod client_credentials;
mod end_session;
mod exchange;
mod introspect;
mod issue;
pub mod keys;
mod refresh;
mod revoke;
mod token;
mod userinfo;

pub use authorize::{AuthorizeRefusal, Authorized};
pub use end_session::{EndSessionAsked, EndSessionRefusal};
