//! Events in the outbox, each in the lane of its webhook.

use super::outbox::Claimed;
use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{OutboxId, PartnerId, Timestamp, WebhookId};
use model::operation::{DeliveryFilter, Echo, EventDelivery, OutboxState, Verdict};

statements! {
    ENQUEUE_EVENT = "INSERT INTO outbox (id, kind, sealed_message, state, attempts, due_at, lease_until, last_fault, created_at, partner_id, about, lane, event, seq) VALUES ($1, 'event', $2, 'waiting', 0, $3, 0, '', $3, $4, $5, $6, $7, $8)";
    CLAIM_EVENTS = "UPDATE outbox SET lease_until = $2, attempts = attempts + 1 WHERE id IN (SELECT id FROM (SELECT o.id AS id, o.due_at AS due_at, ROW_NUMBER() OVER (PARTITION BY o.lane ORDER BY o.due_at, o.id) + (SELECT COUNT(*) FROM outbox b WHERE b.lane = o.lane AND b.state = 'waiting' AND b.lease_until > $1 AND b.lease_until <= $2) AS place FROM outbox o JOIN webhook w ON w.id = o.lane WHERE o.lane IS NOT NULL AND o.state = 'waiting' AND (o.due_at <= $1 OR o.lease_until > $2 OR (o.attempts = 0 AND o.created_at > $1)) AND (o.lease_until <= $1 OR o.lease_until > $2) AND (w.state = 'active' OR o.seq IS NULL)) ranked WHERE place <= $3 ORDER BY due_at, id LIMIT $4) AND (lease_until <= $1 OR lease_until > $2) RETURNING id, kind, sealed_message, attempts";
    SETTLE_EVENT = "UPDATE outbox SET state = $2, due_at = $3, lease_until = 0, last_fault = $4, status = $5, millis = $6, answer = $7 WHERE id = $1";
    HURRY_LANE = "UPDATE outbox SET due_at = $2 WHERE lane = $1 AND state = 'waiting' AND due_at > $2 AND lease_until <= $2";
    COUNT_IN_LANE = "SELECT COUNT(*) FROM outbox WHERE lane = $1 AND state = $2";
    COUNT_LANES = "SELECT COUNT(*) FROM outbox WHERE lane IS NOT NULL AND state = $1";
    LIST_DELIVERIES = "SELECT id, event, seq, state, attempts, due_at, last_fault, created_at, status, millis, answer FROM outbox WHERE lane = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR event LIKE $3 ESCAPE '!') AND id < $4 ORDER BY id DESC LIMIT $5";
    REPLAY_DELIVERY = "UPDATE outbox SET state = 'waiting', due_at = $3, attempts = 0, lease_until = 0 WHERE lane = $1 AND id = $2 AND lease_until <= $3";
    REPLAY_DEAD_DELIVERIES = "UPDATE outbox SET state = 'waiting', due_at = $2, attempts = 0, lease_until = 0 WHERE lane = $1 AND state = 'dead'";
    DROP_WAITING = "DELETE FROM outbox WHERE lane = $1 AND state = 'waiting' AND seq IS NOT NULL";
    EMPTY_LANE = "DELETE FROM outbox WHERE lane = $1";
    DELETE_ENDED_OF_LANE = "DELETE FROM outbox WHERE lane = $1 AND state = $2 AND id < (SELECT id FROM outbox WHERE lane = $1 AND state = $2 ORDER BY id DESC LIMIT 1 OFFSET 1999)";
}

/// An event that comes into the outbox.
#[derive(Clone, Debug)]
pub struct NewDelivery<'a> {
    /// The id.
    pub id: OutboxId,
    /// The message, sealed for its row.
    pub sealed: Vec<u8>,
    /// Whose entry it is.
    pub partner_id: PartnerId,
    /// What it is about, in words.
    pub about: &'a str,
    /// The webhook.
    pub webhook: WebhookId,
    /// The action of the entry, or the type of a test.
    pub event: &'a str,
    /// The number of the entry; none for a test.
    pub seq: Option<i64>,
}

/// Adds an event in the caller's transaction.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn enqueue(tx: &mut Tx, new: NewDelivery<'_>, now: Timestamp) -> Result<(), StoreFault> {
    let values = [
        new.id.0.into(),
        new.sealed.into(),
        now.into(),
        new.partner_id.0.into(),
        new.about.into(),
        new.webhook.0.into(),
        new.event.into(),
        new.seq.into(),
    ];
    tx.run(&ENQUEUE_EVENT, &values).await.map(|_| ())
}

/// Takes due events until a moment: at most `most` in all, and of each lane only so many that
/// `of_lane` are on their way at once. Lanes that are held back give tests alone.
///
/// # Errors
/// See above.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
    of_lane: i64,
    most: i64,
) -> Result<Vec<Claimed>, StoreFault> {
    let values = [now.into(), lease_until.into(), of_lane.into(), most.into()];
    let rows = tx.all(&CLAIM_EVENTS, &values).await?;
    super::outbox::read_claimed(&rows)
}

/// Writes what came of an attempt.
///
/// # Errors
/// See above.
pub async fn settle(
    tx: &mut Tx,
    id: OutboxId,
    verdict: &Verdict,
    echo: &Echo,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        verdict.state.as_str().into(),
        verdict.due_at.into(),
        echo.fault_in_words().into(),
        echo.status.map(i64::from).into(),
        echo.millis.into(),
        echo.first.as_str().into(),
    ];
    tx.run(&SETTLE_EVENT, &values).await.map(|_| ())
}

/// Lets everything in a lane leave now: its receiver answers again.
///
/// # Errors
/// See above.
pub async fn hurry(tx: &mut Tx, webhook: WebhookId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&HURRY_LANE, &[webhook.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// How many events of a webhook are in a state.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, webhook: WebhookId, state: OutboxState) -> Result<i64, StoreFault> {
    let values = [webhook.0.into(), state.as_str().into()];
    match tx.one(&COUNT_IN_LANE, &values).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// How many events of the installation are in a state.
///
/// # Errors
/// See above.
pub async fn count_all(tx: &mut Tx, state: OutboxState) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_LANES, &[state.as_str().into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

fn read(c: &mut Columns<'_>) -> Result<EventDelivery, StoreFault> {
    Ok(EventDelivery {
        id: OutboxId(c.id()?),
        event: c.text()?,
        seq: c.int_or_null()?,
        state: c.parsed(OutboxState::parse)?,
        attempts: c.int()?,
        due_at: c.time()?,
        last_fault: c.text()?,
        created_at: c.time()?,
        status: c.int_or_null()?,
        millis: c.int_or_null()?,
        answer: c.text()?,
    })
}

/// Deliveries of a webhook, newest first, before an id.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    webhook: WebhookId,
    filter: &DeliveryFilter,
    before: Option<OutboxId>,
    limit: i64,
) -> Result<Vec<EventDelivery>, StoreFault> {
    let begins = crate::identity::member_list::anywhere(&filter.event);
    let values = [
        webhook.0.into(),
        filter.state.map_or("", OutboxState::as_str).into(),
        begins.trim_start_matches('%').into(),
        before.map_or([255; 16], |b| b.0).into(),
        limit.into(),
    ];
    let rows = tx.all(&LIST_DELIVERIES, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Lets an event leave once more, as if it were new; false when it is on its way or gone.
///
/// # Errors
/// See above.
pub async fn replay(
    tx: &mut Tx,
    webhook: WebhookId,
    id: OutboxId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [webhook.0.into(), id.0.into(), now.into()];
    Ok(tx.run(&REPLAY_DELIVERY, &values).await? > 0)
}

/// Lets every event of a webhook that was given up leave once more; how many.
///
/// # Errors
/// See above.
pub async fn replay_dead(
    tx: &mut Tx,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<u64, StoreFault> {
    let values = [webhook.0.into(), now.into()];
    tx.run(&REPLAY_DEAD_DELIVERIES, &values).await
}

/// Removes the events of a webhook that wait.
///
/// # Errors
/// See above.
pub async fn drop_waiting(tx: &mut Tx, webhook: WebhookId) -> Result<(), StoreFault> {
    tx.run(&DROP_WAITING, &[webhook.0.into()]).await.map(|_| ())
}

/// Removes all events of a webhook.
///
/// # Errors
/// See above.
pub async fn empty(tx: &mut Tx, webhook: WebhookId) -> Result<(), StoreFault> {
    tx.run(&EMPTY_LANE, &[webhook.0.into()]).await.map(|_| ())
}

/// Keeps the newest 2,000 that arrived, and as many that were given up: a log, not an archive.
///
/// # Errors
/// See above.
pub async fn trim(tx: &mut Tx, webhook: WebhookId) -> Result<(), StoreFault> {
    for state in [OutboxState::Sent, OutboxState::Dead] {
        let values = [webhook.0.into(), state.as_str().into()];
        tx.run(&DELETE_ENDED_OF_LANE, &values).await?;
    }
    Ok(())
}
