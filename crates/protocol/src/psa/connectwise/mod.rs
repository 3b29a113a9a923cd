//! ConnectWise Manage, as its REST API speaks.

pub mod base_url;
pub mod callback;
pub mod conditions;
pub mod errors;
pub mod login;
pub mod overlap;
pub mod paging;
pub mod patch;
pub mod records;
pub mod rights;

pub use base_url::{BaseUrl, BaseUrlRefusal};
pub use login::{Login, LoginRefusal};
