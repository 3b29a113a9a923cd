//! Members: the list, one of them, inviting, usernames, groups, signing out.

use super::body::{Faults, answer, short};
use super::key::{GroupsWrite, Key, MembersRead, MembersWrite, Needs};
use super::paging::{PageOf, limit, place};
use super::words::{Order, Role, Standing};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::identity::Administrator;
use engine::identity::members::{MemberDraft, MemberView as Known};
use kernel::{DisplayName, EmailAddress, GroupId, MemberId, Timestamp, Username};
use model::identity::{
    HubRole, MemberChange, MemberFilter, MemberOrder, MemberRefusal, MemberRow, Session,
};
use model::operation::ApiScope;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A member.
#[derive(Serialize, ToSchema)]
pub struct MemberView {
    /// Her id.
    #[schema(example = "mem_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// Her address.
    #[schema(example = "technician@example.com")]
    pub email: String,
    /// Her name.
    #[schema(example = "Demo Technician")]
    pub name: String,
    /// Her username.
    pub username: Option<String>,
    /// Her role at the hub.
    pub role: Role,
    /// Whether she is a root master.
    pub root: bool,
    /// Where she stands.
    pub standing: Standing,
    /// Whether she has a second factor.
    pub has_second_factor: bool,
    /// When she signed in last.
    #[schema(format = DateTime)]
    pub last_signed_in_at: Option<String>,
    /// When she became a member.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When she is removed for good, where deletion was asked for.
    #[schema(format = DateTime)]
    pub delete_at: Option<String>,
}

impl From<MemberRow> for MemberView {
    fn from(row: MemberRow) -> Self {
        let standing = row.standing().into();
        let member = row.member;
        Self {
            id: member.id.to_string(),
            email: row.email.as_str().into(),
            name: row.display_name.as_str().into(),
            username: member.username.map(|u| u.as_str().into()),
            role: member.hub_role.into(),
            root: member.root,
            standing,
            has_second_factor: row.has_factor,
            last_signed_in_at: row.last_sign_in_at.map(Timestamp::rfc3339),
            created_at: member.created_at.rfc3339(),
            delete_at: member.delete_at.map(Timestamp::rfc3339),
        }
    }
}

/// A group by its name.
#[derive(Serialize, ToSchema)]
pub struct GroupName {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
}

/// A session of a member.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    /// The id.
    pub id: String,
    /// The browser in words.
    pub device: String,
    /// The network address that it began from.
    pub address: String,
    /// When it began.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it was last used.
    #[schema(format = DateTime)]
    pub last_seen_at: String,
}

/// A member with what stands around her.
#[derive(Serialize, ToSchema)]
pub struct MemberDetail {
    /// The member.
    pub member: MemberView,
    /// Her groups.
    pub groups: Vec<GroupName>,
    /// Her sessions that are alive.
    pub sessions: Vec<SessionView>,
}

fn session(session: &Session) -> SessionView {
    SessionView {
        id: session.id.to_string(),
        device: session.device.clone(),
        address: session.address.clone(),
        created_at: session.created_at.rfc3339(),
        last_seen_at: session.last_seen_at.rfc3339(),
    }
}

impl From<Known> for MemberDetail {
    fn from(known: Known) -> Self {
        let name = |g: &model::access::Group| GroupName {
            id: g.id.to_string(),
            name: g.name.as_str().into(),
        };
        Self {
            groups: known.groups.iter().map(name).collect(),
            sessions: known.sessions.iter().map(session).collect(),
            member: known.row.into(),
        }
    }
}

/// Which members.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MemberQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of a name, address or username.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Where they stand.
    standing: Option<Standing>,
    /// Their role.
    role: Option<Role>,
    /// In this group.
    #[param(value_type = Option<String>, pattern = "^grp_[0-9a-f]{32}$")]
    group: Option<GroupId>,
    /// With a second factor, or without.
    second_factor: Option<bool>,
    /// The order.
    order: Option<Order>,
}

/// A page of members in any filter.
pub(super) async fn page<S: Needs>(
    ctx: &Ctx<Key<S>>,
    filter: MemberFilter,
    order: MemberOrder,
    asked: Option<i64>,
    cursor: Option<&str>,
) -> Answer {
    let limit = limit(asked)?;
    let after: Option<MemberId> = place(cursor, |t| t.parse().ok())?;
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    if let Some(id) = after {
        // A row that is gone is no place to go on from.
        engine.get_member(admin, id).await.map_err(|_| gone())?;
    }
    let rows = engine
        .members_after(admin, &filter, order, after, limit + 1)
        .await?;
    let id = |row: &MemberRow| row.member.id.to_string();
    answer(200, &PageOf::of(rows, limit, id, MemberView::from))
}

fn gone() -> Failed {
    place::<()>(Some("!"), |_| None)
        .err()
        .unwrap_or_else(super::problem::not_found)
}

/// Members, filtered, by the page.
#[utoipa::path(get, path = "/api/v1/members", operation_id = "list_members", tag = "Members",
    params(MemberQuery), responses((status = 200, description = "A page of members", body = PageOf<MemberView>)))]
pub async fn list(ctx: Ctx<Key<MembersRead>>) -> Answer {
    let asked: MemberQuery = ctx.asked()?;
    let filter = MemberFilter {
        text: short("q", asked.q, 100)?,
        standing: asked.standing.map(Into::into),
        role: asked.role.map(Into::into),
        group: asked.group,
        factor: asked.second_factor,
    };
    let order = asked.order.map_or_else(MemberOrder::default, Into::into);
    page(&ctx, filter, order, asked.limit, asked.cursor.as_deref()).await
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<MemberId, Failed> {
    ctx.placeholder("member")
        .parse()
        .map_err(|_| Failed::of(&MemberRefusal::Unknown))
}

/// The answer that shows a member as she is now.
pub(super) async fn show<S: Needs>(
    ctx: &Ctx<Key<S>>,
    status: u16,
    admin: &Administrator,
    id: MemberId,
) -> Answer {
    let known = ctx.app.engine.get_member(admin, id).await?;
    answer(status, &MemberView::from(known.row))
}

/// One member with her groups and sessions.
#[utoipa::path(get, path = "/api/v1/members/{member}", operation_id = "get_member", tag = "Members",
    responses((status = 200, description = "The member", body = MemberDetail)))]
pub async fn get(ctx: Ctx<Key<MembersRead>>) -> Answer {
    let id = id_of(&ctx)?;
    let known = ctx.app.engine.get_member(ctx.who.admin(), id).await?;
    answer(200, &MemberDetail::from(known))
}

/// Who is invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberIn {
    /// Her address.
    #[schema(max_length = 254, example = "newcomer@example.com")]
    email: String,
    /// Her name.
    #[schema(min_length = 1, max_length = 120, example = "Demo Newcomer")]
    name: String,
    /// Her username, unique at this partner.
    #[schema(max_length = 64)]
    username: Option<String>,
    /// Her role, `user` when it is left out; another needs the right `members:roles`.
    role: Option<Role>,
    /// The groups that she is put into; needs the right `groups:write`.
    #[serde(default)]
    #[schema(max_items = 100)]
    groups: Vec<String>,
}

/// Group ids of a field; what is wrong with each goes into the faults.
pub(super) fn group_ids(faults: &mut Faults, pointer: &str, texts: &[String]) -> Vec<GroupId> {
    if texts.len() > 100 {
        faults.at(pointer, "At most 100 groups.");
        return Vec::new();
    }
    let read = |(n, text): (usize, &String)| {
        faults.read(&format!("{pointer}/{n}"), text.parse::<GroupId>())
    };
    texts.iter().enumerate().filter_map(read).collect()
}

/// Invites a member: she gets a mail with the link that brings her in.
#[utoipa::path(post, path = "/api/v1/members", operation_id = "invite_member", tag = "Members",
    request_body = MemberIn, responses((status = 201, description = "The invitation is on its way", body = MemberView)))]
pub async fn invite(ctx: Ctx<Key<MembersWrite>>) -> Answer {
    let asked: MemberIn = ctx.json()?;
    let role = asked.role.map_or(HubRole::User, Into::into);
    if role != HubRole::User {
        ctx.who.needs(ApiScope::MembersRoles)?;
    }
    if !asked.groups.is_empty() {
        ctx.who.needs(ApiScope::GroupsWrite)?;
    }
    let mut faults = Faults::default();
    let email = faults.read("/email", EmailAddress::parse(&asked.email));
    let name = faults.read("/name", DisplayName::parse(&asked.name));
    let username = match &asked.username {
        Some(text) => faults.read("/username", Username::parse(text)).map(Some),
        None => Some(None),
    };
    let groups = group_ids(&mut faults, "/groups", &asked.groups);
    let admin = ctx.who.admin();
    for (n, group) in groups.iter().enumerate() {
        // A group that is passed over would be access that somebody believes was given.
        if ctx
            .app
            .engine
            .get_group(admin, *group, "", 0, 1)
            .await
            .is_err()
        {
            faults.at(&format!("/groups/{n}"), "There is no such group.");
        }
    }
    let (Some(email), Some(display_name), Some(username)) = (email, name, username) else {
        return Err(faults.refusal());
    };
    faults.done()?;
    let draft = MemberDraft {
        email,
        display_name,
        username,
        hub_role: role,
        groups,
    };
    let id = ctx.app.engine.invite_member(admin, draft).await?;
    show(&ctx, 201, admin, id).await
}

/// Sends the invitation again; the link of the old mail is void.
#[utoipa::path(post, path = "/api/v1/members/{member}/invitation", operation_id = "resend_invitation", tag = "Members",
    responses((status = 200, description = "The mail is on its way", body = MemberView)))]
pub async fn resend(ctx: Ctx<Key<MembersWrite>>) -> Answer {
    ctx.no_body()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.resend_invitation(admin, id).await?;
    show(&ctx, 200, admin, id).await
}

/// A username.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UsernameIn {
    /// The username.
    #[schema(min_length = 1, max_length = 64, example = "tech")]
    username: String,
}

/// Gives a member another username.
#[utoipa::path(put, path = "/api/v1/members/{member}/username", operation_id = "set_username", tag = "Members",
    request_body = UsernameIn, responses((status = 200, description = "The member", body = MemberView)))]
pub async fn set_username(ctx: Ctx<Key<MembersWrite>>) -> Answer {
    let asked: UsernameIn = ctx.json()?;
    let mut faults = Faults::default();
    let Some(name) = faults.read("/username", Username::parse(&asked.username)) else {
        return Err(faults.refusal());
    };
    rename(&ctx, Some(name)).await
}

/// Takes a member's username away; she signs in by her address.
#[utoipa::path(delete, path = "/api/v1/members/{member}/username", operation_id = "clear_username", tag = "Members",
    responses((status = 200, description = "The member", body = MemberView)))]
pub async fn clear_username(ctx: Ctx<Key<MembersWrite>>) -> Answer {
    ctx.no_body()?;
    rename(&ctx, None).await
}

async fn rename(ctx: &Ctx<Key<MembersWrite>>, name: Option<Username>) -> Answer {
    let (id, admin) = (id_of(ctx)?, ctx.who.admin());
    let change = MemberChange::Username(name);
    ctx.app.engine.change_member(admin, id, change).await?;
    show(ctx, 200, admin, id).await
}

/// Signs a member out everywhere, here and at the modules.
#[utoipa::path(delete, path = "/api/v1/members/{member}/sessions", operation_id = "sign_out_member", tag = "Members",
    responses((status = 200, description = "The member", body = MemberView)))]
pub async fn sign_out(ctx: Ctx<Key<MembersWrite>>) -> Answer {
    ctx.no_body()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.sign_out_member(admin, id).await?;
    show(&ctx, 200, admin, id).await
}

/// The groups of a member.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupsIn {
    /// The ids of the groups that she is put into by hand.
    #[schema(max_items = 100)]
    groups: Vec<String>,
}

/// Puts a member by hand into these groups and takes her out of all others; where a rule lets her in
/// she stays.
#[utoipa::path(put, path = "/api/v1/members/{member}/groups", operation_id = "set_member_groups", tag = "Members",
    request_body = GroupsIn, responses((status = 200, description = "The member", body = MemberView)))]
pub async fn set_groups(ctx: Ctx<Key<GroupsWrite>>) -> Answer {
    let asked: GroupsIn = ctx.json()?;
    let mut faults = Faults::default();
    let groups = group_ids(&mut faults, "/groups", &asked.groups);
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    for (n, group) in groups.iter().enumerate() {
        if ctx
            .app
            .engine
            .get_group(admin, *group, "", 0, 1)
            .await
            .is_err()
        {
            faults.at(&format!("/groups/{n}"), "There is no such group.");
        }
    }
    faults.done()?;
    let wanted = groups.into_iter().collect();
    ctx.app.engine.set_groups(admin, id, wanted).await?;
    show(&ctx, 200, admin, id).await
}
