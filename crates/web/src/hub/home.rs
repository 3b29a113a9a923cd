//! The front door itself.

use crate::answer::{Answer, see_other};
use crate::context::Ctx;
use crate::guard::Perhaps;
use model::identity::Population;

/// `GET /`: to the set-up, the sign-in, or the modules.
pub async fn show(ctx: Ctx<Perhaps>) -> Answer {
    let to = match &ctx.who.0 {
        Some(signed) if signed.identity.population == Population::Staff => "/modules",
        Some(_) => "/portal",
        None if ctx.app.engine.needs_set_up().await? => "/set-up",
        None => "/sign-in",
    };
    Ok(see_other(to))
}
