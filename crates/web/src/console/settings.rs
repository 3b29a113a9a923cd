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
use model::identity::PasskeyPolicy;

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
        password_length: number(found.policy.password_length),
        models: Field::of(engine.passkey_policy(&ctx.who.1).await?.lines()),
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
    let good = match ctx.query().get("done") {
        "saved" => "Saved. It counts from everybody's next click.",
        "models" => "Saved. It counts for passkeys that are made from now on.",
        _ => "",
    };
    if !good.is_empty() {
        view.notice = Some(Notice::new(Tone::Good, good));
    }
    page(200, &view)
}

fn number(form: &Form, name: &str, bad: PolicyRefusal) -> Result<Option<u32>, PolicyRefusal> {
    match form.get(name).trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| bad),
    }
}

/// `POST /console/settings`: after a new proof.
pub async fn save(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let mut view = view(&ctx).await?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let networks = read_networks(form.get("networks"));
    let idle = number(&form, "idle", PolicyRefusal::Time);
    let absolute = number(&form, "absolute", PolicyRefusal::Time);
    let length = number(&form, "password_length", PolicyRefusal::PasswordLength);
    let typed: String = form.get("networks").chars().take(8_000).collect();
    view.networks = Field::of(typed);
    view.idle = Field::of(form.shown("idle"));
    view.absolute = Field::of(form.shown("absolute"));
    view.password_length = Field::of(form.shown("password_length"));
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
    if let Err(refusal) = &length {
        view.password_length.fault = Some(words(refusal));
    }
    let (Ok(networks), Ok(idle_minutes), Ok(absolute_hours), Ok(password_length)) =
        (networks, idle, absolute, length)
    else {
        return page(422, &view);
    };
    let policy = PartnerPolicy {
        networks,
        idle_minutes,
        absolute_hours,
        password_length,
    };
    match engine.set_policy(admin, policy, form.get("read")).await {
        Ok(()) => Ok(see_other("/console/settings?done=saved")),
        Err(Failure::Refused(refusal)) => {
            let text = words(&refusal);
            match refusal {
                PolicyRefusal::Time => view.idle.fault = Some(text),
                PolicyRefusal::PasswordLength => view.password_length.fault = Some(text),
                PolicyRefusal::Changed => view.notice = Some(Notice::new(Tone::Bad, text)),
                _ => view.networks.fault = Some(text),
            }
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /console/settings/passkeys`: which authenticators may be registered, after a new proof.
pub async fn save_models(ctx: Ctx<Fresh<Master>>) -> Answer {
    let ctx = ctx.proved();
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let typed: String = form.get("models").chars().take(8_000).collect();
    match PasskeyPolicy::of_lines(&typed) {
        Ok(policy) => {
            let engine = &ctx.app.engine;
            engine.set_passkey_policy(&ctx.who.1, policy).await?;
            Ok(see_other("/console/settings?done=models"))
        }
        Err(line) => {
            let refusal = PolicyRefusal::Model(line);
            let mut view = view(&ctx).await?;
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.models = Field::at_fault(typed, text);
            page(422, &view)
        }
    }
}
