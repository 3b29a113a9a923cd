//! A new password in place of the old one.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::fresh::FreshFactor;
use crate::guard::SignedIn;
use crate::signin::field::{min_length, new_password, place_password_fault, strength};
use crate::signin::progress::{status_at_field, with_wait};
use crate::view::hub::MyPassword;
use crate::view::{Notice, Tone};
use engine::Failure;
use engine::identity::PasswordRefusal;
use model::identity::SignInRefusal;

async fn view(ctx: &Ctx<FreshFactor<SignedIn>>) -> Result<MyPassword, Failed> {
    let signed = ctx.who.signed();
    let (shell, _) = shell(ctx.words(), &ctx.app, signed, "/settings/security").await?;
    Ok(MyPassword {
        shell,
        action: "/settings/password".into(),
        email: signed.identity.email.as_str().to_owned(),
        min_length: min_length(),
        ..MyPassword::default()
    })
}

/// `GET /settings/password`.
pub async fn show(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    page(200, &view(&ctx).await?)
}

/// `POST /settings/password`.
pub async fn change(ctx: Ctx<FreshFactor<SignedIn>>) -> Answer {
    let form = ctx.form()?;
    let signed = ctx.who.signed();
    check_form_token(&ctx.app, signed, &form)?;
    let new = new_password(&form);
    let identity = &signed.identity;
    let rated = strength(
        &ctx.words(),
        &new.password,
        &[identity.display_name.as_str(), identity.email.as_str()],
    );
    let current = form.secret("current");
    let changed = ctx
        .app
        .engine
        .change_password(signed, current, new, &ctx.visitor);
    let refusal = match changed.await {
        Ok(()) => return Ok(see_other("/settings/security?done=password")),
        Err(Failure::Refused(refusal)) => refusal,
        Err(Failure::Broken(broken)) => return Err(broken.into()),
    };
    let mut view = view(&ctx).await?;
    match refusal {
        PasswordRefusal::Password(fault) => {
            view.strength = Some(rated);
            place_password_fault(
                &fault,
                &ctx.words(),
                &mut view.password,
                &mut view.repeat_fault,
            );
            page(422, &view)
        }
        PasswordRefusal::SignIn(SignInRefusal::FlowGone) => {
            Err(Failed::Elsewhere("/sign-in?notice=ended".into()))
        }
        PasswordRefusal::SignIn(refusal) => {
            let text = ctx.words().told_in_a_line(&refusal);
            if refusal == SignInRefusal::PasswordWrong {
                view.current_fault = Some(text);
            } else {
                view.notice = Some(Notice::new(Tone::Warn, text));
            }
            let response = page(status_at_field(&refusal), &view)?;
            Ok(with_wait(response, &refusal))
        }
    }
}
