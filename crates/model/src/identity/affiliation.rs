//! An identity acting at one partner: as a member, or as an end user of a company.

use super::Population;
use crate::directory::PartnerPolicy;
use kernel::{EndUserId, IdentityId, MemberId, PartnerId};
use serde::{Deserialize, Serialize};

/// The id of an affiliation; its text is the `sub` of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AffiliationId {
    /// A member.
    Member(MemberId),
    /// An end user.
    EndUser(EndUserId),
}

impl AffiliationId {
    /// The bytes in the database; unique over both kinds.
    pub fn bytes(self) -> [u8; 16] {
        match self {
            Self::Member(id) => id.0,
            Self::EndUser(id) => id.0,
        }
    }
    /// The id of bytes read beside their population.
    pub const fn of(population: Population, bytes: [u8; 16]) -> Self {
        match population {
            Population::Staff => Self::Member(MemberId(bytes)),
            Population::Client => Self::EndUser(EndUserId(bytes)),
        }
    }
    /// The population that the kind belongs to.
    pub const fn population(self) -> Population {
        match self {
            Self::Member(_) => Population::Staff,
            Self::EndUser(_) => Population::Client,
        }
    }
}

impl std::fmt::Display for AffiliationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Member(id) => id.fmt(f),
            Self::EndUser(id) => id.fmt(f),
        }
    }
}

impl std::str::FromStr for AffiliationId {
    type Err = kernel::id::IdFault;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse()
            .map(Self::EndUser)
            .or_else(|_| text.parse().map(Self::Member))
    }
}

/// Whether an affiliation may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AffiliationState {
    /// Waits for the person to accept.
    Invited,
    /// May be used.
    Active,
    /// Exists, cannot be used, can be reactivated.
    Deactivated,
    /// Was deactivated before the person accepted; brought back it waits for her again.
    Withdrawn,
}

impl AffiliationState {
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Deactivated => "deactivated",
            Self::Withdrawn => "withdrawn",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Invited,
            Self::Active,
            Self::Deactivated,
            Self::Withdrawn,
        ]
        .into_iter()
        .find(|s| s.as_str() == text)
    }
}

/// What sign-in and the chooser need to know of an affiliation, in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affiliation {
    /// The id.
    pub id: AffiliationId,
    /// Whose login it is.
    pub identity_id: IdentityId,
    /// The partner.
    pub partner_id: PartnerId,
    /// The partner's name.
    pub partner_name: String,
    /// Whether the partner's people may sign in.
    pub partner_active: bool,
    /// For an end user, the company's name.
    pub company_name: Option<String>,
    /// For an end user, whether the company's people may sign in; true for a member.
    pub company_active: bool,
    /// The hub role of a member; empty for an end user.
    pub hub_role: Option<super::HubRole>,
    /// The username of a member.
    pub username: Option<String>,
    /// Whether it may be used.
    pub state: AffiliationState,
    /// What the partner demands of its members; empty for an end user.
    pub policy: PartnerPolicy,
}

impl Affiliation {
    /// True when nothing of the directory stands in the way of using it.
    pub fn usable(&self) -> bool {
        self.state == AffiliationState::Active && self.partner_active && self.company_active
    }
}
