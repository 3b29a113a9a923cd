//! The live strength meter: the same judgement as at the end, before the form is sent.

use crate::answer::{Answer, json};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Anyone;
use crate::words::InWords as _;
use model::identity::SignInRefusal;

/// `POST /password-strength`: score, label, advice. Nothing is kept of what was typed. 503 with
/// `Retry-After` while the hub has more important work; the page then shows no strength.
pub async fn estimate(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let rated = ctx.app.engine.rate_password(form.secret("password")).await;
    let found = rated.map_err(|_| Failed::of(&SignInRefusal::Busy))?;
    let words = ctx.words();
    let advice: Vec<String> = found.advice.iter().map(|a| a.in_words(&words)).collect();
    let label = words.strength(found.score);
    let body = serde_json::json!({ "score": found.score, "label": label, "advice": advice });
    Ok(json(200, body.to_string()))
}
