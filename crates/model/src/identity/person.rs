//! Identities, members and end users.

use kernel::{
    CompanyId, DisplayName, EmailAddress, EndUserId, IdentityId, Language, MemberId, PartnerId,
    Timestamp, Username, Zone,
};

use super::AffiliationState;

/// The two populations that are kept apart (requirement X-02): one mail address may be an identity
/// in each, and neither ever signs in as the other.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum Population {
    /// Members: the partner's own people.
    #[serde(rename = "staff")]
    Staff,
    /// End users: people of the partner's client companies.
    #[serde(rename = "client")]
    Client,
}

impl Population {
    /// The text in the database and in set-up files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Client => "client",
        }
    }
    /// The population of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Staff, Self::Client]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// Where an identity stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityState {
    /// Made by an invitation; has no password of its own yet.
    Invited,
    /// Has proved its address and set a password.
    Active,
    /// Exists, cannot sign in, can be reactivated.
    Deactivated,
}

impl IdentityState {
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Deactivated => "deactivated",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Invited, Self::Active, Self::Deactivated]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// The login subject: what holds credentials, factors and sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The id.
    pub id: IdentityId,
    /// Staff or client people.
    pub population: Population,
    /// The address, unique within its population.
    pub email: EmailAddress,
    /// The name as it is shown.
    pub display_name: DisplayName,
    /// The password as a PHC string; none until activation.
    pub password_hash: Option<String>,
    /// When the address was confirmed by a mailed link.
    pub email_verified_at: Option<Timestamp>,
    /// Where it stands.
    pub state: IdentityState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything of it last changed; userinfo gives it as `updated_at`.
    pub updated_at: Timestamp,
    /// In which language she is spoken to; none: as her browser asks.
    pub language: Option<Language>,
    /// In which zone moments are shown to her; none: in UTC.
    pub time_zone: Option<Zone>,
}

/// What a member may do at the hub itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HubRole {
    /// All rights.
    Master,
    /// Invoices and subscription of the partner.
    Billing,
    /// Opens modules.
    User,
}

impl HubRole {
    /// All of them, the mightiest first.
    pub const ALL: [Self; 3] = [Self::Master, Self::Billing, Self::User];

    /// The text in the database, in set-up files and in claims.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Master => "master",
            Self::Billing => "billing",
            Self::User => "user",
        }
    }
    /// The role of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
    /// The role as people read it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Master => "Master",
            Self::Billing => "Billing",
            Self::User => "User",
        }
    }
}

/// A staff person of one partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The id; also the `sub` that modules of this partner see.
    pub id: MemberId,
    /// The partner.
    pub partner_id: PartnerId,
    /// Whose login it is.
    pub identity_id: IdentityId,
    /// The username, unique within the partner only.
    pub username: Option<Username>,
    /// What she may do at the hub.
    pub hub_role: HubRole,
    /// True for a root master: the first of the partner, and whom root masters make one. The last
    /// cannot be removed.
    pub root: bool,
    /// Whether it may be used.
    pub state: AffiliationState,
    /// When it is removed for good; none while nobody has asked for that.
    pub delete_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A person of a company who signs in to client-side modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndUser {
    /// The id; also the `sub` that modules see.
    pub id: EndUserId,
    /// The partner that serves the company.
    pub partner_id: PartnerId,
    /// The company.
    pub company_id: CompanyId,
    /// Whose login it is.
    pub identity_id: IdentityId,
    /// Whether it may be used.
    pub state: AffiliationState,
    /// When it was made.
    pub created_at: Timestamp,
}
