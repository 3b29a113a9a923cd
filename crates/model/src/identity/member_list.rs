//! A list of members as administrators see it.

use super::{HubRole, IdentityState, Member};
use kernel::{DisplayName, EmailAddress, GroupId, Timestamp};

/// Where a member stands, in the words of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberStanding {
    /// May sign in.
    Active,
    /// Has not opened the mailed link yet.
    Invited,
    /// Cannot sign in.
    Deactivated,
    /// Is removed when the grace is over.
    BeingDeleted,
}

impl MemberStanding {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Active,
        Self::Invited,
        Self::Deactivated,
        Self::BeingDeleted,
    ];
    /// The text in addresses and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Deactivated => "deactivated",
            Self::BeingDeleted => "being_deleted",
        }
    }
    /// The words of a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Invited => "Invited",
            Self::Deactivated => "Deactivated",
            Self::BeingDeleted => "Being deleted",
        }
    }
    /// The standing of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// In which order a list comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberOrder {
    /// By name, A first.
    #[default]
    Name,
    /// Newest first.
    Newest,
    /// Who was not seen for the longest time first; never comes before everything.
    LongestUnseen,
}

impl MemberOrder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Name, Self::Newest, Self::LongestUnseen];
    /// The text in addresses and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Newest => "newest",
            Self::LongestUnseen => "unseen",
        }
    }
    /// The words of a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Newest => "Newest first",
            Self::LongestUnseen => "Longest not seen",
        }
    }
    /// The order of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// What is looked for. Empty finds all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberFilter {
    /// Part of a name, address or username.
    pub text: String,
    /// Where they stand.
    pub standing: Option<MemberStanding>,
    /// Which role.
    pub role: Option<HubRole>,
    /// In which group.
    pub group: Option<GroupId>,
    /// With a second factor, or without.
    pub factor: Option<bool>,
}

impl MemberFilter {
    /// True when it finds all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The member.
    pub member: Member,
    /// The name of her login.
    pub display_name: DisplayName,
    /// The address of her login.
    pub email: EmailAddress,
    /// Where her login stands.
    pub identity_state: IdentityState,
    /// Whether she has a second factor.
    pub has_factor: bool,
    /// When she signed in last, at any partner.
    pub last_sign_in_at: Option<Timestamp>,
    /// Where the list goes on after this row; the API's cursor holds it.
    pub place: String,
}

impl MemberRow {
    /// Where she stands.
    pub fn standing(&self) -> MemberStanding {
        use super::AffiliationState::{Active, Deactivated, Invited, Withdrawn};
        if self.member.delete_at.is_some() {
            return MemberStanding::BeingDeleted;
        }
        match (self.member.state, self.identity_state) {
            (Deactivated | Withdrawn, _) | (_, IdentityState::Deactivated) => {
                MemberStanding::Deactivated
            }
            (Invited, _) | (_, IdentityState::Invited) => MemberStanding::Invited,
            (Active, IdentityState::Active) => MemberStanding::Active,
        }
    }
}
