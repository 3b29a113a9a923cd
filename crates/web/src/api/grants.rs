//! Grants: who may open a module.

use super::key::{GrantsWrite, Key};
use super::member_state::{Done, done};
use super::members;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::access::GroupRefusal;
use kernel::InstanceId;

/// A module that this partner has: what is said of its absence names it.
async fn known(ctx: &Ctx<Key<GrantsWrite>>) -> Result<InstanceId, Failed> {
    let id = super::modules::id_of(ctx)?;
    let modules = ctx.app.engine.list_modules(ctx.who.admin()).await?;
    if modules.iter().any(|m| m.id == id) {
        Ok(id)
    } else {
        Err(super::modules::unknown())
    }
}

async fn to_member(ctx: Ctx<Key<GrantsWrite>>, granted: bool) -> Answer {
    ctx.no_body()?;
    let (member, instance) = (members::id_of(&ctx)?, known(&ctx).await?);
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine
        .grant_to_member(admin, member, instance, granted)
        .await?;
    done()
}

async fn to_group(ctx: Ctx<Key<GrantsWrite>>, granted: bool) -> Answer {
    ctx.no_body()?;
    let group = ctx.placeholder("group").parse();
    let group = group.map_err(|_| Failed::of(&GroupRefusal::Unknown))?;
    let instance = known(&ctx).await?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine
        .grant_to_group(admin, group, instance, granted)
        .await?;
    done()
}

/// Grants a module to a member herself.
#[utoipa::path(put, path = "/api/v1/members/{member}/grants/{instance}", operation_id = "grant_to_member", tag = "Grants",
    responses((status = 200, description = "She may open it", body = Done)))]
pub async fn give_member(ctx: Ctx<Key<GrantsWrite>>) -> Answer {
    to_member(ctx, true).await
}

/// Takes a member's own grant back; what she has by a group stays.
#[utoipa::path(delete, path = "/api/v1/members/{member}/grants/{instance}", operation_id = "take_grant_from_member", tag = "Grants",
    responses((status = 200, description = "It is taken back", body = Done)))]
pub async fn take_member(ctx: Ctx<Key<GrantsWrite>>) -> Answer {
    to_member(ctx, false).await
}

/// Grants a module to everybody in a group.
#[utoipa::path(put, path = "/api/v1/groups/{group}/grants/{instance}", operation_id = "grant_to_group", tag = "Grants",
    responses((status = 200, description = "They may open it", body = Done)))]
pub async fn give_group(ctx: Ctx<Key<GrantsWrite>>) -> Answer {
    to_group(ctx, true).await
}

/// Takes a group's grant back. Whoever had the module by it alone loses it.
#[utoipa::path(delete, path = "/api/v1/groups/{group}/grants/{instance}", operation_id = "take_grant_from_group", tag = "Grants",
    responses((status = 200, description = "It is taken back", body = Done)))]
pub async fn take_group(ctx: Ctx<Key<GrantsWrite>>) -> Answer {
    to_group(ctx, false).await
}
