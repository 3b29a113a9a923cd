//! Signing out of the hub and of every module that was opened from it.

use crate::answer::{Answer, page, see_other};
use crate::app::App;
use crate::context::{Ctx, check_form_token, form_token};
use crate::cookies;
use crate::guard::Perhaps;
use crate::view::signin::{ConfirmSignOut, SignedOut};
use engine::identity::Signed;

/// The question before signing out; `request` is the module's logout request, if one brought her.
pub fn question(app: &App, signed: &Signed, request: &str) -> ConfirmSignOut {
    ConfirmSignOut {
        action: "/sign-out".into(),
        csrf: form_token(app, signed),
        who: Some(signed.identity.email.as_str().to_owned()),
        fields: if request.is_empty() {
            Vec::new()
        } else {
            vec![("request".into(), request.to_owned())]
        },
        cancel_href: "/".into(),
    }
}

/// The page after it.
pub fn done(app: &App, told: Vec<String>) -> Answer {
    let response = page(
        200,
        &SignedOut {
            sign_in_href: "/sign-in".into(),
            return_to: None,
            told,
        },
    )?;
    Ok(cookies::clear_session(response, app.secure))
}

/// `GET /sign-out`: asks, so that a picture on another site cannot sign anybody out.
pub async fn ask(ctx: Ctx<Perhaps>) -> Answer {
    match &ctx.who.0 {
        Some(signed) => page(200, &question(&ctx.app, signed, "")),
        None => done(&ctx.app, Vec::new()),
    }
}

/// `POST /sign-out`.
pub async fn sign_out(ctx: Ctx<Perhaps>) -> Answer {
    let form = ctx.form()?;
    let Some(signed) = &ctx.who.0 else {
        return done(&ctx.app, Vec::new());
    };
    check_form_token(&ctx.app, signed, &form)?;
    let asked = ctx
        .app
        .engine
        .asked_to_end(form.get("request").as_bytes(), Some(signed))
        .await?;
    let told = ctx
        .app
        .engine
        .sign_out(signed, "signed_out", &ctx.visitor.address)
        .await?;
    match asked.return_to {
        // The address was compared with the client's registration, letter by letter.
        Some(address) => Ok(cookies::clear_session(see_other(&address), ctx.app.secure)),
        None => done(&ctx.app, told),
    }
}
