//! Groups and grants.

use crate::identity::AffiliationId;
use kernel::{DisplayName, GrantId, GroupId, InstanceId, PartnerId, Timestamp};

/// A set of people used to grant modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The id.
    pub id: GroupId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The name, unique within the partner; modules see it in the groups claim.
    pub name: DisplayName,
    /// One line that says what it is for; may be empty.
    pub description: String,
    /// Who is in by itself; none when members are put in by hand alone.
    pub rule: Option<super::GroupRule>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A group as an upstream directory sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamGroup {
    /// The group.
    pub group: Group,
    /// The directory's own id of it.
    pub external_id: Option<String>,
    /// The key through which a directory wrote it last; none where none manages it.
    pub managed_by: Option<kernel::ApiKeyId>,
}

/// Who holds a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// One person.
    Affiliation(AffiliationId),
    /// Everybody in a group.
    Group(GroupId),
}

impl Holder {
    /// The kind in the database.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Affiliation(_) => "affiliation",
            Self::Group(_) => "group",
        }
    }
    /// The id in the database.
    pub fn bytes(self) -> [u8; 16] {
        match self {
            Self::Affiliation(id) => id.bytes(),
            Self::Group(id) => id.0,
        }
    }
}

/// The right of a holder to open a module instance (S4-58). Without one there is no access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The id.
    pub id: GrantId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The instance that may be opened.
    pub instance_id: InstanceId,
    /// Who may open it.
    pub holder: Holder,
    /// When it was given.
    pub created_at: Timestamp,
}
