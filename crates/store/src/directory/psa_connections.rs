//! Rows of connections to PSAs.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::{PartnerId, PartnerName, PsaConnectionId, Scope, Timestamp};
use model::directory::{ConnectionState, PsaConnection, PsaVendor, SyncFilter};

statements! {
    INSERT_CONNECTION = "INSERT INTO psa_connection (id, partner_id, vendor, name, name_key, host, company, account, client_id, api_member, sealed_keys, associated, hidden_types, hidden_statuses, state, callback_token, last_test, tested_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', NULL, $17)";
    LIST_CONNECTIONS = "SELECT id, partner_id, vendor, name, host, company, account, client_id, api_member, associated, hidden_types, hidden_statuses, state, created_at FROM psa_connection WHERE partner_id = $1 ORDER BY name_key LIMIT 100";
    FIND_CONNECTION = "SELECT id, partner_id, vendor, name, host, company, account, client_id, api_member, associated, hidden_types, hidden_statuses, state, created_at FROM psa_connection WHERE partner_id = $1 AND id = $2";
    CONNECTION_BY_ID = "SELECT id, partner_id, vendor, name, host, company, account, client_id, api_member, associated, hidden_types, hidden_statuses, state, created_at FROM psa_connection WHERE id = $1";
    CONNECTION_BY_TOKEN = "SELECT id, partner_id, vendor, name, host, company, account, client_id, api_member, associated, hidden_types, hidden_statuses, state, created_at FROM psa_connection WHERE callback_token = $1";
    CONNECTION_KEYS = "SELECT sealed_keys, callback_token FROM psa_connection WHERE id = $1";
    CHANGE_CONNECTION = "UPDATE psa_connection SET name = $3, name_key = $4, host = $5, company = $6, account = $7, client_id = $8, api_member = $9, associated = $10, hidden_types = $11, hidden_statuses = $12, state = $13 WHERE partner_id = $1 AND id = $2";
    SET_CONNECTION_KEYS = "UPDATE psa_connection SET sealed_keys = $2 WHERE id = $1";
    NOTE_CONNECTION_TEST = "UPDATE psa_connection SET last_test = $2, tested_at = $3 WHERE id = $1";
    CONNECTION_TEST = "SELECT last_test, tested_at FROM psa_connection WHERE id = $1";
    COUNT_CONNECTIONS = "SELECT COUNT(*) FROM psa_connection WHERE partner_id = $1";
    DELETE_CONNECTION = "DELETE FROM psa_connection WHERE partner_id = $1 AND id = $2";
}

fn ids(text: &str) -> Option<Vec<i64>> {
    serde_json::from_str(text).ok()
}

fn ids_text(ids: &[i64]) -> Val {
    let parts: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", parts.join(",")).into()
}

fn read(c: &mut Columns<'_>) -> Result<PsaConnection, StoreFault> {
    Ok(PsaConnection {
        id: PsaConnectionId(c.id()?),
        partner_id: PartnerId(c.id()?),
        vendor: c.parsed(PsaVendor::parse)?,
        name: c.parsed(|t| PartnerName::parse(t).ok())?,
        host: c.text()?,
        company: c.text()?,
        account: c.text()?,
        client_id: c.text()?,
        api_member: c.text()?,
        associated: c.parsed(ids)?,
        filter: SyncFilter {
            hidden_types: c.parsed(ids)?,
            hidden_statuses: c.parsed(ids)?,
        },
        state: c.parsed(ConnectionState::parse)?,
        created_at: c.time()?,
    })
}

/// Adds a connection with its sealed keys and the token of the address where the PSA tells of
/// changes.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has one of that name.
pub async fn insert(
    tx: &mut Tx,
    connection: &PsaConnection,
    sealed_keys: Vec<u8>,
    callback_token: &str,
) -> Result<(), StoreFault> {
    let values = [
        connection.id.0.into(),
        connection.partner_id.0.into(),
        connection.vendor.as_str().into(),
        connection.name.as_str().into(),
        connection.name.key().into(),
        connection.host.as_str().into(),
        connection.company.as_str().into(),
        connection.account.as_str().into(),
        connection.client_id.as_str().into(),
        connection.api_member.as_str().into(),
        sealed_keys.into(),
        ids_text(&connection.associated),
        ids_text(&connection.filter.hidden_types),
        ids_text(&connection.filter.hidden_statuses),
        connection.state.as_str().into(),
        callback_token.into(),
        connection.created_at.into(),
    ];
    tx.run(&INSERT_CONNECTION, &values).await.map(|_| ())
}

/// The connections of a partner, by name.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn list(tx: &mut Tx, scope: Scope) -> Result<Vec<PsaConnection>, StoreFault> {
    let rows = tx
        .all(&LIST_CONNECTIONS, &[scope.partner().0.into()])
        .await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// A connection of a partner.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: PsaConnectionId,
) -> Result<Option<PsaConnection>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_CONNECTION, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// A connection whose partner its row tells, for the worker.
///
/// # Errors
/// See above.
pub async fn by_id(tx: &mut Tx, id: PsaConnectionId) -> Result<Option<PsaConnection>, StoreFault> {
    let row = tx.one(&CONNECTION_BY_ID, &[id.0.into()]).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The connection that a PSA's notice came to.
///
/// # Errors
/// See above.
pub async fn by_token(tx: &mut Tx, token: &str) -> Result<Option<PsaConnection>, StoreFault> {
    let row = tx.one(&CONNECTION_BY_TOKEN, &[token.into()]).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The sealed keys, and the token of the address where the PSA tells of changes.
///
/// # Errors
/// See above.
pub async fn keys(
    tx: &mut Tx,
    id: PsaConnectionId,
) -> Result<Option<(Vec<u8>, String)>, StoreFault> {
    match tx.one(&CONNECTION_KEYS, &[id.0.into()]).await? {
        Some(row) => {
            let mut c = row.columns();
            Ok(Some((c.blob()?, c.text()?)))
        }
        None => Ok(None),
    }
}

/// Writes all of it but the keys.
///
/// # Errors
/// [`StoreFault::Taken`] when the partner has another of that name.
pub async fn change(tx: &mut Tx, connection: &PsaConnection) -> Result<(), StoreFault> {
    let values = [
        connection.partner_id.0.into(),
        connection.id.0.into(),
        connection.name.as_str().into(),
        connection.name.key().into(),
        connection.host.as_str().into(),
        connection.company.as_str().into(),
        connection.account.as_str().into(),
        connection.client_id.as_str().into(),
        connection.api_member.as_str().into(),
        ids_text(&connection.associated),
        ids_text(&connection.filter.hidden_types),
        ids_text(&connection.filter.hidden_statuses),
        connection.state.as_str().into(),
    ];
    tx.run(&CHANGE_CONNECTION, &values).await.map(|_| ())
}

/// Writes other keys.
///
/// # Errors
/// See above.
pub async fn set_keys(
    tx: &mut Tx,
    id: PsaConnectionId,
    sealed_keys: Vec<u8>,
) -> Result<(), StoreFault> {
    tx.run(&SET_CONNECTION_KEYS, &[id.0.into(), sealed_keys.into()])
        .await
        .map(|_| ())
}

/// Keeps how a test went, as JSON.
///
/// # Errors
/// See above.
pub async fn note_test(
    tx: &mut Tx,
    id: PsaConnectionId,
    test: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [id.0.into(), test.into(), now.into()];
    tx.run(&NOTE_CONNECTION_TEST, &values).await.map(|_| ())
}

/// How the last test went and when; none where there was none.
///
/// # Errors
/// See above.
pub async fn last_test(
    tx: &mut Tx,
    id: PsaConnectionId,
) -> Result<Option<(String, Timestamp)>, StoreFault> {
    let Some(row) = tx.one(&CONNECTION_TEST, &[id.0.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    let (test, at) = (c.text()?, c.time_or_null()?);
    Ok(at.map(|at| (test, at)))
}

/// How many connections a partner has.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, scope: Scope) -> Result<i64, StoreFault> {
    match tx
        .one(&COUNT_CONNECTIONS, &[scope.partner().0.into()])
        .await?
    {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Deletes the row alone: what belongs to it must be gone before.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: PsaConnectionId) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&DELETE_CONNECTION, &values).await.map(|_| ())
}
