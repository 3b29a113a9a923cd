//! The question for a passkey at the front page, before anything was typed.

use crate::answer::{Answer, json};
use crate::context::Ctx;
use crate::guard::Anyone;

/// `POST /passkey`.
pub async fn begin(ctx: Ctx<Anyone>) -> Answer {
    let question = ctx.app.engine.passkey_for_anybody(&ctx.visitor).await?;
    let options: serde_json::Value =
        serde_json::from_str(&question.options).unwrap_or(serde_json::Value::Null);
    let body = serde_json::json!({ "options": options, "ceremony": question.ceremony });
    Ok(json(200, body.to_string()))
}
