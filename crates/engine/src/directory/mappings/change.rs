//! Another site, other switches.

use super::facts::load;
use super::{held, in_words};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{MappingId, PsaConnectionId};
use model::directory::{
    CompanyMapping, MappingDraft, MappingRefusal, MappingSwitches, Own, decide_mapping,
    decide_switches,
};
use store::directory::{company_mapping_list, company_mappings, psa_due};

/// What may be changed of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappingChange {
    /// The site; none for the whole company.
    pub psa_site: Option<i64>,
    /// The switches.
    pub switches: MappingSwitches,
    /// The own company takes the PSA's name.
    pub follows: bool,
}

impl Engine {
    /// Changes a mapping. Where it still points to the same, only the switches are decided about: what the
    /// PSA or a filter has hidden meanwhile can be switched off all the same.
    ///
    /// # Errors
    /// [`MappingRefusal`].
    pub async fn change_mapping(
        &self,
        admin: &Administrator,
        connection: PsaConnectionId,
        id: MappingId,
        change: MappingChange,
    ) -> Result<(), Failure<MappingRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        let done = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let scope = admin.scope;
                    let connection = held(tx, scope, connection).await?;
                    let listed = company_mapping_list::find(tx, scope, id)
                        .await?
                        .filter(|l| l.mapping.connection_id == connection.id)
                        .ok_or(Failure::Refused(MappingRefusal::Unknown))?;
                    let before = listed.mapping;
                    let draft = MappingDraft {
                        psa_company: before.psa_company,
                        psa_site: change.psa_site,
                        switches: change.switches,
                    };
                    let loaded = load(tx, scope, &connection, &draft, Some(id)).await?;
                    let own = Own::There {
                        name: &listed.company,
                        mapped_to: None,
                    };
                    let facts = loaded.facts(&connection, own);
                    if draft.psa_site == before.psa_site {
                        decide_switches(&draft.switches, facts.rule_known)
                    } else {
                        decide_mapping(&facts, &draft)
                    }
                    .map_err(Failure::Refused)?;
                    let after = CompanyMapping {
                        psa_site: draft.psa_site,
                        follows: change.follows,
                        creates_tickets: draft.switches.creates_tickets,
                        rule_id: draft.switches.rule,
                        syncs_configurations: draft.switches.syncs_configurations,
                        ..before.clone()
                    };
                    if after == before {
                        return Ok(());
                    }
                    company_mappings::change(tx, &after).await?;
                    psa_due::mark(tx, connection.id, after.psa_company).await?;
                    let entry = admin.did("company_mapping.changed", id).change(
                        in_words(&before, &listed.company),
                        in_words(&after, &listed.company),
                    );
                    engine.record(tx, entry);
                    Ok(())
                })
            })
            .await;
        self.nudge_psa.notify_one();
        done
    }
}
