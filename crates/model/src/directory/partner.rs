//! The partner: the managed service provider that owns a tenant.

use kernel::{PartnerId, PartnerName, Timestamp};

/// Whether a partner's people may sign in at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnerState {
    /// They may.
    Active,
    /// They may not; nothing is deleted.
    Deactivated,
}

impl PartnerState {
    /// The text in the database and in set-up files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Deactivated]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// A partner (requirement X-01: the level between the hub and its client companies).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// The id.
    pub id: PartnerId,
    /// The name, which people type at sign-in beside a username.
    pub name: PartnerName,
    /// Whether its people may sign in.
    pub state: PartnerState,
    /// When it was made.
    pub created_at: Timestamp,
}
