//! The sites of a company, asked of the PSA: the mirror may have none of a company that is not mapped yet.

use super::connection;
use crate::directory::sync::{put_sites, read_sites};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{PsaConnectionId, Refusal, RefusalKind};
use model::directory::{MappingRefusal, PsaCompany, PsaFault};
use store::directory::{psa_due, psa_mirror};

/// Why the sites could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SitesRefusal {
    /// What is asked for is not there.
    Mapping(MappingRefusal),
    /// The PSA did not tell.
    Psa(PsaFault),
}

impl SitesRefusal {
    fn inner(&self) -> &dyn Refusal {
        match self {
            Self::Mapping(refusal) => refusal,
            Self::Psa(fault) => fault,
        }
    }
}

impl Refusal for SitesRefusal {
    fn code(&self) -> &'static str {
        self.inner().code()
    }
    fn sentence(&self) -> String {
        self.inner().sentence()
    }
    fn remedy(&self) -> String {
        self.inner().remedy()
    }
    fn kind(&self) -> RefusalKind {
        self.inner().kind()
    }
}

impl Engine {
    /// Reads the sites of a company from the PSA into the mirror, outside of any transaction; how many
    /// there are. One that the PSA does not name any more is noted as gone.
    ///
    /// # Errors
    /// [`SitesRefusal`].
    pub async fn read_psa_sites(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        psa_company: i64,
    ) -> Result<usize, Failure<SitesRefusal>> {
        let held = {
            let mut tx = self.db.read().await?;
            let found = connection(&mut tx, admin.scope, id).await;
            let found = found.map_err(|failure| match failure {
                Failure::Refused(refusal) => Failure::Refused(SitesRefusal::Mapping(refusal)),
                Failure::Broken(broken) => Failure::Broken(broken),
            })?;
            let known = psa_mirror::find::<PsaCompany>(&mut tx, id, psa_company).await?;
            if known.is_none() {
                let unknown = MappingRefusal::UnknownPsaCompany(psa_company);
                return Err(Failure::Refused(SitesRefusal::Mapping(unknown)));
            }
            found
        };
        let psa = self.psa(&held).await?;
        let told = read_sites(&*psa, psa_company).await;
        let told = told.and_then(|sites| sites.ok_or(PsaFault::Absent));
        let sites = told.map_err(|fault| Failure::Refused(SitesRefusal::Psa(fault)))?;
        let (count, now) = (sites.len(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if put_sites(tx, id, psa_company, &sites, (0, now)).await? {
                        psa_due::mark_if_mapped(tx, id, psa_company, false).await?;
                    }
                    Ok::<_, Failure<SitesRefusal>>(())
                })
            })
            .await?;
        self.nudge_psa.notify_one();
        Ok(count)
    }
}
