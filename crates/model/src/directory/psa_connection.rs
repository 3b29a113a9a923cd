//! A connection to a PSA: shared by identity and by ticketing, with one set of keys.

use super::{Deployment, PsaReach};
use kernel::{PartnerId, PartnerName, PsaConnectionId, Timestamp};

/// Whose PSA it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PsaVendor {
    /// ConnectWise Manage.
    ConnectWise,
    /// Kaseya BMS.
    Bms,
}

impl PsaVendor {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ConnectWise, Self::Bms];

    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConnectWise => "connectwise",
            Self::Bms => "bms",
        }
    }
    /// The vendor of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == text)
    }
    /// What people call it; the heading of a connection is this with its name in brackets (S0-13).
    pub const fn words(self) -> &'static str {
        match self {
            Self::ConnectWise => "ConnectWise",
            Self::Bms => "Kaseya BMS",
        }
    }
}

/// Whether a connection is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// It is.
    Active,
    /// It is not, until somebody says so; nothing is lost.
    Paused,
}

impl ConnectionState {
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
        }
    }
    /// The state of a text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Paused]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// The companies of a PSA that are left out (S0-15, S0-16), by the ids of its set-up tables.
/// Either is enough to be left out (S0-17).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncFilter {
    /// Types of companies.
    pub hidden_types: Vec<i64>,
    /// Statuses of companies.
    pub hidden_statuses: Vec<i64>,
}

impl SyncFilter {
    /// Whether a company of these types and this status is left out.
    pub fn hides(&self, types: &[i64], status: Option<i64>) -> bool {
        types.iter().any(|t| self.hidden_types.contains(t))
            || status.is_some_and(|s| self.hidden_statuses.contains(&s))
    }
}

/// How the reading of a connection stands, for lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncGlance {
    /// A pass is under way.
    pub running: bool,
    /// So many rows of it were read.
    pub rows_read: i64,
    /// Of so many, as far as the PSA tells.
    pub rows_expected: i64,
    /// When the last pass ended well.
    pub passed_at: Option<Timestamp>,
    /// Why the last one did not; empty where it did.
    pub fault: String,
}

/// A company of a PSA by its names, to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsaCompanyName {
    /// Its id.
    pub id: i64,
    /// Its short name.
    pub identifier: String,
    /// Its name.
    pub name: String,
}

/// A connection. Its keys stay sealed and are no part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PsaConnection {
    /// The id.
    pub id: PsaConnectionId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// Whose PSA it is.
    pub vendor: PsaVendor,
    /// What the partner calls it, unique within the partner (S3-21).
    pub name: PartnerName,
    /// The host as it was put right: `na.myconnectwise.net`, `bms.kaseya.com`.
    pub host: String,
    /// The company that one signs in with; the tenant in BMS.
    pub company: String,
    /// The user name of the API employee in BMS; empty for ConnectWise, whose keys are both sealed.
    pub account: String,
    /// The GUID of the integration; empty for the one of the settings.
    pub client_id: String,
    /// The identifier of the API member, for the check of its rights; empty where it was not told.
    pub api_member: String,
    /// Only these companies of the PSA, by its ids; none for all (S3-28, Q-05).
    pub associated: Vec<i64>,
    /// What is left out.
    pub filter: SyncFilter,
    /// Whether it is read.
    pub state: ConnectionState,
    /// When it was made.
    pub created_at: Timestamp,
}

impl PsaConnection {
    /// The heading of its section: `ConnectWise (training)` (S0-13).
    pub fn heading(&self) -> String {
        format!("{} ({})", self.vendor.words(), self.name.as_str())
    }

    /// Whether a company of the PSA is in scope: associated, and not left out by the filter.
    pub fn covers(&self, company: i64, types: &[i64], status: Option<i64>) -> bool {
        self.reach().covers(company, types, status)
    }

    /// Which companies it is about.
    pub fn reach(&self) -> PsaReach {
        PsaReach {
            associated: self.associated.clone(),
            filter: self.filter.clone(),
        }
    }

    /// Where the PSA stands, as its host tells (S3-08).
    pub fn deployment(&self) -> Deployment {
        deployment_of(&self.host)
    }
}

/// The names of the vendors' clouds, and what ends in them.
const CLOUDS: [&str; 4] = [
    "myconnectwise.net",
    "connectwisedev.com",
    "kaseya.com",
    "vorexlogin.com",
];

fn deployment_of(host: &str) -> Deployment {
    let theirs = |cloud: &str| {
        host.strip_suffix(cloud)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    match CLOUDS.into_iter().any(theirs) {
        true => Deployment::Hosted,
        false => Deployment::OnPremise,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_list_hides_a_company() {
        let filter = SyncFilter {
            hidden_types: vec![3, 4],
            hidden_statuses: vec![9],
        };
        for (types, status, hidden) in [
            (vec![], None, false),
            (vec![1, 2], Some(1), false),
            (vec![1, 4], Some(1), true),
            (vec![1], Some(9), true),
            (vec![3], Some(9), true),
        ] {
            assert_eq!(filter.hides(&types, status), hidden, "{types:?} {status:?}");
        }
        assert!(!SyncFilter::default().hides(&[1], Some(1)));
    }

    #[test]
    fn the_host_tells_where_a_psa_stands() {
        for (host, deployment) in [
            ("na.myconnectwise.net", Deployment::Hosted),
            ("staging.connectwisedev.com", Deployment::Hosted),
            ("bms.kaseya.com", Deployment::Hosted),
            ("vorexlogin.com", Deployment::Hosted),
            ("cw.example.com", Deployment::OnPremise),
            ("cw.example.com:8443", Deployment::OnPremise),
            ("notmyconnectwise.net", Deployment::OnPremise),
            ("na.myconnectwise.net.example.com", Deployment::OnPremise),
            ("http://127.0.0.1:8700", Deployment::OnPremise),
        ] {
            assert_eq!(deployment_of(host), deployment, "{host}");
        }
    }
}
