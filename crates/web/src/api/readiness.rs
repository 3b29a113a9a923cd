//! Readiness: who gets in where, and why not, by the sign-in's own decision.

use super::body::answer;
use super::key::{Key, ReadinessRead};
use super::members;
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use engine::access::{Ready, Show};
use kernel::{GroupId, Refusal};
use model::access::{Entry, EntryRefusal, GrantPath};
use model::identity::AffiliationId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What comes of somebody at the door of a module.
#[derive(Serialize, ToSchema)]
pub struct OutcomeView {
    /// Whether she gets in.
    pub gets_in: bool,
    /// The group by which she does; null where it is granted to her herself, or where she does not.
    pub by_group: Option<String>,
    /// The code of the refusal.
    pub code: Option<String>,
    /// The refusal in one sentence.
    pub detail: Option<String>,
    /// What can be done about it.
    pub remedy: Option<String>,
}

fn outcome(found: &Result<Entry, EntryRefusal>) -> OutcomeView {
    let refusal = found.as_ref().err();
    OutcomeView {
        gets_in: found.is_ok(),
        by_group: match found.as_ref().map(|entry| &entry.via) {
            Ok(GrantPath::Group(id, _)) => Some(id.to_string()),
            _ => None,
        },
        code: refusal.map(|r| r.code().into()),
        detail: refusal.map(Refusal::sentence),
        remedy: refusal.map(Refusal::remedy),
    }
}

/// One person at the door of the module.
#[derive(Serialize, ToSchema)]
pub struct ReadyView {
    /// Her id: a member, or a person of a company.
    pub person: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// What comes of her.
    pub outcome: OutcomeView,
}

impl From<Ready> for ReadyView {
    fn from(ready: Ready) -> Self {
        Self {
            person: ready.person.id.to_string(),
            name: ready.person.display_name.as_str().into(),
            email: ready.person.email.as_str().into(),
            outcome: outcome(&ready.outcome),
        }
    }
}

/// How many are refused for one reason.
#[derive(Serialize, ToSchema)]
pub struct RefusalCount {
    /// The code.
    pub code: String,
    /// One sentence.
    pub detail: String,
    /// What can be done about it.
    pub remedy: String,
    /// How many.
    pub count: usize,
}

/// The check of one module.
#[derive(Serialize, ToSchema)]
pub struct ReadinessView {
    /// How many get in.
    pub gets_in: usize,
    /// How many do not, by reason, the most frequent first.
    pub refused: Vec<RefusalCount>,
    /// The people that were asked for.
    pub people: PageOf<ReadyView>,
}

/// Whom the check looks at, and whom it shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReadinessQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Only people of this group.
    #[param(value_type = Option<String>, pattern = "^grp_[0-9a-f]{32}$")]
    group: Option<GroupId>,
    /// Only who gets in (true), or who does not (false).
    gets_in: Option<bool>,
    /// Only who is refused by this code.
    #[param(max_length = 100)]
    code: Option<String>,
}

/// Who gets into a module, who does not, and why.
#[utoipa::path(get, path = "/api/v1/readiness/{instance}", operation_id = "check_readiness", tag = "Readiness",
    params(ReadinessQuery), responses((status = 200, description = "The check", body = ReadinessView)))]
pub async fn of_module(ctx: Ctx<Key<ReadinessRead>>) -> Answer {
    let asked: ReadinessQuery = ctx.asked()?;
    let id = super::modules::id_of(&ctx)?;
    let limit = limit(asked.limit)?;
    let skip: usize = place(asked.cursor.as_deref(), |t| t.parse().ok())?.unwrap_or(0);
    let by_code = |code: &String| {
        let known = EntryRefusal::ALL.into_iter().find(|r| r.code() == code);
        known.map(Show::By)
    };
    let show = match (asked.code.as_ref(), asked.gets_in) {
        (Some(code), _) => match by_code(code) {
            Some(show) => show,
            None => return Err(unknown_code()),
        },
        (None, Some(true)) => Show::Open,
        (None, Some(false)) => Show::Refused,
        (None, None) => Show::All,
    };
    let most = usize::try_from(limit).unwrap_or(0);
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let found = engine
        .readiness(admin, id, asked.group, show, skip, most + 1)
        .await?
        .ok_or_else(super::modules::unknown)?;
    let refused = found.refused.iter().map(|(refusal, count)| RefusalCount {
        code: refusal.code().into(),
        detail: refusal.sentence(),
        remedy: refusal.remedy(),
        count: *count,
    });
    let refused = refused.collect();
    let goes_on = |_: &Ready| (skip + most).to_string();
    let people = PageOf::of(found.page, limit, goes_on, ReadyView::from);
    answer(
        200,
        &ReadinessView {
            gets_in: found.open,
            refused,
            people,
        },
    )
}

fn unknown_code() -> crate::failure::Failed {
    super::problem::invalid(vec![super::problem::FieldFault {
        pointer: None,
        parameter: Some("code".into()),
        detail: "No refusal has this code.".into(),
    }])
}

/// A module, and what comes of the member at its door.
#[derive(Serialize, ToSchema)]
pub struct ModuleOutcome {
    /// The id of the module instance.
    pub module: String,
    /// Its name.
    pub name: String,
    /// Whether it is granted to her herself.
    pub granted_to_her: bool,
    /// What comes of her.
    pub outcome: OutcomeView,
}

/// The modules of a member.
#[derive(Serialize, ToSchema)]
pub struct MemberReadiness {
    /// Every module for members, and what comes of her there.
    pub data: Vec<ModuleOutcome>,
}

/// Into which modules a member gets, into which not, and why.
#[utoipa::path(get, path = "/api/v1/members/{member}/readiness", operation_id = "check_member_readiness", tag = "Readiness",
    responses((status = 200, description = "The modules", body = MemberReadiness)))]
pub async fn of_member(ctx: Ctx<Key<ReadinessRead>>) -> Answer {
    let person = AffiliationId::Member(members::id_of(&ctx)?);
    let admin = ctx.who.admin();
    let found = ctx.app.engine.readiness_of(admin, person).await?;
    let one = |(instance, entry, direct): engine::access::Outcome| ModuleOutcome {
        module: instance.id.to_string(),
        name: instance.display_name.as_str().into(),
        granted_to_her: direct,
        outcome: outcome(&entry),
    };
    let data = found.into_iter().map(one).collect();
    answer(200, &MemberReadiness { data })
}
