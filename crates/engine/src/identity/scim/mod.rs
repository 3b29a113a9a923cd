//! The hub's own SCIM 2.0 service (RFC 7643, RFC 7644): an upstream directory makes, changes and ends
//! members and groups by the same decisions as a master in the console. Each verb is one transaction:
//! what the directory believes is compared where it is changed.

mod find;
mod groups;
mod refusal;
mod users;
mod view;
mod wish;

use crate::Engine;
use crate::identity::Administrator;
use kernel::ApiKeyId;
use model::operation::Actor;
use scim::etag::{Condition, judge};
use scim::{Patch, ScimError, Tree};

/// Most resources that are looked through for one answer.
pub const MOST_SEARCHED: i64 = 10_000;

/// A resource as it is answered.
#[derive(Clone, Debug, PartialEq)]
pub struct ScimResource {
    /// The resource.
    pub tree: Tree,
    /// Its entity tag; none where a part of it was not read.
    pub tag: Option<String>,
    /// Its address.
    pub location: String,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ScimPage {
    /// How many there are in all.
    pub total: usize,
    /// Those of the page, with the attributes that were asked for.
    pub page: Vec<Tree>,
}

/// What a request says that the resource must be like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScimConditions {
    /// `If-Match`.
    pub if_match: Option<String>,
    /// `If-None-Match`.
    pub if_none_match: Option<String>,
}

impl ScimConditions {
    /// Whether a resource of this tag may be written.
    fn hold(&self, tag: &str) -> Result<(), ScimError> {
        self.judged(tag, false).for_writing()
    }

    /// What comes of them for a resource of this tag.
    pub fn judged(&self, tag: &str, reading: bool) -> Condition {
        let (matching, none) = (self.if_match.as_deref(), self.if_none_match.as_deref());
        judge(tag, matching, none, reading)
    }

    fn are_none(&self) -> bool {
        *self == Self::default()
    }
}

/// How a resource is changed.
#[derive(Clone, Debug, PartialEq)]
pub enum ScimChange<R> {
    /// This in its place (PUT).
    Replace(R),
    /// Steps (PATCH).
    Patch(Patch),
}

impl Engine {
    /// The address of the service, as a directory is told it.
    pub fn scim_base(&self) -> String {
        format!("{}/scim/v2", self.settings().issuer)
    }
}

/// The key that a directory uses.
fn key_of(admin: &Administrator) -> Option<ApiKeyId> {
    match admin.actor {
        Actor::ApiKey(id, _) => Some(id),
        _ => None,
    }
}
