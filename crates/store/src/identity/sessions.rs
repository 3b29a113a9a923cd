//! Rows of sessions.

use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{IdentityId, PartnerId, SessionId, Timestamp};
use model::identity::{AffiliationId, AuthenticationMethod, Population, Session};

statements! {
    INSERT_SESSION = "INSERT INTO session (id, token_hash, identity_id, population, affiliation_id, partner_id, auth_time, methods, created_at, last_seen_at, expires_at, ended_at, device, address, proved_at, proved_methods) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, $12, $13, $14, $15)";
    FIND_SESSION_BY_TOKEN = "SELECT id, identity_id, population, affiliation_id, partner_id, auth_time, methods, created_at, last_seen_at, expires_at, ended_at, device, address, proved_at, proved_methods FROM session WHERE token_hash = $1";
    FIND_SESSION = "SELECT id, identity_id, population, affiliation_id, partner_id, auth_time, methods, created_at, last_seen_at, expires_at, ended_at, device, address, proved_at, proved_methods FROM session WHERE id = $1";
    LIST_SESSIONS = "SELECT id, identity_id, population, affiliation_id, partner_id, auth_time, methods, created_at, last_seen_at, expires_at, ended_at, device, address, proved_at, proved_methods FROM session WHERE identity_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id DESC LIMIT 200";
    TOUCH_SESSION = "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
    REPROVE_SESSION = "UPDATE session SET token_hash = $2, affiliation_id = $3, partner_id = $4, auth_time = $5, methods = $6, proved_at = $5, proved_methods = $6, last_seen_at = $5, expires_at = $7 WHERE id = $1 AND ended_at IS NULL";
    CONFIRM_SESSION = "UPDATE session SET token_hash = $3, proved_at = $4, proved_methods = $5 WHERE id = $1 AND token_hash = $2 AND ended_at IS NULL";
    MOVE_SESSION = "UPDATE session SET affiliation_id = $2, partner_id = $3 WHERE id = $1 AND ended_at IS NULL";
    HOLD_SESSION = "UPDATE session SET last_seen_at = last_seen_at WHERE id = $1 AND ended_at IS NULL";
    END_SESSION = "UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    DELETE_OLD_SESSIONS = "DELETE FROM session WHERE expires_at <= $1";
}

fn read(c: &mut Columns<'_>) -> Result<Session, StoreFault> {
    let (id, identity_id) = (SessionId(c.id()?), IdentityId(c.id()?));
    let population = c.parsed(Population::parse)?;
    Ok(Session {
        id,
        identity_id,
        affiliation_id: AffiliationId::of(population, c.id()?),
        partner_id: PartnerId(c.id()?),
        auth_time: c.time()?,
        methods: read_methods(c)?,
        created_at: c.time()?,
        last_seen_at: c.time()?,
        expires_at: c.time()?,
        ended_at: c.time_or_null()?,
        device: c.text()?,
        address: c.text()?,
        proved_at: c.time()?,
        proved_methods: read_methods(c)?,
    })
}

/// The proofs of a session or of what descends from it, as their column holds them.
pub(crate) fn read_methods(c: &mut Columns<'_>) -> Result<Vec<AuthenticationMethod>, StoreFault> {
    let names = c.list()?;
    Ok(names
        .iter()
        .filter_map(|m| AuthenticationMethod::parse(m))
        .collect())
}

/// The column of [`read_methods`].
pub(crate) fn methods_text(methods: &[AuthenticationMethod]) -> String {
    list_text(methods.iter().map(|m| m.as_str()))
}

/// Adds a session under the digest of its cookie.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    token_hash: [u8; 32],
    session: &Session,
) -> Result<(), StoreFault> {
    let values = [
        session.id.0.into(),
        token_hash.into(),
        session.identity_id.0.into(),
        session.affiliation_id.population().as_str().into(),
        session.affiliation_id.bytes().into(),
        session.partner_id.0.into(),
        session.auth_time.into(),
        methods_text(&session.methods).into(),
        session.created_at.into(),
        session.last_seen_at.into(),
        session.expires_at.into(),
        session.device.as_str().into(),
        session.address.as_str().into(),
        session.proved_at.into(),
        methods_text(&session.proved_methods).into(),
    ];
    tx.run(&INSERT_SESSION, &values).await.map(|_| ())
}

/// The session of a cookie's digest, alive or not.
///
/// # Errors
/// See above.
pub async fn find_by_token(
    tx: &mut Tx,
    token_hash: [u8; 32],
) -> Result<Option<Session>, StoreFault> {
    tx.one(&FIND_SESSION_BY_TOKEN, &[token_hash.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The session of an id, alive or not.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: SessionId) -> Result<Option<Session>, StoreFault> {
    tx.one(&FIND_SESSION, &[id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The sessions of an identity that were not ended, newest first.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    identity: IdentityId,
    now: Timestamp,
) -> Result<Vec<Session>, StoreFault> {
    let rows = tx
        .all(&LIST_SESSIONS, &[identity.0.into(), now.into()])
        .await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Notes that a session was used.
///
/// # Errors
/// See above.
pub async fn touch(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&TOUCH_SESSION, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// Notes a new proof by the same person in the same browser, under a new cookie (attack: session
/// fixation). The session keeps its id, so that modules go on knowing it. False when it was ended.
///
/// # Errors
/// See above.
pub async fn reprove(
    tx: &mut Tx,
    token_hash: [u8; 32],
    session: &Session,
) -> Result<bool, StoreFault> {
    let values = [
        session.id.0.into(),
        token_hash.into(),
        session.affiliation_id.bytes().into(),
        session.partner_id.0.into(),
        session.auth_time.into(),
        methods_text(&session.methods).into(),
        session.expires_at.into(),
    ];
    Ok(tx.run(&REPROVE_SESSION, &values).await? > 0)
}

/// Notes a short confirmation within a session, under a new cookie. False when the session was
/// ended, or when its cookie was changed by another confirmation at the same time.
///
/// # Errors
/// See above.
pub async fn confirm(
    tx: &mut Tx,
    id: SessionId,
    cookies: ([u8; 32], [u8; 32]),
    now: Timestamp,
    methods: &[AuthenticationMethod],
) -> Result<bool, StoreFault> {
    let (old, new) = cookies;
    let values = [
        id.0.into(),
        old.into(),
        new.into(),
        now.into(),
        methods_text(methods).into(),
    ];
    Ok(tx.run(&CONFIRM_SESSION, &values).await? > 0)
}

/// Moves a session to another affiliation of the same person; false when it was ended.
///
/// # Errors
/// See above.
pub async fn set_affiliation(
    tx: &mut Tx,
    id: SessionId,
    affiliation: AffiliationId,
    partner: PartnerId,
) -> Result<bool, StoreFault> {
    let values = [id.0.into(), affiliation.bytes().into(), partner.0.into()];
    Ok(tx.run(&MOVE_SESSION, &values).await? > 0)
}

/// Holds a session that was not ended until the transaction ends; false when it was. Whatever is
/// made for it in the same transaction cannot be missed by a sign-out at the same moment.
///
/// # Errors
/// See above.
pub async fn hold(tx: &mut Tx, id: SessionId) -> Result<bool, StoreFault> {
    Ok(tx.run(&HOLD_SESSION, &[id.0.into()]).await? > 0)
}

/// Ends a session; false when it was ended before.
///
/// # Errors
/// See above.
pub async fn end(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx.run(&END_SESSION, &[id.0.into(), now.into()]).await? > 0)
}

/// Removes sessions that ended before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_SESSIONS, &[before.into()]).await
}
