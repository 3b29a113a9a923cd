//! Map existing: a company that is here and one of the PSA (S3-113).

use super::facts::load;
use super::{held, in_words};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{CompanyId, MappingId, PsaConnectionId};
use model::directory::{CompanyMapping, MappingDraft, MappingRefusal, Own, decide_mapping};
use store::directory::{companies, company_mappings, psa_due};

/// Which two belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapDraft {
    /// The own company.
    pub company: CompanyId,
    /// The PSA's, and the switches.
    pub mapping: MappingDraft,
    /// The own company takes the PSA's name with the next pass; else it keeps its own.
    pub follows: bool,
}

impl Engine {
    /// Maps a company that is here to one of the PSA.
    ///
    /// # Errors
    /// [`MappingRefusal`].
    pub async fn map_company(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        draft: MapDraft,
    ) -> Result<MappingId, Failure<MappingRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        let made = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let (scope, now) = (admin.scope, engine.now());
                    let connection = held(tx, scope, id).await?;
                    let company = companies::find(tx, scope, draft.company)
                        .await?
                        .ok_or(Failure::Refused(MappingRefusal::UnknownCompany))?;
                    let other = company_mappings::of_own(tx, id, company.id).await?;
                    let loaded = load(tx, scope, &connection, &draft.mapping, None).await?;
                    let own = Own::There {
                        name: company.name.as_str(),
                        mapped_to: other.as_ref().map(|m| m.known_name.as_str()),
                    };
                    decide_mapping(&loaded.facts(&connection, own), &draft.mapping)
                        .map_err(Failure::Refused)?;
                    let (known_name, known_identifier) = loaded.names();
                    let switches = draft.mapping.switches;
                    let mapping = CompanyMapping {
                        id: MappingId::new(now, engine.chance()),
                        partner_id: scope.partner(),
                        connection_id: id,
                        company_id: company.id,
                        psa_company: draft.mapping.psa_company,
                        psa_site: draft.mapping.psa_site,
                        follows: draft.follows,
                        known_name,
                        known_identifier,
                        creates_tickets: switches.creates_tickets,
                        rule_id: switches.rule,
                        syncs_configurations: switches.syncs_configurations,
                        created_at: now,
                    };
                    company_mappings::insert(tx, &mapping).await?;
                    psa_due::mark(tx, id, mapping.psa_company).await?;
                    let entry = admin.did("company_mapping.made", mapping.id);
                    let words = in_words(&mapping, company.name.as_str());
                    engine.record(tx, entry.change("", words));
                    Ok(mapping.id)
                })
            })
            .await;
        self.nudge_psa.notify_one();
        made
    }
}
