//! Evidence for auditors and insurers: looked at, printed, taken along as tables or signed.

use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, bytes, header, page};
use crate::context::Ctx;
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{EvidencePage, EvidenceSheet};
use axum::http::header::CONTENT_DISPOSITION;
use engine::operation::EvidenceTable;

/// Rows of a table that the page shows; the files hold all.
const SHOWN: usize = 100;

/// `GET /console/evidence`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    let found = ctx.app.engine.evidence(&ctx.who.1).await?;
    let sheet = |table: &EvidenceTable| EvidenceSheet {
        key: table.key,
        title: table.title,
        columns: table.columns.iter().map(|c| c.replace('_', " ")).collect(),
        rows: table.rows.iter().take(SHOWN).cloned().collect(),
        count: table.rows.len(),
        more: table.rows.len().saturating_sub(SHOWN),
    };
    let view = EvidencePage {
        shell: shell(&ctx, "/console/evidence").await?,
        partner: found.partner,
        at: found.at.for_people(),
        sheets: found.tables.iter().map(sheet).collect(),
    };
    page(200, &view)
}

/// `GET /console/evidence/{table}`: one table as CSV.
pub async fn table(ctx: Ctx<Master>) -> Answer {
    let found = ctx.app.engine.evidence(&ctx.who.1).await?;
    let key = ctx.placeholder("table").trim_end_matches(".csv");
    let table = found.table(key).ok_or_else(Failed::not_found)?;
    let mut text = table.columns.join(",");
    text.push_str("\r\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    Ok(header(
        bytes("text/csv; charset=utf-8", text),
        CONTENT_DISPOSITION,
        &format!("attachment; filename=\"{}.csv\"", table.key),
    ))
}

/// `GET /console/evidence.jws`: all of it, signed by the hub.
pub async fn signed(ctx: Ctx<Master>) -> Answer {
    let text = ctx.app.engine.sign_evidence(&ctx.who.1).await?;
    Ok(header(
        bytes("application/jose", text),
        CONTENT_DISPOSITION,
        "attachment; filename=\"evidence.jws\"",
    ))
}
