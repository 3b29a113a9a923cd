//! Rows of API keys.

use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ApiKeyId, DisplayName, MemberId, PartnerId, Scope, Timestamp};
use model::operation::{ApiKey, ApiScope};

statements! {
    INSERT_API_KEY = "INSERT INTO api_key (id, partner_id, name, hint, key_hash, scopes, networks, created_at, created_by, expires_at, revoked_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL)";
    FIND_API_KEY_BY_HASH = "SELECT id, partner_id, name, hint, scopes, networks, created_at, created_by, expires_at, revoked_at, last_used_at FROM api_key WHERE key_hash = $1";
    FIND_API_KEY = "SELECT id, partner_id, name, hint, scopes, networks, created_at, created_by, expires_at, revoked_at, last_used_at FROM api_key WHERE partner_id = $1 AND id = $2";
    LIST_API_KEYS = "SELECT id, partner_id, name, hint, scopes, networks, created_at, created_by, expires_at, revoked_at, last_used_at FROM api_key WHERE partner_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    COUNT_LIVE_API_KEYS = "SELECT COUNT(*) FROM api_key WHERE partner_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
    UPDATE_API_KEY = "UPDATE api_key SET name = $3, scopes = $4, networks = $5, expires_at = $6 WHERE partner_id = $1 AND id = $2 AND revoked_at IS NULL";
    REVOKE_API_KEY = "UPDATE api_key SET revoked_at = $3 WHERE partner_id = $1 AND id = $2 AND revoked_at IS NULL";
    TOUCH_API_KEY = "UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
    DELETE_OLD_API_KEYS = "DELETE FROM api_key WHERE expires_at <= $1 OR revoked_at <= $1";
}

fn read(c: &mut Columns<'_>) -> Result<ApiKey, StoreFault> {
    let unreadable = |_| StoreFault::Unreadable("api_key.networks".into());
    Ok(ApiKey {
        id: ApiKeyId(c.id()?),
        partner_id: PartnerId(c.id()?),
        name: c.parsed(|t| DisplayName::parse(t).ok())?,
        hint: c.text()?,
        // A right that this version does not know is none.
        scopes: c
            .list()?
            .iter()
            .filter_map(|s| ApiScope::parse(s))
            .collect(),
        networks: c
            .list()?
            .iter()
            .map(|n| n.parse())
            .collect::<Result<_, _>>()
            .map_err(unreadable)?,
        created_at: c.time()?,
        created_by: MemberId(c.id()?),
        expires_at: c.time_or_null()?,
        revoked_at: c.time_or_null()?,
        last_used_at: c.time_or_null()?,
    })
}

fn networks_text(key: &ApiKey) -> String {
    list_text(key.networks.iter().map(ToString::to_string))
}

fn scopes_text(key: &ApiKey) -> String {
    list_text(key.scopes.iter().map(|s| s.as_str()))
}

/// Adds a key.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, key: &ApiKey, hash: [u8; 32]) -> Result<(), StoreFault> {
    let values = [
        key.id.0.into(),
        key.partner_id.0.into(),
        key.name.as_str().into(),
        key.hint.as_str().into(),
        hash.into(),
        scopes_text(key).into(),
        networks_text(key).into(),
        key.created_at.into(),
        key.created_by.0.into(),
        key.expires_at.into(),
    ];
    tx.run(&INSERT_API_KEY, &values).await.map(|_| ())
}

/// The key of a digest, whosever it is, good or not.
///
/// # Errors
/// See above.
pub async fn find_by_hash(tx: &mut Tx, hash: [u8; 32]) -> Result<Option<ApiKey>, StoreFault> {
    tx.one(&FIND_API_KEY_BY_HASH, &[hash.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The key of an id.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, scope: Scope, id: ApiKeyId) -> Result<Option<ApiKey>, StoreFault> {
    tx.one(&FIND_API_KEY, &[scope.partner().0.into(), id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Keys, the newest first, those that are over among them; older than an id.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    before: Option<ApiKeyId>,
    limit: i64,
) -> Result<Vec<ApiKey>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        before.map_or([255; 16], |k| k.0).into(),
        limit.into(),
    ];
    tx.all(&LIST_API_KEYS, &values)
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// How many keys are good.
///
/// # Errors
/// See above.
pub async fn count_live(tx: &mut Tx, scope: Scope, now: Timestamp) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into(), now.into()];
    match tx.one(&COUNT_LIVE_API_KEYS, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Changes a key; false for one that was revoked.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, scope: Scope, key: &ApiKey) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        key.id.0.into(),
        key.name.as_str().into(),
        scopes_text(key).into(),
        networks_text(key).into(),
        key.expires_at.into(),
    ];
    Ok(tx.run(&UPDATE_API_KEY, &values).await? > 0)
}

/// Ends a key; false when it was revoked before.
///
/// # Errors
/// See above.
pub async fn revoke(
    tx: &mut Tx,
    scope: Scope,
    id: ApiKeyId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into(), now.into()];
    Ok(tx.run(&REVOKE_API_KEY, &values).await? > 0)
}

/// Notes that a key was used.
///
/// # Errors
/// See above.
pub async fn touch(tx: &mut Tx, id: ApiKeyId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&TOUCH_API_KEY, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// Removes keys that were over before a moment, with the requests that they sent.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<(), StoreFault> {
    tx.run(&DELETE_OLD_API_KEYS, &[before.into()])
        .await
        .map(|_| ())
}
