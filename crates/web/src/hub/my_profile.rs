//! Her name and address.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, Raw, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::SignedIn;
use crate::view::hub::MyProfile;
use crate::view::{Field, Notice, Tone};
use crate::words::{InWords, Words};
use engine::Failure;
use engine::identity::Signed;
use kernel::{DisplayName, EmailAddress, Refusal as _, RefusalKind};

async fn view(words: Words, raw: &Raw, signed: &Signed) -> Result<MyProfile, Failed> {
    let notice = match raw.query().get("done") {
        "name" => Some(Notice::new(Tone::Good, words.profile_saved())),
        "email" => Some(Notice::new(Tone::Info, words.profile_email_asked())),
        _ => None,
    };
    let role = words.standing(signed.affiliation.hub_role).to_owned();
    let (shell, _) = shell(words, &raw.app, signed, "/settings/profile").await?;
    let waiting = raw.app.engine.waiting_email(signed).await?;
    Ok(MyProfile {
        shell,
        notice,
        display_name: Field::of(signed.identity.display_name.as_str()),
        email: signed.identity.email.as_str().to_owned(),
        waiting,
        new_email: Field::default(),
        username: signed.affiliation.username.clone(),
        role,
        action: "/settings/profile".into(),
        email_action: "/settings/email".into(),
    })
}

/// `GET /settings/profile`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    page(200, &view(ctx.words(), &ctx.raw, &ctx.who.0).await?)
}

/// `POST /settings/profile`.
pub async fn save(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    match DisplayName::parse(form.get("display_name")) {
        Ok(name) => {
            ctx.app
                .engine
                .rename_myself(&ctx.who.0, name, &ctx.visitor.address)
                .await?;
            Ok(see_other("/settings/profile?done=name"))
        }
        Err(fault) => {
            let words = ctx.words();
            let text = fault.in_words(&words);
            let mut view = view(words, &ctx.raw, &ctx.who.0).await?;
            view.display_name = Field::at_fault(form.shown("display_name"), text);
            page(422, &view)
        }
    }
}

/// `GET /settings/email`: where a confirmation leads back to when the form was left.
pub async fn show_email(_: Ctx<SignedIn>) -> Answer {
    Ok(see_other("/settings/profile"))
}

/// `POST /settings/email`.
pub async fn change_email(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let form = ctx.form()?;
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let words = ctx.words();
    let (status, fault) = match EmailAddress::parse(form.get("email").trim()) {
        Ok(new) => {
            let asked = ctx.app.engine.ask_for_email(signed, new, &ctx.visitor);
            match asked.await {
                Ok(()) => return Ok(see_other("/settings/profile?done=email")),
                Err(Failure::Refused(refusal)) => (
                    match refusal.kind() {
                        RefusalKind::Invalid => 422,
                        other => other.status(),
                    },
                    words.told_in_a_line(&refusal),
                ),
                Err(Failure::Broken(broken)) => return Err(broken.into()),
            }
        }
        Err(fault) => (422, fault.in_words(&words)),
    };
    let mut view = view(words, &ctx.raw, signed).await?;
    view.new_email = Field::at_fault(form.shown("email"), fault);
    page(status, &view)
}
