//! Offboardings: the list, the report of one, and its signed file.

use super::reading::shell;
use crate::answer::{Answer, bytes, header, page};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{EndLine, OffboardingLine, OffboardingPage, OffboardingsPage};
use axum::http::HeaderName;
use axum::http::header::CONTENT_DISPOSITION;
use engine::identity::members::{AccountEnd, OFFBOARDINGS, OffboardingReport};
use kernel::{OffboardingId, Span};
use model::identity::{EndState, OffboardingStanding, Telling, TellingKind};

/// While something is on its way, the page looks again by itself this often.
const AGAIN: &str = "3";
/// And no longer than this: whoever leaves a page open does not ask for ever.
const LOOKS_AGAIN: Span = Span::minutes(5);

const fn standing(it: OffboardingStanding) -> (&'static str, &'static str) {
    match it {
        OffboardingStanding::Complete => ("Complete", "good"),
        OffboardingStanding::UnderWay => ("Under way", "info"),
        OffboardingStanding::Open => ("Something is left", "bad"),
        OffboardingStanding::Over => ("Brought back", ""),
    }
}

const fn state(it: EndState) -> (&'static str, &'static str) {
    match it {
        EndState::Proved(_) => ("Proved", "good"),
        EndState::Said => ("Done, by its word", "good"),
        EndState::Nothing => ("Nothing was there", ""),
        EndState::Waiting => ("On its way", "info"),
        EndState::Owed => ("Owed", "bad"),
        EndState::Kept => ("Kept active", "warn"),
        EndState::ByHand => ("By hand", "warn"),
    }
}

fn end_line(what: String, known: EndState, how: String, fault: &str) -> EndLine {
    let (state, tone) = state(known);
    EndLine {
        what,
        state,
        tone,
        how,
        fault: fault.to_owned(),
    }
}

fn account_line(end: &AccountEnd) -> EndLine {
    let a = &end.account;
    let what = match &a.remote_id {
        Some(remote) => format!("Account {remote} at {} ({})", a.module, a.tenant),
        None => format!("Account at {} ({})", a.module, a.tenant),
    };
    let how = match end.state {
        EndState::Proved(at) => format!(
            "Read at the module to be inactive or gone on {}.",
            at.for_people()
        ),
        EndState::Said => "The module said so; it was not read again.".into(),
        EndState::Nothing => "The module has no account of hers that the hub knows of.".into(),
        EndState::Waiting => "The hub is at it, and tries again until it is read to be done.".into(),
        EndState::Owed => "The module has not done it. Look at it there.".into(),
        EndState::Kept => {
            "It is the last that may administer the module: make somebody else one there, then deactivate it."
                .into()
        }
        EndState::ByHand => "The hub cannot deactivate accounts there: do it at the module.".into(),
    };
    end_line(what, end.state, how, &end.fault)
}

fn telling_line((telling, known): &(Telling, EndState)) -> EndLine {
    let what = match telling.kind {
        TellingKind::SignOut => format!("Sessions at {}", telling.module),
        TellingKind::Event => format!("Sessions and local login at {}", telling.module),
    };
    let how = match (telling.told_at, known) {
        (Some(at), _) => format!("It was told and has confirmed on {}.", at.for_people()),
        (None, EndState::Owed) => {
            "It did not answer and is not told again by itself: see Jobs.".into()
        }
        (None, _) => "It is being told.".into(),
    };
    end_line(what, *known, how, &telling.fault)
}

fn lines(report: &OffboardingReport) -> Vec<EndLine> {
    let o = &report.offboarding;
    let sessions = match o.found.sessions {
        0 => "She was signed in nowhere at the hub.".to_owned(),
        1 => "1 session at the hub ended at once.".into(),
        n => format!("{n} sessions at the hub ended at once."),
    };
    let mut all = vec![end_line(
        "Sign-in at the hub".into(),
        EndState::Proved(o.begun_at),
        format!("{sessions} She cannot sign in any more."),
        "",
    )];
    all.extend(report.tellings.iter().map(telling_line));
    all.extend(report.accounts.iter().map(account_line));
    all.extend(o.found.unseen.iter().map(|module| {
        let how = "She does not get in through the hub any more. Whether an account of her own is left there the hub cannot see: look at the module.";
        end_line(format!("Account at {module}"), EndState::ByHand, how.into(), "")
    }));
    all
}

/// `GET /console/offboardings`.
pub async fn list(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let text: String = query.get("q").trim().chars().take(100).collect();
    let before = query.get("before").parse::<OffboardingId>().ok();
    let engine = &ctx.app.engine;
    let mut found = engine
        .offboardings(&ctx.who.1, &text, before, OFFBOARDINGS + 1)
        .await?;
    let most = usize::try_from(OFFBOARDINGS).unwrap_or(50);
    let more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| more).map(|last| {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.append_pair("q", &text)
            .append_pair("before", &last.offboarding.id.to_string());
        format!("/console/offboardings?{}", out.finish())
    });
    let rows = found.iter().map(|report| {
        let (state, tone) = standing(report.standing);
        let o = &report.offboarding;
        OffboardingLine {
            id: o.id.to_string(),
            name: o.display_name.clone(),
            email: o.email.clone(),
            initials: crate::view::initials(&o.display_name),
            at: o.begun_at.for_people(),
            by: o.actor_name.clone(),
            reason: o.reason.clone(),
            state,
            tone,
        }
    });
    let view = OffboardingsPage {
        shell: shell(&ctx, "/console/offboardings").await?,
        rows: rows.collect(),
        search: text,
        next,
    };
    page(200, &view)
}

async fn report_of(ctx: &Ctx<Master>) -> Result<OffboardingReport, Failed> {
    let id = ctx.placeholder("offboarding").parse::<OffboardingId>();
    let id = id.map_err(|_| Failed::not_found())?;
    let found = ctx.app.engine.offboarding(&ctx.who.1, id).await?;
    found.ok_or_else(Failed::not_found)
}

/// `GET /console/offboardings/{offboarding}`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let report = report_of(&ctx).await?;
    let o = &report.offboarding;
    let (state, tone) = standing(report.standing);
    let under_way =
        report.standing == OffboardingStanding::UnderWay && report.at < o.begun_at + LOOKS_AGAIN;
    let view = OffboardingPage {
        shell: shell(&ctx, "/console/offboardings").await?,
        id: o.id.to_string(),
        member: o.member_id.to_string(),
        name: o.display_name.clone(),
        email: o.email.clone(),
        at: o.begun_at.for_people(),
        by: o.actor_name.clone(),
        reason: o.reason.clone(),
        deletes: o.deletes,
        over: o.over_at.map_or_else(String::new, |t| t.for_people()),
        state,
        tone,
        under_way,
        lines: lines(&report),
        api_keys: o.found.api_keys.clone(),
        looked_at: report.at.for_people(),
    };
    let response = page(200, &view)?;
    Ok(if under_way {
        header(response, HeaderName::from_static("refresh"), AGAIN)
    } else {
        response
    })
}

/// `GET /console/offboardings/{offboarding}/report.jws`: the report, signed by the hub.
pub async fn download(ctx: Ctx<Master>) -> Answer {
    let report = report_of(&ctx).await?;
    let engine = &ctx.app.engine;
    let text = engine.sign_offboarding(&ctx.who.1, &report).await?;
    Ok(header(
        bytes("application/jose", text),
        CONTENT_DISPOSITION,
        "attachment; filename=\"offboarding-report.jws\"",
    ))
}
