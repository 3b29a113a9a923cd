//! The links of a module, and ending one.

use super::{By, ModuleItself, link, refused};
use crate::answer::{Answer, empty};
use crate::api::body::answer;
use crate::context::Ctx;
use model::access::{LinkState, ModuleLink};
use serde::{Deserialize, Serialize};
use unified_login::{Confirmed, LinkStanding};

/// A link as its module sees it.
#[derive(Serialize)]
struct LinkOfModule {
    id: String,
    tenant: String,
    partner: String,
    state: LinkStanding,
    policy_version: u64,
}

fn shown(link: &ModuleLink, partner: &str) -> LinkOfModule {
    LinkOfModule {
        id: link.id.to_string(),
        tenant: link.tenant.id.clone(),
        partner: partner.to_owned(),
        // To the module a link holds or is over; that it may come back is the hub's to know.
        state: match link.state {
            LinkState::Active => LinkStanding::Active,
            LinkState::Suspended => LinkStanding::Ended,
        },
        policy_version: link.version,
    }
}

/// `GET /api/module/v1/links`.
pub async fn list(ctx: Ctx<ModuleItself>) -> Answer {
    let (links, partner) = ctx.app.engine.links_of_module(&ctx.who.0).await?;
    let links: Vec<LinkOfModule> = links.iter().map(|l| shown(l, &partner)).collect();
    answer(200, &links)
}

/// Who ends it.
#[derive(Deserialize)]
struct Ending {
    by: By,
}

/// `DELETE /api/module/v1/links/{link}`: Log In is turned off at the module. What goes with it must
/// have been said yes to there: `?confirm=also_off`.
pub async fn end(ctx: Ctx<ModuleItself>) -> Answer {
    let id = link(&ctx)?;
    let ending: Ending = ctx.json()?;
    let hand = ctx.who.hand_for(&ending.by);
    let confirmed = Confirmed {
        also_off: ctx.query().get("confirm") == "also_off",
        ..Confirmed::default()
    };
    let ended = ctx.app.engine.unlink(&hand, id, confirmed).await;
    ended.map_err(refused)?;
    Ok(empty(204))
}
