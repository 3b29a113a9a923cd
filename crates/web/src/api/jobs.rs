//! Jobs and dead letters.

use super::body::{answer, short};
use super::key::{JobsRead, JobsWrite, Key};
use super::member_state::{Done, done};
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use kernel::OutboxId;
use model::operation::{Job, JobFilter, OutboxState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where a job stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its turn.
    Waiting,
    /// Has left.
    Sent,
    /// Was given up.
    Dead,
}

impl From<OutboxState> for JobState {
    fn from(state: OutboxState) -> Self {
        match state {
            OutboxState::Waiting => Self::Waiting,
            OutboxState::Sent => Self::Sent,
            OutboxState::Dead => Self::Dead,
        }
    }
}

impl From<JobState> for OutboxState {
    fn from(state: JobState) -> Self {
        match state {
            JobState::Waiting => Self::Waiting,
            JobState::Sent => Self::Sent,
            JobState::Dead => Self::Dead,
        }
    }
}

/// A job: something that leaves the hub, such as a mail.
#[derive(Serialize, ToSchema)]
pub struct JobView {
    /// The id.
    pub id: String,
    /// What kind.
    pub kind: String,
    /// What it is about, in words.
    pub about: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or when it left or was given up.
    #[schema(format = DateTime)]
    pub due_at: String,
    /// Why it did not leave the last time; empty when nothing went wrong.
    pub last_fault: String,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        Self {
            id: job.id.to_string(),
            kind: job.kind,
            about: job.about,
            state: job.state.into(),
            attempts: job.attempts,
            due_at: job.due_at.rfc3339(),
            last_fault: job.last_fault,
            created_at: job.created_at.rfc3339(),
        }
    }
}

/// Which jobs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Where they stand.
    state: Option<JobState>,
    /// Part of what they are about.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// Jobs, newest first, by the page.
#[utoipa::path(get, path = "/api/v1/jobs", operation_id = "list_jobs", tag = "Jobs",
    params(JobQuery), responses((status = 200, description = "A page of jobs", body = PageOf<JobView>)))]
pub async fn list(ctx: Ctx<Key<JobsRead>>) -> Answer {
    let asked: JobQuery = ctx.asked()?;
    let limit = limit(asked.limit)?;
    let before: Option<OutboxId> = place(asked.cursor.as_deref(), |t| t.parse().ok())?;
    let filter = JobFilter {
        state: asked.state.map(Into::into),
        text: short("q", asked.q, 100)?,
    };
    let admin = ctx.who.admin();
    let found = ctx
        .app
        .engine
        .list_jobs(admin, &filter, before, limit + 1)
        .await?;
    let id = |job: &Job| job.id.to_string();
    answer(200, &PageOf::of(found.jobs, limit, id, JobView::from))
}

fn unknown() -> Failed {
    Failed::refuse(
        404,
        "job_unknown",
        "Not found",
        "There is no such job.",
        "Look at the list of jobs again.",
    )
}

fn late(what: &str) -> Failed {
    Failed::refuse(
        409,
        "job_is_past_that",
        "Too late",
        &format!("This job cannot be {what}: it has left, is on its way, or was not given up."),
        "Look at where it stands now.",
    )
}

async fn find<S: super::key::Needs>(ctx: &Ctx<Key<S>>) -> Result<Job, Failed> {
    let id: OutboxId = ctx.placeholder("job").parse().map_err(|_| unknown())?;
    let found = ctx.app.engine.find_job(ctx.who.admin(), id).await?;
    found.ok_or_else(unknown)
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{job}", operation_id = "get_job", tag = "Jobs",
    responses((status = 200, description = "The job", body = JobView)))]
pub async fn get(ctx: Ctx<Key<JobsRead>>) -> Answer {
    let job = find(&ctx).await?;
    answer(200, &JobView::from(job))
}

/// Lets a job be tried now.
#[utoipa::path(post, path = "/api/v1/jobs/{job}/retry", operation_id = "retry_job", tag = "Jobs",
    responses((status = 200, description = "The job", body = JobView)))]
pub async fn retry(ctx: Ctx<Key<JobsWrite>>) -> Answer {
    ctx.no_body()?;
    let job = find(&ctx).await?;
    if !ctx.app.engine.retry_job(ctx.who.admin(), job.id).await? {
        return Err(late("tried again"));
    }
    let job = find(&ctx).await?;
    answer(200, &JobView::from(job))
}

/// Throws away a job that was given up.
#[utoipa::path(delete, path = "/api/v1/jobs/{job}", operation_id = "discard_job", tag = "Jobs",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn discard(ctx: Ctx<Key<JobsWrite>>) -> Answer {
    ctx.no_body()?;
    let job = find(&ctx).await?;
    if ctx.app.engine.discard_job(ctx.who.admin(), job.id).await? {
        done()
    } else {
        Err(late("thrown away"))
    }
}

/// How many are tried again.
#[derive(Serialize, ToSchema)]
pub struct RetriedView {
    /// How many.
    pub retried: u64,
}

/// Lets every job that was given up be tried again.
#[utoipa::path(post, path = "/api/v1/dead-jobs/retry", operation_id = "retry_dead_jobs", tag = "Jobs",
    responses((status = 200, description = "How many", body = RetriedView)))]
pub async fn retry_dead(ctx: Ctx<Key<JobsWrite>>) -> Answer {
    ctx.no_body()?;
    let retried = ctx.app.engine.retry_dead_jobs(ctx.who.admin()).await?;
    answer(200, &RetriedView { retried })
}
