//! Replay: events leave once more, with the ids that they had.

use super::webhooks::{end_of_chain, known};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{OutboxId, Timestamp, WebhookId};
use model::operation::{Webhook, WebhookRefusal};
use store::Tx;
use store::operation::{audit, deliveries, webhooks};

/// What a replay from a moment on would send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplayPreview {
    /// How many events the webhook's filter chooses.
    pub events: i64,
    /// The number of the first entry that is looked at; none when nothing happened since.
    pub from: Option<i64>,
}

async fn preview(
    tx: &mut Tx,
    admin: &Administrator,
    webhook: &Webhook,
    since: Timestamp,
) -> Result<ReplayPreview, Failure<WebhookRefusal>> {
    let from = audit::first_since(tx, admin.scope, since).await?;
    let mut events = 0;
    if let Some(from) = from {
        for (action, times) in audit::count_actions(tx, admin.scope, from).await? {
            if webhook.draft.events.chooses(&action) {
                events += times;
            }
        }
    }
    Ok(ReplayPreview { events, from })
}

impl Engine {
    /// Sends one event again, whatever came of it.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`], `UnknownDelivery`.
    pub async fn replay_delivery(
        &self,
        admin: &Administrator,
        id: WebhookId,
        delivery: OutboxId,
    ) -> Result<(), Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    known(tx, admin.scope, id).await?;
                    if !deliveries::replay(tx, id, delivery, engine.now()).await? {
                        return Err(Failure::Refused(WebhookRefusal::UnknownDelivery));
                    }
                    let entry = admin.did("webhook.replayed", id);
                    engine.record(tx, entry.because(delivery.to_string()));
                    Ok(())
                })
            })
            .await?;
        self.nudge_events.notify_one();
        Ok(())
    }

    /// Sends everything again that was given up; how many events.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn replay_given_up(
        &self,
        admin: &Administrator,
        id: WebhookId,
    ) -> Result<u64, Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        let replayed = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    known(tx, admin.scope, id).await?;
                    let replayed = deliveries::replay_dead(tx, id, engine.now()).await?;
                    let entry = admin.did("webhook.replayed", id);
                    let words = format!("{replayed} events that were given up");
                    engine.record(tx, entry.because(words));
                    Ok::<_, Failure<WebhookRefusal>>(replayed)
                })
            })
            .await?;
        self.nudge_events.notify_one();
        Ok(replayed)
    }

    /// How many events a replay from a moment on would send. Nothing changes.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn preview_replay(
        &self,
        admin: &Administrator,
        id: WebhookId,
        since: Timestamp,
    ) -> Result<ReplayPreview, Failure<WebhookRefusal>> {
        let mut tx = self.db.read().await?;
        let webhook = known(&mut tx, admin.scope, id).await?;
        preview(&mut tx, admin, &webhook, since).await
    }

    /// Sends everything again since a moment, in the order in which it happened; how many events
    /// that will be. The cursor goes back, so a year of events fills the outbox no more than a day.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn replay_since(
        &self,
        admin: &Administrator,
        id: WebhookId,
        since: Timestamp,
    ) -> Result<i64, Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        let replayed = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let scope = admin.scope;
                    let webhook = known(tx, scope, id).await?;
                    let found = preview(tx, &admin, &webhook, since).await?;
                    let end = end_of_chain(tx, scope).await?;
                    let back = found.from.map_or(end, |from| from - 1);
                    // What was not looked at yet comes anyway.
                    let back = back.min(webhook.cursor);
                    webhooks::set_cursor(tx, scope, id, back).await?;
                    let entry = admin.did("webhook.replayed", id);
                    let words = format!("{} events since {}", found.events, since.rfc3339());
                    engine.record(tx, entry.because(words));
                    Ok::<_, Failure<WebhookRefusal>>(found.events)
                })
            })
            .await?;
        self.nudge_events.notify_one();
        Ok(replayed)
    }
}
