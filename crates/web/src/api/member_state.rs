//! What decides about a member's access: role, state, second factors. Each has a right of its own,
//! since the console asks for a new proof here.

use super::body::answer;
use super::key::{Key, MembersFactors, MembersRoles, MembersState};
use super::members::{MemberView, id_of, show};
use super::words::Role;
use crate::answer::Answer;
use crate::context::Ctx;
use model::identity::{AffiliationId, MemberChange};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleIn {
    /// The role.
    role: Role,
}

/// Gives a member another role. The last master keeps hers.
#[utoipa::path(put, path = "/api/v1/members/{member}/role", operation_id = "set_role", tag = "Members",
    request_body = RoleIn, responses((status = 200, description = "The member", body = MemberView)))]
pub async fn set_role(ctx: Ctx<Key<MembersRoles>>) -> Answer {
    let asked: RoleIn = ctx.json()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let change = MemberChange::Role(asked.role.into());
    ctx.app.engine.change_member(admin, id, change).await?;
    show(&ctx, 200, admin, id).await
}

async fn change(ctx: Ctx<Key<MembersState>>, change: MemberChange) -> Answer {
    ctx.no_body()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.change_member(admin, id, change).await?;
    show(&ctx, 200, admin, id).await
}

/// Deactivates a member: she is signed out everywhere at once and cannot sign in.
#[utoipa::path(post, path = "/api/v1/members/{member}/deactivate", operation_id = "deactivate_member", tag = "Members",
    responses((status = 200, description = "The member", body = MemberView)))]
pub async fn deactivate(ctx: Ctx<Key<MembersState>>) -> Answer {
    change(ctx, MemberChange::Deactivate).await
}

/// Lets a member sign in again; whose invitation was withdrawn gets a new one.
#[utoipa::path(post, path = "/api/v1/members/{member}/reactivate", operation_id = "reactivate_member", tag = "Members",
    responses((status = 200, description = "The member", body = MemberView)))]
pub async fn reactivate(ctx: Ctx<Key<MembersState>>) -> Answer {
    change(ctx, MemberChange::Reactivate).await
}

/// Deletes a member: she is signed out everywhere at once, and is removed for good after 30 days.
#[utoipa::path(delete, path = "/api/v1/members/{member}", operation_id = "delete_member", tag = "Members",
    responses((status = 200, description = "The member, with the moment of her removal", body = MemberView)))]
pub async fn delete(ctx: Ctx<Key<MembersState>>) -> Answer {
    change(ctx, MemberChange::Delete).await
}

/// Takes a deletion back; she stays deactivated.
#[utoipa::path(post, path = "/api/v1/members/{member}/restore", operation_id = "restore_member", tag = "Members",
    responses((status = 200, description = "The member", body = MemberView)))]
pub async fn restore(ctx: Ctx<Key<MembersState>>) -> Answer {
    change(ctx, MemberChange::Restore).await
}

/// That something was done which leaves nothing to show.
#[derive(Serialize, ToSchema)]
pub struct Done {
    /// Always true.
    pub done: bool,
}

/// The answer.
pub(super) fn done() -> Answer {
    answer(200, &Done { done: true })
}

/// Takes all second factors of a member away, ends her sessions, and mails her the link with which
/// she sets up new ones.
#[utoipa::path(post, path = "/api/v1/members/{member}/factor-reset", operation_id = "reset_factors", tag = "Members",
    responses((status = 200, description = "The mail is on its way", body = Done)))]
pub async fn reset_factors(ctx: Ctx<Key<MembersFactors>>) -> Answer {
    ctx.no_body()?;
    let person = AffiliationId::Member(id_of(&ctx)?);
    let admin = ctx.who.admin();
    ctx.app.engine.reset_factors(admin, person).await?;
    done()
}
