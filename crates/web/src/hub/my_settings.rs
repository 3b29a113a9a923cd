//! My Settings: what the hub knows of her, and her sessions.

use super::my_devices::{ended_notice, session_rows};
use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::SignedIn;
use crate::view::hub::{FactorRow, MySettings};

/// `GET /settings`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let (words, signed) = (ctx.words(), &ctx.who.0);
    let (shell, about) = shell(words.clone(), &ctx.app, signed, "/settings").await?;
    let passkeys = ctx.app.engine.my_passkeys(signed).await?;
    let authenticators = about.factors.iter().map(|f| FactorRow {
        kind: words.authenticator().into(),
        added: words.at(f.confirmed_at),
        last_used: words.at(f.last_used_at),
    });
    let passkeys = passkeys.iter().map(|p| FactorRow {
        kind: words.passkey().into(),
        added: words.at(p.created_at),
        last_used: words.last_used(p.last_used_at),
    });
    let view = MySettings {
        shell,
        email: signed.identity.email.as_str().to_owned(),
        username: signed.affiliation.username.clone(),
        role: words.standing(signed.affiliation.hub_role).to_owned(),
        factors: authenticators.chain(passkeys).collect(),
        recovery_codes_left: u64::try_from(about.recovery_codes_left).unwrap_or(0),
        sessions: session_rows(&words, &about, signed),
        notice: ended_notice(&words, ctx.query().get("ended")),
        end_action: "/settings/end-session".into(),
    };
    page(200, &view)
}

/// `POST /settings/end-session`.
pub async fn end_session(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let ended = match form.get("session").parse() {
        Ok(id) => {
            ctx.app
                .engine
                .end_other_session(&ctx.who.0, id, &ctx.visitor.address)
                .await?
        }
        Err(_) => false,
    };
    let page = match form.get("from") {
        "devices" => "/settings/devices",
        _ => "/settings",
    };
    Ok(see_other(&format!(
        "{page}?ended={}",
        if ended { "yes" } else { "no" }
    )))
}
