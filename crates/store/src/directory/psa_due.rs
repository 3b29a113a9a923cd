//! Companies of PSAs whose part of the directory is to be looked at again.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;

statements! {
    MARK_DUE_COMPANY = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites) VALUES ($1, $2, 1) ON CONFLICT (connection_id, psa_id) DO UPDATE SET with_sites = 1";
    MARK_DUE_PEOPLE = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites) VALUES ($1, $2, 0) ON CONFLICT (connection_id, psa_id) DO NOTHING";
    MARK_DUE_MAPPED = "INSERT INTO psa_due_company (connection_id, psa_id, with_sites) SELECT DISTINCT connection_id, company_psa_id, 0 FROM company_mapping WHERE connection_id = $1 ON CONFLICT (connection_id, psa_id) DO NOTHING";
    LIST_DUE_COMPANIES = "SELECT psa_id, with_sites FROM psa_due_company WHERE connection_id = $1 ORDER BY psa_id LIMIT $2";
    COUNT_DUE_COMPANIES = "SELECT COUNT(*) FROM psa_due_company WHERE connection_id = $1";
    DROP_DUE_COMPANY = "DELETE FROM psa_due_company WHERE connection_id = $1 AND psa_id = $2";
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

/// Marks a company of which the PSA says something else about people only: its sites need not be read.
///
/// # Errors
/// See above.
pub async fn mark_people(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    tx.run(&MARK_DUE_PEOPLE, &values).await.map(|_| ())
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

/// Companies that are marked, each with whether its sites are to be read before.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    connection: PsaConnectionId,
    limit: i64,
) -> Result<Vec<(i64, bool)>, StoreFault> {
    let values = [connection.0.into(), limit.into()];
    let rows = tx.all(&LIST_DUE_COMPANIES, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((c.int()?, c.flag()?))
        })
        .collect()
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

/// Takes a mark away.
///
/// # Errors
/// See above.
pub async fn done(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
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
