//! Company mapping: which company here is which of a PSA. Each change of a mapping marks the PSA's company,
//! so that the sync looks at its contacts and sites again.

mod candidates;
mod change;
mod delete;
mod facts;
mod import;
mod list;
mod map;
mod sites;
mod suggest;

pub use candidates::{Candidate, CandidateFilter, ChosenCompany, MappedTo, PsaChoices};
pub use change::MappingChange;
pub use import::{ImportOutcome, ImportedRow};
pub use list::{MappingCard, MappingFilter, MappingStanding};
pub use map::MapDraft;
pub use sites::SitesRefusal;
pub use store::directory::company_list::CompanyFilter;
pub use store::directory::company_mapping_list::{ListedMapping, MappingCounts, MappingWords};
pub use store::directory::psa_company_list::PsaCompanyWords;
pub use store::directory::psa_sites::MirrorSite;

use crate::Failure;
use kernel::{PsaConnectionId, Scope};
use model::directory::{CompanyMapping, MappingRefusal, PsaConnection};
use store::Tx;
use store::directory::{company_mappings, psa_connections};

/// Rows that a search looks through in one go where it has to read them to judge them.
const CHUNK: i64 = 500;
/// Most goes for one page: what comes after is on the next, even where this one is short.
const MOST_CHUNKS: usize = 40;

/// Part of a list, and where it goes on.
#[derive(Clone, Debug)]
pub struct Part<T, P> {
    /// The rows.
    pub rows: Vec<T>,
    /// After which place it goes on; none at the end.
    pub next: Option<P>,
}

/// A connection of the partner.
pub(crate) async fn connection(
    tx: &mut Tx,
    scope: Scope,
    id: PsaConnectionId,
) -> Result<PsaConnection, Failure<MappingRefusal>> {
    psa_connections::find(tx, scope, id)
        .await?
        .ok_or(Failure::Refused(MappingRefusal::UnknownConnection))
}

/// The same, with its mappings held until the transaction ends.
async fn held(
    tx: &mut Tx,
    scope: Scope,
    id: PsaConnectionId,
) -> Result<PsaConnection, Failure<MappingRefusal>> {
    company_mappings::hold(tx, scope, id).await?;
    connection(tx, scope, id).await
}

/// A mapping in the audit log.
fn in_words(mapping: &CompanyMapping, company: &str) -> String {
    serde_json::json!({
        "company": mapping.company_id.to_string(),
        "name": company,
        "connection": mapping.connection_id.to_string(),
        "psa_company": mapping.psa_company,
        "psa_name": mapping.known_name,
        "psa_site": mapping.psa_site,
        "keeps_psa_name": mapping.follows,
        "tickets": mapping.creates_tickets,
        "rule": mapping.rule_id.map(|r| r.to_string()),
        "configurations": mapping.syncs_configurations,
    })
    .to_string()
}
