//! The OpenID Connect provider.

mod authenticate;
mod authorize;
mod client_credentials;
mod client_secrets;
pub(crate) mod clients;
mod device;
mod device_answer;
mod end_session;
mod exchange;
mod give_code;
mod hurry_keys;
mod introspect;
mod issue;
pub mod keys;
pub(crate) mod notes;
mod push;
mod refresh;
pub(crate) mod remote_keys;
mod revoke;
mod subject;
mod token;
mod userinfo;
mod way_back;

pub use authorize::{AuthorizeRefusal, Authorized};
pub use client_secrets::{ClientCard, ClientFolder};
pub use clients::{ClientMade, TOKEN_ALGORITHMS};
pub use device_answer::DeviceQuestion;
pub use end_session::{EndSessionAsked, EndSessionRefusal};
