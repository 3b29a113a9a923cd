//! What a decision about a mapping needs, read from the rows.

use kernel::{MappingId, Scope};
use model::directory::{MappingDraft, MappingFacts, Mirrored, Own, PsaCompany, PsaConnection};
use store::directory::psa_mirror::Held;
use store::directory::psa_sites::MirrorSite;
use store::directory::{companies, company_mappings, integration_rules, psa_mirror, psa_sites};
use store::{StoreFault, Tx};

/// The mapping that holds what is asked for.
pub(super) struct Holder {
    pub(super) mapping: MappingId,
    pub(super) company: kernel::CompanyId,
    pub(super) name: String,
}

/// The rows that a draft speaks of.
pub(super) struct Loaded {
    pub(super) psa: Option<Held<PsaCompany>>,
    pub(super) site: Option<MirrorSite>,
    pub(super) holder: Option<Holder>,
    rule_known: bool,
}

/// Reads them. A mapping that is about to be changed does not stand in its own way.
pub(super) async fn load(
    tx: &mut Tx,
    scope: Scope,
    connection: &PsaConnection,
    draft: &MappingDraft,
    itself: Option<MappingId>,
) -> Result<Loaded, StoreFault> {
    let id = connection.id;
    let held = company_mappings::at(tx, id, draft.psa_company, draft.psa_site).await?;
    let holder = match held.filter(|m| Some(m.id) != itself) {
        Some(mapping) => {
            let company = companies::find(tx, scope, mapping.company_id).await?;
            Some(Holder {
                mapping: mapping.id,
                company: mapping.company_id,
                name: company.map_or_else(String::new, |c| c.name.as_str().to_owned()),
            })
        }
        None => None,
    };
    let rule = match draft.switches.rule {
        Some(rule) => integration_rules::find(tx, scope, rule).await?,
        None => None,
    };
    Ok(Loaded {
        psa: psa_mirror::find::<PsaCompany>(tx, id, draft.psa_company).await?,
        site: match draft.psa_site {
            Some(site) => psa_sites::find(tx, id, site).await?,
            None => None,
        },
        holder,
        rule_known: rule.is_some_and(|r| r.connection_id == id),
    })
}

impl Loaded {
    /// The facts, with the own company that is meant.
    pub(super) fn facts<'a>(
        &'a self,
        connection: &'a PsaConnection,
        own: Own<'a>,
    ) -> MappingFacts<'a> {
        MappingFacts {
            connection,
            psa_company: self.psa.as_ref().map(|held| Mirrored {
                record: &held.row,
                gone: held.gone_at.is_some(),
            }),
            site: self.site.as_ref().map(|held| Mirrored {
                record: &held.site,
                gone: held.gone_at.is_some(),
            }),
            holder: self.holder.as_ref().map(|h| h.name.as_str()),
            own,
            rule_known: self.rule_known,
        }
    }

    /// The PSA's name and short name.
    pub(super) fn names(&self) -> (String, String) {
        self.psa.as_ref().map_or_else(Default::default, |held| {
            (held.row.name.clone(), held.row.identifier.clone())
        })
    }

    /// The site's name; empty for none.
    pub(super) fn site_name(&self) -> String {
        self.site
            .as_ref()
            .map_or_else(String::new, |held| held.site.name.clone())
    }
}
