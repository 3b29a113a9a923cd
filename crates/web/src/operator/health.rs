//! Health and numbers.

use crate::answer::{Answer, text};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Anyone;

/// `GET /health/live`: the process answers.
pub async fn live(_: Ctx<Anyone>) -> Answer {
    Ok(text(200, "live\n"))
}

/// `GET /health/ready`: the database answers too.
pub async fn ready(ctx: Ctx<Anyone>) -> Answer {
    match ctx.app.engine.needs_set_up().await {
        Ok(_) => Ok(text(200, "ready\n")),
        Err(broken) => {
            tracing::warn!(fault = %broken, "not ready");
            Ok(text(503, "not ready: the database does not answer\n"))
        }
    }
}

/// `GET /metrics`, on the operator's own listener only.
pub async fn numbers(ctx: Ctx<Anyone>) -> Answer {
    match &ctx.app.numbers {
        Some(numbers) => Ok(text(200, numbers())),
        None => Err(Failed::not_found()),
    }
}
