//! Webhooks, as masters administer them.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{OutboxId, Scope, Secret, Timestamp, WebhookId};
use model::operation::{
    DeliveryFilter, EventDelivery, MOST_WEBHOOKS, OutboxState, Webhook, WebhookDraft,
    WebhookRefusal, WebhookSecret, WebhookState,
};
use store::Tx;
use store::operation::{audit, deliveries, webhooks};

/// A webhook with how it stands.
#[derive(Clone, Debug)]
pub struct WebhookCard {
    /// The webhook.
    pub webhook: Webhook,
    /// How many events wait in the outbox.
    pub waiting: i64,
    /// How many were given up.
    pub given_up: i64,
    /// How many entries of the audit log were not looked at yet.
    pub behind: i64,
}

/// All that is known of one webhook.
#[derive(Clone, Debug)]
pub struct WebhookFolder {
    /// The webhook and how it stands.
    pub card: WebhookCard,
    /// Its secrets that sign, the newest first; the values stay sealed.
    pub secrets: Vec<WebhookSecret>,
}

pub(crate) async fn known(
    tx: &mut Tx,
    scope: Scope,
    id: WebhookId,
) -> Result<Webhook, Failure<WebhookRefusal>> {
    webhooks::find(tx, scope, id)
        .await?
        .ok_or(Failure::Refused(WebhookRefusal::Unknown))
}

/// The number of the partner's newest entry.
pub(crate) async fn end_of_chain(tx: &mut Tx, scope: Scope) -> Result<i64, Broken> {
    Ok(audit::head_of(tx, scope).await?.map_or(0, |h| h.length))
}

async fn card(tx: &mut Tx, webhook: Webhook, end: i64) -> Result<WebhookCard, Broken> {
    Ok(WebhookCard {
        waiting: deliveries::count(tx, webhook.id, OutboxState::Waiting).await?,
        given_up: deliveries::count(tx, webhook.id, OutboxState::Dead).await?,
        behind: (end - webhook.cursor).max(0),
        webhook,
    })
}

/// A webhook in the audit log. Of the address the host alone: the rest may hold a secret.
pub(crate) fn in_words(webhook: &Webhook) -> String {
    serde_json::json!({
        "host": webhook.host(),
        "description": webhook.draft.description,
        "events": webhook.draft.events.patterns(),
        "state": webhook.state.as_str(),
    })
    .to_string()
}

impl Engine {
    fn check_webhook(&self, draft: &WebhookDraft) -> Result<(), Failure<WebhookRefusal>> {
        draft
            .check(self.settings().webhooks.private_addresses)
            .map_err(Failure::Refused)
    }

    /// The webhooks of her partner, the oldest first: twenty at most.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_webhooks(&self, admin: &Administrator) -> Result<Vec<WebhookCard>, Broken> {
        let mut tx = self.db.read().await?;
        let end = end_of_chain(&mut tx, admin.scope).await?;
        let mut cards = Vec::new();
        for webhook in webhooks::list(&mut tx, admin.scope).await? {
            cards.push(card(&mut tx, webhook, end).await?);
        }
        Ok(cards)
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn get_webhook(
        &self,
        admin: &Administrator,
        id: WebhookId,
    ) -> Result<WebhookFolder, Failure<WebhookRefusal>> {
        let now = self.now();
        let mut tx = self.db.read().await?;
        let webhook = known(&mut tx, admin.scope, id).await?;
        let end = end_of_chain(&mut tx, admin.scope).await?;
        let mut secrets = webhooks::secrets(&mut tx, id).await?;
        secrets.retain(|s| s.live(now));
        Ok(WebhookFolder {
            card: card(&mut tx, webhook, end).await?,
            secrets,
        })
    }

    /// Makes a webhook. It gets what happens from now on. The secret is in the answer and nowhere
    /// else afterwards.
    ///
    /// # Errors
    /// [`WebhookRefusal::Address`], `Description`, `TooMany`.
    pub async fn make_webhook(
        &self,
        admin: &Administrator,
        draft: WebhookDraft,
    ) -> Result<(WebhookId, Secret<String>), Failure<WebhookRefusal>> {
        self.check_webhook(&draft)?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (scope, now) = (admin.scope, engine.now());
                    // Of two that are made at once the second waits here and counts the first.
                    store::operation::installation::lock(tx, "webhooks").await?;
                    if webhooks::count(tx, scope).await? >= MOST_WEBHOOKS {
                        return Err(Failure::Refused(WebhookRefusal::TooMany));
                    }
                    let webhook = Webhook {
                        id: WebhookId::new(now, engine.chance()),
                        partner_id: scope.partner(),
                        draft,
                        state: WebhookState::Active,
                        cursor: end_of_chain(tx, scope).await?,
                        failing_since: None,
                        last_success_at: None,
                        stopped_because: String::new(),
                        created_at: now,
                    };
                    webhooks::insert(tx, &webhook).await?;
                    let (_, secret) = engine.new_webhook_secret(tx, webhook.id).await?;
                    let entry = admin.did("webhook.made", webhook.id);
                    engine.record(tx, entry.change("", in_words(&webhook)));
                    Ok((webhook.id, secret))
                })
            })
            .await
    }

    /// Changes address, description and events. What waits goes to the new address.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`], `Address`, `Description`.
    pub async fn change_webhook(
        &self,
        admin: &Administrator,
        id: WebhookId,
        draft: WebhookDraft,
    ) -> Result<(), Failure<WebhookRefusal>> {
        self.check_webhook(&draft)?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, admin.scope, id).await?;
                    if before.draft == draft {
                        return Ok(());
                    }
                    webhooks::change(tx, admin.scope, id, &draft).await?;
                    let words = in_words(&before);
                    let moved = before.draft.address != draft.address;
                    let after = Webhook { draft, ..before };
                    let mut entry = admin
                        .did("webhook.changed", id)
                        .change(words, in_words(&after));
                    if moved {
                        entry = entry.because("the address is another");
                    }
                    engine.record(tx, entry);
                    Ok(())
                })
            })
            .await
    }

    /// Holds events back. They stay in the audit log, and nothing is lost.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn pause_webhook(
        &self,
        admin: &Administrator,
        id: WebhookId,
    ) -> Result<(), Failure<WebhookRefusal>> {
        self.set_webhook_state(admin, id, WebhookState::Paused, false)
            .await
    }

    /// Lets events leave again: all that happened meanwhile, or with `from_now` only what comes.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn resume_webhook(
        &self,
        admin: &Administrator,
        id: WebhookId,
        from_now: bool,
    ) -> Result<(), Failure<WebhookRefusal>> {
        self.set_webhook_state(admin, id, WebhookState::Active, from_now)
            .await
    }

    async fn set_webhook_state(
        &self,
        admin: &Administrator,
        id: WebhookId,
        state: WebhookState,
        from_now: bool,
    ) -> Result<(), Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (scope, now) = (admin.scope, engine.now());
                    let before = known(tx, scope, id).await?;
                    if before.state == state {
                        return Ok(());
                    }
                    webhooks::set_state(tx, scope, id, state, "").await?;
                    let mut entry = match state {
                        WebhookState::Active => admin.did("webhook.resumed", id),
                        _ => admin.did("webhook.paused", id),
                    };
                    if from_now {
                        let end = end_of_chain(tx, scope).await?;
                        webhooks::set_cursor(tx, scope, id, end).await?;
                        deliveries::drop_waiting(tx, id).await?;
                        entry = entry.because("what happened meanwhile is left out");
                    }
                    if state == WebhookState::Active {
                        deliveries::hurry(tx, id, now).await?;
                    }
                    engine.record(tx, entry.change(before.state.as_str(), state.as_str()));
                    Ok(())
                })
            })
            .await
    }

    /// Deletes a webhook with its secrets and its log.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn delete_webhook(
        &self,
        admin: &Administrator,
        id: WebhookId,
    ) -> Result<(), Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let webhook = known(tx, admin.scope, id).await?;
                    deliveries::empty(tx, id).await?;
                    webhooks::delete(tx, admin.scope, id).await?;
                    let entry = admin.did("webhook.deleted", id);
                    engine.record(tx, entry.change(in_words(&webhook), ""));
                    Ok(())
                })
            })
            .await
    }

    /// Sends a test event, also while the webhook is held back. It is tried like any other.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn test_webhook(
        &self,
        admin: &Administrator,
        id: WebhookId,
    ) -> Result<OutboxId, Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let webhook = known(tx, admin.scope, id).await?;
                    engine.record(tx, admin.did("webhook.tested", id));
                    let (test, now) = (protocol::webhook::TEST, engine.now());
                    Ok(engine.enqueue_event(tx, &webhook, test, None, now).await?)
                })
            })
            .await
    }

    /// Deliveries of a webhook, newest first, before an id. The newest 2,000 that arrived are kept,
    /// and as many that were given up.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`].
    pub async fn list_deliveries(
        &self,
        admin: &Administrator,
        id: WebhookId,
        filter: &DeliveryFilter,
        before: Option<OutboxId>,
        limit: i64,
    ) -> Result<Vec<EventDelivery>, Failure<WebhookRefusal>> {
        let mut tx = self.db.read().await?;
        known(&mut tx, admin.scope, id).await?;
        Ok(deliveries::list(&mut tx, id, filter, before, limit).await?)
    }

    /// When the partner's oldest entry was written, which is how far a replay can go back.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn first_entry_at(&self, admin: &Administrator) -> Result<Option<Timestamp>, Broken> {
        let mut tx = self.db.read().await?;
        Ok(audit::entry(&mut tx, admin.scope, 1).await?.map(|e| e.at))
    }
}
