//! Companies of PSAs whose part of the directory is to be looked at again.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{PsaConnectionId, Scope, Timestamp};
use std::collections::BTreeSet;

statements! {
    MARK_DUE_COMPANY = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites, marks, due_at) VALUES ($1, $2, 1, 1, 0) ON CONFLICT (connection_id, psa_id) DO UPDATE SET with_sites = 1, marks = psa_due_company.marks + 1, due_at = 0";
    MARK_DUE_IF_MAPPED = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites, marks, due_at) SELECT DISTINCT connection_id, company_psa_id, CASE WHEN $3 = 1 THEN 1 ELSE 0 END, 1, 0 FROM company_mapping WHERE connection_id = $1 AND company_psa_id = $2 ON CONFLICT (connection_id, psa_id) DO UPDATE SET with_sites = CASE WHEN excluded.with_sites > psa_due_company.with_sites THEN 1 ELSE psa_due_company.with_sites END, marks = psa_due_company.marks + 1, due_at = 0";
    MAPPED_PSA_COMPANIES_BETWEEN = "SELECT DISTINCT company_psa_id FROM company_mapping WHERE connection_id = $1 AND company_psa_id >= $2 AND company_psa_id <= $3";
    MARK_DUE_MAPPED = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites, marks, due_at) SELECT DISTINCT connection_id, company_psa_id, 0, 1, 0 FROM company_mapping WHERE connection_id = $1 ON CONFLICT (connection_id, psa_id) DO UPDATE SET marks = psa_due_company.marks + 1, due_at = 0";
    MARK_DUE_QUESTIONED = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites, marks, due_at) SELECT DISTINCT connection_id, company_psa_id, 0, 1, 0 FROM psa_conflict WHERE connection_id = $1 AND company_psa_id > 0 AND open = 1 ON CONFLICT (connection_id, psa_id) DO UPDATE SET marks = psa_due_company.marks + 1, due_at = 0";
    MARK_DUE_NAMES = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites, marks, due_at) SELECT DISTINCT connection_id, company_psa_id, 0, 1, 0 FROM psa_conflict WHERE partner_id = $1 AND kind = 'name_taken' AND open = 1 ON CONFLICT (connection_id, psa_id) DO UPDATE SET marks = psa_due_company.marks + 1, due_at = 0";
    PUT_OFF_DUE_COMPANY = "UPDATE psa_due_company SET due_at = $4 WHERE connection_id = $1 AND psa_id = $2 AND marks = $3";
    LIST_DUE_COMPANIES = "SELECT psa_id, with_sites, marks FROM psa_due_company WHERE connection_id = $1 AND due_at <= $2 ORDER BY psa_id LIMIT $3";
    SITES_READ = "UPDATE psa_due_company SET with_sites = 0 WHERE connection_id = $1 AND psa_id = $2 AND marks = $3";
    COUNT_DUE_COMPANIES = "SELECT COUNT(*) FROM psa_due_company WHERE connection_id = $1";
    DROP_DUE_COMPANY = "DELETE FROM psa_due_company WHERE connection_id = $1 AND psa_id = $2 AND marks = $3";
    FORGET_DUE_COMPANIES = "DELETE FROM psa_due_company WHERE connection_id = $1";
}

/// Marks a company: a mapping of it was made, changed or deleted, or the PSA says something else of it.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn mark(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    tx.run(&MARK_DUE_COMPANY, &values).await.map(|_| ())
}

/// Marks a company of which the PSA says something else, where it is mapped; its sites need to be read
/// where that may be about them.
///
/// # Errors
/// See above.
pub async fn mark_if_mapped(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
    with_sites: bool,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_company.into(), with_sites.into()];
    tx.run(&MARK_DUE_IF_MAPPED, &values).await.map(|_| ())
}

/// Marks companies of which the PSA says something else, as [`mark_if_mapped`]: those of many that are
/// mapped, found at once. The caller holds the connection's lock, so that a mapping which is made
/// meanwhile is looked at after what it writes.
///
/// # Errors
/// See above.
pub async fn mark_those_mapped(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_companies: &BTreeSet<i64>,
    with_sites: bool,
) -> Result<(), StoreFault> {
    let (Some(first), Some(last)) = (psa_companies.first(), psa_companies.last()) else {
        return Ok(());
    };
    let values = [connection.0.into(), (*first).into(), (*last).into()];
    for row in tx.all(&MAPPED_PSA_COMPANIES_BETWEEN, &values).await? {
        let company = row.columns().int()?;
        if psa_companies.contains(&company) {
            mark_if_mapped(tx, connection, company, with_sites).await?;
        }
    }
    Ok(())
}

/// Marks all companies of a connection that are mapped: its filter is another.
///
/// # Errors
/// See above.
pub async fn mark_mapped(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&MARK_DUE_MAPPED, &[connection.0.into()])
        .await
        .map(|_| ())
}

/// Marks the companies of a connection that something is in question about: what raised it may be over.
///
/// # Errors
/// See above.
pub async fn mark_questioned(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&MARK_DUE_QUESTIONED, &[connection.0.into()])
        .await
        .map(|_| ())
}

/// Marks the companies of a partner whose new name was taken: it may be free now.
///
/// # Errors
/// See above.
pub async fn mark_names(tx: &mut Tx, scope: Scope) -> Result<(), StoreFault> {
    tx.run(&MARK_DUE_NAMES, &[scope.partner().0.into()])
        .await
        .map(|_| ())
}

/// Leaves a company that is marked for later, unless it was marked again.
///
/// # Errors
/// See above.
pub async fn put_off(
    tx: &mut Tx,
    connection: PsaConnectionId,
    due: DueCompany,
    due_at: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        connection.0.into(),
        due.psa_id.into(),
        due.marks.into(),
        due_at.into(),
    ];
    tx.run(&PUT_OFF_DUE_COMPANY, &values).await.map(|_| ())
}

/// A company that is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueCompany {
    /// Its number in the PSA.
    pub psa_id: i64,
    /// Its sites are to be read before.
    pub with_sites: bool,
    /// How often it was marked.
    pub marks: i64,
}

/// Companies that are marked and due.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    connection: PsaConnectionId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<DueCompany>, StoreFault> {
    let values = [connection.0.into(), now.into(), limit.into()];
    let rows = tx.all(&LIST_DUE_COMPANIES, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(DueCompany {
                psa_id: c.int()?,
                with_sites: c.flag()?,
                marks: c.int()?,
            })
        })
        .collect()
}

/// Notes that the sites of a company were read.
///
/// # Errors
/// See above.
pub async fn sites_read(
    tx: &mut Tx,
    connection: PsaConnectionId,
    due: DueCompany,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), due.psa_id.into(), due.marks.into()];
    tx.run(&SITES_READ, &values).await.map(|_| ())
}

/// How many are marked.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_DUE_COMPANIES, &[connection.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Takes a mark away, unless the company was marked again.
///
/// # Errors
/// See above.
pub async fn done(
    tx: &mut Tx,
    connection: PsaConnectionId,
    due: DueCompany,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), due.psa_id.into(), due.marks.into()];
    tx.run(&DROP_DUE_COMPANY, &values).await.map(|_| ())
}

/// Forgets all marks of a connection.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_DUE_COMPANIES, &[connection.0.into()])
        .await
        .map(|_| ())
}
