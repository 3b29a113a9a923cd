//! Which companies here and in the PSA probably belong together.

use super::{MOST_CHUNKS, connection};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::PsaConnectionId;
use model::directory::{MappingRefusal, OwnCandidate, PsaCandidate, Suggestion, left_out, suggest};
use std::collections::{BTreeSet, HashMap};
use store::directory::psa_company_list::{self, PsaCompanyWords};
use store::directory::{company_list, psa_sites};

/// Most own companies that are looked at.
const MOST_OWN: i64 = 5_000;
/// Most addresses of each kind that are looked at.
const MOST_EMAILS: i64 = 50_000;
/// Companies of the PSA that are read in one go.
const STEP: i64 = 1_000;

impl Engine {
    /// Pairs of companies that are not mapped, those with the most in favour first. None is mapped by
    /// this.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn suggest_mappings(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<Vec<Suggestion>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = connection(&mut tx, admin.scope, id).await?;
        let mut domains: HashMap<_, BTreeSet<String>> = HashMap::new();
        let emails = company_list::emails_of_unmapped(&mut tx, admin.scope, id, MOST_EMAILS);
        for (company, email) in emails.await? {
            if let Some((_, domain)) = email.rsplit_once('@') {
                domains
                    .entry(company)
                    .or_default()
                    .insert(domain.trim().to_lowercase());
            }
        }
        let own = company_list::unmapped(&mut tx, admin.scope, id, "", "", MOST_OWN).await?;
        let own: Vec<OwnCandidate> = own
            .into_iter()
            .map(|(id, name, _)| OwnCandidate {
                domains: domains.remove(&id).unwrap_or_default(),
                id,
                name,
            })
            .collect();
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let words = PsaCompanyWords {
            mapped: Some(false),
            ..PsaCompanyWords::default()
        };
        let (mut psa, mut place) = (Vec::new(), (String::new(), i64::MIN));
        for _ in 0..MOST_CHUNKS {
            let from = (place.0.as_str(), place.1);
            let rows = psa_company_list::list(&mut tx, id, &words, from, STEP).await?;
            let Some(last) = rows.last() else { break };
            place = (last.key.clone(), last.mirror.row.id);
            psa.extend(rows.into_iter().filter_map(|row| {
                let (company, gone) = (row.mirror.row, row.mirror.gone_at.is_some());
                left_out(&connection, &company, gone)
                    .is_none()
                    .then_some(PsaCandidate {
                        id: company.id,
                        name: company.name,
                        domain: company.website,
                    })
            }));
        }
        Ok(suggest(&own, &psa))
    }

    /// Own companies that are not mapped at a connection, by name: those that a text finds, at most so
    /// many.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn unmapped_companies(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        text: &str,
        limit: i64,
    ) -> Result<Vec<(kernel::CompanyId, String)>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        connection(&mut tx, admin.scope, id).await?;
        let rows = company_list::unmapped(&mut tx, admin.scope, id, text, "", limit).await?;
        Ok(rows.into_iter().map(|(id, name, _)| (id, name)).collect())
    }

    /// The sites of a PSA's company that the mirror has, and that may be mapped.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn list_psa_sites(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        psa_company: i64,
    ) -> Result<Vec<psa_sites::MirrorSite>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        connection(&mut tx, admin.scope, id).await?;
        let mut sites = psa_sites::of_company(&mut tx, id, psa_company).await?;
        sites.retain(|s| s.gone_at.is_none() && s.site.active);
        Ok(sites)
    }
}
