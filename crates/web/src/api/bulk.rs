//! One action for many members: a preview, then the deed.

use super::body::{Faults, answer};
use super::key::{Key, MembersRead, MembersWrite};
use super::words::{Role, Standing};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::identity::members::{BulkAction, BulkPreview, MOST_AT_ONCE, Selection};
use kernel::{GroupId, MemberId, Refusal};
use model::identity::MemberFilter;
use model::operation::ApiScope;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is done to each.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "do", deny_unknown_fields)]
pub enum ActionIn {
    /// Needs `members:state`.
    Deactivate {},
    /// Needs `members:state`.
    Reactivate {},
    /// Needs `members:state`.
    Delete {},
    /// Needs `members:state`.
    Restore {},
    /// Sends the invitation again.
    ResendInvitation {},
    /// Needs `members:roles`.
    SetRole {
        /// The role.
        role: Role,
    },
    /// Needs `groups:write`.
    JoinGroup {
        /// The id of the group.
        #[schema(value_type = String, pattern = "^grp_[0-9a-f]{32}$")]
        group: GroupId,
    },
    /// Needs `groups:write`.
    LeaveGroup {
        /// The id of the group.
        #[schema(value_type = String, pattern = "^grp_[0-9a-f]{32}$")]
        group: GroupId,
    },
}

/// All that a filter finds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterIn {
    /// Part of a name, address or username.
    #[schema(max_length = 100)]
    q: Option<String>,
    /// Where they stand.
    standing: Option<Standing>,
    /// Their role.
    role: Option<Role>,
    /// In this group.
    #[schema(value_type = Option<String>, pattern = "^grp_[0-9a-f]{32}$")]
    group: Option<GroupId>,
    /// With a second factor, or without.
    second_factor: Option<bool>,
}

/// An action for many members: `ids` or `filter` says for whom.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkIn {
    /// What is done to each.
    action: ActionIn,
    /// These members.
    #[schema(value_type = Option<Vec<String>>, max_items = 1000)]
    ids: Option<Vec<MemberId>>,
    /// Or all that the filter finds at the moment of the deed.
    filter: Option<FilterIn>,
}

/// How many were refused for one reason.
#[derive(Serialize, ToSchema)]
pub struct RefusedView {
    /// The code.
    pub code: String,
    /// One sentence.
    pub detail: String,
    /// What can be done about it.
    pub remedy: String,
    /// How many.
    pub count: usize,
}

/// What would come of it for one member.
#[derive(Serialize, ToSchema)]
pub struct BulkRow {
    /// Her id.
    pub member: String,
    /// Whether something would change.
    pub changes: bool,
    /// The code of the refusal, where she would stay as she is.
    pub refused: Option<String>,
}

/// What an action would do, or has done.
#[derive(Serialize, ToSchema)]
pub struct BulkView {
    /// Members that are meant.
    pub total: usize,
    /// Members that change.
    pub changed: usize,
    /// Members that are so already.
    pub unchanged: usize,
    /// Members that stay as they are, by reason.
    pub refused: Vec<RefusedView>,
    /// The first 200 one by one, refusals before the rest; empty after the deed.
    pub members: Vec<BulkRow>,
}

impl From<BulkPreview> for BulkView {
    fn from(found: BulkPreview) -> Self {
        let refused = found.refused.iter().map(|(refusal, count)| RefusedView {
            code: refusal.code().into(),
            detail: refusal.sentence(),
            remedy: refusal.remedy(),
            count: *count,
        });
        let members = found.named.iter().map(|one| BulkRow {
            member: one.row.member.id.to_string(),
            changes: one.outcome == Ok(true),
            refused: one.outcome.as_ref().err().map(|r| r.code().into()),
        });
        Self {
            total: found.total,
            changed: found.changed,
            unchanged: found.unchanged,
            refused: refused.collect(),
            members: members.collect(),
        }
    }
}

fn action(asked: ActionIn) -> (BulkAction, ApiScope) {
    use ApiScope::{GroupsWrite, MembersRoles, MembersState, MembersWrite};
    match asked {
        ActionIn::Deactivate {} => (BulkAction::Deactivate, MembersState),
        ActionIn::Reactivate {} => (BulkAction::Reactivate, MembersState),
        ActionIn::Delete {} => (BulkAction::Delete, MembersState),
        ActionIn::Restore {} => (BulkAction::Restore, MembersState),
        ActionIn::ResendInvitation {} => (BulkAction::ResendInvitation, MembersWrite),
        ActionIn::SetRole { role } => (BulkAction::Role(role.into()), MembersRoles),
        ActionIn::JoinGroup { group } => (BulkAction::JoinGroup(group), GroupsWrite),
        ActionIn::LeaveGroup { group } => (BulkAction::LeaveGroup(group), GroupsWrite),
    }
}

fn selection(ids: Option<Vec<MemberId>>, filter: Option<FilterIn>) -> Result<Selection, Failed> {
    let mut faults = Faults::default();
    match (ids, filter) {
        (Some(ids), None) if ids.len() <= 1_000 => return Ok(Selection::Ids(ids)),
        (Some(_), None) => faults.at("/ids", "At most 1000 at once; a filter takes more."),
        (None, Some(filter)) => {
            if let Some(text) = &filter.q {
                faults.line("/filter/q", text, 100);
            }
            let filter = MemberFilter {
                text: filter.q.unwrap_or_default().trim().to_owned(),
                standing: filter.standing.map(Into::into),
                role: filter.role.map(Into::into),
                group: filter.group,
                factor: filter.second_factor,
            };
            faults.done()?;
            return Ok(Selection::Matching(filter));
        }
        _ => faults.at("", "Say for whom: either ids or filter."),
    }
    Err(faults.refusal())
}

fn view(found: BulkPreview) -> Answer {
    if found.too_many {
        return Err(Failed::refuse(
            409,
            "too_many_members",
            "Too many members",
            &format!("One action can touch at most {MOST_AT_ONCE} members."),
            "Filter more closely.",
        ));
    }
    answer(200, &BulkView::from(found))
}

/// What an action would do to whom. Nothing changes.
#[utoipa::path(post, path = "/api/v1/member-actions/preview", operation_id = "preview_member_action", tag = "Members",
    request_body = BulkIn, responses((status = 200, description = "What it would do", body = BulkView)))]
pub async fn preview(ctx: Ctx<Key<MembersRead>>) -> Answer {
    let asked: BulkIn = ctx.json()?;
    let (action, _) = action(asked.action);
    let selection = selection(asked.ids, asked.filter)?;
    let admin = ctx.who.admin();
    view(
        ctx.app
            .engine
            .preview_bulk(admin, &selection, &action)
            .await?,
    )
}

/// Does it. A member who is refused stays as she is, and the others go on.
#[utoipa::path(post, path = "/api/v1/member-actions", operation_id = "run_member_action", tag = "Members",
    request_body = BulkIn, responses((status = 200, description = "What was done", body = BulkView)))]
pub async fn run(ctx: Ctx<Key<MembersWrite>>) -> Answer {
    let asked: BulkIn = ctx.json()?;
    let (action, right) = action(asked.action);
    ctx.who.needs(right)?;
    let selection = selection(asked.ids, asked.filter)?;
    let admin = ctx.who.admin();
    view(ctx.app.engine.run_bulk(admin, &selection, &action).await?)
}
