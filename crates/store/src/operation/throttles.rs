//! Rows of counted tries, by the keyed digest of their bucket.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::Timestamp;
use model::identity::BucketState;

statements! {
    HOLD_BUCKET = "INSERT INTO throttle (bucket, tries, last_at, blocked_until) VALUES ($1, 0, $2, 0) ON CONFLICT (bucket) DO UPDATE SET tries = throttle.tries RETURNING tries, last_at, blocked_until";
    WRITE_BUCKET = "UPDATE throttle SET tries = $2, last_at = $3, blocked_until = $4 WHERE bucket = $1";
    REFUND_BUCKET = "UPDATE throttle SET tries = tries - 1 WHERE bucket = $1 AND tries > 0";
    EMPTY_BUCKET = "DELETE FROM throttle WHERE bucket = $1";
    DELETE_OLD_BUCKETS = "DELETE FROM throttle WHERE last_at <= $1";
}

/// The state of a bucket, held until the transaction ends so that tries sent at once are counted
/// one after another. None when it is empty.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn hold(
    tx: &mut Tx,
    bucket: [u8; 32],
    now: Timestamp,
) -> Result<Option<BucketState>, StoreFault> {
    let Some(row) = tx.one(&HOLD_BUCKET, &[bucket.into(), now.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    let state = BucketState {
        tries: c.int()?,
        last_at: c.time()?,
        blocked_until: c.time()?,
    };
    Ok((state.tries > 0).then_some(state))
}

/// Writes the state of a held bucket.
///
/// # Errors
/// See above.
pub async fn write(tx: &mut Tx, bucket: [u8; 32], state: BucketState) -> Result<(), StoreFault> {
    let values = [
        bucket.into(),
        state.tries.into(),
        state.last_at.into(),
        state.blocked_until.into(),
    ];
    tx.run(&WRITE_BUCKET, &values).await.map(|_| ())
}

/// Gives one try back, since the proof was right.
///
/// # Errors
/// See above.
pub async fn refund(tx: &mut Tx, bucket: [u8; 32]) -> Result<(), StoreFault> {
    tx.run(&REFUND_BUCKET, &[bucket.into()]).await.map(|_| ())
}

/// Empties a bucket after success.
///
/// # Errors
/// See above.
pub async fn empty(tx: &mut Tx, bucket: [u8; 32]) -> Result<(), StoreFault> {
    tx.run(&EMPTY_BUCKET, &[bucket.into()]).await.map(|_| ())
}

/// Forgets buckets not used since a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_BUCKETS, &[before.into()]).await
}
