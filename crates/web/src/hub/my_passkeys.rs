//! Passkeys by their owner.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::SignedIn;
use crate::view::hub::AddPasskey;
use crate::view::{Field, Link, Notice, Tone};
use crate::words::{InWords, Words};
use engine::Failure;
use kernel::{Refusal as _, RefusalKind};
use model::identity::{OwnAccountRefusal, passkey_name};

const HERE: &str = "/settings/security";

fn elsewhere(words: &Words, failure: Failure<OwnAccountRefusal>) -> Failed {
    match failure {
        Failure::Refused(refusal) => Failed::of(&refusal)
            .with_actions(vec![Link::new(HERE, words.settings_back_to_security())]),
        Failure::Broken(broken) => broken.into(),
    }
}

async fn view(ctx: &Ctx<FreshFactor<SignedIn>>, name: Field) -> Result<AddPasskey, Failed> {
    let signed = ctx.who.signed();
    let words = ctx.words();
    let (shell, _) = shell(words.clone(), &ctx.app, signed, HERE).await?;
    let question = ctx
        .app
        .engine
        .passkey_to_make(signed)
        .await
        .map_err(|failure| elsewhere(&words, failure))?;
    Ok(AddPasskey {
        shell,
        notice: None,
        action: "/settings/passkeys/add".into(),
        question: question.into(),
        called: name,
    })
}

/// `GET /settings/passkeys/add`.
pub async fn propose(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let name = Field::of(ctx.words().browser(&ctx.visitor.device));
    page(200, &view(&ctx, name).await?)
}

/// `POST /settings/passkeys/add`.
pub async fn add(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let form = ctx.form()?;
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let name = match passkey_name(form.get("name")) {
        Ok(name) => name,
        Err(fault) => {
            let field = Field::at_fault(form.shown("name"), fault.in_words(&ctx.words()));
            return page(422, &view(&ctx, field).await?);
        }
    };
    let added = ctx.app.engine.add_passkey(
        signed,
        form.get("ceremony"),
        form.get("credential"),
        name,
        &ctx.visitor,
    );
    match added.await {
        Ok(()) => Ok(see_other("/settings/security?done=passkey-added")),
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx, Field::of(form.shown("name"))).await?;
            let text = ctx.words().told_in_a_line(&refusal);
            view.notice = Some(Notice::new(Tone::Warn, text));
            let status = match refusal.kind() {
                RefusalKind::Unproved | RefusalKind::Invalid => 422,
                other => other.status(),
            };
            page(status, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

/// `POST /settings/passkeys/rename`.
pub async fn rename(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let words = ctx.words();
    let unknown = || elsewhere(&words, Failure::Refused(OwnAccountRefusal::Unknown));
    let factor = form.get("factor").parse().map_err(|_| unknown())?;
    let Ok(name) = passkey_name(form.get("name")) else {
        return Ok(see_other("/settings/security?done=no-name"));
    };
    ctx.app
        .engine
        .rename_passkey(&ctx.who.0, factor, name, &ctx.visitor.address)
        .await
        .map_err(|failure| elsewhere(&words, failure))?;
    Ok(see_other("/settings/security?done=renamed"))
}

/// `POST /settings/passkeys/remove`.
pub async fn remove(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let form = ctx.form()?;
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let words = ctx.words();
    let unknown = || elsewhere(&words, Failure::Refused(OwnAccountRefusal::Unknown));
    let factor = form.get("factor").parse().map_err(|_| unknown())?;
    ctx.app
        .engine
        .remove_passkey(signed, factor, &ctx.visitor.address)
        .await
        .map_err(|failure| elsewhere(&words, failure))?;
    Ok(see_other("/settings/security?done=passkey-removed"))
}
