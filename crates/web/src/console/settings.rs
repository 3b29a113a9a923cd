//! The rules of the partner for its people.

use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::fresh::Fresh;
use crate::guard::Master;
use crate::view::console::SettingsPage;
use crate::view::{Field, Notice, Tone};
use engine::Failure;
use kernel::Refusal;
use model::directory::{PartnerPolicy, PolicyRefusal, read_networks};

async fn view(ctx: &Ctx<Master>) -> Result<SettingsPage, Failed> {
    let engine = &ctx.app.engine;
    let found = engine.policy(&ctx.who.1).await?;
    let most = engine.settings().sessions;
    let number = |n: Option<u32>| Field::of(n.map_or_else(String::new, |n| n.to_string()));
    let networks: Vec<String> = found
        .policy
        .networks
        .iter()
        .map(ToString::to_string)
        .collect();
    Ok(SettingsPage {
        shell: shell(ctx, "/console/settings").await?,
        notice: None,
        networks: Field::of(networks.join("\n")),
        own_address: ctx.visitor.address.clone(),
        idle: number(found.policy.idle_minutes),
        absolute: number(found.policy.absolute_hours),
        most: (
            most.idle.as_seconds_up() / 60,
            most.absolute.as_seconds_up() / 3_600,
        ),
        read: found.read,
        mail: engine.mail_server(&ctx.who.1).await.is_ok(),
    })
}

/// `GET /console/settings`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx).await?;
    if ctx.query().get("done") == "saved" {
        let text = "Saved. It counts from everybody's next click.";
        view.notice = Some(Notice::new(Tone::Good, text));
    }
    page(200, &view)
}

fn number(form: &Form, name: &str) -> Result<Option<u32>, PolicyRefusal> {
    match form.get(name).trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| PolicyRefusal::Time),
    }
}

/// `POST /console/settings`: after a new proof.
pub async fn save(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = Ctx {
        who: ctx.who.who,
        raw: ctx.raw,
    };
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let mut view = view(&ctx).await?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let networks = read_networks(form.get("networks"));
    let (idle, absolute) = (number(&form, "idle"), number(&form, "absolute"));
    let typed: String = form.get("networks").chars().take(8_000).collect();
    view.networks = Field::of(typed);
    view.idle = Field::of(form.shown("idle"));
    view.absolute = Field::of(form.shown("absolute"));
    view.read = form.get("read").chars().take(16_000).collect();
    let words = |r: &PolicyRefusal| format!("{} {}", r.sentence(), r.remedy());
    if let Err(refusal) = &networks {
        view.networks.fault = Some(words(refusal));
    }
    if let Err(refusal) = &idle {
        view.idle.fault = Some(words(refusal));
    }
    if let Err(refusal) = &absolute {
        view.absolute.fault = Some(words(refusal));
    }
    let (Ok(networks), Ok(idle_minutes), Ok(absolute_hours)) = (networks, idle, absolute) else {
        return page(422, &view);
    };
    let policy = PartnerPolicy {
        networks,
        idle_minutes,
        absolute_hours,
    };
    match engine.set_policy(admin, policy, form.get("read")).await {
        Ok(()) => Ok(see_other("/console/settings?done=saved")),
        Err(Failure::Refused(refusal)) => {
            let text = words(&refusal);
            match refusal {
                PolicyRefusal::Time => view.idle.fault = Some(text),
                PolicyRefusal::Changed => view.notice = Some(Notice::new(Tone::Bad, text)),
                _ => view.networks.fault = Some(text),
            }
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}
