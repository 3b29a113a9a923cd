//! Who is in a group.

use super::body::short;
use super::groups::id_of;
use super::key::{GroupsRead, GroupsWrite, Key};
use super::member_state::{Done, done};
use super::members::{self, MemberView};
use super::paging::PageOf;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::identity::members::{BulkAction, Selection};
use model::identity::{MemberFilter, MemberOrder, MemberRefusal};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which members of the group.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GroupMemberQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of a name, address or username.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// Who is in a group, by name, by the page.
#[utoipa::path(get, path = "/api/v1/groups/{group}/members", operation_id = "list_group_members", tag = "Groups",
    params(GroupMemberQuery), responses((status = 200, description = "A page of members", body = PageOf<MemberView>)))]
pub async fn list(ctx: Ctx<Key<GroupsRead>>) -> Answer {
    let asked: GroupMemberQuery = ctx.asked()?;
    let id = id_of(&ctx)?;
    // A group that is not there is told apart from an empty one.
    ctx.app
        .engine
        .get_group(ctx.who.admin(), id, "", 0, 1)
        .await?;
    let filter = MemberFilter {
        text: short("q", asked.q, 100)?,
        group: Some(id),
        ..MemberFilter::default()
    };
    let cursor = asked.cursor.as_deref();
    members::page(&ctx, filter, MemberOrder::Name, asked.limit, cursor).await
}

async fn put(ctx: Ctx<Key<GroupsWrite>>, joins: bool) -> Answer {
    ctx.no_body()?;
    let (group, member) = (id_of(&ctx)?, members::id_of(&ctx)?);
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine.get_group(admin, group, "", 0, 1).await?;
    let action = if joins {
        BulkAction::JoinGroup(group)
    } else {
        BulkAction::LeaveGroup(group)
    };
    let whom = Selection::Ids(vec![member]);
    let outcome = engine.run_bulk(admin, &whom, &action).await?;
    match outcome.refused.first() {
        Some((refusal, _)) => Err(Failed::of(refusal)),
        None if outcome.total == 0 => Err(Failed::of(&MemberRefusal::Unknown)),
        None => done(),
    }
}

/// Puts a member into a group by hand.
#[utoipa::path(put, path = "/api/v1/groups/{group}/members/{member}", operation_id = "put_into_group", tag = "Groups",
    responses((status = 200, description = "She is in", body = Done)))]
pub async fn put_in(ctx: Ctx<Key<GroupsWrite>>) -> Answer {
    put(ctx, true).await
}

/// Takes a member out of a group; whom its rule lets in stays in.
#[utoipa::path(delete, path = "/api/v1/groups/{group}/members/{member}", operation_id = "take_out_of_group", tag = "Groups",
    responses((status = 200, description = "She is out, unless the rule lets her in", body = Done)))]
pub async fn take_out(ctx: Ctx<Key<GroupsWrite>>) -> Answer {
    put(ctx, false).await
}
