//! The audit log: filtered, exported, checked.

use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, header, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{ActivityRow, AuditLine, AuditPage, thousands};
use crate::view::{Field, Notice, Tone};
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_DISPOSITION;
use engine::identity::Administrator;
use engine::operation::{ChainCheck, Names};
use futures_util::stream;
use kernel::{Span, Timestamp};
use model::operation::{AuditEntry, AuditFilter};

/// Entries on a page.
const PAGE: i64 = 50;
/// Entries that one step of the export reads.
const STEP: i64 = 500;

fn day(text: &str) -> Option<Timestamp> {
    Timestamp::of_day(text)
}

fn filter_of(query: &Form) -> AuditFilter {
    let short = |name: &str| query.get(name).trim().chars().take(100).collect::<String>();
    AuditFilter {
        action: short("action"),
        actor: short("actor"),
        subject: short("subject"),
        text: short("q"),
        from: day(query.get("from")),
        // The last day counts whole.
        until: day(query.get("until")).map(|d| d + Span::days(1)),
    }
}

fn said(query: &Form) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for name in ["q", "action", "actor", "subject", "from", "until"] {
        let value = query.get(name).trim();
        if !value.is_empty() {
            out.append_pair(name, value);
        }
    }
    out.finish()
}

fn line(entry: AuditEntry, names: &Names) -> AuditLine {
    AuditLine {
        by: names.or_text(&entry.actor),
        to: names.or_text(&entry.subject),
        seq: entry.seq,
        at: entry.at.for_people(),
        action: entry.action,
        actor: entry.actor,
        subject: entry.subject,
        reason: entry.reason,
        before: entry.before,
        after: entry.after,
        address: entry.address,
    }
}

/// Entries about somebody, for her own page: who did it by name, and `own` is she herself.
pub(super) async fn activity(
    ctx: &Ctx<Master>,
    entries: &[AuditEntry],
    own: &str,
) -> Result<Vec<ActivityRow>, Failed> {
    let actors = entries.iter().map(|e| e.actor.as_str());
    let names = ctx.app.engine.names_behind(&ctx.who.1, actors).await?;
    let row = |e: &AuditEntry| ActivityRow {
        at: e.at.for_people(),
        action: e.action.clone(),
        actor: match e.actor == own {
            true => "herself".into(),
            false => names.or_text(&e.actor),
        },
        reason: e.reason.clone(),
    };
    Ok(entries.iter().map(row).collect())
}

async fn view(ctx: &Ctx<Master>, query: &Form) -> Result<AuditPage, Failed> {
    let filter = filter_of(query);
    let before = query.get("before").parse().ok();
    let mut rows = ctx
        .app
        .engine
        .search_audit(&ctx.who.1, &filter, before, PAGE + 1)
        .await?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(0);
    if more {
        rows.pop();
    }
    let behind = rows.iter().flat_map(|e| [e.actor.as_str(), &e.subject]);
    let names = ctx.app.engine.names_behind(&ctx.who.1, behind).await?;
    let said = said(query);
    let joint = if said.is_empty() { "" } else { "&" };
    Ok(AuditPage {
        shell: shell(ctx, "/console/audit").await?,
        notice: None,
        action: filter.action,
        actor: filter.actor,
        subject: filter.subject,
        query: filter.text,
        from: Field::of(query.shown("from")),
        until: Field::of(query.shown("until")),
        filtered: !said.is_empty(),
        next: rows
            .last()
            .filter(|_| more)
            .map(|last| format!("/console/audit?{said}{joint}before={}", last.seq)),
        filter: said,
        rows: rows.into_iter().map(|e| line(e, &names)).collect(),
    })
}

/// `GET /console/audit`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let query = ctx.query();
    let mut view = view(&ctx, &query).await?;
    view.notice = match (query.get("check"), query.get("n").parse::<i64>()) {
        ("whole", Ok(n)) => Some(Notice::new(
            Tone::Good,
            format!(
                "{} entries are whole: each follows from the one before, up to the sealed end.",
                thousands(n)
            ),
        )),
        ("changed", Ok(n)) => Some(Notice::new(
            Tone::Bad,
            format!(
                "Entry {n} was changed: it does not follow from the one before. Ask the operator to compare with a backup."
            ),
        )),
        ("cut", Ok(n)) => Some(Notice::new(
            Tone::Bad,
            format!(
                "The log was cut: only {n} entries are there. Ask the operator to compare with a backup."
            ),
        )),
        _ => None,
    };
    page(200, &view)
}

/// `POST /console/audit/check`: follows the whole chain.
pub async fn check(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let (word, n) = match ctx.app.engine.check_audit(&ctx.who.1).await? {
        ChainCheck::Whole(n) => ("whole", n),
        ChainCheck::Changed(n) => ("changed", n),
        ChainCheck::Cut(n, _) => ("cut", n),
    };
    Ok(see_other(&format!("/console/audit?check={word}&n={n}")))
}

/// `GET /console/audit.csv`: all that the filter finds, newest first, sent as it is read.
pub async fn export(ctx: Ctx<Master>) -> Answer {
    type State = (crate::App, Administrator, AuditFilter, Option<i64>, bool);
    let filter = filter_of(&ctx.query());
    let start: State = (ctx.app.clone(), ctx.who.1.clone(), filter, None, false);
    let rows = stream::try_unfold(
        start,
        |(app, admin, filter, before, done): State| async move {
            if done {
                return Ok::<_, std::io::Error>(None);
            }
            let page = app
                .engine
                .search_audit(&admin, &filter, before, STEP)
                .await
                .map_err(|e| std::io::Error::other(e.to_string()))?;
            let mut text = String::new();
            if before.is_none() {
                text.push_str("seq,at,action,actor,subject,reason,before,after,address,hash\r\n");
            }
            for entry in &page {
                push(&mut text, entry);
            }
            let done = page.len() < usize::try_from(STEP).unwrap_or(0);
            let next = page.last().map(|e| e.seq).or(before);
            Ok(Some((Bytes::from(text), (app, admin, filter, next, done))))
        },
    );
    let response = crate::answer::bytes("text/csv; charset=utf-8", Body::from_stream(rows));
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        "attachment; filename=\"audit.csv\"",
    ))
}

fn push(text: &mut String, entry: &AuditEntry) {
    let hash: String = entry.hash.iter().map(|b| format!("{b:02x}")).collect();
    let at = entry.at.rfc3339();
    let cells = [
        at.as_str(),
        &entry.action,
        &entry.actor,
        &entry.subject,
        &entry.reason,
        &entry.before,
        &entry.after,
        &entry.address,
        &hash,
    ];
    text.push_str(&format!("{},", entry.seq));
    text.push_str(&cells.map(csv_cell).join(","));
    text.push_str("\r\n");
}
