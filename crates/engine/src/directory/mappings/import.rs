//! Import: a company of the PSA becomes one here, and both are mapped (S3-105). Asked again it makes no
//! second one (S3-116).

use super::facts::{Loaded, load};
use super::{connection, held, in_words};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{CompanyId, MappingId, PartnerName, PsaConnectionId, Scope};
use model::directory::{
    Company, CompanyMapping, CompanyState, MOST_MAPPED_AT_ONCE, MappingDraft, MappingRefusal, Own,
    PsaConnection, decide_mapping, name_on_import,
};
use std::collections::HashSet;
use store::directory::{companies, company_mappings, psa_due};
use store::{StoreFault, Tx};

/// What became of a company that was chosen, or would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// It became a company here; in a preview it has no ids yet.
    Imported {
        /// The company and the mapping.
        made: Option<(CompanyId, MappingId)>,
        /// The name.
        name: String,
    },
    /// It is mapped already, and stays as it is.
    Already {
        /// The mapping.
        mapping: MappingId,
        /// The company.
        company: CompanyId,
        /// Its name.
        name: String,
    },
    /// It stays out.
    Refused(MappingRefusal),
}

/// A company that was chosen.
#[derive(Clone, Debug)]
pub struct ImportedRow {
    /// What was asked for.
    pub draft: MappingDraft,
    /// The PSA's name; empty where the PSA has told of no such company.
    pub psa_name: String,
    /// The site's name; empty for the whole company.
    pub site_name: String,
    /// What became of it.
    pub outcome: ImportOutcome,
}

fn check(drafts: &[MappingDraft]) -> Result<(), Failure<MappingRefusal>> {
    match drafts.len() {
        0 => Err(Failure::Refused(MappingRefusal::NothingChosen)),
        n if n > MOST_MAPPED_AT_ONCE => Err(Failure::Refused(MappingRefusal::TooMany)),
        _ => Ok(()),
    }
}

/// A draft's outcome, without doing anything.
async fn outcome(
    tx: &mut Tx,
    scope: Scope,
    connection: &PsaConnection,
    draft: &MappingDraft,
    loaded: &Loaded,
) -> Result<ImportOutcome, StoreFault> {
    if let Some(holder) = &loaded.holder {
        return Ok(ImportOutcome::Already {
            mapping: holder.mapping,
            company: holder.company,
            name: holder.name.clone(),
        });
    }
    let (psa_name, _) = loaded.names();
    let site = loaded.site_name();
    let name = name_on_import(&psa_name, draft.psa_site.map(|_| site.as_str())).ok();
    let namesake = match &name {
        Some(name) => companies::find_by_key(tx, scope, &name.key()).await?,
        None => None,
    };
    let own = Own::New {
        named_so: namesake.map(|c| c.id),
    };
    Ok(
        match decide_mapping(&loaded.facts(connection, own), draft) {
            Ok(()) => ImportOutcome::Imported {
                made: None,
                name: name.map_or_else(String::new, |n| n.as_str().to_owned()),
            },
            Err(refusal) => ImportOutcome::Refused(refusal),
        },
    )
}

/// What would become of each, in order; one that is asked for twice counts once.
async fn plan(
    tx: &mut Tx,
    scope: Scope,
    connection: &PsaConnection,
    drafts: &[MappingDraft],
) -> Result<Vec<(ImportedRow, String)>, StoreFault> {
    let (mut asked, mut names) = (HashSet::new(), HashSet::new());
    let mut rows = Vec::new();
    for draft in drafts {
        if !asked.insert((draft.psa_company, draft.psa_site)) {
            continue;
        }
        let loaded = load(tx, scope, connection, draft, None).await?;
        let mut outcome = outcome(tx, scope, connection, draft, &loaded).await?;
        if let ImportOutcome::Imported { name, .. } = &outcome
            && !names.insert(kernel::name::name_key(name))
        {
            outcome = ImportOutcome::Refused(MappingRefusal::NameTwice(name.clone()));
        }
        let (psa_name, identifier) = loaded.names();
        let row = ImportedRow {
            draft: *draft,
            psa_name,
            site_name: loaded.site_name(),
            outcome,
        };
        rows.push((row, identifier));
    }
    Ok(rows)
}

impl Engine {
    /// What an import would do. Nothing changes.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`], `NothingChosen`, `TooMany`; what stands against a single
    /// company is told in its row.
    pub async fn preview_company_import(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        drafts: &[MappingDraft],
    ) -> Result<Vec<ImportedRow>, Failure<MappingRefusal>> {
        check(drafts)?;
        let mut tx = self.db.read().await?;
        let connection = connection(&mut tx, admin.scope, id).await?;
        let planned = plan(&mut tx, admin.scope, &connection, drafts).await?;
        Ok(planned.into_iter().map(|(row, _)| row).collect())
    }

    /// Makes a company here of each that may become one, and maps the two (S3-105). What cannot be
    /// imported stands in its row, and stops no other.
    ///
    /// # Errors
    /// As for a preview.
    pub async fn import_psa_companies(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        drafts: Vec<MappingDraft>,
    ) -> Result<Vec<ImportedRow>, Failure<MappingRefusal>> {
        check(&drafts)?;
        let first = self.import_once(admin, id, drafts.clone()).await;
        let done = match first {
            // A company of one of the names was made at the same moment: planned anew, the row tells so.
            Err(Failure::Broken(Broken::Store(StoreFault::Taken(_)))) => {
                self.import_once(admin, id, drafts).await?
            }
            other => other?,
        };
        self.nudge_psa.notify_one();
        Ok(done)
    }

    async fn import_once(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        drafts: Vec<MappingDraft>,
    ) -> Result<Vec<ImportedRow>, Failure<MappingRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let connection = held(tx, admin.scope, id).await?;
                    let planned = plan(tx, admin.scope, &connection, &drafts).await?;
                    let mut rows = Vec::new();
                    for (mut row, identifier) in planned {
                        if let ImportOutcome::Imported { made, name } = &mut row.outcome {
                            let name = PartnerName::parse(name)
                                .map_err(|_| Broken::Damaged("name of a company"))?;
                            let known = (row.psa_name.as_str(), identifier.as_str());
                            let ids = engine
                                .import_one(tx, &admin, id, name, &row.draft, known)
                                .await?;
                            *made = Some(ids);
                        }
                        rows.push(row);
                    }
                    Ok(rows)
                })
            })
            .await
    }

    async fn import_one(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        connection_id: PsaConnectionId,
        name: PartnerName,
        draft: &MappingDraft,
        (known_name, known_identifier): (&str, &str),
    ) -> Result<(CompanyId, MappingId), Broken> {
        let (now, partner_id) = (self.now(), admin.scope.partner());
        let company = Company {
            id: CompanyId::new(now, self.chance()),
            partner_id,
            name,
            state: CompanyState::Active,
            created_at: now,
        };
        companies::insert(tx, &company).await?;
        let mapping = CompanyMapping {
            id: MappingId::new(now, self.chance()),
            partner_id,
            connection_id,
            company_id: company.id,
            psa_company: draft.psa_company,
            psa_site: draft.psa_site,
            follows: true,
            known_name: known_name.to_owned(),
            known_identifier: known_identifier.to_owned(),
            creates_tickets: draft.switches.creates_tickets,
            rule_id: draft.switches.rule,
            syncs_configurations: draft.switches.syncs_configurations,
            created_at: now,
        };
        company_mappings::insert(tx, &mapping).await?;
        psa_due::mark(tx, connection_id, mapping.psa_company).await?;
        let entry = admin.did("company_mapping.imported", mapping.id);
        self.record(
            tx,
            entry.change("", in_words(&mapping, company.name.as_str())),
        );
        Ok((company.id, mapping.id))
    }
}
