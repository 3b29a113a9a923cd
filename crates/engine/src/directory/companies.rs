//! The companies of the directory, as masters look at them.

use super::mappings::{MappingCard, Part};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{CompanyId, PsaConnectionId, Scope};
use model::directory::{Company, MappingRefusal, PsaConnection, Site};
use std::collections::HashMap;
use store::Tx;
use store::directory::company_list::{self, CompanyFilter};
use store::directory::{companies, company_mapping_list, psa_connections, sites};

/// A company in the list.
#[derive(Clone, Debug)]
pub struct CompanyCard {
    /// The company.
    pub company: Company,
    /// How many contacts it has that are active.
    pub contacts: i64,
    /// What it is mapped to, with the connection.
    pub mappings: Vec<(PsaConnection, MappingCard)>,
}

/// All that is known of one company.
#[derive(Clone, Debug)]
pub struct CompanyFolder {
    /// The company with contacts and mappings.
    pub card: CompanyCard,
    /// Its sites.
    pub sites: Vec<Site>,
}

async fn connections(
    tx: &mut Tx,
    scope: Scope,
) -> Result<HashMap<PsaConnectionId, PsaConnection>, Broken> {
    let all = psa_connections::list(tx, scope).await?;
    Ok(all.into_iter().map(|c| (c.id, c)).collect())
}

async fn mappings(
    tx: &mut Tx,
    scope: Scope,
    known: &HashMap<PsaConnectionId, PsaConnection>,
    company: CompanyId,
) -> Result<Vec<(PsaConnection, MappingCard)>, Broken> {
    let listed = company_mapping_list::of_company(tx, scope, company).await?;
    Ok(listed
        .into_iter()
        .filter_map(|listed| {
            let connection = known.get(&listed.mapping.connection_id)?.clone();
            let card = MappingCard::of(&connection, listed);
            Some((connection, card))
        })
        .collect())
}

impl Engine {
    /// Companies by name, after a place in the list.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_companies(
        &self,
        admin: &Administrator,
        filter: &CompanyFilter,
        after: &str,
        limit: usize,
    ) -> Result<Part<CompanyCard, String>, Broken> {
        let mut tx = self.db.read().await?;
        let most = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut listed = company_list::list(&mut tx, admin.scope, filter, after, most).await?;
        let more = listed.len() > limit;
        listed.truncate(limit);
        let next = listed.last().filter(|_| more).map(|r| r.place.clone());
        let known = connections(&mut tx, admin.scope).await?;
        let mut rows = Vec::new();
        for row in listed {
            rows.push(CompanyCard {
                mappings: mappings(&mut tx, admin.scope, &known, row.company.id).await?,
                company: row.company,
                contacts: row.contacts,
            });
        }
        Ok(Part { rows, next })
    }

    /// How many companies a filter finds.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn count_companies(
        &self,
        admin: &Administrator,
        filter: &CompanyFilter,
    ) -> Result<i64, Broken> {
        let mut tx = self.db.read().await?;
        Ok(company_list::count(&mut tx, admin.scope, filter).await?)
    }

    /// One company.
    ///
    /// # Errors
    /// [`MappingRefusal::UnknownCompany`].
    pub async fn get_company(
        &self,
        admin: &Administrator,
        id: CompanyId,
    ) -> Result<CompanyFolder, Failure<MappingRefusal>> {
        let mut tx = self.db.read().await?;
        let company = companies::find(&mut tx, admin.scope, id)
            .await?
            .ok_or(Failure::Refused(MappingRefusal::UnknownCompany))?;
        let known = connections(&mut tx, admin.scope).await?;
        Ok(CompanyFolder {
            card: CompanyCard {
                contacts: company_list::contacts(&mut tx, id).await?,
                mappings: mappings(&mut tx, admin.scope, &known, id).await?,
                company,
            },
            sites: sites::of_company(&mut tx, id).await?,
        })
    }
}
