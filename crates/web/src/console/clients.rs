//! Clients: the list, one of them, a new machine, and their secrets.

use super::client_fields::{blank, draft_of, field_at_fault, fields_of, read_draft};
use super::reading::{shell, when};
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::{
    AttemptLine, Choice, ClientLine, ClientPage, ClientsPage, SecretLine, thousands,
};
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::federation::ClientCard;
use kernel::{ClientId, Refusal, Span, Timestamp};
use model::federation::{Attempt, AttemptPlace, ClientDraft, ClientRefusal, ClientSecret};

/// How long an old secret may go on, in hours, and in words.
const OVERLAPS: [(i64, &str); 6] = [
    (0, "not at all"),
    (1, "one hour"),
    (24, "one day"),
    (7 * 24, "seven days"),
    (30 * 24, "30 days"),
    (90 * 24, "90 days"),
];

fn line(card: ClientCard, now: Timestamp) -> ClientLine {
    let client = card.client;
    let live: Vec<&ClientSecret> = client.secrets.iter().filter(|s| s.live(now)).collect();
    let ending = live.iter().find_map(|s| s.expires_at);
    let (secrets, tone) = match (client.auth_method.by_secret(), live.len(), ending) {
        (false, ..) => (String::new(), ""),
        (_, 0, _) => ("none that is good".into(), "bad"),
        (_, 1, Some(end)) => (format!("one, until {}", end.for_people()), "warn"),
        (_, 1, None) => ("one".into(), "good"),
        (_, _, Some(end)) => (
            format!("two, the old one until {}", end.for_people()),
            "info",
        ),
        (..) => ("two".into(), "good"),
    };
    ClientLine {
        id: client.id.to_string(),
        module: card.module.unwrap_or_default(),
        proof: client.auth_method.as_str(),
        secrets,
        tone,
        last_used: when(client.secrets.iter().filter_map(|s| s.last_used_at).max()),
        oauth_client_id: client.oauth_client_id,
    }
}

/// `GET /console/clients`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let (engine, text) = (&ctx.app.engine, query.shown("q"));
    let (now, wanted) = (engine.now(), text.trim().to_lowercase());
    let all = engine.list_clients(&ctx.who.1).await?;
    let view = ClientsPage {
        shell: shell(&ctx, "/console/clients").await?,
        notice: (query.get("done") == "deleted")
            .then(|| Notice::new(Tone::Good, "The client was deleted.")),
        rows: all
            .into_iter()
            .map(|card| line(card, now))
            .filter(|l| {
                l.oauth_client_id.to_lowercase().contains(&wanted)
                    || l.module.to_lowercase().contains(&wanted)
            })
            .collect(),
        query: text,
    };
    page(200, &view)
}

fn id_of(ctx: &Ctx<Master>) -> Result<ClientId, Failed> {
    ctx.placeholder("client")
        .parse()
        .map_err(|_| Failed::of(&ClientRefusal::Absent))
}

fn secret_line(secret: &ClientSecret, now: Timestamp) -> SecretLine {
    let (state, tone) = match (secret.revoked_at, secret.expires_at) {
        (Some(_), _) => ("Revoked".to_owned(), ""),
        (None, Some(end)) if end <= now => (format!("Ended {}", end.for_people()), ""),
        (None, Some(end)) => (format!("Ends {}", end.for_people()), "info"),
        (None, None) => ("Good".to_owned(), "good"),
    };
    SecretLine {
        id: secret.id.to_string(),
        state,
        tone,
        made: secret.created_at.for_people(),
        used: when(secret.last_used_at),
        live: secret.live(now),
    }
}

fn attempt_line(attempt: Attempt) -> AttemptLine {
    let worked = attempt.worked();
    AttemptLine {
        place: match attempt.place {
            AttemptPlace::Authorize => "Authorize",
            AttemptPlace::Token => "Token",
            AttemptPlace::Push => "Pushed request",
            AttemptPlace::Device => "Device",
            AttemptPlace::Introspect => "Introspection",
            AttemptPlace::Revoke => "Revocation",
        },
        outcome: if worked {
            "Worked".into()
        } else {
            attempt.outcome
        },
        tone: if worked { "good" } else { "bad" },
        detail: attempt.detail,
        count: thousands(attempt.attempts),
        last: attempt.last_at.for_people(),
    }
}

async fn view(ctx: &Ctx<Master>, id: ClientId) -> Result<(ClientPage, ClientDraft), Failed> {
    let engine = &ctx.app.engine;
    let now = engine.now();
    let folder = engine.look_at_client(&ctx.who.1, id).await?;
    let (client, module) = (folder.card.client, folder.card.module);
    let draft = draft_of(&client);
    let view = ClientPage {
        shell: shell(ctx, "/console/clients").await?,
        notice: None,
        id: id.to_string(),
        kept_id: client.oauth_client_id.clone(),
        module: client.instance_id.map(|i| i.to_string()).zip(module),
        secret: String::new(),
        fields: fields_of(&draft),
        by_secret: client.auth_method.by_secret(),
        secrets: folder.secrets.iter().map(|s| secret_line(s, now)).collect(),
        overlaps: Choice::of(OVERLAPS.map(|(h, t)| (h.to_string(), t)), "24"),
        attempts: folder.attempts.into_iter().map(attempt_line).collect(),
    };
    Ok((view, draft))
}

/// `GET /console/clients/{client}`.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let (mut view, _) = view(&ctx, id_of(&ctx)?).await?;
    let good = match ctx.query().get("done") {
        "saved" => "Saved. It counts from the next request.",
        "revoked" => "The secret is good for nothing any more.",
        _ => "",
    };
    if !good.is_empty() {
        view.notice = Some(Notice::new(Tone::Good, good));
    }
    page(200, &view)
}

async fn new_view(ctx: &Ctx<Master>) -> Result<ClientPage, Failed> {
    Ok(ClientPage {
        shell: shell(ctx, "/console/clients").await?,
        fields: fields_of(&blank()),
        ..ClientPage::default()
    })
}

/// `GET /console/clients/new`.
pub async fn show_new(ctx: Ctx<Master>) -> Answer {
    page(200, &new_view(&ctx).await?)
}

/// Puts what was refused where it belongs.
fn tell(view: &mut ClientPage, refusal: &ClientRefusal) {
    let why = refusal.sentence();
    let field = match refusal {
        ClientRefusal::Taken => Some(&mut view.fields.oauth_client_id),
        ClientRefusal::Unfit(_) => field_at_fault(&mut view.fields, &why),
        _ => None,
    };
    match field {
        Some(field) => field.fault = Some(why),
        None => {
            let text = format!("{why} {}", refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
        }
    }
}

fn with_secret(view: &mut ClientPage, secret: Option<kernel::Secret<String>>, text: &str) {
    if let Some(secret) = secret {
        view.secret.clone_from(secret.reveal());
    }
    view.notice = Some(Notice::new(Tone::Good, text));
}

/// `POST /console/clients/new`: a machine, after a new proof; its secret is shown this once.
pub async fn make(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let draft = read_draft(&form, &blank());
    let shown = fields_of(&draft);
    match ctx.app.engine.make_client(&ctx.who.1, None, draft).await {
        Ok(made) => {
            let (mut view, _) = view(&ctx, made.client.id).await?;
            with_secret(&mut view, made.secret, "The client is there.");
            page(200, &view)
        }
        Err(Failure::Refused(refusal)) => {
            let mut view = new_view(&ctx).await?;
            view.fields = shown;
            tell(&mut view, &refusal);
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/clients/{client}`: save or delete, after a new proof.
pub async fn change(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    if form.get("do") == "delete" {
        if form.get("sure") != "yes" {
            return Ok(see_other(&format!("/console/clients/{id}")));
        }
        engine.delete_client(admin, id).await?;
        return Ok(see_other("/console/clients?done=deleted"));
    }
    let (mut before, known) = view(&ctx, id).await?;
    let draft = read_draft(&form, &known);
    before.fields = fields_of(&draft);
    match engine.change_client(admin, id, draft).await {
        Ok(made) if made.secret.is_some() => {
            let (mut view, _) = view(&ctx, id).await?;
            with_secret(
                &mut view,
                made.secret,
                "Saved. It has a secret from now on.",
            );
            page(200, &view)
        }
        Ok(_) => Ok(see_other(&format!("/console/clients/{id}?done=saved"))),
        Err(Failure::Refused(ClientRefusal::Absent)) => Err(Failed::of(&ClientRefusal::Absent)),
        Err(Failure::Refused(refusal)) => {
            tell(&mut before, &refusal);
            page(422, &before)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/clients/{client}/secrets`: a new one, or one taken away, after a new proof.
pub async fn secrets(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let done = if form.get("do") == "rotate" {
        let hours = form.get("overlap").parse().unwrap_or(24);
        let rotated = engine.rotate_secret(admin, id, Span::hours(hours)).await;
        rotated.map(Some)
    } else {
        match form.get("which").parse() {
            Ok(which) => engine.revoke_secret(admin, id, which).await.map(|()| None),
            Err(_) => Err(Failure::Refused(ClientRefusal::Absent)),
        }
    };
    match done {
        Ok(None) => Ok(see_other(&format!("/console/clients/{id}?done=revoked"))),
        Ok(secret) => {
            let (mut view, _) = view(&ctx, id).await?;
            with_secret(&mut view, secret, "The new secret is good at once.");
            page(200, &view)
        }
        Err(Failure::Refused(refusal)) => {
            let (mut view, _) = view(&ctx, id).await?;
            tell(&mut view, &refusal);
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
