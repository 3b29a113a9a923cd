//! Webhooks and their secrets.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{PartnerId, Scope, Timestamp, WebhookId, WebhookSecretId};
use model::operation::{EventFilter, Webhook, WebhookDraft, WebhookSecret, WebhookState};

statements! {
    INSERT_WEBHOOK = "INSERT INTO webhook (id, partner_id, address, description, events, state, last_seq, stopped_because, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8)";
    LIST_WEBHOOKS = "SELECT id, partner_id, address, description, events, state, last_seq, failing_since, last_success_at, stopped_because, created_at FROM webhook WHERE partner_id = $1 ORDER BY id LIMIT 100";
    FIND_WEBHOOK = "SELECT id, partner_id, address, description, events, state, last_seq, failing_since, last_success_at, stopped_because, created_at FROM webhook WHERE partner_id = $1 AND id = $2";
    WEBHOOK_OF_LANE = "SELECT id, partner_id, address, description, events, state, last_seq, failing_since, last_success_at, stopped_because, created_at FROM webhook WHERE id = $1";
    COUNT_WEBHOOKS = "SELECT COUNT(*) FROM webhook WHERE partner_id = $1";
    COUNT_STOPPED_WEBHOOKS = "SELECT COUNT(*) FROM webhook WHERE state = 'stopped'";
    CHANGE_WEBHOOK = "UPDATE webhook SET address = $3, description = $4, events = $5 WHERE partner_id = $1 AND id = $2";
    SET_WEBHOOK_STATE = "UPDATE webhook SET state = $3, stopped_because = $4, failing_since = NULL WHERE partner_id = $1 AND id = $2";
    NOTE_WEBHOOK_ATTEMPT = "UPDATE webhook SET failing_since = $2, last_success_at = COALESCE($3, last_success_at) WHERE id = $1";
    MOVE_CURSOR = "UPDATE webhook SET last_seq = $3 WHERE id = $1 AND last_seq = $2";
    SET_CURSOR = "UPDATE webhook SET last_seq = $3 WHERE partner_id = $1 AND id = $2";
    DELETE_WEBHOOK = "DELETE FROM webhook WHERE partner_id = $1 AND id = $2";
    WEBHOOKS_BEHIND = "SELECT w.id, w.partner_id, w.address, w.description, w.events, w.state, w.last_seq, w.failing_since, w.last_success_at, w.stopped_because, w.created_at FROM webhook w JOIN audit_head h ON h.chain = w.partner_id WHERE w.state = 'active' AND w.last_seq < h.seq AND (SELECT COUNT(*) FROM outbox o WHERE o.lane = w.id AND o.state = 'waiting') < $1 AND w.id > $2 ORDER BY w.id LIMIT 100";
    INSERT_WEBHOOK_SECRET = "INSERT INTO webhook_secret (id, webhook_id, sealed_secret, created_at, expires_at) VALUES ($1, $2, $3, $4, NULL)";
    LIST_WEBHOOK_SECRETS = "SELECT id, sealed_secret, created_at, expires_at FROM webhook_secret WHERE webhook_id = $1 ORDER BY id DESC LIMIT 10";
    END_WEBHOOK_SECRET = "UPDATE webhook_secret SET expires_at = $3 WHERE webhook_id = $1 AND id = $2";
    KEEP_WEBHOOK_SECRET = "UPDATE webhook_secret SET expires_at = NULL WHERE webhook_id = $1 AND id = $2";
    DELETE_OLD_WEBHOOK_SECRETS = "DELETE FROM webhook_secret WHERE expires_at <= $1";
    DELETE_WEBHOOK_SECRETS = "DELETE FROM webhook_secret WHERE webhook_id = $1";
}

fn read(c: &mut Columns<'_>) -> Result<Webhook, StoreFault> {
    Ok(Webhook {
        id: WebhookId(c.id()?),
        partner_id: PartnerId(c.id()?),
        draft: WebhookDraft {
            address: c.text()?,
            description: c.text()?,
            events: c.parsed(|text| EventFilter::parse(text).ok())?,
        },
        state: c.parsed(WebhookState::parse)?,
        cursor: c.int()?,
        failing_since: c.time_or_null()?,
        last_success_at: c.time_or_null()?,
        stopped_because: c.text()?,
        created_at: c.time()?,
    })
}

/// Adds a webhook.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, webhook: &Webhook) -> Result<(), StoreFault> {
    let values = [
        webhook.id.0.into(),
        webhook.partner_id.0.into(),
        webhook.draft.address.as_str().into(),
        webhook.draft.description.as_str().into(),
        webhook.draft.events.to_string().into(),
        webhook.state.as_str().into(),
        webhook.cursor.into(),
        webhook.created_at.into(),
    ];
    tx.run(&INSERT_WEBHOOK, &values).await.map(|_| ())
}

/// The webhooks of a partner, the oldest first.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope) -> Result<Vec<Webhook>, StoreFault> {
    let rows = tx.all(&LIST_WEBHOOKS, &[scope.partner().0.into()]).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// A webhook of a partner.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, scope: Scope, id: WebhookId) -> Result<Option<Webhook>, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into()];
    let row = tx.one(&FIND_WEBHOOK, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The webhook of a delivery, whose partner its row tells.
///
/// # Errors
/// See above.
pub async fn of_lane(tx: &mut Tx, id: WebhookId) -> Result<Option<Webhook>, StoreFault> {
    let row = tx.one(&WEBHOOK_OF_LANE, &[id.0.into()]).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// How many webhooks a partner has.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, scope: Scope) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_WEBHOOKS, &[scope.partner().0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// How many webhooks of the installation are stopped.
///
/// # Errors
/// See above.
pub async fn count_stopped(tx: &mut Tx) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_STOPPED_WEBHOOKS, &[]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Writes what a master says of it.
///
/// # Errors
/// See above.
pub async fn change(
    tx: &mut Tx,
    scope: Scope,
    id: WebhookId,
    draft: &WebhookDraft,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        draft.address.as_str().into(),
        draft.description.as_str().into(),
        draft.events.to_string().into(),
    ];
    tx.run(&CHANGE_WEBHOOK, &values).await.map(|_| ())
}

/// Writes whether events leave, and why not. Earlier failures count no more.
///
/// # Errors
/// See above.
pub async fn set_state(
    tx: &mut Tx,
    scope: Scope,
    id: WebhookId,
    state: WebhookState,
    because: &str,
) -> Result<(), StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        state.as_str().into(),
        because.into(),
    ];
    tx.run(&SET_WEBHOOK_STATE, &values).await.map(|_| ())
}

/// Writes what an attempt told of the receiver.
///
/// # Errors
/// See above.
pub async fn note_attempt(
    tx: &mut Tx,
    id: WebhookId,
    failing_since: Option<Timestamp>,
    success_at: Option<Timestamp>,
) -> Result<(), StoreFault> {
    let values = [id.0.into(), failing_since.into(), success_at.into()];
    tx.run(&NOTE_WEBHOOK_ATTEMPT, &values).await.map(|_| ())
}

/// Moves the cursor from where it was seen; false when somebody else has moved it.
///
/// # Errors
/// See above.
pub async fn move_cursor(
    tx: &mut Tx,
    id: WebhookId,
    from: i64,
    to: i64,
) -> Result<bool, StoreFault> {
    let values = [id.0.into(), from.into(), to.into()];
    Ok(tx.run(&MOVE_CURSOR, &values).await? > 0)
}

/// Sets the cursor, wherever it was.
///
/// # Errors
/// See above.
pub async fn set_cursor(
    tx: &mut Tx,
    scope: Scope,
    id: WebhookId,
    to: i64,
) -> Result<(), StoreFault> {
    let values = [scope.partner().0.into(), id.0.into(), to.into()];
    tx.run(&SET_CURSOR, &values).await.map(|_| ())
}

/// Removes a webhook with its secrets.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, scope: Scope, id: WebhookId) -> Result<(), StoreFault> {
    tx.run(&DELETE_WEBHOOK_SECRETS, &[id.0.into()]).await?;
    let values = [scope.partner().0.into(), id.0.into()];
    tx.run(&DELETE_WEBHOOK, &values).await.map(|_| ())
}

/// Up to a hundred webhooks after an id whose chain has gone on, and in whose lanes fewer than so
/// many messages wait.
///
/// # Errors
/// See above.
pub async fn behind(
    tx: &mut Tx,
    most_waiting: i64,
    after: WebhookId,
) -> Result<Vec<Webhook>, StoreFault> {
    let values = [most_waiting.into(), after.0.into()];
    let rows = tx.all(&WEBHOOKS_BEHIND, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Adds a secret.
///
/// # Errors
/// See above.
pub async fn insert_secret(
    tx: &mut Tx,
    webhook: WebhookId,
    id: WebhookSecretId,
    sealed: Vec<u8>,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [id.0.into(), webhook.0.into(), sealed.into(), now.into()];
    tx.run(&INSERT_WEBHOOK_SECRET, &values).await.map(|_| ())
}

/// The secrets of a webhook, the newest first.
///
/// # Errors
/// See above.
pub async fn secrets(tx: &mut Tx, webhook: WebhookId) -> Result<Vec<WebhookSecret>, StoreFault> {
    let rows = tx.all(&LIST_WEBHOOK_SECRETS, &[webhook.0.into()]).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(WebhookSecret {
                id: WebhookSecretId(c.id()?),
                sealed: c.blob()?,
                created_at: c.time()?,
                expires_at: c.time_or_null()?,
            })
        })
        .collect()
}

/// Lets a secret end at a moment.
///
/// # Errors
/// See above.
pub async fn end_secret(
    tx: &mut Tx,
    webhook: WebhookId,
    id: WebhookSecretId,
    at: Timestamp,
) -> Result<(), StoreFault> {
    let values = [webhook.0.into(), id.0.into(), at.into()];
    tx.run(&END_WEBHOOK_SECRET, &values).await.map(|_| ())
}

/// Lets a secret go on for good: the other one was ended.
///
/// # Errors
/// See above.
pub async fn keep_secret(
    tx: &mut Tx,
    webhook: WebhookId,
    id: WebhookSecretId,
) -> Result<(), StoreFault> {
    tx.run(&KEEP_WEBHOOK_SECRET, &[webhook.0.into(), id.0.into()])
        .await
        .map(|_| ())
}

/// Removes secrets that have ended.
///
/// # Errors
/// See above.
pub async fn delete_old_secrets(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_WEBHOOK_SECRETS, &[before.into()]).await
}
