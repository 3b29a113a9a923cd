//! Sites and contacts: what follows from a PSA's records in the directory.

use kernel::{CompanyId, ContactId, EmailAddress, PartnerId, PsaConnectionId, SiteId, Timestamp};

/// A site of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The id.
    pub id: SiteId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// Its company.
    pub company_id: CompanyId,
    /// Where it comes from.
    pub connection_id: PsaConnectionId,
    /// Its id there.
    pub psa_id: i64,
    /// Its name.
    pub name: String,
    /// Its address, a line each.
    pub address: Vec<String>,
    /// The first of the company.
    pub main: bool,
    /// Not switched off or gone.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// How a record of a PSA stands, or all records of a contact together: the best of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactState {
    /// In the PSA, active, at a mapped company that is in scope.
    Active,
    /// Switched off in the PSA.
    Inactive,
    /// Its company is left out, not mapped, or its site is nobody's (S0-18).
    OutOfScope,
    /// Not in the PSA any more.
    Gone,
}

impl ContactState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Active, Self::Inactive, Self::OutOfScope, Self::Gone];

    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::OutOfScope => "out_of_scope",
            Self::Gone => "gone",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// The access profile of a contact, as it is kept: `revoked`, which is the default (S0-46), `admin`, or
/// the id of one that the partner made.
pub const REVOKED: &str = "revoked";

/// A person record of the directory. Names, addresses and flags are the PSA's; the profile is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The id.
    pub id: ContactId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Title.
    pub title: String,
    /// How her records stand.
    pub state: ContactState,
    /// Her access profile; see [`REVOKED`].
    pub profile: String,
    /// The first of one of her companies.
    pub main: bool,
    /// Gets the invoices of one of her companies (S0-49).
    pub bill_to: bool,
    /// Counts changes by people, so that an edit of an old page is noticed.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the PSA's last change came in.
    pub synced_at: Timestamp,
    /// Her addresses as they are written in the PSA, the default first.
    pub emails: Vec<String>,
}

impl Contact {
    /// First and last name; the address where there is neither.
    pub fn display_name(&self) -> String {
        display_name(&self.first_name, &self.last_name, &self.emails)
    }
}

/// What somebody is called of whom no more may be known than an address.
pub fn display_name(first: &str, last: &str, emails: &[String]) -> String {
    let name = format!("{} {}", first.trim(), last.trim());
    match (name.trim(), emails.first()) {
        ("", Some(email)) => email.clone(),
        ("", None) => "—".into(),
        (name, _) => name.to_owned(),
    }
}

/// A record of a PSA that is part of a contact, and the company that it relates her to (S0-56, S0-57).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactSource {
    /// Where it is.
    pub connection_id: PsaConnectionId,
    /// Its id there.
    pub psa_id: i64,
    /// The contact.
    pub contact_id: ContactId,
    /// The own company.
    pub company_id: CompanyId,
    /// The company there.
    pub psa_company: i64,
    /// The own site.
    pub site_id: Option<SiteId>,
    /// How it stands.
    pub state: ContactState,
    /// The first of the company.
    pub main: bool,
    /// Gets the company's invoices.
    pub bill_to: bool,
}

/// The key by which addresses are compared; a text that is no address is compared as it is.
pub fn email_key(text: &str) -> String {
    EmailAddress::parse(text).map_or_else(|_| text.trim().to_lowercase(), |email| email.key())
}
