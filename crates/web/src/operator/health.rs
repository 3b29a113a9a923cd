//! Health and numbers.

use crate::answer::{Answer, header, text};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Anyone;
use axum::http::header::RETRY_AFTER;
use std::time::Duration;

/// `GET /health/live`: the process answers.
pub async fn live(_: Ctx<Anyone>) -> Answer {
    Ok(text(200, "live\n"))
}

/// How long the database may take to say that it works.
const PATIENCE: Duration = Duration::from_secs(5);

/// `GET /health/ready`: the database answers and takes a write too.
pub async fn ready(ctx: Ctx<Anyone>) -> Answer {
    let said = match tokio::time::timeout(PATIENCE, ctx.app.engine.ready()).await {
        Ok(Ok(())) => return Ok(text(200, "ready\n")),
        Ok(Err(broken)) => broken.to_string(),
        Err(_) => "the database did not answer in time".to_owned(),
    };
    tracing::warn!(fault = said, "not ready");
    let answer = text(503, "not ready: the database does not work\n");
    Ok(header(answer, RETRY_AFTER, "5"))
}

/// `GET /metrics`, on the operator's own listener only.
pub async fn numbers(ctx: Ctx<Anyone>) -> Answer {
    match &ctx.app.numbers {
        Some(numbers) => Ok(text(200, numbers())),
        None => Err(Failed::not_found()),
    }
}
