//! Jobs and dead letters: looked at, tried again, thrown away.

use super::reading::shell;
use crate::answer::{Answer, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::guard::Master;
use crate::view::console::{Choice, JobLine, JobsPage};
use crate::view::{Notice, Tone};
use model::operation::{Job, JobFilter, OutboxState};

/// Jobs on a page.
const PAGE: i64 = 50;

fn line(job: &Job) -> JobLine {
    JobLine {
        id: job.id.to_string(),
        about: if job.about.is_empty() {
            job.kind.replace('_', " ")
        } else {
            job.about.clone()
        },
        state: job.state.title(),
        tone: match job.state {
            OutboxState::Waiting if job.last_fault.is_empty() => "info",
            OutboxState::Waiting => "warn",
            OutboxState::Sent => "good",
            OutboxState::Dead => "bad",
        },
        attempts: job.attempts,
        due: job.due_at.for_people(),
        fault: job.last_fault.clone(),
        may_retry: job.state == OutboxState::Dead
            || (job.state == OutboxState::Waiting && !job.last_fault.is_empty()),
        dead: job.state == OutboxState::Dead,
    }
}

/// `GET /console/jobs`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let filter = JobFilter {
        state: OutboxState::parse(query.get("state")),
        text: query.get("q").trim().chars().take(100).collect(),
    };
    let before = query.get("before").parse().ok();
    let mut found = ctx
        .app
        .engine
        .list_jobs(&ctx.who.1, &filter, before, PAGE + 1)
        .await?;
    let more = found.jobs.len() > usize::try_from(PAGE).unwrap_or(0);
    if more {
        found.jobs.pop();
    }
    let next = found.jobs.last().filter(|_| more).map(|last| {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair("q", &filter.text)
            .append_pair("state", filter.state.map_or("", OutboxState::as_str))
            .append_pair("before", &last.id.to_string());
        format!("/console/jobs?{}", out.finish())
    });
    let states = OutboxState::ALL.iter().map(|s| (s.as_str(), s.title()));
    let view = JobsPage {
        shell: shell(&ctx, "/console/jobs").await?,
        notice: match query.get("done") {
            "retry" => Some(Notice::new(Tone::Good, "It is tried again now.")),
            "retry_all" => Some(Notice::new(Tone::Good, "They are tried again now.")),
            "discard" => Some(Notice::new(Tone::Good, "The job was thrown away.")),
            "late" => Some(Notice::new(
                Tone::Info,
                "That job has left already or is on its way.",
            )),
            _ => None,
        },
        states: Choice::of(
            [("", "Any state")].into_iter().chain(states),
            query.get("state"),
        ),
        query: filter.text,
        waiting: found.waiting,
        dead: found.dead,
        rows: found.jobs.iter().map(line).collect(),
        next,
    };
    page(200, &view)
}

/// `POST /console/jobs`: one thing, named by `do`.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let word = form.get("do");
    let done = match (word, form.get("id").parse()) {
        ("retry_all", _) => {
            engine.retry_dead_jobs(admin).await?;
            true
        }
        ("retry", Ok(id)) => engine.retry_job(admin, id).await?,
        ("discard", Ok(id)) => engine.discard_job(admin, id).await?,
        _ => false,
    };
    let told = if done { word } else { "late" };
    Ok(see_other(&format!("/console/jobs?done={told}")))
}
