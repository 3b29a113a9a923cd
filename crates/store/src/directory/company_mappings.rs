//! Rows of company mappings.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{CompanyId, MappingId, PartnerId, PsaConnectionId, RuleId, Scope};
use model::directory::CompanyMapping;

statements! {
    INSERT_MAPPING = "INSERT INTO company_mapping (id, partner_id, connection_id, company_id, company_psa_id, site_psa_id, follows, known_name, known_identifier, creates_tickets, rule_id, syncs_configurations, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    FIND_MAPPING = "SELECT id, partner_id, connection_id, company_id, company_psa_id, site_psa_id, follows, known_name, known_identifier, creates_tickets, rule_id, syncs_configurations, created_at FROM company_mapping WHERE partner_id = $1 AND id = $2";
    MAPPINGS_OF_PSA_COMPANY = "SELECT id, partner_id, connection_id, company_id, company_psa_id, site_psa_id, follows, known_name, known_identifier, creates_tickets, rule_id, syncs_configurations, created_at FROM company_mapping WHERE connection_id = $1 AND company_psa_id = $2 ORDER BY site_psa_id LIMIT 1000";
    MAPPINGS_OF_CONNECTION = "SELECT id, partner_id, connection_id, company_id, company_psa_id, site_psa_id, follows, known_name, known_identifier, creates_tickets, rule_id, syncs_configurations, created_at FROM company_mapping WHERE connection_id = $1 AND company_psa_id > $2 ORDER BY company_psa_id, site_psa_id LIMIT $3";
    CHANGE_MAPPING = "UPDATE company_mapping SET company_psa_id = $3, site_psa_id = $4, follows = $5, known_name = $6, known_identifier = $7, creates_tickets = $8, rule_id = $9, syncs_configurations = $10 WHERE partner_id = $1 AND id = $2";
    HOLD_CONNECTION = "UPDATE psa_connection SET state = state WHERE partner_id = $1 AND id = $2";
    MAPPING_AT_SITE = "SELECT id, partner_id, connection_id, company_id, company_psa_id, site_psa_id, follows, known_name, known_identifier, creates_tickets, rule_id, syncs_configurations, created_at FROM company_mapping WHERE connection_id = $1 AND company_psa_id = $2 AND site_psa_id = $3";
    MAPPING_OF_OWN = "SELECT id, partner_id, connection_id, company_id, company_psa_id, site_psa_id, follows, known_name, known_identifier, creates_tickets, rule_id, syncs_configurations, created_at FROM company_mapping WHERE connection_id = $1 AND company_id = $2";
    DELETE_MAPPING = "DELETE FROM company_mapping WHERE partner_id = $1 AND id = $2";
}

/// 0 stands for the whole company: NULL would not be unique.
fn site(id: i64) -> Option<i64> {
    (id != 0).then_some(id)
}

pub(super) fn read(c: &mut Columns<'_>) -> Result<CompanyMapping, StoreFault> {
    Ok(CompanyMapping {
        id: MappingId(c.id()?),
        partner_id: PartnerId(c.id()?),
        connection_id: PsaConnectionId(c.id()?),
        company_id: CompanyId(c.id()?),
        psa_company: c.int()?,
        psa_site: site(c.int()?),
        follows: c.flag()?,
        known_name: c.text()?,
        known_identifier: c.text()?,
        creates_tickets: c.flag()?,
        rule_id: c.id_or_null()?.map(RuleId),
        syncs_configurations: c.flag()?,
        created_at: c.time()?,
    })
}

/// Adds a mapping.
///
/// # Errors
/// [`StoreFault::Taken`] when the PSA's company (or site) or the own company is mapped already.
pub async fn insert(tx: &mut Tx, mapping: &CompanyMapping) -> Result<(), StoreFault> {
    let values = [
        mapping.id.0.into(),
        mapping.partner_id.0.into(),
        mapping.connection_id.0.into(),
        mapping.company_id.0.into(),
        mapping.psa_company.into(),
        mapping.psa_site.unwrap_or_default().into(),
        mapping.follows.into(),
        mapping.known_name.as_str().into(),
        mapping.known_identifier.as_str().into(),
        mapping.creates_tickets.into(),
        mapping.rule_id.map(|r| r.0).into(),
        mapping.syncs_configurations.into(),
        mapping.created_at.into(),
    ];
    tx.run(&INSERT_MAPPING, &values).await.map(|_| ())
}

/// A mapping of a partner.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: MappingId,
) -> Result<Option<CompanyMapping>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_MAPPING, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The mappings of one company of a PSA: the one of the whole company first.
///
/// # Errors
/// See above.
pub async fn of_psa_company(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<CompanyMapping>, StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    let rows = tx.all(&MAPPINGS_OF_PSA_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Holds the mappings of a connection until the end of the transaction, so that of two people who map at
/// once the second sees what the first has done. False where the partner has no such connection.
///
/// # Errors
/// See above.
pub async fn hold(
    tx: &mut Tx,
    scope: Scope,
    connection: PsaConnectionId,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), connection.0.into()];
    Ok(tx.run(&HOLD_CONNECTION, &values).await? > 0)
}

/// The mapping of a PSA's company as a whole, or of one of its sites.
///
/// # Errors
/// See above.
pub async fn at(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
    psa_site: Option<i64>,
) -> Result<Option<CompanyMapping>, StoreFault> {
    let values = [
        connection.0.into(),
        psa_company.into(),
        psa_site.unwrap_or_default().into(),
    ];
    let row = tx.one(&MAPPING_AT_SITE, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The mapping of an own company at a connection.
///
/// # Errors
/// See above.
pub async fn of_own(
    tx: &mut Tx,
    connection: PsaConnectionId,
    company: CompanyId,
) -> Result<Option<CompanyMapping>, StoreFault> {
    let values = [connection.0.into(), company.0.into()];
    let row = tx.one(&MAPPING_OF_OWN, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Mappings of a connection in the order of the PSA's companies, after one of them.
///
/// # Errors
/// See above.
pub async fn of_connection(
    tx: &mut Tx,
    connection: PsaConnectionId,
    after: i64,
    limit: i64,
) -> Result<Vec<CompanyMapping>, StoreFault> {
    let values = [connection.0.into(), after.into(), limit.into()];
    let rows = tx.all(&MAPPINGS_OF_CONNECTION, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Writes what may change: where it points to, and its switches.
///
/// # Errors
/// [`StoreFault::Taken`] as for a new one.
pub async fn change(tx: &mut Tx, mapping: &CompanyMapping) -> Result<(), StoreFault> {
    let values = [
        mapping.partner_id.0.into(),
        mapping.id.0.into(),
        mapping.psa_company.into(),
        mapping.psa_site.unwrap_or_default().into(),
        mapping.follows.into(),
        mapping.known_name.as_str().into(),
        mapping.known_identifier.as_str().into(),
        mapping.creates_tickets.into(),
        mapping.rule_id.map(|r| r.0).into(),
        mapping.syncs_configurations.into(),
    ];
    tx.run(&CHANGE_MAPPING, &values).await.map(|_| ())
}

/// Deletes a mapping and its switches, and nothing else (S3-117).
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: MappingId) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&DELETE_MAPPING, &values).await.map(|_| ())
}
