//! The sites of a company, asked of the PSA: the mirror may have none of a company that is not mapped yet.

use super::connection;
use crate::identity::Administrator;
use crate::outside::psa::PsaAsk;
use crate::{Engine, Failure};
use kernel::{PsaConnectionId, Refusal, RefusalKind};
use model::directory::{MappingRefusal, PsaFault, PsaSite};
use std::collections::BTreeSet;
use store::directory::psa_sites;

/// Most pages that are read of one company's sites.
const MOST_PAGES: usize = 20;

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
    /// there are. One that the PSA does not name any more is noted as gone, if all could be read.
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
            let known = store::directory::psa_companies::find(&mut tx, id, psa_company).await?;
            if known.is_none() {
                let unknown = MappingRefusal::UnknownPsaCompany(psa_company);
                return Err(Failure::Refused(SitesRefusal::Mapping(unknown)));
            }
            found
        };
        let psa = self.psa(&held).await?;
        let (mut sites, mut ask, mut whole): (Vec<PsaSite>, _, _) =
            (vec![], PsaAsk::default(), true);
        for page in 1..=MOST_PAGES {
            let told = psa.sites(psa_company, ask).await;
            let told = told.map_err(|fault| Failure::Refused(SitesRefusal::Psa(fault)))?;
            whole &= told.unread.is_empty();
            sites.extend(told.rows);
            ask.after = told.next;
            if told.next.is_none() {
                break;
            }
            whole &= page < MOST_PAGES;
        }
        let (count, now) = (sites.len(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let known = psa_sites::of_company(tx, id, psa_company).await?;
                    let told: BTreeSet<i64> = sites.iter().map(|s| s.id).collect();
                    for site in &sites {
                        psa_sites::put(tx, id, site, 0).await?;
                    }
                    for lost in known.iter().filter(|k| whole && !told.contains(&k.site.id)) {
                        if lost.gone_at.is_none() {
                            psa_sites::gone(tx, id, lost.site.id, now).await?;
                        }
                    }
                    Ok::<_, Failure<SitesRefusal>>(())
                })
            })
            .await?;
        Ok(count)
    }
}
