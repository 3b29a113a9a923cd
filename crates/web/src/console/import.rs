//! Members by a file: bring it, look at the check, start, watch, stop.

use super::members::csv_cell;
use super::reading::shell;
use crate::answer::{Answer, header, page, see_other};
use crate::context::{Ctx, Form, check_form_token};
use crate::failure::Failed;
use crate::guard::Master;
use crate::view::console::{
    FaultLine, ImportCheckPage, ImportLine, ImportPage, ImportStage, thousands,
};
use crate::view::{Notice, Tone};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, REFRESH};
use engine::Failure;
use engine::identity::members::ImportRefusal;
use kernel::{ImportId, Refusal};
use model::identity::{HubRole, ImportState, MemberImport};

/// Rows and faults that the page shows.
const SHOWN: usize = 20;

const fn state(import: &MemberImport) -> (&'static str, &'static str, ImportStage) {
    match import.state {
        ImportState::Checked => ("Waits to be started", "info", ImportStage::Checked),
        ImportState::Running => ("Under way", "info", ImportStage::Running),
        ImportState::Done => ("Done", "good", ImportStage::Done),
        ImportState::Cancelled => ("Stopped", "warn", ImportStage::Cancelled),
    }
}

async fn view(ctx: &Ctx<Master>) -> Result<ImportPage, Failed> {
    let imports = ctx.app.engine.list_imports(&ctx.who.1).await?;
    let line = |import: &MemberImport| {
        let (words, tone, _) = state(import);
        let made = i64::try_from(import.summary.made).unwrap_or(i64::MAX);
        ImportLine {
            id: import.id.to_string(),
            file: import.file_name.clone(),
            when: import.created_at.for_people(),
            state: words.into(),
            tone,
            outcome: format!(
                "{} of {} became members",
                thousands(made),
                thousands(import.total)
            ),
        }
    };
    Ok(ImportPage {
        shell: shell(ctx, "/console/members").await?,
        file_fault: None,
        imports: imports.iter().map(line).collect(),
    })
}

/// `GET /console/members/import`.
pub async fn show(ctx: Ctx<Master>) -> Answer {
    page(200, &view(&ctx).await?)
}

/// The fields of a form with a file, and the file with its name.
async fn read_form(ctx: &Ctx<Master>) -> Result<(Form, String, axum::body::Bytes), Failed> {
    let unreadable = || {
        Failed::refuse(
            415,
            "content_type",
            "This cannot be read",
            "The form was sent in a way that is not understood here.",
            "Send it as multipart/form-data, as browsers send files.",
        )
    };
    let kind = ctx.header(CONTENT_TYPE).unwrap_or_default();
    let read = read_parts(kind, ctx.body.clone()).await;
    read.ok_or_else(unreadable)
}

/// The parts of `multipart/form-data`: at most 16 fields, and the file with its name.
pub(crate) async fn read_parts(
    kind: &str,
    body: axum::body::Bytes,
) -> Option<(Form, String, axum::body::Bytes)> {
    let boundary = multer::parse_boundary(kind).ok()?;
    let once = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
    let mut parts = multer::Multipart::new(once, boundary);
    let (mut fields, mut name, mut file) = (Vec::new(), String::new(), axum::body::Bytes::new());
    while let Some(part) = parts.next_field().await.ok()? {
        if fields.len() >= 16 {
            return None;
        }
        if part.name() == Some("file") {
            name = part.file_name().unwrap_or("file.csv").to_owned();
            file = part.bytes().await.ok()?;
        } else {
            let field = part.name().unwrap_or_default().to_owned();
            fields.push((field, part.text().await.ok()?));
        }
    }
    Some((Form::of(fields), name, file))
}

/// `POST /console/members/import`: checks a file.
pub async fn bring(ctx: Ctx<Master>) -> Answer {
    let (form, name, file) = read_form(&ctx).await?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    match ctx.app.engine.check_import(&ctx.who.1, &name, &file).await {
        Ok(id) => Ok(see_other(&format!("/console/members/import/{id}"))),
        Err(Failure::Refused(refusal)) => {
            let mut view = view(&ctx).await?;
            view.file_fault = Some(refusal.sentence());
            page(422, &view)
        }
        Err(Failure::Broken(broken)) => Err(broken.into()),
    }
}

fn id_of(ctx: &Ctx<Master>) -> Result<ImportId, Failed> {
    ctx.placeholder("import")
        .parse()
        .map_err(|_| Failed::of(&ImportRefusal::Unknown))
}

async fn check_view(ctx: &Ctx<Master>, id: ImportId) -> Result<ImportCheckPage, Failed> {
    let (import, rows) = ctx.app.engine.get_import(&ctx.who.1, id, SHOWN).await?;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let summary = &import.summary;
    Ok(ImportCheckPage {
        shell: shell(ctx, "/console/members").await?,
        notice: None,
        id: id.to_string(),
        stage: state(&import).2,
        new: import.total,
        known: count(summary.known),
        faulty: count(summary.faulty + summary.late),
        done: import.done,
        made: count(summary.made),
        faults: summary
            .faults
            .iter()
            .take(SHOWN)
            .map(|f| FaultLine {
                line: f.line,
                column: f.column.clone(),
                message: f.message.clone(),
            })
            .collect(),
        first: rows
            .into_iter()
            .map(|r| {
                let role = HubRole::parse(&r.role).map_or("", HubRole::title);
                [r.display_name, r.email, role.into(), r.groups.join(", ")]
            })
            .collect(),
        file: import.file_name,
    })
}

/// `GET /console/members/import/{import}`: brings itself up to date while it runs.
pub async fn show_one(ctx: Ctx<Master>) -> Answer {
    let view = check_view(&ctx, id_of(&ctx)?).await?;
    let response = page(200, &view)?;
    Ok(if view.stage == ImportStage::Running {
        header(response, REFRESH, "2")
    } else {
        response
    })
}

/// `POST /console/members/import/{import}`: start or stop.
pub async fn decide(ctx: Ctx<Master>) -> Answer {
    let form = ctx.form()?;
    check_form_token(&ctx.app, &ctx.who.0, &form)?;
    let id = id_of(&ctx)?;
    let (engine, admin) = (&ctx.app.engine, &ctx.who.1);
    let done = if form.get("do") == "start" {
        let invite = form.get("invite") == "yes";
        engine.start_import(admin, id, invite).await
    } else {
        engine.cancel_import(admin, id).await
    };
    match done {
        Ok(()) => Ok(see_other(&format!("/console/members/import/{id}"))),
        Err(Failure::Refused(ImportRefusal::NotWaiting)) => {
            let mut view = check_view(&ctx, id).await?;
            let refusal = ImportRefusal::NotWaiting;
            let text = format!("{} {}", refusal.sentence(), refusal.remedy());
            view.notice = Some(Notice::new(Tone::Bad, text));
            page(409, &view)
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /console/members/import/{import}/faults.csv`.
pub async fn faults(ctx: Ctx<Master>) -> Answer {
    let (import, _) = ctx
        .app
        .engine
        .get_import(&ctx.who.1, id_of(&ctx)?, 0)
        .await?;
    let mut text = String::from("line,column,fault\r\n");
    for fault in &import.summary.faults {
        let (column, message) = (csv_cell(&fault.column), csv_cell(&fault.message));
        text.push_str(&format!("{},{column},{message}\r\n", fault.line));
    }
    let response = crate::answer::bytes("text/csv; charset=utf-8", text);
    Ok(header(
        response,
        CONTENT_DISPOSITION,
        "attachment; filename=\"faults.csv\"",
    ))
}
