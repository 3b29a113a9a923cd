//! My Settings: what the hub knows of her, and her sessions.

use super::my_devices::session_rows;
use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::SignedIn;
use crate::view::hub::{FactorRow, MySettings};
use crate::view::{Notice, Tone};

/// `GET /settings`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let signed = &ctx.who.0;
    let (shell, about) = shell(&ctx.app, signed, "/settings").await?;
    let factors = about
        .factors
        .iter()
        .map(|f| FactorRow {
            kind: "Authenticator".into(),
            added: f.confirmed_at.for_people(),
            last_used: f.last_used_at.for_people(),
        })
        .collect();
    let sessions = session_rows(&about, signed);
    let notice = match ctx.query().get("ended") {
        "yes" => Some(Notice::new(Tone::Good, "The session was ended.")),
        "no" => Some(Notice::new(Tone::Info, "That session had ended already.")),
        _ => None,
    };
    let view = MySettings {
        shell,
        email: signed.identity.email.as_str().to_owned(),
        username: signed.affiliation.username.clone(),
        role: signed
            .affiliation
            .hub_role
            .map_or("Client", |r| r.title())
            .to_owned(),
        factors,
        recovery_codes_left: u64::try_from(about.recovery_codes_left).unwrap_or(0),
        sessions,
        notice,
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
