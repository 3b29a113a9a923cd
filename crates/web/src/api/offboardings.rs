//! Offboarding a member, and what became of it.

use super::body::{Faults, answer, short};
use super::key::{Key, MembersRead, MembersState};
use super::members::id_of;
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::identity::members::{AccountEnd, OffboardingReport};
use kernel::{OffboardingId, Timestamp};
use model::access::Outcome;
use model::identity::{EndState, LONGEST_REASON, OffboardWish, OffboardingStanding, Telling};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What is known of one thing that had to end.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndWord {
    /// It was read to be so, or the hub did it itself.
    Proved,
    /// The module says so.
    Said,
    /// There was nothing of hers.
    Nothing,
    /// It is on its way.
    Waiting,
    /// The module has not done it.
    Owed,
    /// Kept active on purpose: the last that may administer the module.
    Kept,
    /// Somebody does it by hand.
    ByHand,
}

impl From<EndState> for EndWord {
    fn from(state: EndState) -> Self {
        match state {
            EndState::Proved(_) => Self::Proved,
            EndState::Said => Self::Said,
            EndState::Nothing => Self::Nothing,
            EndState::Waiting => Self::Waiting,
            EndState::Owed => Self::Owed,
            EndState::Kept => Self::Kept,
            EndState::ByHand => Self::ByHand,
        }
    }
}

/// Where the whole stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OffboardingWord {
    /// Nothing is left.
    Complete,
    /// Something is on its way.
    UnderWay,
    /// Something is owed, kept, or has to be done by hand.
    Open,
    /// She was brought back.
    Over,
}

impl From<OffboardingStanding> for OffboardingWord {
    fn from(standing: OffboardingStanding) -> Self {
        match standing {
            OffboardingStanding::Complete => Self::Complete,
            OffboardingStanding::UnderWay => Self::UnderWay,
            OffboardingStanding::Open => Self::Open,
            OffboardingStanding::Over => Self::Over,
        }
    }
}

/// Her account at a linked tenant.
#[derive(Serialize, ToSchema)]
pub struct AccountEndView {
    /// The module's name.
    pub module: String,
    /// The tenant's name.
    pub tenant: String,
    /// The module's id of the account, where one was bound to her.
    pub account: Option<String>,
    /// What is known.
    pub state: EndWord,
    /// When it was read to be so.
    #[schema(format = DateTime)]
    pub proved_at: Option<String>,
    /// What came of the hub's work last, by its code.
    pub outcome: Option<String>,
    /// The module's own words, where something went wrong.
    pub fault: String,
}

impl From<AccountEnd> for AccountEndView {
    fn from(end: AccountEnd) -> Self {
        Self {
            module: end.account.module,
            tenant: end.account.tenant,
            account: end.account.remote_id,
            state: end.state.into(),
            proved_at: match end.state {
                EndState::Proved(at) => Some(at.rfc3339()),
                _ => None,
            },
            outcome: end.outcome.map(Outcome::as_str).map(Into::into),
            fault: end.fault,
        }
    }
}

/// A module that was to be told that her sessions end.
#[derive(Serialize, ToSchema)]
pub struct TellingView {
    /// The module's name.
    pub module: String,
    /// `sign_out` for a logout token, `event` for an event of the link.
    pub by: String,
    /// What is known.
    pub state: EndWord,
    /// When it said that it has heard.
    #[schema(format = DateTime)]
    pub told_at: Option<String>,
    /// Why it did not hear the last time.
    pub fault: String,
}

impl From<(Telling, EndState)> for TellingView {
    fn from((telling, state): (Telling, EndState)) -> Self {
        Self {
            module: telling.module,
            by: telling.kind.as_str().into(),
            state: state.into(),
            told_at: telling.told_at.map(Timestamp::rfc3339),
            fault: telling.fault,
        }
    }
}

/// An offboarding and what became of it.
#[derive(Serialize, ToSchema)]
pub struct OffboardingView {
    /// The id.
    #[schema(example = "off_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// Who left.
    pub member: String,
    /// Her name as it was.
    pub name: String,
    /// Her address as it was.
    pub email: String,
    /// Who did it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whether she is deleted after the grace.
    pub deletes: bool,
    /// When.
    #[schema(format = DateTime)]
    pub begun_at: String,
    /// When she was brought back.
    #[schema(format = DateTime)]
    pub brought_back_at: Option<String>,
    /// Where the whole stands.
    pub standing: OffboardingWord,
    /// Sessions at the hub that ended at once.
    pub sessions_ended: u64,
    /// Modules that were to be told.
    pub told: Vec<TellingView>,
    /// Accounts at linked tenants.
    pub accounts: Vec<AccountEndView>,
    /// Modules at which the hub sees no accounts: somebody looks there by hand.
    pub by_hand: Vec<String>,
    /// API keys that she had made, which were not revoked.
    pub api_keys: Vec<String>,
}

impl From<OffboardingReport> for OffboardingView {
    fn from(report: OffboardingReport) -> Self {
        let o = report.offboarding;
        Self {
            id: o.id.to_string(),
            member: o.member_id.to_string(),
            name: o.display_name,
            email: o.email,
            by: o.actor_name,
            reason: o.reason,
            deletes: o.deletes,
            begun_at: o.begun_at.rfc3339(),
            brought_back_at: o.over_at.map(Timestamp::rfc3339),
            standing: report.standing.into(),
            sessions_ended: o.found.sessions,
            told: report.tellings.into_iter().map(Into::into).collect(),
            accounts: report.accounts.into_iter().map(Into::into).collect(),
            by_hand: o.found.unseen,
            api_keys: o.found.api_keys,
        }
    }
}

/// How somebody is offboarded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OffboardIn {
    /// Why: it stands in the report and in the audit log.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub reason: String,
    /// She is deleted after 30 days, not only deactivated.
    #[serde(default)]
    pub deletes: bool,
}

async fn report(
    ctx: &Ctx<impl Send>,
    admin: &engine::identity::Administrator,
    id: OffboardingId,
) -> Result<OffboardingReport, Failed> {
    let found = ctx.app.engine.offboarding(admin, id).await?;
    found.ok_or_else(Failed::not_found)
}

fn offboarding_of(text: &str) -> Result<OffboardingId, Failed> {
    text.parse().map_err(|_| Failed::not_found())
}

/// Offboards a member: she is deactivated or deleted, her sessions end everywhere, and her account at
/// every linked tenant is deactivated, whatever the policy of the link.
#[utoipa::path(post, path = "/api/v1/members/{member}/offboard", operation_id = "offboard_member", tag = "Members",
    request_body = OffboardIn, responses((status = 201, description = "The offboarding, under way", body = OffboardingView)))]
pub async fn offboard(ctx: Ctx<Key<MembersState>>) -> Answer {
    let asked: OffboardIn = ctx.json()?;
    let mut faults = Faults::default();
    if !asked.reason.is_empty() {
        faults.line("/reason", &asked.reason, LONGEST_REASON);
    }
    faults.done()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    let wish = OffboardWish {
        deletes: asked.deletes,
        reason: asked.reason,
    };
    let made = ctx.app.engine.offboard(admin, id, wish).await?;
    let view: OffboardingView = report(&ctx, admin, made).await?.into();
    answer(201, &view)
}

/// Which offboardings.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OffboardingQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of a name or address.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// Offboardings, newest first, each with what became of it.
#[utoipa::path(get, path = "/api/v1/offboardings", operation_id = "list_offboardings", tag = "Members",
    params(OffboardingQuery), responses((status = 200, description = "A page of offboardings", body = PageOf<OffboardingView>)))]
pub async fn list(ctx: Ctx<Key<MembersRead>>) -> Answer {
    let asked: OffboardingQuery = ctx.asked()?;
    let limit = limit(asked.limit)?;
    let before = place(asked.cursor.as_deref(), |t| t.parse().ok())?;
    let text = short("q", asked.q, 100)?;
    let engine = &ctx.app.engine;
    let found = engine
        .offboardings(ctx.who.admin(), text.trim(), before, limit + 1)
        .await?;
    let last = |r: &OffboardingReport| r.offboarding.id.to_string();
    answer(200, &PageOf::of(found, limit, last, OffboardingView::from))
}

/// One offboarding and what became of it.
#[utoipa::path(get, path = "/api/v1/offboardings/{offboarding}", operation_id = "get_offboarding", tag = "Members",
    responses((status = 200, description = "The offboarding", body = OffboardingView)))]
pub async fn get(ctx: Ctx<Key<MembersRead>>) -> Answer {
    let id = offboarding_of(ctx.placeholder("offboarding"))?;
    let view: OffboardingView = report(&ctx, ctx.who.admin(), id).await?.into();
    answer(200, &view)
}

/// A statement under the hub's signature.
#[derive(Serialize, ToSchema)]
pub struct Statement {
    /// A compact JSON Web Signature (RFC 7515); its key is among those that the hub publishes.
    pub statement: String,
}

/// The report as it stands, signed by the hub. That it was signed stands in the audit log.
#[utoipa::path(post, path = "/api/v1/offboardings/{offboarding}/report", operation_id = "sign_offboarding_report", tag = "Members",
    responses((status = 200, description = "The signed report", body = Statement)))]
pub async fn sign(ctx: Ctx<Key<MembersRead>>) -> Answer {
    ctx.no_body()?;
    let id = offboarding_of(ctx.placeholder("offboarding"))?;
    let admin = ctx.who.admin();
    let report = report(&ctx, admin, id).await?;
    let statement = ctx.app.engine.sign_offboarding(admin, &report).await?;
    answer(200, &Statement { statement })
}
