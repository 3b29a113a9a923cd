//! What became of events, and sending them again.

use super::body::{answer, short};
use super::jobs::JobState;
use super::key::{Key, WebhooksRead, WebhooksWrite};
use super::member_state::{Done, done};
use super::paging::{PageOf, limit, place};
use super::webhooks::id_of;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use kernel::{OutboxId, Timestamp};
use model::operation::{DeliveryFilter, EventDelivery, WebhookRefusal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An event on its way, or what came of it.
#[derive(Serialize, ToSchema)]
pub struct DeliveryView {
    /// The id; receivers see it as `webhook-id`.
    pub id: String,
    /// What was done.
    pub event: String,
    /// The number of the audit entry; null for a test.
    pub seq: Option<i64>,
    /// Where it stands.
    pub state: JobState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or when it ended.
    #[schema(format = DateTime)]
    pub due_at: String,
    /// Why it did not arrive the last time; empty when nothing went wrong.
    pub last_fault: String,
    /// The status of the last answer.
    pub status: Option<i64>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<EventDelivery> for DeliveryView {
    fn from(one: EventDelivery) -> Self {
        Self {
            id: one.id.to_string(),
            event: one.event,
            seq: one.seq,
            state: one.state.into(),
            attempts: one.attempts,
            due_at: one.due_at.rfc3339(),
            last_fault: one.last_fault,
            status: one.status,
            created_at: one.created_at.rfc3339(),
        }
    }
}

/// Which deliveries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Where they stand.
    state: Option<JobState>,
    /// How the event begins.
    #[param(max_length = 60)]
    event: Option<String>,
}

/// What became of events, newest first, by the page.
#[utoipa::path(get, path = "/api/v1/webhooks/{webhook}/deliveries", operation_id = "list_deliveries", tag = "Webhooks",
    params(DeliveryQuery), responses((status = 200, description = "A page of deliveries", body = PageOf<DeliveryView>)))]
pub async fn list(ctx: Ctx<Key<WebhooksRead>>) -> Answer {
    let asked: DeliveryQuery = ctx.asked()?;
    let limit = limit(asked.limit)?;
    let before: Option<OutboxId> = place(asked.cursor.as_deref(), |t| t.parse().ok())?;
    let filter = DeliveryFilter {
        state: asked.state.map(Into::into),
        event: short("event", asked.event, 60)?,
    };
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    let rows = engine
        .list_deliveries(ctx.who.admin(), id, &filter, before, limit + 1)
        .await?;
    let row = |one: &EventDelivery| one.id.to_string();
    answer(200, &PageOf::of(rows, limit, row, DeliveryView::from))
}

/// Sends one event again, whatever came of it.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/deliveries/{delivery}/replay", operation_id = "replay_delivery", tag = "Webhooks",
    responses((status = 200, description = "It is on its way", body = Done)))]
pub async fn replay(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    ctx.no_body()?;
    let delivery: OutboxId = ctx
        .placeholder("delivery")
        .parse()
        .map_err(|_| Failed::of(&WebhookRefusal::UnknownDelivery))?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.replay_delivery(admin, id, delivery).await?;
    done()
}

/// How many events are sent again.
#[derive(Serialize, ToSchema)]
pub struct ReplayedView {
    /// How many.
    pub events: i64,
}

/// Sends all events again that were given up.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/replay-given-up", operation_id = "replay_given_up", tag = "Webhooks",
    responses((status = 200, description = "How many", body = ReplayedView)))]
pub async fn replay_given_up(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    ctx.no_body()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let replayed = ctx.app.engine.replay_given_up(admin, id).await?;
    let events = i64::try_from(replayed).unwrap_or(i64::MAX);
    answer(200, &ReplayedView { events })
}

/// From when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayIn {
    /// Events from this moment on.
    #[schema(format = DateTime, example = "2026-11-26T00:00:00Z")]
    since: String,
}

fn since(asked: &ReplayIn) -> Result<Timestamp, Failed> {
    let mut faults = super::body::Faults::default();
    let read = Timestamp::of_rfc3339(&asked.since).ok_or("Write a moment as 2026-11-26T12:00:00Z.");
    match faults.read("/since", read) {
        Some(at) => Ok(at),
        None => Err(faults.refusal()),
    }
}

/// How many events a replay from a moment on would send. Nothing is sent.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/replay/preview", operation_id = "preview_replay", tag = "Webhooks",
    request_body = ReplayIn, responses((status = 200, description = "How many", body = ReplayedView)))]
pub async fn preview(ctx: Ctx<Key<WebhooksRead>>) -> Answer {
    let since = since(&ctx.json()?)?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let found = ctx.app.engine.preview_replay(admin, id, since).await?;
    answer(
        200,
        &ReplayedView {
            events: found.events,
        },
    )
}

/// Sends all events from a moment on again.
#[utoipa::path(post, path = "/api/v1/webhooks/{webhook}/replay", operation_id = "replay_since", tag = "Webhooks",
    request_body = ReplayIn, responses((status = 200, description = "How many", body = ReplayedView)))]
pub async fn replay_since(ctx: Ctx<Key<WebhooksWrite>>) -> Answer {
    let since = since(&ctx.json()?)?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let events = ctx.app.engine.replay_since(admin, id, since).await?;
    answer(200, &ReplayedView { events })
}
