//! Where she is signed in, and which browsers are known to be hers.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::SignedIn;
use crate::view::hub::{DeviceRow, MyDevices, SessionRow};
use crate::view::{Notice, Tone};
use engine::identity::{AboutMe, Signed};

const HERE: &str = "/settings/devices";

/// Her sessions as rows.
pub fn session_rows(about: &AboutMe, signed: &Signed) -> Vec<SessionRow> {
    about
        .sessions
        .iter()
        .map(|s| SessionRow {
            device: s.device.clone(),
            address: s.address.clone(),
            started: s.created_at.for_people(),
            last_seen: s.last_seen_at.for_people(),
            current: s.id == signed.session.id,
            id: s.id.to_string(),
        })
        .collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    (0..64)
        .step_by(2)
        .map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok())
        .collect()
}

/// `GET /settings/devices`.
pub async fn show(ctx: Ctx<SignedIn>) -> Answer {
    let signed = &ctx.who.0;
    let (shell, about) = shell(&ctx.app, signed, HERE).await?;
    let known = ctx.app.engine.my_devices(signed, &ctx.visitor).await?;
    let devices = known
        .iter()
        .map(|d| DeviceRow {
            id: hex(&d.known.token_hash),
            device: match d.known.device.as_str() {
                "" => "A browser".into(),
                words => words.to_owned(),
            },
            first: d.known.created_at.for_people(),
            last: d.known.last_used_at.for_people(),
            current: d.current,
        })
        .collect();
    let query = ctx.query();
    let notice = match (query.get("ended"), query.get("forgotten")) {
        ("yes", _) => Some("The session was ended.".to_owned()),
        ("no", _) => Some("That session had ended already.".to_owned()),
        ("others", _) => Some("You were signed out everywhere else.".to_owned()),
        (_, "yes") => Some("The browser was forgotten.".to_owned()),
        _ => None,
    };
    page(
        200,
        &MyDevices {
            shell,
            notice: notice.map(|text| Notice::new(Tone::Good, text)),
            sessions: session_rows(&about, signed),
            devices,
        },
    )
}

/// `POST /settings/end-others`.
pub async fn end_others(ctx: Ctx<SignedIn>) -> Answer {
    check_form_token(&ctx.app, &ctx.who.0, &ctx.form()?)?;
    ctx.app
        .engine
        .end_other_sessions(&ctx.who.0, &ctx.visitor.address)
        .await?;
    Ok(see_other("/settings/devices?ended=others"))
}

/// `POST /settings/forget-device`.
pub async fn forget(ctx: Ctx<SignedIn>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    if let Some(hash) = from_hex(form.get("device")) {
        ctx.app
            .engine
            .forget_device(&ctx.who.0, hash, &ctx.visitor.address)
            .await?;
    }
    Ok(see_other("/settings/devices?forgotten=yes"))
}
