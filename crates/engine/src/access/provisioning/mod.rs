//! What the hub reads and changes at modules by SCIM (RFC 7644).
//!
//! Verbs only mark whom they touch, in their own transaction. A worker takes what is marked, looks at
//! how things stand at that moment, and makes one call after the other until the module is as it should
//! be. So nothing is lost by a stop at any point, and nothing is done twice: whoever comes again looks
//! first.

mod call;
mod claim;
mod facts;
mod hear;
mod import;
mod list;
mod mark;
mod request;
mod retry;
mod run;
mod settle;
mod sweep;

pub use claim::DueAccount;
pub(crate) use claim::Paces;
pub use list::ProvisionPage;
