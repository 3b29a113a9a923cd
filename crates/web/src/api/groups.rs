//! Groups and the rules that fill them.

use super::body::{Faults, answer, short};
use super::key::{GroupsRead, GroupsWrite, Key, Needs};
use super::member_state::{Done, done};
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::access::{GroupDraft, GroupRefusal, GroupRow};
use kernel::{DisplayName, GroupId};
use model::access::{Combine, Condition, Group, GroupRule};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How conditions combine.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CombineWord {
    /// All must hold.
    All,
    /// One is enough.
    Any,
}

/// What a condition looks at.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConditionField {
    /// The role is this one.
    Role,
    /// The address is at this domain.
    EmailDomain,
    /// The username begins so.
    UsernameBegins,
    /// The name has this in it.
    NameHas,
}

impl ConditionField {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::EmailDomain => "email_domain",
            Self::UsernameBegins => "username_begins",
            Self::NameHas => "name_has",
        }
    }
}

/// One condition about a member.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionBody {
    /// What it looks at.
    field: ConditionField,
    /// What is compared.
    #[schema(min_length = 1, max_length = 100, example = "example.com")]
    value: String,
}

/// Who is in by itself.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleBody {
    /// How the conditions combine.
    combine: CombineWord,
    /// The conditions.
    #[schema(min_items = 1, max_items = 10)]
    conditions: Vec<ConditionBody>,
}

impl RuleBody {
    fn rule(&self, faults: &mut Faults, pointer: &str) -> GroupRule {
        let mut conditions = Vec::new();
        for (n, condition) in self.conditions.iter().enumerate().take(50) {
            faults.line(
                &format!("{pointer}/conditions/{n}/value"),
                &condition.value,
                100,
            );
            conditions.extend(Condition::of(condition.field.as_str(), &condition.value));
        }
        GroupRule {
            combine: match self.combine {
                CombineWord::All => Combine::All,
                CombineWord::Any => Combine::Any,
            },
            conditions,
        }
    }
}

impl From<&GroupRule> for RuleBody {
    fn from(rule: &GroupRule) -> Self {
        let condition = |c: &Condition| ConditionBody {
            field: match c {
                Condition::Role(_) => ConditionField::Role,
                Condition::EmailDomain(_) => ConditionField::EmailDomain,
                Condition::UsernameBegins(_) => ConditionField::UsernameBegins,
                Condition::NameHas(_) => ConditionField::NameHas,
            },
            value: c.value().to_owned(),
        };
        Self {
            combine: match rule.combine {
                Combine::All => CombineWord::All,
                Combine::Any => CombineWord::Any,
            },
            conditions: rule.conditions.iter().map(condition).collect(),
        }
    }
}

/// A group.
#[derive(Serialize, ToSchema)]
pub struct GroupView {
    /// The id.
    #[schema(example = "grp_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// The name, which modules see.
    #[schema(example = "Technicians")]
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who is in by itself; null where members are put in by hand alone.
    pub rule: Option<RuleBody>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// How many are in.
    pub members: i64,
    /// How many modules it opens.
    pub modules: i64,
}

fn view(group: &Group, members: i64, modules: i64) -> GroupView {
    GroupView {
        id: group.id.to_string(),
        name: group.name.as_str().into(),
        description: group.description.clone(),
        rule: group.rule.as_ref().map(Into::into),
        created_at: group.created_at.rfc3339(),
        members,
        modules,
    }
}

/// Which groups.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GroupQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of a name.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// Groups by name, by the page.
#[utoipa::path(get, path = "/api/v1/groups", operation_id = "list_groups", tag = "Groups",
    params(GroupQuery), responses((status = 200, description = "A page of groups", body = PageOf<GroupView>)))]
pub async fn list(ctx: Ctx<Key<GroupsRead>>) -> Answer {
    let asked: GroupQuery = ctx.asked()?;
    let limit = limit(asked.limit)?;
    let after = place(asked.cursor.as_deref(), |t| Some(t.to_owned()))?;
    let rows = ctx
        .app
        .engine
        .list_groups(
            ctx.who.admin(),
            &short("q", asked.q, 100)?,
            &after.unwrap_or_default(),
            limit + 1,
        )
        .await?;
    let key = |row: &GroupRow| kernel::name::name_key(row.group.name.as_str());
    let page = PageOf::of(rows, limit, key, |row| {
        view(&row.group, row.members, row.modules)
    });
    answer(200, &page)
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<GroupId, Failed> {
    ctx.placeholder("group")
        .parse()
        .map_err(|_| Failed::of(&GroupRefusal::Unknown))
}

/// The answer that shows a group as it is now.
pub(super) async fn show<S: Needs>(ctx: &Ctx<Key<S>>, status: u16, id: GroupId) -> Answer {
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let found = engine.get_group(admin, id, "", 0, 1).await?;
    let modules = i64::try_from(found.modules.len()).unwrap_or(i64::MAX);
    answer(status, &view(&found.group, found.total, modules))
}

/// One group.
#[utoipa::path(get, path = "/api/v1/groups/{group}", operation_id = "get_group", tag = "Groups",
    responses((status = 200, description = "The group", body = GroupView)))]
pub async fn get(ctx: Ctx<Key<GroupsRead>>) -> Answer {
    show(&ctx, 200, id_of(&ctx)?).await
}

/// What is kept of a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupIn {
    /// The name, unique at this partner.
    #[schema(min_length = 1, max_length = 120, example = "Technicians")]
    name: String,
    /// What it is for.
    #[serde(default)]
    #[schema(max_length = 200)]
    description: String,
    /// Who is in by itself; null where members are put in by hand alone.
    rule: Option<RuleBody>,
}

impl GroupIn {
    fn draft(&self) -> Result<GroupDraft, Failed> {
        let mut faults = Faults::default();
        let name = faults.read("/name", DisplayName::parse(&self.name));
        faults.line("/description", &self.description, 200);
        let rule = self.rule.as_ref().map(|r| r.rule(&mut faults, "/rule"));
        if let Some(Err(fault)) = rule.as_ref().map(GroupRule::check) {
            faults.at("/rule", fault);
        }
        let Some(name) = name else {
            return Err(faults.refusal());
        };
        faults.done()?;
        Ok(GroupDraft {
            name,
            description: self.description.trim().to_owned(),
            rule,
        })
    }
}

/// Makes a group, and fills it by its rule.
#[utoipa::path(post, path = "/api/v1/groups", operation_id = "make_group", tag = "Groups",
    request_body = GroupIn, responses((status = 201, description = "The group", body = GroupView)))]
pub async fn make(ctx: Ctx<Key<GroupsWrite>>) -> Answer {
    let draft = ctx.json::<GroupIn>()?.draft()?;
    let id = ctx.app.engine.make_group(ctx.who.admin(), draft).await?;
    show(&ctx, 201, id).await
}

/// Changes name, description and rule of a group; who is in by the rule follows at once.
#[utoipa::path(put, path = "/api/v1/groups/{group}", operation_id = "change_group", tag = "Groups",
    request_body = GroupIn, responses((status = 200, description = "The group", body = GroupView)))]
pub async fn change(ctx: Ctx<Key<GroupsWrite>>) -> Answer {
    let draft = ctx.json::<GroupIn>()?.draft()?;
    let id = id_of(&ctx)?;
    let admin = ctx.who.admin();
    ctx.app.engine.change_group(admin, id, draft).await?;
    show(&ctx, 200, id).await
}

/// Deletes a group with its grants. Members stay.
#[utoipa::path(delete, path = "/api/v1/groups/{group}", operation_id = "delete_group", tag = "Groups",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn delete(ctx: Ctx<Key<GroupsWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.delete_group(ctx.who.admin(), id).await?;
    done()
}

/// A rule to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulePreviewIn {
    /// The rule.
    rule: RuleBody,
    /// The group whose members of today are compared; null for a new one.
    #[schema(value_type = Option<String>, pattern = "^grp_[0-9a-f]{32}$")]
    group: Option<GroupId>,
}

/// Whom a rule would let in.
#[derive(Serialize, ToSchema)]
pub struct RulePreviewView {
    /// How many it lets in.
    pub matching: usize,
    /// How many come in anew.
    pub joining: usize,
    /// How many go out.
    pub leaving: usize,
    /// The first names of those who match.
    pub names: Vec<String>,
}

/// Whom a rule would let in. Nothing changes.
#[utoipa::path(post, path = "/api/v1/group-rules/preview", operation_id = "preview_group_rule", tag = "Groups",
    request_body = RulePreviewIn, responses((status = 200, description = "Whom it would let in", body = RulePreviewView)))]
pub async fn preview(ctx: Ctx<Key<GroupsRead>>) -> Answer {
    let asked: RulePreviewIn = ctx.json()?;
    let mut faults = Faults::default();
    let rule = asked.rule.rule(&mut faults, "/rule");
    if let Err(fault) = rule.check() {
        faults.at("/rule", fault);
    }
    faults.done()?;
    let admin = ctx.who.admin();
    let found = ctx
        .app
        .engine
        .preview_rule(admin, asked.group, rule)
        .await?;
    answer(
        200,
        &RulePreviewView {
            matching: found.matching,
            joining: found.joining,
            leaving: found.leaving,
            names: found.names,
        },
    )
}
