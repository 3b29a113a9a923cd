//! Webhooks: the list, a new one, one with its secrets. Its deliveries are in `deliveries`.

use super::reading::{shell, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::{Fresh, FreshFactor};
use crate::guard::Master;
use crate::view::console::{
    Choice, DeliveryLine, WebhookLine, WebhookPage, WebhookSecretLine, WebhooksPage, thousands,
};
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use engine::operation::WebhookCard;
use kernel::{Refusal, Secret, Span, WebhookId};
use model::operation::{
    DeliveryFilter, EventDelivery, EventFilter, MOST_WEBHOOKS, OutboxState, WebhookDraft,
    WebhookRefusal, WebhookState,
};

/// Deliveries on a page.
const PAGE: i64 = 50;

const fn tone(state: WebhookState, failing: bool) -> &'static str {
    match state {
        WebhookState::Active if failing => "warn",
        WebhookState::Active => "good",
        WebhookState::Paused => "info",
        WebhookState::Stopped => "bad",
    }
}

fn state_in_words(card: &WebhookCard) -> &'static str {
    match card.webhook.state {
        WebhookState::Active if card.webhook.failing_since.is_some() => "Failing",
        state => state.title(),
    }
}

fn line(card: &WebhookCard) -> WebhookLine {
    let webhook = &card.webhook;
    let patterns = webhook.draft.events.patterns();
    WebhookLine {
        id: webhook.id.to_string(),
        host: webhook.host(),
        description: webhook.draft.description.clone(),
        events: if patterns.iter().any(|p| p == "*") {
            "All events".into()
        } else {
            patterns.join(", ")
        },
        state: state_in_words(card),
        tone: tone(webhook.state, webhook.failing_since.is_some()),
        last_success: when(webhook.last_success_at),
        waiting: thousands(card.waiting),
        given_up: card.given_up,
    }
}

/// `GET /console/webhooks`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let cards = ctx.app.engine.list_webhooks(&ctx.who.1).await?;
    let held = |c: &&WebhookCard| c.webhook.state == WebhookState::Stopped;
    let stopped = cards.iter().filter(held).count();
    let notice = match (ctx.query().get("done"), stopped) {
        ("deleted", _) => Some(Notice::new(Tone::Good, "The webhook was deleted.")),
        (_, 0) => None,
        (_, n) => {
            let text = format!(
                "{n} {} stopped. Its page says why; events wait until you let them go on.",
                if n == 1 {
                    "webhook was"
                } else {
                    "webhooks were"
                }
            );
            Some(Notice::new(Tone::Warn, text))
        }
    };
    let view = WebhooksPage {
        shell: shell(&ctx, "/console/webhooks").await?,
        notice,
        room: i64::try_from(cards.len()).unwrap_or(MOST_WEBHOOKS) < MOST_WEBHOOKS,
        rows: cards.iter().map(line).collect(),
    };
    page(200, &view)
}

/// `GET /console/webhooks/new`.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    let view = WebhookPage {
        shell: shell(&ctx, "/console/webhooks").await?,
        events: Field::of("*"),
        ..WebhookPage::default()
    };
    page(200, &view)
}

pub(super) fn id_of(ctx: &Ctx<Master>) -> Result<WebhookId, Failed> {
    ctx.placeholder("webhook")
        .parse()
        .map_err(|_| Failed::of(&WebhookRefusal::Unknown))
}

fn delivery(row: EventDelivery) -> DeliveryLine {
    let answered = row.status.map(|s| s.to_string()).unwrap_or_default();
    let outcome = match (&row.last_fault, row.millis) {
        (fault, _) if !fault.is_empty() => fault.clone(),
        (_, Some(millis)) => format!("{answered} in {} ms", thousands(millis)),
        (_, None) => "Not tried yet".into(),
    };
    DeliveryLine {
        id: row.id.to_string(),
        event: row.event,
        seq: row.seq.map(|s| s.to_string()).unwrap_or_default(),
        state: row.state.title(),
        tone: match row.state {
            OutboxState::Waiting if row.last_fault.is_empty() => "info",
            OutboxState::Waiting => "warn",
            OutboxState::Sent => "good",
            OutboxState::Dead => "bad",
        },
        attempts: row.attempts,
        due: row.due_at.for_people(),
        outcome,
        answer: row.answer,
    }
}

/// The page of a webhook as it stands, with its log as the query filters it.
pub(super) async fn view(ctx: &Ctx<Master>, id: WebhookId) -> Result<WebhookPage, Failed> {
    let (engine, admin, query) = (&ctx.app.engine, &ctx.who.1, ctx.query());
    let folder = engine.get_webhook(admin, id).await?;
    let filter = DeliveryFilter {
        state: OutboxState::parse(query.get("state")),
        event: query.get("event").trim().chars().take(60).collect(),
    };
    let before = query.get("before").parse().ok();
    let listed = engine.list_deliveries(admin, id, &filter, before, PAGE + 1);
    let mut rows = listed.await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(0);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|last| {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair("event", &filter.event)
            .append_pair("state", filter.state.map_or("", OutboxState::as_str))
            .append_pair("before", &last.id.to_string());
        format!("/console/webhooks/{id}?{}", out.finish())
    });
    let (card, webhook) = (&folder.card, &folder.card.webhook);
    let trouble = match (webhook.state, webhook.failing_since) {
        (WebhookState::Stopped, _) => {
            format!("Stopped by the hub: {}.", webhook.stopped_because)
        }
        (_, Some(since)) => format!("Nothing has arrived since {}.", since.for_people()),
        _ => String::new(),
    };
    let states = OutboxState::ALL.iter().map(|s| (s.as_str(), s.title()));
    Ok(WebhookPage {
        shell: shell(ctx, "/console/webhooks").await?,
        id: id.to_string(),
        host: webhook.host(),
        state: state_in_words(card),
        tone: tone(webhook.state, webhook.failing_since.is_some()),
        trouble,
        active: webhook.state == WebhookState::Active,
        last_success: when(webhook.last_success_at),
        waiting: thousands(card.waiting),
        behind: thousands(card.behind),
        given_up: card.given_up,
        address: Field::of(&webhook.draft.address),
        description: Field::of(&webhook.draft.description),
        events: Field::of(webhook.draft.events.to_string()),
        secrets: folder
            .secrets
            .iter()
            .map(|s| WebhookSecretLine {
                id: s.id.to_string(),
                made: s.created_at.for_people(),
                ends: s.expires_at.map(|e| e.for_people()).unwrap_or_default(),
            })
            .collect(),
        overlaps: Choice::of(
            [
                ("24", "24 hours"),
                ("168", "7 days"),
                ("720", "30 days"),
                ("0", "not at all"),
            ],
            "24",
        ),
        states: Choice::of(
            [("", "Any state")].into_iter().chain(states),
            query.get("state"),
        ),
        filtered: filter.state.is_some() || !filter.event.is_empty(),
        event: filter.event,
        rows: rows.into_iter().map(delivery).collect(),
        next,
        ..WebhookPage::default()
    })
}

/// `GET /console/webhooks/{webhook}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let id = id_of(&ctx)?;
    let mut view = view(&ctx, id).await?;
    let query = ctx.query();
    let n = || thousands(query.get("n").parse().unwrap_or(0));
    let good = |text: String| Some(Notice::new(Tone::Good, text));
    view.notice = match query.get("done") {
        "saved" => good("Saved.".into()),
        "ended" => good("The secret was ended.".into()),
        "paused" => good("Paused. Nothing leaves until you let it go on.".into()),
        "resumed" => good("Events leave again.".into()),
        "tested" => good("A test event is on its way. Its line below says what came back.".into()),
        "replayed" => good("It is sent again now.".into()),
        "replaying" => good(format!("{} events are sent again now.", n())),
        "gone" => Some(Notice::new(
            Tone::Info,
            "That delivery is on its way at this moment, or gone.",
        )),
        _ => None,
    };
    page(200, &view)
}

/// What a form says, into the page; the draft where all can be read.
fn read(form: &Form, view: &mut WebhookPage) -> Option<WebhookDraft> {
    let typed: String = form.get("events").chars().take(4_000).collect();
    view.address = Field::of(form.shown("address"));
    view.description = Field::of(form.shown("description"));
    view.events = Field::of(typed);
    match EventFilter::parse(form.get("events")) {
        Ok(events) => Some(WebhookDraft {
            address: form.get("address").trim().to_owned(),
            description: form.get("description").trim().to_owned(),
            events,
        }),
        Err(fault) => {
            view.events.fault = Some(fault.to_string());
            None
        }
    }
}

/// Puts a refusal beside the field that it is about.
pub(super) fn refuse(view: &mut WebhookPage, refusal: WebhookRefusal) -> Answer {
    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
    match refusal {
        WebhookRefusal::Unknown => return Err(Failed::of(&refusal)),
        WebhookRefusal::Address => view.address.fault = Some(text),
        WebhookRefusal::Description => view.description.fault = Some(text),
        _ => view.notice = Some(Notice::new(Tone::Bad, text)),
    }
    page(422, view)
}

/// The page with a secret that was just made.
async fn shown_once(
    ctx: &Ctx<Master>,
    id: WebhookId,
    secret: &Secret<String>,
    told: &str,
) -> Answer {
    let mut view = view(ctx, id).await?;
    view.notice = Some(Notice::new(Tone::Good, told));
    view.new_secret = Some(secret.reveal().clone());
    page(200, &view)
}

/// `POST /console/webhooks/new`: after a new proof by a factor.
pub async fn make(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let mut view = WebhookPage {
        shell: shell(&ctx, "/console/webhooks").await?,
        ..WebhookPage::default()
    };
    let Some(draft) = read(&form, &mut view) else {
        return page(422, &view);
    };
    match ctx.app.engine.make_webhook(&ctx.who.1, draft).await {
        Ok((id, secret)) => {
            let told = "The webhook was made. It gets what happens from now on.";
            shown_once(&ctx, id, &secret, told).await
        }
        Err(Failure::Refused(refusal)) => refuse(&mut view, refusal),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/webhooks/{webhook}`: change or delete, after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    if form.get("do") == "delete" {
        if form.get("sure") == "yes" {
            engine.delete_webhook(admin, id).await?;
            return Ok(see_other("/console/webhooks?done=deleted"));
        }
        return Ok(see_other(&format!("/console/webhooks/{id}")));
    }
    let mut view = view(&ctx, id).await?;
    let Some(draft) = read(&form, &mut view) else {
        return page(422, &view);
    };
    match engine.change_webhook(admin, id, draft).await {
        Ok(()) => Ok(see_other(&format!("/console/webhooks/{id}?done=saved"))),
        Err(Failure::Refused(refusal)) => refuse(&mut view, refusal),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/webhooks/{webhook}/secret`: rotate or end, after a new proof by a factor.
pub async fn secret(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let done = if form.get("do") == "end" {
        match form.get("signing").parse() {
            Ok(secret) => engine
                .end_webhook_secret(admin, id, secret)
                .await
                .map(|()| None),
            Err(_) => Err(Failure::Refused(WebhookRefusal::LastSecret)),
        }
    } else {
        let hours = form.get("overlap").parse::<u16>().unwrap_or(24);
        let overlap = Span::hours(hours.into());
        let made = engine.rotate_webhook_secret(admin, id, overlap);
        made.await.map(Some)
    };
    match done {
        Ok(None) => Ok(see_other(&format!("/console/webhooks/{id}?done=ended"))),
        Ok(Some(secret)) => shown_once(&ctx, id, &secret, "A new secret was made.").await,
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, id).await?;
            refuse(&mut view, refusal)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
