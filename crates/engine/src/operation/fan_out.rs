//! From the audit log into the outbox: the reconciler of webhooks.
//!
//! It takes no input. For each webhook it reads on in its partner's chain from the cursor, puts what
//! the filter chooses into the outbox and moves the cursor, in one transaction: whenever the process
//! dies, an entry is in the outbox of a webhook exactly once or not yet. Numbers of a chain have no
//! gaps and become visible in their order, because its head is held until the commit.

use crate::core::outbox_place;
use crate::{Broken, Engine};
use kernel::{OutboxId, Scope, Span, Timestamp, WebhookId};
use model::operation::{Message, OutboxState, Webhook, WebhookState};
use store::Tx;
use store::operation::deliveries::NewDelivery;
use store::operation::{audit, deliveries, webhooks};

/// Most events of one webhook that wait in the outbox. The rest waits in the audit log, where it is
/// anyway: a burst, or a receiver that is down, does not fill the outbox.
pub const MOST_WAITING: i64 = 100;

impl Engine {
    /// Brings every webhook on in its chain, as far as there is room; how many entries were looked
    /// at. Idempotent; any node may run it at any time, again while there is something.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn fan_out(&self) -> Result<i64, Broken> {
        let (mut count, mut after) = (0, WebhookId([0; 16]));
        loop {
            let behind = {
                let mut tx = self.db.read().await?;
                webhooks::behind(&mut tx, MOST_WAITING, after).await?
            };
            let Some(last) = behind.last() else {
                return Ok(count);
            };
            after = last.id;
            for webhook in behind {
                count += self.fan_out_one(webhook.id).await?;
            }
        }
    }

    /// Waits until something was recorded on this node that webhooks may want.
    pub async fn recorded(&self) {
        self.nudge_fan_out.notified().await;
    }

    /// Waits until an event came into the outbox on this node.
    pub async fn event_enqueued(&self) {
        self.nudge_events.notified().await;
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the reconciler acts for every partner"
    )]
    async fn fan_out_one(&self, id: WebhookId) -> Result<i64, Broken> {
        let engine = self.clone();
        let count = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(webhook) = webhooks::of_lane(tx, id).await? else {
                        return Ok(0);
                    };
                    if webhook.state != WebhookState::Active {
                        return Ok(0);
                    }
                    let scope = Scope::of(webhook.partner_id);
                    let entries = audit::actions_after(tx, scope, webhook.cursor).await?;
                    let waiting = deliveries::count(tx, id, OutboxState::Waiting).await?;
                    let mut room = MOST_WAITING - waiting;
                    let mut chosen = Vec::new();
                    let mut to = webhook.cursor;
                    for (seq, action) in entries {
                        if webhook.draft.events.chooses(&action) {
                            if room <= 0 {
                                break;
                            }
                            room -= 1;
                            chosen.push((seq, action));
                        }
                        to = seq;
                    }
                    if to == webhook.cursor {
                        return Ok(0);
                    }
                    // Another node may have been here: then everything below is its own already.
                    if !webhooks::move_cursor(tx, id, webhook.cursor, to).await? {
                        return Ok(0);
                    }
                    let mut now = engine.now();
                    for (seq, action) in &chosen {
                        engine
                            .enqueue_event(tx, &webhook, action, Some(*seq), now)
                            .await?;
                        // A millisecond apart, so that their ids have the order of the chain.
                        now = now + Span(1_000);
                    }
                    deliveries::trim(tx, id).await?;
                    Ok::<_, Broken>(to - webhook.cursor)
                })
            })
            .await?;
        Ok(count)
    }

    /// Enqueues an event in the caller's transaction; `at` is the moment of its id.
    pub(crate) async fn enqueue_event(
        &self,
        tx: &mut Tx,
        webhook: &Webhook,
        event: &str,
        seq: Option<i64>,
        at: Timestamp,
    ) -> Result<OutboxId, Broken> {
        let now = self.now();
        let id = OutboxId::new(at, self.chance());
        let message = Message::Event {
            webhook: webhook.id,
            seq,
            at: now,
        };
        let text = serde_json::to_vec(&message).map_err(|_| Broken::Damaged("message"))?;
        let new = NewDelivery {
            id,
            sealed: self.sealer.seal(outbox_place(&id), &text, self.chance())?,
            partner_id: webhook.partner_id,
            about: &message.about(),
            webhook: webhook.id,
            event,
            seq,
        };
        deliveries::enqueue(tx, new, now).await?;
        self.nudge_events.notify_one();
        Ok(id)
    }
}
