//! Exceptions, bonds of accounts, and the word that something has changed.

use super::{By, ModuleItself, link, refused};
use crate::answer::{Answer, empty};
use crate::context::Ctx;
use crate::failure::Failed;
use engine::access::LinkPolicyRefusal;
use serde::Deserialize;

/// Who asks.
#[derive(Deserialize)]
struct Asked {
    by: By,
}

/// The module's id of an account, as an address names it.
fn account(ctx: &Ctx<ModuleItself>) -> Result<String, Failed> {
    let text = ctx.placeholder("account");
    let sound = !text.is_empty() && text.len() <= 255 && !text.chars().any(char::is_control);
    sound
        .then(|| text.to_owned())
        .ok_or_else(|| Failed::of(&LinkPolicyRefusal::NoAccount))
}

async fn set(ctx: &Ctx<ModuleItself>, on: bool) -> Answer {
    let (id, account) = (link(ctx)?, account(ctx)?);
    let asked: Asked = ctx.json()?;
    let hand = ctx.who.hand_for(&asked.by);
    let engine = &ctx.app.engine;
    let set = engine.set_exception(&hand, id, &account, on).await;
    set.map_err(refused)?;
    Ok(empty(204))
}

/// `PUT /api/module/v1/links/{link}/exceptions/{account}`.
pub async fn give_exception(ctx: Ctx<ModuleItself>) -> Answer {
    set(&ctx, true).await
}

/// `DELETE /api/module/v1/links/{link}/exceptions/{account}`.
pub async fn take_exception(ctx: Ctx<ModuleItself>) -> Answer {
    set(&ctx, false).await
}

/// `POST /api/module/v1/links/{link}/accounts/changed`: the module's people should be read again.
pub async fn changed(ctx: Ctx<ModuleItself>) -> Answer {
    let id = link(&ctx)?;
    let noted = ctx.app.engine.ask_for_accounts(&ctx.who.hand(), id).await;
    noted.map_err(refused)?;
    Ok(crate::answer::empty(202))
}

/// `DELETE /api/module/v1/links/{link}/account-links/{account}`: somebody has turned hub login off for
/// her account at the module.
pub async fn end_bond(ctx: Ctx<ModuleItself>) -> Answer {
    let (id, account) = (link(&ctx)?, account(&ctx)?);
    let ended = ctx
        .app
        .engine
        .end_bond_by_module(&ctx.who.0, id, &account)
        .await;
    ended.map_err(refused)?;
    Ok(empty(204))
}
