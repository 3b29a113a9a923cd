//! Choosing another account within a session (S4-27).

use crate::answer::Answer;
use crate::context::Ctx;
use crate::cookies;
use crate::guard::SignedIn;
use model::identity::Destination;

/// `GET /choose`.
pub async fn begin(ctx: Ctx<SignedIn>) -> Answer {
    let token = ctx
        .app
        .engine
        .begin_choice(&ctx.who.0, Destination::Hub)
        .await?;
    Ok(cookies::to_flow(&token, ctx.app.secure))
}
