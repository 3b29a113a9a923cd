//! A connection to a PSA as a person types it, what can be said of it without asking anybody, and
//! why it cannot be kept.

use super::{PsaConnection, PsaVendor, SyncFilter};
use kernel::{PartnerName, Refusal, RefusalKind, Secret};

/// Most connections of a partner.
pub const MOST_CONNECTIONS: i64 = 20;
/// Most companies that a connection is limited to.
pub const MOST_ASSOCIATED: usize = 100;
/// Most types, and most statuses, that are left out.
pub const MOST_HIDDEN: usize = 50;
/// Longest name of a company, account or member, in characters.
const LONGEST: usize = 100;
/// Longest password.
const LONGEST_PASSWORD: usize = 500;

/// What is typed of a connection. Printing it shows no key.
#[derive(Clone, Debug)]
pub struct PsaConnectionDraft {
    /// Whose PSA it is.
    pub vendor: PsaVendor,
    /// Free name (S3-21).
    pub name: String,
    /// The base URL; the host of the region for BMS.
    pub host: String,
    /// The company that one signs in with.
    pub company: String,
    /// The user name of the API employee in BMS.
    pub account: String,
    /// The public key of ConnectWise; empty keeps the one that is there.
    pub public: Secret<String>,
    /// The private key, or the password in BMS; empty keeps the one that is there.
    pub private: Secret<String>,
    /// The GUID of the integration; empty for the operator's.
    pub client_id: String,
    /// The identifier of the API member, for the check of its rights; may be empty.
    pub api_member: String,
}

/// The parts of a draft that were checked here, without what only the wire knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedNames {
    /// The name.
    pub name: PartnerName,
    /// The account; empty for ConnectWise.
    pub account: String,
    /// The API member; empty for BMS.
    pub api_member: String,
}

fn line(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

impl PsaConnectionDraft {
    /// Checks the parts that no protocol has a say in.
    ///
    /// # Errors
    /// [`ConnectionRefusal`] for the field.
    pub fn check(&self) -> Result<CheckedNames, ConnectionRefusal> {
        let name = PartnerName::parse(&self.name).map_err(|_| ConnectionRefusal::Name)?;
        let member = line(&self.api_member).ok_or(ConnectionRefusal::ApiMember)?;
        match self.vendor {
            PsaVendor::ConnectWise => Ok(CheckedNames {
                name,
                account: String::new(),
                api_member: member,
            }),
            PsaVendor::Bms => {
                let account = line(&self.account).filter(|a| !a.is_empty());
                Ok(CheckedNames {
                    name,
                    account: account.ok_or(ConnectionRefusal::Account)?,
                    api_member: String::new(),
                })
            }
        }
    }

    /// The tenant of BMS, which no protocol reads.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Tenant`].
    pub fn tenant(&self) -> Result<String, ConnectionRefusal> {
        line(&self.company)
            .filter(|c| !c.is_empty())
            .ok_or(ConnectionRefusal::Tenant)
    }

    /// Whether a password can be one.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Password`].
    pub fn check_password(password: &Secret<String>) -> Result<(), ConnectionRefusal> {
        let text = password.reveal();
        let good = !text.is_empty() && text.len() <= LONGEST_PASSWORD;
        match good && !text.chars().any(char::is_control) {
            true => Ok(()),
            false => Err(ConnectionRefusal::Password),
        }
    }
}

/// Keys that are there go only where they were meant to go: to the same host, as the same company and
/// account. Otherwise whoever may change a host, but does not know the keys, could have them sent to a
/// machine of her own.
pub fn keys_may_stay(before: &PsaConnection, host: &str, company: &str, account: &str) -> bool {
    before.host == host && before.company == company && before.account == account
}

/// Which companies a connection is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PsaReach {
    /// Only these companies; none for all (S3-28, Q-05).
    pub associated: Vec<i64>,
    /// What is left out.
    pub filter: SyncFilter,
}

impl PsaReach {
    /// The same with each id once, in order.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Associated`], `Hidden` for lists that are too long or hold what is no id.
    pub fn checked(mut self) -> Result<Self, ConnectionRefusal> {
        let tidy = |ids: &mut Vec<i64>, most: usize| {
            ids.sort_unstable();
            ids.dedup();
            ids.len() <= most && ids.iter().all(|id| *id >= 0)
        };
        if !tidy(&mut self.associated, MOST_ASSOCIATED) {
            return Err(ConnectionRefusal::Associated);
        }
        let types = tidy(&mut self.filter.hidden_types, MOST_HIDDEN);
        let statuses = tidy(&mut self.filter.hidden_statuses, MOST_HIDDEN);
        match types && statuses {
            true => Ok(self),
            false => Err(ConnectionRefusal::Hidden),
        }
    }

    /// Whether a company is covered.
    pub fn covers(&self, company: i64, types: &[i64], status: Option<i64>) -> bool {
        (self.associated.is_empty() || self.associated.contains(&company))
            && !self.filter.hides(types, status)
    }
}

/// Why something cannot be done with a connection to a PSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionRefusal {
    /// There is no such connection at this partner.
    Unknown,
    /// The name is missing, or none.
    Name,
    /// The partner has another of that name.
    NameTaken,
    /// There are as many as there may be.
    TooMany,
    /// A connection stays with its vendor.
    Vendor,
    /// The company of a BMS tenant is missing.
    Tenant,
    /// The user name is missing.
    Account,
    /// The password is missing.
    Password,
    /// The API member is no name.
    ApiMember,
    /// The rights of nobody can be compared.
    NoApiMember,
    /// Host, company or account are others: the keys are asked for again.
    KeysAgain,
    /// Too many associated companies, or something that is no id.
    Associated,
    /// Too many types or statuses, or something that is no id.
    Hidden,
    /// Companies are mapped by it, and nobody said that these mappings may go.
    Mapped(i64),
}

impl ConnectionRefusal {
    /// One of each.
    pub const ALL: [Self; 14] = [
        Self::Unknown,
        Self::Name,
        Self::NameTaken,
        Self::TooMany,
        Self::Vendor,
        Self::Tenant,
        Self::Account,
        Self::Password,
        Self::ApiMember,
        Self::NoApiMember,
        Self::KeysAgain,
        Self::Associated,
        Self::Hidden,
        Self::Mapped(3),
    ];
}

impl Refusal for ConnectionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "psa_connection_unknown",
            Self::Name => "psa_connection_name",
            Self::NameTaken => "psa_connection_name_taken",
            Self::TooMany => "psa_connection_too_many",
            Self::Vendor => "psa_connection_vendor",
            Self::Tenant => "psa_connection_tenant",
            Self::Account => "psa_connection_account",
            Self::Password => "psa_connection_password",
            Self::ApiMember => "psa_connection_member",
            Self::NoApiMember => "psa_connection_no_member",
            Self::KeysAgain => "psa_connection_keys_again",
            Self::Associated => "psa_connection_associated",
            Self::Hidden => "psa_connection_hidden",
            Self::Mapped(_) => "psa_connection_mapped",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Unknown => "There is no such connection to a PSA.",
            Self::Name => "The name is missing or has signs that cannot be shown.",
            Self::NameTaken => "Another connection has this name.",
            Self::TooMany => "There are as many connections as there may be.",
            Self::Vendor => "A connection stays with the PSA that it was made for.",
            Self::Tenant => "The company is missing or longer than 100 characters.",
            Self::Account => "The user name is missing or longer than 100 characters.",
            Self::Password => "The password is missing or has signs that none has.",
            Self::ApiMember => "The API member is no name of one.",
            Self::NoApiMember => "The connection does not say which API member its keys belong to.",
            Self::KeysAgain => "The keys go to another host, company or account than before.",
            Self::Associated => {
                return format!("A connection is limited to at most {MOST_ASSOCIATED} companies.");
            }
            Self::Hidden => {
                return format!(
                    "At most {MOST_HIDDEN} types and {MOST_HIDDEN} statuses are left out."
                );
            }
            Self::Mapped(1) => "One company is mapped by this connection.",
            Self::Mapped(count) => {
                return format!("{count} companies are mapped by this connection.");
            }
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Go back to the list: perhaps it was forgotten.",
            Self::Name => "Give it a name of at most 120 characters, such as training.",
            Self::NameTaken => "Choose another name.",
            Self::TooMany => "Forget one that is not needed any more.",
            Self::Vendor => "Make a new connection for the other PSA.",
            Self::Tenant => "Enter the company name as My Settings in BMS shows it.",
            Self::Account => "Enter the user name of the API employee.",
            Self::Password => "Enter the password of the API employee.",
            Self::ApiMember => "Enter the member's identifier, at most 100 characters, or leave it empty.",
            Self::NoApiMember => "Enter its Member ID under Credentials.",
            Self::KeysAgain => {
                "Type the keys again: those that are kept are sent nowhere else than where they were meant for."
            }
            Self::Associated | Self::Hidden => "Choose fewer.",
            Self::Mapped(_) => {
                "Confirm that their mappings go too. Companies and contacts stay in the directory, and nothing changes in the PSA."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown => RefusalKind::Absent,
            Self::NameTaken
            | Self::TooMany
            | Self::Vendor
            | Self::NoApiMember
            | Self::Mapped(_) => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

#[cfg(test)]
#[path = "psa_draft_table.rs"]
mod table;
