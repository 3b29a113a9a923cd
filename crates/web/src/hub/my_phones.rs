//! Phones by their owner.

use super::shell::shell;
use crate::answer::{Answer, json, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::SignedIn;
use crate::view::hub::AddPhone;
use crate::view::{Link, qr};
use crate::words::Words;
use engine::Failure;
use engine::identity::PhoneEnrolment;
use kernel::FactorId;
use model::identity::{OwnAccountRefusal, passkey_name};

const HERE: &str = "/settings/security";
const ADDING: &str = "/settings/phones/adding";

fn elsewhere(words: &Words, failure: Failure<OwnAccountRefusal>) -> Failed {
    match failure {
        Failure::Refused(refusal) => Failed::of(&refusal)
            .with_actions(vec![Link::new(HERE, words.settings_back_to_security())]),
        Failure::Broken(broken) => broken.into(),
    }
}

fn factor(words: &Words, text: &str) -> Result<FactorId, Failed> {
    text.parse()
        .map_err(|_| elsewhere(words, Failure::Refused(OwnAccountRefusal::Unknown)))
}

/// `POST /settings/phones/add`.
pub async fn begin(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let form = ctx.form()?;
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let words = ctx.words();
    ctx.app
        .engine
        .begin_phone(signed)
        .await
        .map_err(|failure| elsewhere(&words, failure))?;
    Ok(see_other(ADDING))
}

/// How far it has come, for the script of the page.
fn state(looked: Option<&PhoneEnrolment>) -> &'static str {
    match looked {
        Some(PhoneEnrolment::Code(_)) => "code",
        Some(PhoneEnrolment::Number(_)) => "number",
        Some(PhoneEnrolment::Done) => "done",
        None => "over",
    }
}

/// `GET /settings/phones/adding`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let looked = ctx.app.engine.look_at_phone(&ctx.who.0).await?;
    let state = state(looked.as_ref());
    let (code, number) = match looked {
        Some(PhoneEnrolment::Code(code)) => (code, None),
        Some(PhoneEnrolment::Number(number)) => (String::new(), Some(number)),
        Some(PhoneEnrolment::Done) => {
            return Ok(see_other("/settings/security?done=phone-added"));
        }
        None => return Ok(see_other("/settings/security?done=phone-over")),
    };
    let (shell, _) = shell(ctx.words(), &ctx.app, &ctx.who.0, HERE).await?;
    let address = format!("{}/companion", ctx.app.engine.settings().issuer);
    let qr_svg = qr::picture(&format!("{address}#{code}"))
        .map_err(|_| Failed::broken("the picture could not be made"))?;
    page(
        200,
        &AddPhone {
            shell,
            address,
            code,
            qr_svg,
            number,
            state,
        },
    )
}

/// `GET /settings/phones/adding/state`.
pub async fn look(ctx: Ctx<SignedIn>) -> Answer {
    let looked = ctx.app.engine.look_at_phone(&ctx.who.0).await?;
    let body = serde_json::json!({ "state": state(looked.as_ref()) });
    Ok(json(200, body.to_string()))
}

/// `POST /settings/phones/rename`.
pub async fn rename(ctx: Ctx<SignedIn>) -> Answer {
    let (form, words) = (ctx.form()?, ctx.words());
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let phone = factor(&words, form.get("factor"))?;
    let Ok(name) = passkey_name(form.get("name")) else {
        return Ok(see_other("/settings/security?done=no-phone-name"));
    };
    ctx.app
        .engine
        .rename_phone(&ctx.who.0, phone, name, &ctx.visitor.address)
        .await
        .map_err(|failure| elsewhere(&words, failure))?;
    Ok(see_other("/settings/security?done=phone-renamed"))
}

/// `POST /settings/phones/remove`.
pub async fn remove(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let (form, words) = (ctx.form()?, ctx.words());
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let phone = factor(&words, form.get("factor"))?;
    ctx.app
        .engine
        .remove_phone(signed, phone, &ctx.visitor.address)
        .await
        .map_err(|failure| elsewhere(&words, failure))?;
    Ok(see_other("/settings/security?done=phone-removed"))
}
