//! Rows of client assertions that were used: each counts once.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ClientId, Timestamp};

statements! {
    USE_ASSERTION = "INSERT INTO used_assertion (client_id, token_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT (client_id, token_id) DO NOTHING";
    DELETE_OLD_ASSERTIONS = "DELETE FROM used_assertion WHERE expires_at <= $1";
}

/// Uses up an assertion by the digest of its `jti`; of two at the same time only one gets true.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn use_up(
    tx: &mut Tx,
    client: ClientId,
    token_id: [u8; 32],
    expires_at: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [client.0.into(), token_id.into(), expires_at.into()];
    Ok(tx.run(&USE_ASSERTION, &values).await? > 0)
}

/// Forgets assertions that have ended by themselves.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_ASSERTIONS, &[now.into()]).await
}
