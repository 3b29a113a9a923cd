//! Rows of sign-ins under way: sealed, short-lived, changed only from the version that was read.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::Timestamp;

statements! {
    INSERT_FLOW = "INSERT INTO sign_in_flow (id_hash, sealed_flow, version, expires_at) VALUES ($1, $2, 1, $3)";
    FIND_FLOW = "SELECT sealed_flow, version FROM sign_in_flow WHERE id_hash = $1 AND expires_at > $2";
    UPDATE_FLOW = "UPDATE sign_in_flow SET sealed_flow = $3, version = version + 1 WHERE id_hash = $1 AND version = $2";
    END_FLOW = "DELETE FROM sign_in_flow WHERE id_hash = $1";
    DELETE_OLD_FLOWS = "DELETE FROM sign_in_flow WHERE expires_at <= $1";
}

/// Adds a sign-in.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    id_hash: [u8; 32],
    sealed: Vec<u8>,
    expires_at: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(
        &INSERT_FLOW,
        &[id_hash.into(), sealed.into(), expires_at.into()],
    )
    .await
    .map(|_| ())
}

/// A sign-in that is not over, with its version.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    id_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(Vec<u8>, i64)>, StoreFault> {
    let row = tx.one(&FIND_FLOW, &[id_hash.into(), now.into()]).await?;
    row.map(|r| {
        let mut c = r.columns();
        Ok((c.blob()?, c.int()?))
    })
    .transpose()
}

/// Writes the next step; false when another request was faster.
///
/// # Errors
/// See above.
pub async fn update(
    tx: &mut Tx,
    id_hash: [u8; 32],
    version: i64,
    sealed: Vec<u8>,
) -> Result<bool, StoreFault> {
    Ok(tx
        .run(
            &UPDATE_FLOW,
            &[id_hash.into(), version.into(), sealed.into()],
        )
        .await?
        > 0)
}

/// Ends a sign-in before its time.
///
/// # Errors
/// See above.
pub async fn end(tx: &mut Tx, id_hash: [u8; 32]) -> Result<(), StoreFault> {
    tx.run(&END_FLOW, &[id_hash.into()]).await.map(|_| ())
}

/// Removes what is over.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_FLOWS, &[now.into()]).await
}
