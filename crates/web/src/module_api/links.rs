//! The links of a module, and ending one.

use super::{By, ModuleItself, link, refused};
use crate::answer::{Answer, empty};
use crate::api::body::answer;
use crate::context::Ctx;
use model::access::ModuleLink;
use serde::{Deserialize, Serialize};
use unified_login::Confirmed;

/// A link as its module sees it.
#[derive(Serialize)]
struct LinkOfModule {
    id: String,
    tenant: String,
    state: &'static str,
    policy_version: u64,
}

impl From<&ModuleLink> for LinkOfModule {
    fn from(link: &ModuleLink) -> Self {
        Self {
            id: link.id.to_string(),
            tenant: link.tenant.id.clone(),
            state: link.state.as_str(),
            policy_version: link.version,
        }
    }
}

/// `GET /api/module/v1/links`.
pub async fn list(ctx: Ctx<ModuleItself>) -> Answer {
    let links = ctx.app.engine.links_of_module(&ctx.who.0).await?;
    let links: Vec<LinkOfModule> = links.iter().map(LinkOfModule::from).collect();
    answer(200, &links)
}

/// Who ends it, and what she was told of.
#[derive(Deserialize)]
struct Ending {
    by: By,
    #[serde(default)]
    confirm: Confirmed,
}

/// `DELETE /api/module/v1/links/{link}`: Log In is turned off at the module.
pub async fn end(ctx: Ctx<ModuleItself>) -> Answer {
    let id = link(&ctx)?;
    let ending: Ending = ctx.json()?;
    let hand = ctx.who.hand_for(&ending.by);
    let ended = ctx.app.engine.unlink(&hand, id, ending.confirm).await;
    ended.map_err(refused)?;
    Ok(empty(204))
}
