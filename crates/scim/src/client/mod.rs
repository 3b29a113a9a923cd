//! The hub as client: requests to a module's SCIM endpoint, and its answers, which are a stranger's
//! text. Whoever sends them joins [`Request::path`] to the module's base address, adds the
//! authorization and [`super::MEDIA_TYPE`], follows no redirect, and stops reading a body at
//! [`super::limits::MAX_BODY`].

mod answer;
mod difference;
mod found;
mod outcome;
mod remote_id;
mod request;
mod retry_after;

pub use answer::{
    Answer, Created, Features, read_changed, read_created, read_deleted, read_features, read_one,
};
pub use difference::difference;
pub use found::{Found, Page, Peer, read_found, read_page};
pub use outcome::{Outcome, Refusal, shown};
pub use remote_id::RemoteId;
pub use request::{
    MEMBERS_AT_ONCE, Request, change_members, create, delete, features, find, get, page, patch,
    replace, set_active,
};
pub use retry_after::{LONGEST_PAUSE, pause};

#[cfg(test)]
mod tests;
