//! Rows of the outbox: effects that leave after their commit, at least once.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{OutboxId, Timestamp};
use model::operation::OutboxState;

statements! {
    ENQUEUE = "INSERT INTO outbox (id, kind, sealed_message, state, attempts, due_at, lease_until, last_fault, created_at) VALUES ($1, $2, $3, 'waiting', 0, $4, 0, '', $4)";
    CLAIM = "UPDATE outbox SET lease_until = $2, attempts = attempts + 1 WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= $1 AND lease_until <= $1 ORDER BY due_at LIMIT 16) AND lease_until <= $1 RETURNING id, kind, sealed_message, attempts";
    SETTLE = "UPDATE outbox SET state = $2, due_at = $3, lease_until = 0, last_fault = $4 WHERE id = $1";
    COUNT_OUTBOX = "SELECT COUNT(*) FROM outbox WHERE state = $1";
    DISCARD_DEAD = "DELETE FROM outbox WHERE state = 'dead' AND due_at <= $1";
    DELETE_OLD_SENT = "DELETE FROM outbox WHERE state = 'sent' AND due_at <= $1";
}

/// A message that a worker holds for the time of its lease.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The id; also the idempotency key outside.
    pub id: OutboxId,
    /// The kind.
    pub kind: String,
    /// The message, sealed for its row.
    pub sealed_message: Vec<u8>,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// Adds a message in the caller's transaction.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn enqueue(
    tx: &mut Tx,
    id: OutboxId,
    kind: &str,
    sealed: Vec<u8>,
    now: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(
        &ENQUEUE,
        &[id.0.into(), kind.into(), sealed.into(), now.into()],
    )
    .await
    .map(|_| ())
}

/// Takes up to 16 due messages until a moment. A worker that dies lets its lease run out, and
/// another takes them.
///
/// # Errors
/// See above.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Vec<Claimed>, StoreFault> {
    let rows = tx.all(&CLAIM, &[now.into(), lease_until.into()]).await?;
    let mut claimed: Vec<Claimed> = rows
        .iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(Claimed {
                id: OutboxId(c.id()?),
                kind: c.text()?,
                sealed_message: c.blob()?,
                attempt: c.int()?,
            })
        })
        .collect::<Result<_, StoreFault>>()?;
    // PostgreSQL returns them as it likes; they leave in the order in which they were enqueued.
    claimed.sort_by_key(|c| c.id);
    Ok(claimed)
}

/// Writes what came of an attempt.
///
/// # Errors
/// See above.
pub async fn settle(
    tx: &mut Tx,
    id: OutboxId,
    state: OutboxState,
    due_at: Timestamp,
    last_fault: &str,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        state.as_str().into(),
        due_at.into(),
        last_fault.into(),
    ];
    tx.run(&SETTLE, &values).await.map(|_| ())
}

/// How many messages are in a state.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, state: OutboxState) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_OUTBOX, &[state.as_str().into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Removes sent messages after a while.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_SENT, &[before.into()]).await
}

/// Removes dead letters up to a moment, once somebody has looked at them.
///
/// # Errors
/// See above.
pub async fn discard_dead(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DISCARD_DEAD, &[before.into()]).await
}
