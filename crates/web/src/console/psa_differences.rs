//! How a connection to a PSA stands: how far it was read, what is in question, what differs.

use super::members::csv_cell;
use super::psa_connection::{head, id_of};
use super::reading::{shell, when};
use crate::answer::{Answer, bytes, header, page, see_other};
use crate::context::{Ctx, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    AnswerButton, CountLine, DifferenceLine, PassLine, PsaDifferencesPage, QuestionLine, thousands,
};
use crate::view::{Notice, Tone};
use axum::http::header::{CONTENT_DISPOSITION, REFRESH};
use engine::Failure;
use engine::directory::HeldConflict;
use engine::directory::{Difference, SyncView};
use kernel::{ConflictId, Refusal, Timestamp};
use model::directory::sync::{Decision, PassKind, SyncState};
use model::directory::{ConnectionRefusal, ConnectionState, ContactState};

/// Questions and people on a page.
const PAGE: i64 = 50;
/// Most people of a download.
const MOST: i64 = 100_000;

/// Why somebody who is in the PSA is not active here.
pub(crate) const fn why(state: Option<ContactState>) -> &'static str {
    match state {
        None => "Not taken over: no mapping of her site, or her company is hidden or in question",
        Some(ContactState::Active) => "Active",
        Some(ContactState::Inactive) => "Inactive in the PSA",
        Some(ContactState::OutOfScope) => "Out of scope: no mapping of her site, or hidden",
        Some(ContactState::Gone) => "Was gone, and comes back with the next pass",
    }
}

fn person(row: Difference) -> DifferenceLine {
    DifferenceLine {
        number: row.psa_id,
        name: row.name,
        company: row.company,
        why: why(row.state),
    }
}

fn question(row: HeldConflict) -> QuestionLine {
    let kind = row.conflict.kind;
    let answers = match row.decision {
        Some(_) => &[],
        None => kind.decisions(),
    };
    QuestionLine {
        id: row.id.to_string(),
        title: kind.title(),
        detail: row.conflict.detail,
        meaning: kind.meaning(),
        since: row.found_at.for_people(),
        answer: row.decision.map_or("", Decision::words).into(),
        answers: answers
            .iter()
            .map(|a| AnswerButton {
                value: a.as_str(),
                text: a.words(),
            })
            .collect(),
        takes_back: matches!(row.decision, Some(Decision::Apart | Decision::Keep)),
    }
}

/// The count and the time that is left of a pass.
fn left(state: &SyncState, now: Timestamp) -> String {
    let read = thousands(state.rows_read);
    if state.rows_expected <= 0 {
        return format!("{read} rows");
    }
    let count = format!("{read} of {} rows", thousands(state.rows_expected));
    let took = state
        .begun_at
        .map_or(0, |begun| (now - begun).0 / 1_000_000);
    let rest = (state.rows_expected - state.rows_read).max(0);
    if took < 5 || state.rows_read < 1_000 {
        return count;
    }
    match took.saturating_mul(rest) / state.rows_read / 60 {
        0 => format!("{count}, less than a minute left"),
        1 => format!("{count}, about a minute left"),
        minutes => format!("{count}, about {minutes} minutes left"),
    }
}

/// A pass that reads everything is shown as it goes; one for changes is over in a moment.
fn pass(state: &SyncState, now: Timestamp) -> Option<PassLine> {
    let kind = state.pass.filter(|kind| *kind != PassKind::Changes)?;
    Some(PassLine {
        what: kind.words().into(),
        stage: state.stage.map_or("", |s| s.words()).into(),
        read: state.rows_read,
        expected: state.rows_expected,
        words: left(state, now),
    })
}

/// The first pass, before it has begun: the connection is known, and nothing was read yet.
fn first_pass(view: &SyncView) -> Option<PassLine> {
    let untouched = view.state.as_ref().is_none_or(|s| {
        s.pass.is_none() && s.whole_at.is_none() && s.passed_at.is_none() && s.fault.code.is_empty()
    });
    let waits = untouched && view.connection.state == ConnectionState::Active;
    waits.then(|| PassLine {
        what: PassKind::First.words().into(),
        stage: "waiting for its turn".into(),
        words: "It begins in a moment".into(),
        ..PassLine::default()
    })
}

fn telling(state: Option<&SyncState>) -> String {
    match state {
        Some(s) if s.callbacks_at.is_none() => "Not asked for yet.".into(),
        Some(s) if s.callbacks.is_empty() => match s.heard_at {
            Some(at) => format!(
                "Changes are told at once; the last one on {}.",
                at.for_people()
            ),
            None => "Changes are told at once; none was told yet.".into(),
        },
        Some(s) => format!("{} Changes are asked for each minute.", s.callbacks),
        None => "Not asked for yet.".into(),
    }
}

fn counts(view: &SyncView) -> Vec<CountLine> {
    let line = |what, there, here: String| CountLine {
        what,
        there: thousands(there),
        here,
    };
    let counts = &view.counts;
    vec![
        line(
            "Companies",
            counts.companies,
            format!("{} mapped", thousands(counts.mapped)),
        ),
        line(
            "Contacts",
            counts.contacts,
            format!("{} active", thousands(counts.active)),
        ),
        line("Configurations", counts.configurations, "read".into()),
    ]
}

/// The last of a page of which one more row was asked for, where there is more.
fn next<T>(rows: &mut Vec<T>, place: impl Fn(&T) -> String) -> Option<String> {
    let most = usize::try_from(PAGE).unwrap_or(50);
    let more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| more).map(place)
}

async fn view(ctx: &Ctx<Master>) -> Result<PsaDifferencesPage, Failed> {
    let (engine, admin, id) = (&ctx.app.engine, &ctx.who.1, id_of(ctx)?);
    let query = ctx.query();
    let answered = query.get("answered") == "yes";
    let found = engine.psa_sync_view(admin, id).await?;
    let after: Option<ConflictId> = query.get("question").parse().ok();
    let mut questions = engine
        .list_psa_conflicts(admin, id, answered, after, PAGE + 1)
        .await?;
    let suffix = if answered { "&answered=yes" } else { "" };
    let more_questions = next(&mut questions, |q| format!("?question={}{suffix}", q.id));
    let from = query.get("after").parse().unwrap_or(0);
    let mut people = engine
        .list_psa_differences(admin, id, from, PAGE + 1)
        .await?;
    let more_people = next(&mut people, |p| format!("?after={}", p.psa_id));
    let state = found.state.as_ref();
    let fault = state.filter(|s| !s.fault.code.is_empty()).map(|s| {
        [
            s.fault.sentence.clone(),
            s.fault.remedy.clone(),
            s.fault.code.clone(),
        ]
    });
    Ok(PsaDifferencesPage {
        shell: shell(ctx, "/console/psa").await?,
        notice: None,
        head: head(&found.connection, "/differences"),
        pass: state
            .and_then(|s| pass(s, engine.now()))
            .or_else(|| first_pass(&found)),
        passed: when(state.and_then(|s| s.passed_at)),
        whole: when(state.and_then(|s| s.whole_at)),
        telling: telling(state),
        fault,
        left_out: state.map(|s| s.left_out.clone()).unwrap_or_default(),
        counts: counts(&found),
        questions: questions.into_iter().map(question).collect(),
        answered,
        more_questions,
        people: people.into_iter().map(person).collect(),
        more_people,
    })
}

/// `GET /console/psa/{connection}/differences`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let mut view = view(&ctx).await?;
    let good = |text: &str| Some(Notice::new(Tone::Good, text));
    view.notice = match ctx.query().get("done") {
        "now" => good("The PSA is asked for changes now."),
        "whole" => good("Everything is read again now."),
        "answer" => good("Your answer is noted, and done."),
        _ => None,
    };
    // Only while nothing is in question, so that nobody is disturbed who reads.
    let moves = view.pass.is_some() && view.questions.is_empty();
    let response = page(200, &view)?;
    Ok(if moves {
        header(response, REFRESH, "3")
    } else {
        response
    })
}

/// `POST /console/psa/{connection}/differences`: reads now, or takes an answer.
pub async fn change(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let (engine, admin, id) = (&ctx.app.engine, &ctx.who.1, id_of(&ctx)?);
    let done = match form.get("do") {
        "answer" => {
            let asked = form.get("answer");
            let decision = Decision::parse(asked);
            let question: ConflictId = form
                .get("question")
                .parse()
                .map_err(|_| Failed::of(&ConnectionRefusal::Unknown))?;
            if decision.is_none() && !asked.is_empty() {
                return Ok(see_other(&format!("/console/psa/{id}/differences")));
            }
            match engine.decide_psa_conflict(admin, question, decision).await {
                Ok(()) => "answer",
                Err(Failure::Refused(refusal)) => {
                    let mut view = view(&ctx).await?;
                    let text = format!("{} {}", refusal.sentence(), refusal.remedy());
                    view.notice = Some(Notice::new(Tone::Bad, text));
                    return page(409, &view);
                }
                Err(Failure::Broken(broken)) => return Err(broken.into()),
            }
        }
        what => {
            let whole = what == "whole";
            engine.sync_psa_now(admin, id, whole).await?;
            if whole { "whole" } else { "now" }
        }
    };
    Ok(see_other(&format!(
        "/console/psa/{id}/differences?done={done}"
    )))
}

/// `GET /console/psa/{connection}/differences.csv`.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    let (engine, admin, id) = (&ctx.app.engine, &ctx.who.1, id_of(&ctx)?);
    let rows = engine.list_psa_differences(admin, id, 0, MOST).await?;
    let mut text = String::from("number,person,company,why\r\n");
    for row in rows {
        let cells = [
            row.psa_id.to_string(),
            csv_cell(&row.name),
            csv_cell(&row.company),
            csv_cell(why(row.state)),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Ok(header(
        bytes("text/csv; charset=utf-8", text),
        CONTENT_DISPOSITION,
        "attachment; filename=\"psa-differences.csv\"",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{PsaConnectionId, Span};

    #[test]
    fn the_time_that_is_left_is_told_when_it_is_known() {
        let begun = Timestamp::from_unix_seconds(1_795_000_000);
        let state = |read, expected| SyncState {
            rows_read: read,
            rows_expected: expected,
            begun_at: Some(begun),
            ..SyncState::fresh(PsaConnectionId([1; 16]), begun)
        };
        let after = |seconds| begun + Span::seconds(seconds);
        for (state, now, words) in [
            (state(500, 0), after(9), "500 rows"),
            (state(500, 9_000), after(9), "500 of 9,000 rows"),
            (
                state(3_000, 9_000),
                after(60),
                "3,000 of 9,000 rows, about 2 minutes left",
            ),
            (
                state(8_900, 9_000),
                after(60),
                "8,900 of 9,000 rows, less than a minute left",
            ),
        ] {
            assert_eq!(left(&state, now), words);
        }
    }
}
