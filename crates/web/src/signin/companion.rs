//! The page on the phone that answers when its owner signs in, and what its script asks. Nobody is
//! signed in there: each request carries a signature of the phone's own key.

use super::progress::status_at_field;
use crate::answer::{self, Answer, bytes, page};
use crate::assets;
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Anyone;
use crate::view::signin::Companion;
use engine::Failure;
use engine::identity::Waiting;
use kernel::Refusal as _;
use model::identity::{SignInRefusal, passkey_name};
use serde_json::{Value, json};

/// `GET /companion`.
pub async fn show(ctx: Ctx<Anyone>) -> Answer {
    page(
        200,
        &Companion {
            words: ctx.words(),
            hub: ctx.app.engine.settings().issuer.clone(),
            key: ctx.app.engine.push_public_key(),
            ..Companion::default()
        },
    )
}

/// `GET /companion.webmanifest`: so that the page can be put on the phone like a program of its own.
pub async fn manifest(ctx: Ctx<Anyone>) -> Answer {
    let words = ctx.words();
    let body = json!({
        "name": words.companion_heading(),
        "short_name": words.companion_short(),
        "lang": words.lang(),
        "id": "/companion",
        "start_url": "/companion",
        "scope": "/companion",
        "display": "standalone",
        "icons": [{ "src": assets::gate_icon_href(), "type": "image/svg+xml", "sizes": "any" }],
    });
    Ok(bytes("application/manifest+json", body.to_string()))
}

/// `GET /companion-worker.js`.
pub async fn worker(_: Ctx<Anyone>) -> Answer {
    let script = assets::companion_worker();
    Ok(bytes(script.content_type, script.bytes))
}

/// What the script gets: values, or a refusal with its words.
fn told(ctx: &Ctx<Anyone>, outcome: Result<Value, Failure<SignInRefusal>>) -> Answer {
    match outcome {
        Ok(value) => Ok(json_answer(200, &value)),
        Err(Failure::Refused(refusal)) => {
            let text = ctx.words().told_in_a_line(&refusal);
            let body = json!({ "code": refusal.code(), "text": text });
            Ok(json_answer(status_at_field(&refusal), &body))
        }
        Err(Failure::Broken(broken)) => Err(Failed::from(broken)),
    }
}

fn json_answer(status: u16, body: &Value) -> axum::response::Response {
    answer::json(status, body.to_string())
}

/// `POST /companion/register`.
pub async fn register(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let browser = ctx.words().browser(&ctx.visitor.device);
    let name = passkey_name(&browser).unwrap_or_else(|_| crate::browser::UNKNOWN.to_owned());
    let registered = ctx
        .app
        .engine
        .register_phone(form.get("key"), form.get("proof"), name, &ctx.visitor)
        .await;
    told(&ctx, registered.map(|id| json!({ "phone": id })))
}

/// `POST /companion/waiting`.
pub async fn waiting(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let waiting = ctx
        .app
        .engine
        .waiting_for_phone(form.get("phone"), form.get("proof"))
        .await;
    let words = ctx.words();
    let value = waiting.map(|waiting| match waiting {
        Waiting::FirstNumber => json!({ "state": "first_number" }),
        Waiting::Nothing => json!({ "state": "nothing" }),
        Waiting::Question {
            id,
            browser,
            address,
            seconds_left,
        } => json!({
            "state": "question",
            "id": id,
            "browser": words.browser(&browser),
            "address": address,
            "seconds_left": seconds_left,
        }),
    });
    told(&ctx, value)
}

/// `POST /companion/answer`.
pub async fn answer(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let answered = ctx
        .app
        .engine
        .phone_answers(form.get("phone"), form.get("proof"), &ctx.visitor)
        .await;
    told(
        &ctx,
        answered.map(|answer| json!({ "answer": answer.as_str() })),
    )
}

/// `POST /companion/wake`.
pub async fn wake(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let noted = ctx
        .app
        .engine
        .subscribe_phone(form.get("phone"), form.get("proof"))
        .await;
    told(&ctx, noted.map(|()| json!({})))
}
