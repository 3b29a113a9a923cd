//! Select Company: the companies of a PSA, to choose from (S3-106).

use super::{CHUNK, MOST_CHUNKS, Part, connection};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{CompanyId, MappingId, PsaConnectionId, Scope};
use model::directory::{
    LeftOut, MOST_MAPPED_AT_ONCE, MappingRefusal, PsaCompany, PsaConnection, PsaSetUp, left_out,
};
use store::Tx;
use store::directory::psa_company_list::{self, ListedPsaCompany, PsaCompanyWords};
use store::directory::psa_sites::MirrorSite;
use store::directory::{company_mapping_list, psa_mirror, psa_set_ups, psa_sites};

/// Which companies of a PSA.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CandidateFilter {
    /// What rows can be asked for.
    pub words: PsaCompanyWords,
    /// Of this type.
    pub kind: Option<i64>,
    /// Of this status.
    pub status: Option<i64>,
    /// Those that are left out too.
    pub left_out: bool,
}

/// Where something of a PSA's company is mapped to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedTo {
    /// The mapping.
    pub mapping: MappingId,
    /// The own company.
    pub company: CompanyId,
    /// Its name.
    pub name: String,
    /// The site; none for the whole company.
    pub site: Option<String>,
}

/// A company to choose.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What the PSA said last of it.
    pub company: PsaCompany,
    /// Why it is left out.
    pub left_out: Option<LeftOut>,
    /// What it is mapped to, and its sites.
    pub mapped_to: Vec<MappedTo>,
}

/// A company that was chosen, with the sites that the mirror has of it.
#[derive(Clone, Debug)]
pub struct ChosenCompany {
    /// Its id.
    pub id: i64,
    /// Its name; its number where the PSA has told of none.
    pub name: String,
    /// Its sites that may be mapped.
    pub sites: Vec<MirrorSite>,
}

/// Types and statuses of companies, for choosing.
#[derive(Clone, Debug, Default)]
pub struct PsaChoices {
    /// Types.
    pub types: Vec<PsaSetUp>,
    /// Statuses.
    pub statuses: Vec<PsaSetUp>,
}

fn fits(connection: &PsaConnection, filter: &CandidateFilter, row: &ListedPsaCompany) -> bool {
    let company = &row.mirror.row;
    let of_kind = |kind: i64| company.types.iter().any(|t| t.id == kind);
    let of_status = |status: i64| company.status.as_ref().is_some_and(|s| s.id == status);
    filter.kind.is_none_or(of_kind)
        && filter.status.is_none_or(of_status)
        && (filter.left_out
            || left_out(connection, company, row.mirror.gone_at.is_some()).is_none())
}

async fn candidate(
    tx: &mut Tx,
    scope: Scope,
    connection: &PsaConnection,
    row: ListedPsaCompany,
) -> Result<Candidate, Broken> {
    let mut mapped_to = Vec::new();
    if row.mappings > 0 {
        let id = row.mirror.row.id;
        for listed in company_mapping_list::of_psa_company(tx, scope, connection.id, id).await? {
            let number = listed.mapping.psa_site.map(|id| format!("#{id}"));
            mapped_to.push(MappedTo {
                mapping: listed.mapping.id,
                company: listed.mapping.company_id,
                name: listed.company,
                site: number.map(|n| listed.site.map_or(n, |(site, _)| site.name)),
            });
        }
    }
    let gone = row.mirror.gone_at.is_some();
    Ok(Candidate {
        left_out: left_out(connection, &row.mirror.row, gone),
        company: row.mirror.row,
        mapped_to,
    })
}

/// Rows of the mirror that a filter finds, after a place in the list.
async fn find(
    tx: &mut Tx,
    connection: &PsaConnection,
    filter: &CandidateFilter,
    after: (String, i64),
    limit: usize,
) -> Result<Part<ListedPsaCompany, (String, i64)>, Broken> {
    let (mut rows, mut place) = (Vec::new(), after);
    for _ in 0..MOST_CHUNKS {
        let from = (place.0.as_str(), place.1);
        let chunk = psa_company_list::list(tx, connection.id, &filter.words, from, CHUNK).await?;
        let last = chunk.len() < usize::try_from(CHUNK).unwrap_or(0);
        for row in chunk {
            let here = (row.key.clone(), row.mirror.row.id);
            if fits(connection, filter, &row) {
                if rows.len() == limit {
                    let next = Some(place);
                    return Ok(Part { rows, next });
                }
                rows.push(row);
            }
            place = here;
        }
        if last {
            return Ok(Part { rows, next: None });
        }
    }
    let next = Some(place);
    Ok(Part { rows, next })
}

impl Engine {
    /// Companies of a PSA by name, after a place in the list.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn list_candidates(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        filter: &CandidateFilter,
        after: (String, i64),
        limit: usize,
    ) -> Result<Part<Candidate, (String, i64)>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = connection(&mut tx, admin.scope, id).await?;
        let found = find(&mut tx, &connection, filter, after, limit).await?;
        let mut rows = Vec::new();
        for row in found.rows {
            rows.push(candidate(&mut tx, admin.scope, &connection, row).await?);
        }
        Ok(Part {
            rows,
            next: found.next,
        })
    }

    /// The ids of what a filter finds: as many as can be imported at once, at most.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn all_candidates(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        filter: &CandidateFilter,
    ) -> Result<Vec<i64>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = connection(&mut tx, admin.scope, id).await?;
        let start = (String::new(), i64::MIN);
        let found = find(&mut tx, &connection, filter, start, MOST_MAPPED_AT_ONCE).await?;
        Ok(found.rows.iter().map(|r| r.mirror.row.id).collect())
    }

    /// These companies by name, with their sites where `with_sites`.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn chosen_companies(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        chosen: &[i64],
        with_sites: bool,
    ) -> Result<Vec<ChosenCompany>, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        connection(&mut tx, admin.scope, id).await?;
        let mut companies = Vec::new();
        for psa_id in chosen.iter().take(MOST_MAPPED_AT_ONCE) {
            let held = psa_mirror::find::<PsaCompany>(&mut tx, id, *psa_id).await?;
            let mut sites = match with_sites {
                true => psa_sites::of_company(&mut tx, id, *psa_id).await?,
                false => Vec::new(),
            };
            sites.retain(|s| s.gone_at.is_none() && s.site.active);
            companies.push(ChosenCompany {
                id: *psa_id,
                name: held.map_or_else(|| format!("#{psa_id}"), |h| h.row.name),
                sites,
            });
        }
        Ok(companies)
    }

    /// The types and statuses of companies that the PSA has told of.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownConnection`].
    pub async fn psa_choices(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<PsaChoices, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        connection(&mut tx, admin.scope, id).await?;
        let types = psa_set_ups::list(&mut tx, id, "company_type", 0).await?;
        let statuses = psa_set_ups::list(&mut tx, id, "company_status", 0).await?;
        let rows = |held: Vec<psa_set_ups::MirrorSetUp>| held.into_iter().map(|h| h.row).collect();
        Ok(PsaChoices {
            types: rows(types),
            statuses: rows(statuses),
        })
    }
}
