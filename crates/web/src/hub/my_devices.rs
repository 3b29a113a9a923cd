//! Where she is signed in, and which browsers are known to be hers.

use super::shell::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::SignedIn;
use crate::view::hub::{DeviceRow, MyDevices, SessionRow};
use crate::view::{Notice, Tone};
use crate::words::Words;
use engine::identity::{AboutMe, Signed};

const HERE: &str = "/settings/devices";

/// Her sessions as rows.
pub fn session_rows(words: &Words, about: &AboutMe, signed: &Signed) -> Vec<SessionRow> {
    about
        .sessions
        .iter()
        .map(|s| SessionRow {
            device: words.browser(&s.device),
            address: s.address.clone(),
            started: words.at(s.created_at),
            last_seen: words.at(s.last_seen_at),
            current: s.id == signed.session.id,
            id: s.id.to_string(),
        })
        .collect()
}

/// What became of a session that was to be ended, by the address's word for it.
pub fn ended_notice(words: &Words, ended: &str) -> Option<Notice> {
    match ended {
        "yes" => Some(Notice::new(Tone::Good, words.session_ended())),
        "no" => Some(Notice::new(Tone::Info, words.session_over())),
        _ => None,
    }
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
    let (words, signed) = (ctx.words(), &ctx.who.0);
    let (shell, about) = shell(words.clone(), &ctx.app, signed, HERE).await?;
    let known = ctx.app.engine.my_devices(signed, &ctx.visitor).await?;
    let devices = known
        .iter()
        .map(|d| DeviceRow {
            id: hex(&d.known.token_hash),
            device: match d.known.device.as_str() {
                "" => words.device_unknown().into(),
                noted => words.browser(noted),
            },
            first: words.at(d.known.created_at),
            last: words.at(d.known.last_used_at),
            current: d.current,
        })
        .collect();
    let query = ctx.query();
    let notice = match (query.get("ended"), query.get("forgotten")) {
        ("others", _) => Some(Notice::new(Tone::Good, words.session_others_ended())),
        (_, "yes") => Some(Notice::new(Tone::Good, words.browser_forgotten())),
        (ended, _) => ended_notice(&words, ended),
    };
    page(
        200,
        &MyDevices {
            shell,
            notice,
            sessions: session_rows(&words, &about, signed),
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
