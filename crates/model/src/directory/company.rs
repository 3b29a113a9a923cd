//! The company: a client organisation served by a partner.

use kernel::{CompanyId, PartnerId, PartnerName, Timestamp};

/// Whether a company's end users may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyState {
    /// They may.
    Active,
    /// They may not; nothing is deleted.
    Deactivated,
}

impl CompanyState {
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

/// A client organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// The id.
    pub id: CompanyId,
    /// The partner that serves it.
    pub partner_id: PartnerId,
    /// Its name, unique within the partner.
    pub name: PartnerName,
    /// Whether its end users may sign in.
    pub state: CompanyState,
    /// When it was made.
    pub created_at: Timestamp,
}
