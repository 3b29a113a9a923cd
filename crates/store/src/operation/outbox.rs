//! Rows of the outbox: effects that leave after their commit, at least once. Events for webhooks have
//! lanes of their own, see `deliveries`.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{OutboxId, PartnerId, Scope, Timestamp};
use model::operation::{Job, JobFilter, OutboxState};

statements! {
    ENQUEUE = "INSERT INTO outbox (id, kind, sealed_message, state, attempts, due_at, lease_until, last_fault, created_at, partner_id, about) VALUES ($1, $2, $3, 'waiting', 0, $4, 0, '', $4, $5, $6)";
    CLAIM = "UPDATE outbox SET lease_until = $2, attempts = attempts + 1 WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' AND (due_at <= $1 OR lease_until > $2 OR (attempts = 0 AND created_at > $1)) AND (lease_until <= $1 OR lease_until > $2) AND lane IS NULL ORDER BY due_at LIMIT 16) AND (lease_until <= $1 OR lease_until > $2) RETURNING id, kind, sealed_message, attempts";
    SETTLE = "UPDATE outbox SET state = $2, due_at = $3, lease_until = 0, last_fault = $4 WHERE id = $1";
    COUNT_OUTBOX = "SELECT COUNT(*) FROM outbox WHERE state = $1 AND lane IS NULL";
    LIST_JOBS = "SELECT id, kind, about, state, attempts, due_at, last_fault, created_at FROM outbox WHERE lane IS NULL AND (partner_id = $1 OR $2 = 1) AND ($3 = '' OR state = $3) AND ($4 = '' OR lower(about) LIKE $4 ESCAPE '!') AND id < $5 ORDER BY id DESC LIMIT $6";
    FIND_JOB = "SELECT id, kind, about, state, attempts, due_at, last_fault, created_at FROM outbox WHERE lane IS NULL AND (partner_id = $1 OR $2 = 1) AND id = $3";
    COUNT_JOBS = "SELECT COUNT(*) FROM outbox WHERE lane IS NULL AND (partner_id = $1 OR $2 = 1) AND state = $3";
    RETRY_JOB = "UPDATE outbox SET state = 'waiting', due_at = $4, lease_until = 0, attempts = 0 WHERE lane IS NULL AND (partner_id = $1 OR $2 = 1) AND id = $3 AND state IN ('dead', 'waiting') AND lease_until <= $4";
    RETRY_DEAD_JOBS = "UPDATE outbox SET state = 'waiting', due_at = $3, lease_until = 0, attempts = 0 WHERE lane IS NULL AND (partner_id = $1 OR $2 = 1) AND state = 'dead'";
    DISCARD_JOB = "DELETE FROM outbox WHERE lane IS NULL AND (partner_id = $1 OR $2 = 1) AND id = $3 AND state = 'dead'";
    DISCARD_DEAD = "DELETE FROM outbox WHERE state = 'dead' AND due_at <= $1";
    RELEASE_LEASES = "UPDATE outbox SET lease_until = 0 WHERE state = 'waiting' AND lease_until > 0";
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
    whose: Option<PartnerId>,
    about: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        kind.into(),
        sealed.into(),
        now.into(),
        whose.map(|p| p.0).into(),
        about.into(),
    ];
    tx.run(&ENQUEUE, &values).await.map(|_| ())
}

/// Takes up to 16 due messages until a moment. A worker that dies lets its lease run out, and
/// another takes them. A lease that ends later than this one, and a message that is yet to be made,
/// are of before the clock was set back: neither waits for it.
///
/// # Errors
/// See above.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Vec<Claimed>, StoreFault> {
    let rows = tx.all(&CLAIM, &[now.into(), lease_until.into()]).await?;
    read_claimed(&rows)
}

/// Reads what was claimed. PostgreSQL returns rows as it likes; messages leave in the order in which
/// they were enqueued.
pub(super) fn read_claimed(rows: &[crate::Row]) -> Result<Vec<Claimed>, StoreFault> {
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

/// Ends all leases: their worker is known to be dead.
///
/// # Errors
/// See above.
pub async fn release(tx: &mut Tx) -> Result<u64, StoreFault> {
    tx.run(&RELEASE_LEASES, &[]).await
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

fn read_job(c: &mut Columns<'_>) -> Result<Job, StoreFault> {
    Ok(Job {
        id: OutboxId(c.id()?),
        kind: c.text()?,
        about: c.text()?,
        state: c.parsed(OutboxState::parse)?,
        attempts: c.int()?,
        due_at: c.time()?,
        last_fault: c.text()?,
        created_at: c.time()?,
    })
}

/// Jobs of a partner, newest first, before an id. With `all` those of the whole installation.
///
/// # Errors
/// See above.
pub async fn jobs(
    tx: &mut Tx,
    scope: Scope,
    all: bool,
    filter: &JobFilter,
    before: Option<OutboxId>,
    limit: i64,
) -> Result<Vec<Job>, StoreFault> {
    let values = [
        scope.partner().0.into(),
        all.into(),
        filter.state.map_or("", OutboxState::as_str).into(),
        crate::identity::member_list::anywhere(&filter.text).into(),
        before.map_or([255; 16], |b| b.0).into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_JOBS, &values).await?;
    rows.iter().map(|r| read_job(&mut r.columns())).collect()
}

/// One job.
///
/// # Errors
/// See above.
pub async fn job(
    tx: &mut Tx,
    scope: Scope,
    all: bool,
    id: OutboxId,
) -> Result<Option<Job>, StoreFault> {
    let values = [scope.partner().0.into(), all.into(), id.0.into()];
    let row = tx.one(&FIND_JOB, &values).await?;
    row.map(|r| read_job(&mut r.columns())).transpose()
}

/// How many jobs of a partner are in a state.
///
/// # Errors
/// See above.
pub async fn count_jobs(
    tx: &mut Tx,
    scope: Scope,
    all: bool,
    state: OutboxState,
) -> Result<i64, StoreFault> {
    let values = [scope.partner().0.into(), all.into(), state.as_str().into()];
    match tx.one(&COUNT_JOBS, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Lets a job be tried now, as if it were new; false when it has left or is on its way.
///
/// # Errors
/// See above.
pub async fn retry(
    tx: &mut Tx,
    scope: Scope,
    all: bool,
    id: OutboxId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        all.into(),
        id.0.into(),
        now.into(),
    ];
    Ok(tx.run(&RETRY_JOB, &values).await? > 0)
}

/// Lets every job that was given up be tried again; how many.
///
/// # Errors
/// See above.
pub async fn retry_dead(
    tx: &mut Tx,
    scope: Scope,
    all: bool,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [scope.partner().0.into(), all.into(), now.into()];
    tx.run(&RETRY_DEAD_JOBS, &values).await
}

/// Throws a job away that was given up; false when it was not.
///
/// # Errors
/// See above.
pub async fn discard(
    tx: &mut Tx,
    scope: Scope,
    all: bool,
    id: OutboxId,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), all.into(), id.0.into()];
    Ok(tx.run(&DISCARD_JOB, &values).await? > 0)
}
