//! The worker's steps for events: claim, sign, post, settle. Each webhook has a lane of its own with
//! few places, so that a receiver who is slow or down holds up nobody else.

use super::deliver::LEASE;
use super::webhooks::in_words;
use crate::core::outbox_place;
use crate::outside::{EventPost, Outside};
use crate::{Broken, Engine};
use futures_util::future::join_all;
use kernel::Scope;
use model::operation::{
    Actor, AuditDraft, Echo, Message, OutboxState, Verdict, Webhook, WebhookState, judge,
};
use store::operation::outbox::Claimed;
use store::operation::{audit, deliveries, webhooks};

/// Events of one webhook that are on their way at once.
const OF_LANE: i64 = 4;
/// Most events that one claim gives.
pub const EVENT_CLAIM: usize = 32;

/// An event that was claimed and not yet posted.
#[derive(Debug)]
pub struct DueEvent(Claimed);

impl Engine {
    /// Claims what is due, each for [`Engine::post_event`]. One that is not posted comes again when
    /// its lease of two minutes has run out.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used.
    pub async fn claim_events(&self) -> Result<Vec<DueEvent>, Broken> {
        let now = self.now();
        let most = i64::try_from(EVENT_CLAIM).unwrap_or(1);
        // Most of the time nothing waits, and a look costs less than a write.
        {
            let mut tx = self.db.read().await?;
            if deliveries::count_all(&mut tx, OutboxState::Waiting).await? == 0 {
                return Ok(Vec::new());
            }
        }
        let claimed = self
            .db
            .write(move |tx| {
                Box::pin(
                    async move { deliveries::claim(tx, now, now + LEASE, OF_LANE, most).await },
                )
            })
            .await?;
        Ok(claimed.into_iter().map(DueEvent).collect())
    }

    /// Posts what is due, all at once; how many were tried.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used; a failed delivery is no error here.
    pub async fn post_due_events(&self, outside: &dyn Outside) -> Result<usize, Broken> {
        let due = self.claim_events().await?;
        let count = due.len();
        let posts = due.into_iter().map(|event| self.post_event(event, outside));
        for settled in join_all(posts).await {
            settled?;
        }
        Ok(count)
    }

    /// Posts a claimed event and writes down what came of it.
    ///
    /// # Errors
    /// [`Broken`], when that cannot be written; a failed delivery is no error here.
    pub async fn post_event(
        &self,
        DueEvent(claimed): DueEvent,
        outside: &dyn Outside,
    ) -> Result<(), Broken> {
        let (webhook, post) = match self.prepare(&claimed).await {
            Ok(Some(ready)) => ready,
            // Deleted meanwhile, and its lane with it.
            Ok(None) => return Ok(()),
            Err(broken @ Broken::Store(_)) => return Err(broken),
            Err(broken) => {
                return self.put_aside(claimed, broken).await;
            }
        };
        let echo = outside.post_event(&post).await;
        self.settle_event(claimed, webhook, echo).await
    }

    /// The webhook, and the event signed with every secret that is good at this moment.
    #[allow(
        clippy::disallowed_methods,
        reason = "the scope of the webhook whose delivery it is"
    )]
    async fn prepare(&self, claimed: &Claimed) -> Result<Option<(Webhook, EventPost)>, Broken> {
        let place = outbox_place(&claimed.id);
        let text = self.sealer.open(place, &claimed.sealed_message)?;
        let Ok(Message::Event { webhook, seq, at }) = serde_json::from_slice(&text) else {
            return Err(Broken::Damaged("message"));
        };
        let now = self.now();
        let mut tx = self.db.read().await?;
        let Some(webhook) = webhooks::of_lane(&mut tx, webhook).await? else {
            return Ok(None);
        };
        let partner = webhook.partner_id;
        let (id, body) = match seq {
            Some(seq) => {
                let entry = audit::entry(&mut tx, Scope::of(partner), seq).await?;
                let entry = entry.ok_or(Broken::Damaged("audit entry of an event"))?;
                (
                    protocol::webhook::entry_id(partner, seq),
                    protocol::webhook::entry_body(&entry),
                )
            }
            None => (
                protocol::webhook::test_id(claimed.id),
                protocol::webhook::test_body(partner, at),
            ),
        };
        let mut signatures = Vec::new();
        for secret in webhooks::secrets(&mut tx, webhook.id).await? {
            if secret.live(now) {
                let secret = self.open_webhook_secret(&secret)?;
                let seconds = now.unix_seconds();
                signatures.push(vault::webhook::sign(&secret, &id, seconds, &body)?);
            }
        }
        let post = EventPost {
            address: webhook.draft.address.clone(),
            id,
            seconds: now.unix_seconds(),
            signatures: signatures.join(" "),
            body,
        };
        Ok(Some((webhook, post)))
    }

    async fn settle_event(
        &self,
        claimed: Claimed,
        webhook: Webhook,
        echo: Echo,
    ) -> Result<(), Broken> {
        let fault = echo.fault_in_words();
        let engine = self.clone();
        let id = webhook.id;
        let (state, stopped, again) = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let now = engine.now();
                    // As it stands now: others of its lane have ended meanwhile.
                    let Some(webhook) = webhooks::of_lane(tx, webhook.id).await? else {
                        return Ok((OutboxState::Dead, None, false));
                    };
                    let since = webhook.failing_since;
                    let verdict = judge(&echo, claimed.attempt, since, now, engine.chance());
                    deliveries::settle(tx, claimed.id, &verdict, &echo).await?;
                    let arrived = verdict.state == OutboxState::Sent;
                    let success = arrived.then_some(now);
                    webhooks::note_attempt(tx, webhook.id, verdict.failing_since, success).await?;
                    let stop = engine.stop(tx, &webhook, &verdict).await?;
                    Ok::<_, Broken>((verdict.state, stop, arrived && since.is_some()))
                })
            })
            .await?;
        let result = state.as_str();
        metrics::counter!("vestibule_outbox_total", "kind" => "event", "result" => result)
            .increment(1);
        if state != OutboxState::Sent {
            tracing::warn!(outbox.id = %claimed.id, outbox.kind = "event", outbox.attempt = claimed.attempt, fault, "a message did not arrive");
        }
        if let Some(reason) = stopped {
            tracing::warn!(webhook.id = %id, reason, "a webhook was stopped");
        }
        if again {
            self.hurry_lane(id).await?;
        }
        // There is room in the lane: the next may come into the outbox.
        self.nudge_fan_out.notify_one();
        Ok(())
    }

    /// Lets what waits leave now: the receiver answers again. By itself, so that it never holds the
    /// rows of others together with that of a delivery.
    async fn hurry_lane(&self, id: kernel::WebhookId) -> Result<(), Broken> {
        let now = self.now();
        let hurried: Result<(), store::StoreFault> = self
            .db
            .write(move |tx| Box::pin(async move { deliveries::hurry(tx, id, now).await }))
            .await;
        self.nudge_events.notify_one();
        Ok(hurried?)
    }

    /// Holds a webhook back where the verdict says so.
    #[allow(
        clippy::disallowed_methods,
        reason = "the scope of the webhook whose delivery it is"
    )]
    async fn stop(
        &self,
        tx: &mut store::Tx,
        webhook: &Webhook,
        verdict: &Verdict,
    ) -> Result<Option<String>, Broken> {
        let Some(reason) = &verdict.stop else {
            return Ok(None);
        };
        if webhook.state != WebhookState::Active {
            return Ok(None);
        }
        let (scope, state) = (Scope::of(webhook.partner_id), WebhookState::Stopped);
        webhooks::set_state(tx, scope, webhook.id, state, reason).await?;
        let after = Webhook {
            state,
            ..webhook.clone()
        };
        let partner = Some(webhook.partner_id);
        let entry = AuditDraft::new(partner, Actor::Hub, "webhook.stopped", webhook.id)
            .because(reason.clone())
            .change(in_words(webhook), in_words(&after));
        self.record(tx, entry);
        Ok(Some(reason.clone()))
    }

    /// An event that cannot be made is given up at once; the log says why.
    async fn put_aside(&self, claimed: Claimed, broken: Broken) -> Result<(), Broken> {
        let fault = broken.to_string();
        tracing::error!(outbox.id = %claimed.id, fault, "an event cannot be made");
        let verdict = Verdict {
            state: OutboxState::Dead,
            due_at: self.now(),
            failing_since: None,
            stop: None,
        };
        let echo = Echo {
            fault,
            ..Echo::default()
        };
        self.db
            .write(move |tx| {
                Box::pin(async move { deliveries::settle(tx, claimed.id, &verdict, &echo).await })
            })
            .await?;
        Ok(())
    }
}
