//! Signing out of the hub and of every module that was opened from it.

use crate::answer::{Answer, header, page, see_other, with_policy};
use crate::app::App;
use crate::context::{Ctx, check_form_token, form_token};
use crate::cookies;
use crate::guard::Perhaps;
use crate::protocol::outgoing::origin_of;
use crate::view::Link;
use crate::view::signin::{ConfirmSignOut, SignedOut};
use crate::words::Words;
use axum::http::header::REFRESH;
use engine::identity::{Signed, Told};

/// The question before signing out; `request` is the module's logout request, if one brought her.
pub fn question(app: &App, words: Words, signed: &Signed, request: &str) -> ConfirmSignOut {
    ConfirmSignOut {
        words,
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

/// What comes after it: the page, or the way back to the module that asked for it. Where modules are
/// told by frames the page stands in between for a moment; it may hold no other frames than theirs.
pub fn done(app: &App, words: Words, told: Told, return_to: Option<&str>) -> Answer {
    if let (Some(address), true) = (return_to, told.frames.is_empty()) {
        return Ok(cookies::clear_session(see_other(address), app.secure));
    }
    let mut origins: Vec<String> = told.frames.iter().filter_map(|f| origin_of(f)).collect();
    origins.sort();
    origins.dedup();
    let on = words.go_on();
    let mut response = page(
        200,
        &SignedOut {
            words,
            sign_in_href: "/sign-in".into(),
            return_to: return_to.map(|address| Link::new(address, on)),
            told: told.names,
            frames: told.frames,
        },
    )?;
    if !origins.is_empty() {
        let directives = format!("form-action 'self'; frame-src {}", origins.join(" "));
        response = with_policy(response, &directives);
    }
    if let Some(address) = return_to {
        let value = format!("{FRAMES_FOR};url={address}");
        response = header(response, REFRESH, &value);
    }
    Ok(cookies::clear_session(response, app.secure))
}

/// Seconds that frames have before the browser goes on.
const FRAMES_FOR: u8 = 3;

/// `GET /sign-out`: asks, so that a picture on another site cannot sign anybody out.
pub async fn ask(ctx: Ctx<Perhaps>) -> Answer {
    match &ctx.who.0 {
        Some(signed) => page(200, &question(&ctx.app, ctx.words(), signed, "")),
        None => done(&ctx.app, ctx.words(), Told::default(), None),
    }
}

/// `POST /sign-out`.
pub async fn sign_out(ctx: Ctx<Perhaps>) -> Answer {
    let form = ctx.form()?;
    let Some(signed) = &ctx.who.0 else {
        return done(&ctx.app, ctx.words(), Told::default(), None);
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
    // The address was compared with the client's registration, letter by letter.
    done(&ctx.app, ctx.words(), told, asked.return_to.as_deref())
}
