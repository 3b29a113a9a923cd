//! Webhooks: addresses that the audit entries of the partner are posted to.

use super::body::{Faults, answer};
use super::key::{Key, Needs, WebhooksRead, WebhooksSecrets, WebhooksWrite};
use super::member_state::{Done, done};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::operation::{WebhookCard, WebhookFolder};
use kernel::{Span, Timestamp, WebhookId, WebhookSecretId};
use model::operation::{EventFilter, WebhookDraft, WebhookRefusal, WebhookSecret, WebhookState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether events leave.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookStanding {
    /// They do.
    Active,
    /// Somebody holds them back.
    Paused,
    /// The hub holds them back: the receiver is gone, or has failed for too long.
    Stopped,
}

/// A webhook.
#[derive(Serialize, ToSchema)]
pub struct WebhookView {
    /// The id.
    pub id: String,
    /// Where events are posted.
    #[schema(example = "https://siem.example.com/vestibule")]
    pub address: String,
    /// What it is for.
    pub description: String,
    /// Which events: `member.deactivated`, `member.*` or `*`.
    pub events: Vec<String>,
    /// Whether they leave.
    pub state: WebhookStanding,
    /// Why the hub holds them back; empty while it does not.
    pub stopped_because: String,
    /// Since when nothing has arrived.
    #[schema(format = DateTime)]
    pub failing_since: Option<String>,
    /// When something arrived last.
    #[schema(format = DateTime)]
    pub last_success_at: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Events that wait.
    pub waiting: i64,
    /// Events that were given up.
    pub given_up: i64,
}

impl From<WebhookCard> for WebhookView {
    fn from(card: WebhookCard) -> Self {
        let webhook = card.webhook;
        Self {
            id: webhook.id.to_string(),
            address: webhook.draft.address,
            description: webhook.draft.description,
            events: webhook.draft.events.patterns().to_vec(),
            state: match webhook.state {
                WebhookState::Active => WebhookStanding::Active,
                WebhookState::Paused => WebhookStanding::Paused,
                WebhookState::Stopped => WebhookStanding::Stopped,
            },
            stopped_because: webhook.stopped_because,
            failing_since: webhook.failing_since.map(Timestamp::rfc3339),
            last_success_at: webhook.last_success_at.map(Timestamp::rfc3339),
            created_at: webhook.created_at.rfc3339(),
            waiting: card.waiting,
            given_up: card.given_up,
        }
    }
}

/// All webhooks.
#[derive(Serialize, ToSchema)]
pub struct WebhooksView {
    /// The webhooks.
    pub data: Vec<WebhookView>,
}

/// The webhooks of the partner.
#[utoipa::path(get, path = "/api/v1/webhooks", operation_id = "list_webhooks", tag = "Webhooks",
    responses((status = 200, description = "The webhooks", body = WebhooksView)))]
pub async fn list(ctx: Ctx<Key<WebhooksRead>>) -> Answer {
    let cards = ctx.app.engine.list_webhooks(ctx.who.admin()).await?;
    let data = cards.into_iter().map(Into::into).collect();
    answer(200, &WebhooksView { data })
}

/// A secret that signs, without its text.
#[derive(Serialize, ToSchema)]
pub struct SigningView {
    /// The id.
    pub id: String,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it stops signing.
    #[schema(format = DateTime)]
    pub expires_at: Option<String>,
}

impl From<WebhookSecret> for SigningView {
    fn from(secret: WebhookSecret) -> Self {
        Self {
            id: secret.id.to_string(),
            created_at: secret.created_at.rfc3339(),
            expires_at: secret.expires_at.map(Timestamp::rfc3339),
        }
    }
}

/// A webhook with its secrets.
#[derive(Serialize, ToSchema)]
pub struct WebhookDetail {
    /// The webhook.
    pub webhook: WebhookView,
    /// The secrets that sign at this moment.
    pub secrets: Vec<SigningView>,
}

impl From<WebhookFolder> for WebhookDetail {
    fn from(folder: WebhookFolder) -> Self {
        Self {
            webhook: folder.card.into(),
            secrets: folder.secrets.into_iter().map(Into::into).collect(),
        }
    }
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<WebhookId, Failed> {
    ctx.placeholder("webhook")
        .parse()
        .map_err(|_| Failed::of(&WebhookRefusal::Unknown))
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>, id: WebhookId) -> Answer {
    let folder = ctx.app.engine.get_webhook(ctx.who.admin(), id).await?;
    answer(200, &WebhookDetail::from(folder))
}

/// One webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{webhook}", operation_id = "get_webhook", tag = "Webhooks",
    responses((status = 200, description = "The webhook", body = WebhookDetail)))]
pub async fn get(ctx: Ctx<Key<WebhooksRead>>) -> Answer {
    show(&ctx, id_of(&ctx)?).await
}

/// What is said of a webhook.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookIn {
    /// Where events are posted: a public https address.
    #[schema(max_length = 500, example = "https://siem.example.com/vestibule")]
    address: String,
    /// What it is for.
    #[serde(default)]
    #[schema(max_length = 200)]
    description: String,
    /// Which events: `member.deactivated`, `member.*` or `*`.
    #[schema(min_items = 1, max_items = 50, example = json!(["member.*"]))]
    events: Vec<String>,
}

impl WebhookIn {
    fn draft(self) -> Result<WebhookDraft, Failed> {
        let mut faults = Faults::default();
        for (n, line) in self.events.iter().enumerate().take(60) {
            faults.line(&format!("/events/{n}"), line, 60);
        }
        let events = faults.read("/events", EventFilter::parse(&self.events.join("\n")));
        let Some(events) = events else {
            return Err(faults.refusal());
        };
        faults.done()?;
        Ok(WebhookDraft {
            address: self.address.trim().to_owned(),
            description: self.description.trim().to_owned(),
            events,
        })
    }
}

/// A webhook that was made.
#[derive(Serialize, ToSchema)]
pub struct WebhookMadeView {
    /// The id.
    pub id: String,
    /// What it signs with: here, and nowhere else afterwards.
    pub secret: String,
}

/// Makes a webhook. Its secret is in the answer and nowhere else afterwards.
#[utoipa::path(post, path = "/api/v1/webhooks", operation_id = "make_webhook", tag = "Webhooks",
    request_body = WebhookIn, responses((status = 201, description = "The webhook, with its secret", body = WebhookMadeView)))]
pub async fn make(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    let draft = ctx.json::<WebhookIn>()?.draft()?;
    let (id, secret) = ctx.app.engine.make_webhook(ctx.who.admin(), draft).await?;
    answer(
        201,
        &WebhookMadeView {
            id: id.to_string(),
            secret: secret.reveal().clone(),
        },
    )
}

/// Changes a webhook.
#[utoipa::path(put, path = "/api/v1/webhooks/{webhook}", operation_id = "change_webhook", tag = "Webhooks",
    request_body = WebhookIn, responses((status = 200, description = "The webhook", body = WebhookDetail)))]
pub async fn change(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    let draft = ctx.json::<WebhookIn>()?.draft()?;
    let id = id_of(&ctx)?;
    ctx.app
        .engine
        .change_webhook(ctx.who.admin(), id, draft)
        .await?;
    show(&ctx, id).await
}

/// Deletes a webhook with what waits for it.
#[utoipa::path(delete, path = "/api/v1/webhooks/{webhook}", operation_id = "delete_webhook", tag = "Webhooks",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn delete(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.delete_webhook(ctx.who.admin(), id).await?;
    done()
}

/// Holds events back until they are let go on.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/pause", operation_id = "pause_webhook", tag = "Webhooks",
    responses((status = 200, description = "The webhook", body = WebhookDetail)))]
pub async fn pause(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.pause_webhook(ctx.who.admin(), id).await?;
    show(&ctx, id).await
}

/// How it goes on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeIn {
    /// True leaves out what happened meanwhile; false sends it now.
    from_now: bool,
}

/// Lets events leave again.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/resume", operation_id = "resume_webhook", tag = "Webhooks",
    request_body = ResumeIn, responses((status = 200, description = "The webhook", body = WebhookDetail)))]
pub async fn resume(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    let asked: ResumeIn = ctx.json()?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine.resume_webhook(admin, id, asked.from_now).await?;
    show(&ctx, id).await
}

/// A delivery that is on its way.
#[derive(Serialize, ToSchema)]
pub struct TestView {
    /// The id of the delivery.
    pub delivery: String,
}

/// Sends a test event; its delivery says what came back.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/test", operation_id = "test_webhook", tag = "Webhooks",
    responses((status = 200, description = "It is on its way", body = TestView)))]
pub async fn test(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    let sent = ctx.app.engine.test_webhook(ctx.who.admin(), id).await?;
    let delivery = sent.to_string();
    answer(200, &TestView { delivery })
}

/// How a secret is followed by a new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSigningIn {
    /// For how many hours the old one signs on beside the new one.
    #[schema(minimum = 0, maximum = 720, example = 24)]
    old_signs_for_hours: i64,
}

/// The new secret.
#[derive(Serialize, ToSchema)]
pub struct NewSigningSecret {
    /// Here, and nowhere else afterwards.
    pub secret: String,
}

/// Makes a new secret beside the old one, which signs on for the chosen time.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/secrets", operation_id = "rotate_webhook_secret", tag = "Webhooks",
    request_body = NewSigningIn, responses((status = 201, description = "The new secret", body = NewSigningSecret)))]
pub async fn rotate(ctx: Ctx<Key<WebhooksSecrets>>) -> Answer {
    let asked: NewSigningIn = ctx.json()?;
    let hours = asked.old_signs_for_hours;
    if !(0..=720).contains(&hours) {
        let mut faults = Faults::default();
        faults.at("/old_signs_for_hours", "Choose 0 to 720 hours.");
        return Err(faults.refusal());
    }
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    let made = engine.rotate_webhook_secret(ctx.who.admin(), id, Span::hours(hours));
    let secret = made.await?.reveal().clone();
    answer(201, &NewSigningSecret { secret })
}

/// Ends a secret at once; the last one stays.
#[utoipa::path(delete, path = "/api/v1/webhooks/{webhook}/secrets/{signing}", operation_id = "end_webhook_secret", tag = "Webhooks",
    responses((status = 200, description = "It signs no more", body = Done)))]
pub async fn end_secret(ctx: Ctx<Key<WebhooksSecrets>>) -> Answer {
    ctx.no_body()?;
    let secret: WebhookSecretId = ctx
        .placeholder("signing")
        .parse()
        .map_err(|_| Failed::of(&WebhookRefusal::LastSecret))?;
    let id = id_of(&ctx)?;
    let engine = &ctx.app.engine;
    engine
        .end_webhook_secret(ctx.who.admin(), id, secret)
        .await?;
    done()
}
