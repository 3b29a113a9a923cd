//! API keys: the list, a new one shown once, changes, an end.

use super::reading::{read, shell, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::Master;
use crate::view::console::{ApiKeyLine, ApiKeyMadePage, ApiKeyPage, ApiKeysPage, Tick};
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use engine::operation::ApiKeyCard;
use kernel::{ApiKeyId, DisplayName, Refusal, Span, Timestamp};
use model::directory::read_networks;
use model::operation::{ApiKey, ApiKeyDraft, ApiKeyRefusal, ApiScope};
use std::collections::BTreeSet;

/// Keys on a page.
const PAGE: i64 = 50;

fn made_by(card: &ApiKeyCard) -> String {
    match (&card.made_by, card.maker_is_master) {
        (Some(name), true) => name.clone(),
        (Some(name), false) => format!("{name}, no master any more"),
        (None, _) => "somebody who has left".into(),
    }
}

fn day(at: Timestamp) -> String {
    at.rfc3339().chars().take(10).collect()
}

/// The last day of a key that ends at a moment.
fn last_day(end: Timestamp) -> String {
    day(end - Span::seconds(1))
}

fn state(key: &ApiKey, now: Timestamp) -> (String, &'static str) {
    match (key.revoked_at, key.expires_at) {
        (Some(_), _) => ("Revoked".into(), "bad"),
        (None, Some(_)) if !key.live(now) => ("Over".into(), "warn"),
        (None, Some(end)) => (format!("Good until {}", last_day(end)), "good"),
        (None, None) => ("Good".into(), "good"),
    }
}

/// `GET /console/api-keys`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let before = query.get("before").parse().ok();
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let mut cards = engine.list_api_keys(admin, before, PAGE + 1).await?;
    let more = cards.len() > usize::try_from(PAGE).unwrap_or(0);
    if more {
        cards.pop();
    }
    let next = cards.last().filter(|_| more);
    let next = next.map(|c| format!("/console/api-keys?before={}", c.key.id));
    let now = engine.now();
    let line = |card: &ApiKeyCard| {
        let (state, tone) = state(&card.key, now);
        ApiKeyLine {
            id: card.key.id.to_string(),
            name: card.key.name.as_str().into(),
            hint: card.key.hint.clone(),
            made_by: made_by(card),
            last_used: when(card.key.last_used_at),
            state,
            tone,
        }
    };
    let view = ApiKeysPage {
        shell: shell(&ctx, "/console/api-keys").await?,
        notice: match query.get("done") {
            "revoked" => Some(Notice::new(Tone::Good, "The key was revoked.")),
            _ => None,
        },
        rows: cards.iter().map(line).collect(),
        next,
        directory: engine.scim_base(),
    };
    page(200, &view)
}

fn ticks(looks: bool, chosen: &BTreeSet<ApiScope>) -> Vec<Tick> {
    let scopes = ApiScope::ALL.iter().filter(|s| s.only_looks() == looks);
    scopes
        .map(|scope| Tick {
            value: scope.as_str().into(),
            text: scope.title().into(),
            detail: scope.as_str().into(),
            ticked: chosen.contains(scope),
        })
        .collect()
}

async fn blank(ctx: &Ctx<Master>, chosen: &BTreeSet<ApiScope>) -> Result<ApiKeyPage, Failed> {
    Ok(ApiKeyPage {
        shell: shell(ctx, "/console/api-keys").await?,
        looks: ticks(true, chosen),
        changes: ticks(false, chosen),
        ..ApiKeyPage::default()
    })
}

/// `GET /console/api-keys/new`.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    page(200, &blank(&ctx, &BTreeSet::new()).await?)
}

fn id_of(ctx: &Ctx<Master>) -> Result<ApiKeyId, Failed> {
    ctx.placeholder("key")
        .parse()
        .map_err(|_| Failed::of(&ApiKeyRefusal::Unknown))
}

async fn view(ctx: &Ctx<Master>, id: ApiKeyId) -> Result<ApiKeyPage, Failed> {
    let card = ctx.app.engine.get_api_key(&ctx.who.1, id).await?;
    let key = &card.key;
    let networks: Vec<String> = key.networks.iter().map(ToString::to_string).collect();
    Ok(ApiKeyPage {
        id: id.to_string(),
        kept_name: key.name.as_str().into(),
        over: key.revoked_at.is_some(),
        facts: format!(
            "Ends in {}. Made by {} on {}. Last used: {}.",
            key.hint,
            made_by(&card),
            key.created_at.for_people(),
            when(key.last_used_at)
        ),
        display_name: Field::of(key.name.as_str()),
        networks: Field::of(networks.join("\n")),
        until: Field::of(key.expires_at.map_or_else(String::new, last_day)),
        ..blank(ctx, &key.scopes).await?
    })
}

/// `GET /console/api-keys/{key}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx, id_of(&ctx)?).await?;
    if ctx.query().get("done") == "saved" {
        let text = "Saved. It counts from the key's next call.";
        view.notice = Some(Notice::new(Tone::Good, text));
    }
    page(200, &view)
}

fn words(refusal: &dyn Refusal) -> String {
    format!("{} {}", refusal.sentence(), refusal.remedy())
}

/// What a form asks for; what is wrong with it goes into the page.
fn typed(form: &Form, view: &mut ApiKeyPage) -> Option<ApiKeyDraft> {
    let (name, field) = read(form, "name", DisplayName::parse);
    view.display_name = field;
    let chosen = form.all("scope-look").chain(form.all("scope-change"));
    let scopes: BTreeSet<ApiScope> = chosen.filter_map(ApiScope::parse).collect();
    view.looks = ticks(true, &scopes);
    view.changes = ticks(false, &scopes);
    let lines: String = form.get("networks").chars().take(2_000).collect();
    view.networks = Field::of(lines.clone());
    let networks = read_networks(&lines);
    if let Err(refusal) = &networks {
        view.networks.fault = Some(words(refusal));
    }
    let until = form.get("until").trim();
    view.until = Field::of(form.shown("until"));
    let end = match until {
        "" => Some(None),
        day => Timestamp::of_day(day).map(|d| Some(d + Span::days(1))),
    };
    if end.is_none() {
        view.until.fault = Some("Write the day as 2026-11-21.".into());
    }
    Some(ApiKeyDraft {
        name: name?,
        scopes,
        networks: networks.ok()?,
        expires_at: end?,
    })
}

fn refused(view: &mut ApiKeyPage, refusal: ApiKeyRefusal) -> Answer {
    let text = words(&refusal);
    match refusal {
        ApiKeyRefusal::NoScopes => view.scope_fault = Some(text),
        ApiKeyRefusal::End => view.until.fault = Some(text),
        ApiKeyRefusal::Networks => view.networks.fault = Some(text),
        ApiKeyRefusal::Unknown => return Err(Failed::of(&refusal)),
        _ => view.notice = Some(Notice::new(Tone::Bad, text)),
    }
    page(422, view)
}

fn proved(ctx: Ctx<FreshFactor<Master>>) -> Result<(Ctx<Master>, Form), Failed> {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    Ok((ctx, form))
}

/// `POST /console/api-keys/new`: after a new proof by a factor; the page shows the key this once.
pub async fn make(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let (ctx, form) = proved(ctx)?;
    let mut view = blank(&ctx, &BTreeSet::new()).await?;
    let Some(draft) = typed(&form, &mut view) else {
        return page(422, &view);
    };
    let engine = &ctx.app.engine;
    match engine.make_api_key(&ctx.who.1, draft).await {
        Ok(made) => {
            let address = format!("{}/api/v1/members", engine.settings().issuer);
            let serves = made.key.scopes.contains(&ApiScope::ScimWrite);
            let view = ApiKeyMadePage {
                shell: shell(&ctx, "/console/api-keys").await?,
                name: made.key.name.as_str().into(),
                text: made.text.reveal().clone(),
                example: format!("curl -H \"Authorization: Bearer vsk_…\" {address}"),
                directory: serves.then(|| engine.scim_base()),
            };
            page(200, &view)
        }
        Err(Failure::Refused(refusal)) => refused(&mut view, refusal),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/api-keys/{key}`: save or revoke, after a new proof by a factor.
pub async fn change(ctx: Ctx<FreshFactor<Master>>) -> Answer {
    let (ctx, form) = proved(ctx)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let mut view = view(&ctx, id).await?;
    let (done, to) = if form.get("do") == "revoke" {
        if form.get("sure") != "yes" {
            return Ok(see_other(&format!("/console/api-keys/{id}")));
        }
        let to = "/console/api-keys?done=revoked".to_owned();
        (engine.revoke_api_key(admin, id).await, to)
    } else {
        let Some(draft) = typed(&form, &mut view) else {
            return page(422, &view);
        };
        let to = format!("/console/api-keys/{id}?done=saved");
        (engine.change_api_key(admin, id, draft).await, to)
    };
    match done {
        Ok(()) => Ok(see_other(&to)),
        Err(Failure::Refused(refusal)) => refused(&mut view, refusal),
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
