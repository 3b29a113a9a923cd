//! Rows of pushed authorization requests, known by the digests of their names.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ClientId, Timestamp};

statements! {
    INSERT_PUSHED = "INSERT INTO pushed_request (uri_hash, client_id, sealed_parameters, expires_at, used_at) VALUES ($1, $2, $3, $4, NULL)";
    USE_PUSHED = "UPDATE pushed_request SET used_at = $3 WHERE uri_hash = $1 AND client_id = $2 AND used_at IS NULL AND expires_at > $3";
    READ_PUSHED = "SELECT sealed_parameters FROM pushed_request WHERE uri_hash = $1";
    DELETE_OLD_PUSHED = "DELETE FROM pushed_request WHERE expires_at <= $1";
}

/// Adds a request.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    hash: [u8; 32],
    client: ClientId,
    sealed: Vec<u8>,
    expires_at: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        hash.into(),
        client.0.into(),
        sealed.into(),
        expires_at.into(),
    ];
    tx.run(&INSERT_PUSHED, &values).await.map(|_| ())
}

/// Uses up a request of this client; of two at the same time only one gets it. Another client's try
/// leaves it as it is.
///
/// # Errors
/// See above.
pub async fn take(
    tx: &mut Tx,
    hash: [u8; 32],
    client: ClientId,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, StoreFault> {
    let values = [hash.into(), client.0.into(), now.into()];
    if tx.run(&USE_PUSHED, &values).await? == 0 {
        return Ok(None);
    }
    tx.one(&READ_PUSHED, &[hash.into()])
        .await?
        .map(|r| r.columns().blob())
        .transpose()
}

/// Removes requests that ended before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_PUSHED, &[before.into()]).await
}
