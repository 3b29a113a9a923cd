//! Rows of clients' secrets, known by their digests.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ClientId, ClientSecretId, Timestamp};
use model::federation::ClientSecret;

statements! {
    INSERT_SECRET = "INSERT INTO client_secret (id, client_id, secret_hash, created_at, expires_at, revoked_at, last_used_at) VALUES ($1, $2, $3, $4, $5, NULL, NULL)";
    LIST_SECRETS = "SELECT id, secret_hash, created_at, expires_at, revoked_at, last_used_at FROM client_secret WHERE client_id = $1 ORDER BY id DESC LIMIT 20";
    END_SECRET = "UPDATE client_secret SET expires_at = $2 WHERE id = $1 AND revoked_at IS NULL";
    REVOKE_SECRET = "UPDATE client_secret SET revoked_at = $3 WHERE client_id = $1 AND id = $2 AND revoked_at IS NULL";
    TOUCH_SECRET = "UPDATE client_secret SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";
    DELETE_OLD_SECRETS = "DELETE FROM client_secret WHERE expires_at <= $1 OR revoked_at <= $1";
}

fn read(c: &mut Columns<'_>, id: ClientSecretId) -> Result<ClientSecret, StoreFault> {
    Ok(ClientSecret {
        id,
        hash: c.blob()?,
        created_at: c.time()?,
        expires_at: c.time_or_null()?,
        revoked_at: c.time_or_null()?,
        last_used_at: c.time_or_null()?,
    })
}

/// The secret of a joined row, where there is one.
pub(super) fn read_or_null(c: &mut Columns<'_>) -> Result<Option<ClientSecret>, StoreFault> {
    match c.id_or_null()? {
        Some(id) => read(c, ClientSecretId(id)).map(Some),
        None => Ok(None),
    }
}

/// Adds a secret.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    client: ClientId,
    secret: &ClientSecret,
) -> Result<(), StoreFault> {
    let values = [
        secret.id.0.into(),
        client.0.into(),
        secret.hash.clone().into(),
        secret.created_at.into(),
        secret.expires_at.into(),
    ];
    tx.run(&INSERT_SECRET, &values).await.map(|_| ())
}

/// The secrets of a client, the newest first, with those that are over.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, client: ClientId) -> Result<Vec<ClientSecret>, StoreFault> {
    tx.all(&LIST_SECRETS, &[client.0.into()])
        .await?
        .iter()
        .map(|r| {
            let mut c = r.columns();
            let id = ClientSecretId(c.id()?);
            read(&mut c, id)
        })
        .collect()
}

/// Says when a secret ends by itself.
///
/// # Errors
/// See above.
pub async fn end_at(tx: &mut Tx, id: ClientSecretId, at: Timestamp) -> Result<(), StoreFault> {
    tx.run(&END_SECRET, &[id.0.into(), at.into()])
        .await
        .map(|_| ())
}

/// Revokes a secret of a client; false when it was revoked before or is another client's.
///
/// # Errors
/// See above.
pub async fn revoke(
    tx: &mut Tx,
    client: ClientId,
    id: ClientSecretId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [client.0.into(), id.0.into(), now.into()];
    Ok(tx.run(&REVOKE_SECRET, &values).await? > 0)
}

/// Notes when a secret was last used.
///
/// # Errors
/// See above.
pub async fn touch(tx: &mut Tx, id: ClientSecretId, at: Timestamp) -> Result<(), StoreFault> {
    tx.run(&TOUCH_SECRET, &[id.0.into(), at.into()])
        .await
        .map(|_| ())
}

/// Removes secrets that were over before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_SECRETS, &[before.into()]).await
}
