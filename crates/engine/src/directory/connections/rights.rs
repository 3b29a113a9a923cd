//! The permission check: what the API member's role allows, beside the least that is needed.

use super::known;
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{PsaConnectionId, Refusal, RefusalKind};
use model::directory::{ConnectionRefusal, PsaFault, PsaVendor};
use protocol::psa::connectwise::rights::{Difference, LEAST, Need, Purpose};

/// A row of the table of least privilege, with what is missing for it.
#[derive(Clone, Debug)]
pub struct RightsRow {
    /// The row.
    pub need: &'static Need,
    /// What is missing; empty where it is fine.
    pub missing: Vec<Difference>,
}

/// How a role compares with the table.
#[derive(Clone, Debug)]
pub struct RightsReport {
    /// The role's name.
    pub role: String,
    /// The rows that were looked at.
    pub rows: Vec<RightsRow>,
    /// What the role has and nobody needs.
    pub excessive: Vec<Difference>,
    /// Set-up tables that a person has to look at, since the API does not tell.
    pub tables: Vec<&'static str>,
}

impl RightsReport {
    /// The role is exactly the table, as far as the API tells.
    pub fn fine(&self) -> bool {
        self.excessive.is_empty() && self.rows.iter().all(|row| row.missing.is_empty())
    }
}

/// Why the rights cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RightsRefusal {
    /// The connection.
    Connection(ConnectionRefusal),
    /// The PSA.
    Psa(PsaFault),
}

impl RightsRefusal {
    fn told(&self) -> &dyn Refusal {
        match self {
            Self::Connection(refusal) => refusal,
            Self::Psa(fault) => fault,
        }
    }
}

impl Refusal for RightsRefusal {
    fn code(&self) -> &'static str {
        self.told().code()
    }
    fn sentence(&self) -> String {
        self.told().sentence()
    }
    fn remedy(&self) -> String {
        self.told().remedy()
    }
    fn kind(&self) -> RefusalKind {
        self.told().kind()
    }
}

impl Engine {
    /// Compares the role of the connection's API member with what these purposes need.
    ///
    /// # Errors
    /// [`RightsRefusal`]: no such connection, no API member, or what the PSA says. BMS has no list of
    /// what a role allows.
    pub async fn check_psa_rights(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        purposes: &[Purpose],
    ) -> Result<RightsReport, Failure<RightsRefusal>> {
        let connection = {
            let mut tx = self.db.read().await?;
            match known(&mut tx, admin.scope, id).await {
                Ok(connection) => connection,
                Err(Failure::Refused(refusal)) => {
                    return Err(Failure::Refused(RightsRefusal::Connection(refusal)));
                }
                Err(Failure::Broken(broken)) => return Err(broken.into()),
            }
        };
        if connection.vendor == PsaVendor::ConnectWise && connection.api_member.is_empty() {
            let refusal = RightsRefusal::Connection(ConnectionRefusal::NoApiMember);
            return Err(Failure::Refused(refusal));
        }
        let psa = self.psa(&connection).await?;
        let found = psa.rights(&connection.api_member, purposes).await;
        let found = found.map_err(|fault| Failure::Refused(RightsRefusal::Psa(fault)))?;
        let missing = |need: &Need| {
            let of = |d: &&Difference| {
                (d.module.as_str(), d.function.as_str()) == (need.module, need.function)
                    && need.deeds.contains(&d.deed)
            };
            found
                .comparison
                .missing
                .iter()
                .filter(of)
                .cloned()
                .collect()
        };
        let needs = LEAST.iter().filter(|need| purposes.contains(&need.purpose));
        Ok(RightsReport {
            rows: needs
                .map(|need| RightsRow {
                    need,
                    missing: missing(need),
                })
                .collect(),
            role: found.role,
            excessive: found.comparison.excessive,
            tables: found.comparison.tables,
        })
    }
}
