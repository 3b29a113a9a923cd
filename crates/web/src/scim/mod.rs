//! The hub's own SCIM 2.0 service under `/scim/v2/`: an upstream directory makes and ends members and
//! groups. A handler reads what was sent, calls a verb and shows the resource.

pub(crate) mod answer;
pub(crate) mod bulk;
pub(crate) mod discovery;
pub(crate) mod read;
pub(crate) mod write;

use crate::api::key::{Key, ScimWrite};

/// A directory with a key that has the right to provision.
pub(crate) type Directory = Key<ScimWrite>;

/// Most operations of a bulk request: each is a transaction of its own.
pub(crate) const MOST_OPERATIONS: usize = 100;

/// Whether an address is one of the service: a refusal there has SCIM's own form.
pub(crate) fn is_scim(path: &str) -> bool {
    path == "/scim" || path.starts_with("/scim/")
}
