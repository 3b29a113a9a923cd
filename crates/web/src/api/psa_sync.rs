//! How far a PSA was read, what is in question, what differs.

use super::body::answer;
use super::key::{Key, PsaRead, PsaWrite};
use super::member_state::{Done, done};
use super::paging::{PageOf, limit, place};
use super::psa_connections::id_of;
use crate::answer::Answer;
use crate::console::psa_differences::why;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::DecideRefusal;
use engine::directory::HeldConflict;
use kernel::{ConflictId, Timestamp};
use model::directory::sync::{ConflictKind, Decision};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How far a PSA was read.
#[derive(Serialize, ToSchema)]
pub struct PsaSyncView {
    /// What is read at this moment: `first`, `changes` or `whole`; null where nothing is.
    pub pass: Option<String>,
    /// Which part: `companies`, `contacts`…
    pub stage: Option<String>,
    /// Rows read in this pass, or in the last one.
    pub rows_read: i64,
    /// Rows that there will be; 0 where the PSA does not tell.
    pub rows_expected: i64,
    /// When the last pass ended.
    #[schema(format = DateTime)]
    pub passed_at: Option<String>,
    /// When everything was read last.
    #[schema(format = DateTime)]
    pub whole_at: Option<String>,
    /// When the PSA told of a change last.
    #[schema(format = DateTime)]
    pub heard_at: Option<String>,
    /// Why the last pass ended early; null where it did not.
    #[schema(example = "psa_login_refused")]
    pub code: Option<String>,
    /// The same for people.
    pub detail: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Lists and rows that were left out, with why.
    pub left_out: Vec<String>,
    /// Companies of the PSA.
    pub companies: i64,
    /// Of them mapped.
    pub mapped_companies: i64,
    /// Contacts of the PSA.
    pub contacts: i64,
    /// Of them active here.
    pub active_contacts: i64,
    /// Configurations of the PSA.
    pub configurations: i64,
    /// Questions that nobody has answered.
    pub questions: i64,
}

/// How far a PSA was read.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/sync", operation_id = "get_psa_sync", tag = "PSA connections",
    responses((status = 200, description = "How it stands", body = PsaSyncView)))]
pub async fn get(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let engine = &ctx.app.engine;
    let found = engine.psa_sync_view(ctx.who.admin(), id_of(&ctx)?).await?;
    let (state, counts) = (found.state.as_ref(), found.counts);
    let text = |of: fn(&model::directory::sync::SyncFault) -> &String| {
        state
            .map(|s| of(&s.fault).clone())
            .filter(|t| !t.is_empty())
    };
    answer(
        200,
        &PsaSyncView {
            pass: state.and_then(|s| s.pass).map(|p| p.as_str().into()),
            stage: state.and_then(|s| s.stage).map(|p| p.as_str().into()),
            rows_read: state.map_or(0, |s| s.rows_read),
            rows_expected: state.map_or(0, |s| s.rows_expected),
            passed_at: state.and_then(|s| s.passed_at).map(Timestamp::rfc3339),
            whole_at: state.and_then(|s| s.whole_at).map(Timestamp::rfc3339),
            heard_at: state.and_then(|s| s.heard_at).map(Timestamp::rfc3339),
            code: text(|f| &f.code),
            detail: text(|f| &f.sentence),
            remedy: text(|f| &f.remedy),
            left_out: state.map(|s| s.left_out.clone()).unwrap_or_default(),
            companies: counts.companies,
            mapped_companies: counts.mapped,
            contacts: counts.contacts,
            active_contacts: counts.active,
            configurations: counts.configurations,
            questions: counts.questions,
        },
    )
}

/// What is to be read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PsaSyncIn {
    /// Everything, to find what was deleted; else what was changed.
    whole: bool,
}

/// Reads a PSA now.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/sync", operation_id = "sync_psa_now", tag = "PSA connections",
    request_body = PsaSyncIn, responses((status = 200, description = "It is read now", body = Done)))]
pub async fn start(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    let asked: PsaSyncIn = ctx.json()?;
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    engine
        .sync_psa_now(ctx.who.admin(), id, asked.whole)
        .await?;
    done()
}

/// A question that only a person can answer.
#[derive(Serialize, ToSchema)]
pub struct PsaConflictView {
    /// The id.
    pub id: String,
    /// What is in question.
    #[schema(example = "several_companies")]
    pub kind: String,
    /// About what, for programs.
    pub subject: String,
    /// About what, for people.
    pub detail: String,
    /// What it means and what the answers do.
    pub meaning: String,
    /// The answers that it takes.
    pub decisions: Vec<String>,
    /// The answer that was given; null where nobody has.
    pub decision: Option<String>,
    /// Since when it is in question.
    #[schema(format = DateTime)]
    pub found_at: String,
}

impl From<HeldConflict> for PsaConflictView {
    fn from(held: HeldConflict) -> Self {
        let kind: ConflictKind = held.conflict.kind;
        let words = kind.decisions().iter().map(|d| d.as_str().to_owned());
        Self {
            id: held.id.to_string(),
            kind: kind.as_str().into(),
            subject: held.conflict.subject,
            detail: held.conflict.detail,
            meaning: kind.meaning().into(),
            decisions: words.collect(),
            decision: held.decision.map(|d| d.as_str().into()),
            found_at: held.found_at.rfc3339(),
        }
    }
}

/// Which questions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PsaConflictsQuery {
    /// Those that were answered.
    #[serde(default)]
    answered: bool,
    /// 1 to 200; 50 when left out.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Questions about records of a PSA.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/conflicts", operation_id = "list_psa_conflicts", tag = "PSA connections",
    params(PsaConflictsQuery), responses((status = 200, description = "A page of questions", body = PageOf<PsaConflictView>)))]
pub async fn conflicts(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let query: PsaConflictsQuery = ctx.asked()?;
    let limit = limit(query.limit)?;
    let after = place(query.cursor.as_deref(), |t| t.parse::<ConflictId>().ok())?;
    let (id, admin, engine) = (id_of(&ctx)?, ctx.who.admin(), &ctx.app.engine);
    engine.psa_sync_view(admin, id).await?;
    let rows = engine
        .list_psa_conflicts(admin, id, query.answered, after, limit + 1)
        .await?;
    let page = PageOf::of(rows, limit, |r| r.id.to_string(), PsaConflictView::from);
    answer(200, &page)
}

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PsaDecisionIn {
    /// One of the question's `decisions`; null takes an answer back that was only noted.
    #[schema(example = "same_person")]
    decision: Option<String>,
}

/// Answers a question, and does what follows.
#[utoipa::path(post, path = "/api/v1/psa-conflicts/{conflict}/decision", operation_id = "decide_psa_conflict", tag = "PSA connections",
    request_body = PsaDecisionIn, responses((status = 200, description = "It is done", body = Done)))]
pub async fn decide(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    let asked: PsaDecisionIn = ctx.json()?;
    let id: ConflictId = ctx
        .placeholder("conflict")
        .parse()
        .map_err(|_| Failed::of(&DecideRefusal::Unknown))?;
    let decision = asked.decision.as_deref().map(Decision::parse);
    let decision = match decision {
        Some(None) => return Err(Failed::of(&DecideRefusal::OtherAnswers)),
        Some(known) => known,
        None => None,
    };
    let engine = &ctx.app.engine;
    engine
        .decide_psa_conflict(ctx.who.admin(), id, decision)
        .await?;
    done()
}

/// A person of a mapped company who is not active here.
#[derive(Serialize, ToSchema)]
pub struct PsaDifferenceView {
    /// Her number in the PSA.
    pub psa_contact: i64,
    /// Her name.
    pub name: String,
    /// Her company in the PSA.
    pub company: String,
    /// `inactive`, `out_of_scope`, `gone`; null where nothing was made of her record.
    pub state: Option<String>,
    /// The same for people.
    pub detail: String,
}

/// A page of people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PsaDifferencesQuery {
    /// 1 to 200; 50 when left out.
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// People of mapped companies who are in the PSA and not active here.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/differences", operation_id = "list_psa_differences", tag = "PSA connections",
    params(PsaDifferencesQuery), responses((status = 200, description = "A page of people", body = PageOf<PsaDifferenceView>)))]
pub async fn differences(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let query: PsaDifferencesQuery = ctx.asked()?;
    let limit = limit(query.limit)?;
    let after = place(query.cursor.as_deref(), |t| t.parse::<i64>().ok())?;
    let rows = ctx
        .app
        .engine
        .list_psa_differences(ctx.who.admin(), id_of(&ctx)?, after.unwrap_or(0), limit + 1)
        .await?;
    let page = PageOf::of(
        rows,
        limit,
        |r| r.psa_id.to_string(),
        |row| PsaDifferenceView {
            psa_contact: row.psa_id,
            name: row.name,
            company: row.company,
            detail: why(row.state).into(),
            state: row.state.map(|s| s.as_str().into()),
        },
    );
    answer(200, &page)
}
