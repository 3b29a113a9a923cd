//! The live strength meter: the same judgement as at the end, before the form is sent.

use crate::answer::{Answer, json};
use crate::context::Ctx;
use crate::guard::Anyone;

/// `POST /password-strength`: score, label, advice. Nothing is kept of what was typed.
pub async fn estimate(ctx: Ctx<Anyone>) -> Answer {
    let form = ctx.form()?;
    let found = model::identity::strength(&form.secret("password"), &[]);
    let body =
        serde_json::json!({ "score": found.score, "label": found.label, "advice": found.advice });
    Ok(json(200, body.to_string()))
}
