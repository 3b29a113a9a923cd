//! Members by a file: brought and checked, then started, watched, stopped.

use super::body::{answer, short};
use super::key::{Key, MembersImport, MembersRead, Needs};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::identity::members::ImportRefusal;
use kernel::{ImportId, Timestamp};
use model::identity::{ImportState, MemberImport};
use model::operation::ApiScope;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Where an import stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportStanding {
    /// Waits to be started.
    Checked,
    /// Under way.
    Running,
    /// Done.
    Done,
    /// Stopped.
    Cancelled,
}

/// What is wrong with a row of the file.
#[derive(Serialize, ToSchema)]
pub struct RowFaultView {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What is wrong, in one sentence.
    pub detail: String,
}

/// An import.
#[derive(Serialize, ToSchema)]
pub struct ImportView {
    /// The id.
    pub id: String,
    /// The name of the file.
    pub file_name: String,
    /// Where it stands.
    pub state: ImportStanding,
    /// Rows that become members.
    pub total: i64,
    /// Rows that had their turn.
    pub done: i64,
    /// Members made so far.
    pub made: usize,
    /// Rows of people who are members already; they stay as they are.
    pub known: usize,
    /// Rows that are left out.
    pub faulty: usize,
    /// The first faults.
    pub faults: Vec<RowFaultView>,
    /// When the file was brought.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When it ended.
    #[schema(format = DateTime)]
    pub ended_at: Option<String>,
}

impl From<MemberImport> for ImportView {
    fn from(import: MemberImport) -> Self {
        let summary = import.summary;
        let fault = |f: model::identity::RowFault| RowFaultView {
            line: f.line,
            column: f.column,
            detail: f.message,
        };
        Self {
            id: import.id.to_string(),
            file_name: import.file_name,
            state: match import.state {
                ImportState::Checked => ImportStanding::Checked,
                ImportState::Running => ImportStanding::Running,
                ImportState::Done => ImportStanding::Done,
                ImportState::Cancelled => ImportStanding::Cancelled,
            },
            total: import.total,
            done: import.done,
            made: summary.made,
            known: summary.known,
            faulty: summary.faulty + summary.late,
            faults: summary.faults.into_iter().map(fault).collect(),
            created_at: import.created_at.rfc3339(),
            ended_at: import.ended_at.map(Timestamp::rfc3339),
        }
    }
}

/// The last imports.
#[derive(Serialize, ToSchema)]
pub struct ImportsView {
    /// The imports, newest first, at most twenty.
    pub data: Vec<ImportView>,
}

/// The last twenty imports.
#[utoipa::path(get, path = "/api/v1/member-imports", operation_id = "list_member_imports", tag = "Member imports",
    responses((status = 200, description = "The imports", body = ImportsView)))]
pub async fn list(ctx: Ctx<Key<MembersRead>>) -> Answer {
    let imports = ctx.app.engine.list_imports(ctx.who.admin()).await?;
    let data = imports.into_iter().map(Into::into).collect();
    answer(200, &ImportsView { data })
}

fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<ImportId, Failed> {
    ctx.placeholder("import")
        .parse()
        .map_err(|_| Failed::of(&ImportRefusal::Unknown))
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>, status: u16, id: ImportId) -> Answer {
    let (import, _) = ctx.app.engine.get_import(ctx.who.admin(), id, 0).await?;
    answer(status, &ImportView::from(import))
}

/// One import, with its progress while it runs.
#[utoipa::path(get, path = "/api/v1/member-imports/{import}", operation_id = "get_member_import", tag = "Member imports",
    responses((status = 200, description = "The import", body = ImportView)))]
pub async fn get(ctx: Ctx<Key<MembersRead>>) -> Answer {
    show(&ctx, 200, id_of(&ctx)?).await
}

/// How the file is called.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// The name of the file, for the list of imports.
    #[param(max_length = 100)]
    file_name: Option<String>,
}

/// Brings a file, at most 16 MiB of UTF-8, whose first line names the columns `email`, `name`,
/// `username`, `role`, `groups`. It is checked against what is there (a dry run); nothing changes
/// until it is started.
#[utoipa::path(post, path = "/api/v1/member-imports", operation_id = "check_member_import", tag = "Member imports",
    params(FileQuery), request_body(content = String, content_type = "text/csv", description = "The file"),
    responses((status = 201, description = "What came of the check", body = ImportView)))]
pub async fn check(ctx: Ctx<Key<MembersImport>>) -> Answer {
    let asked: FileQuery = ctx.asked()?;
    let named = asked.file_name.or(Some("members.csv".into()));
    let name = short("file_name", named, 100)?;
    let (file, admin) = (ctx.csv()?, ctx.who.admin());
    let id = ctx.app.engine.check_import(admin, &name, file).await?;
    show(&ctx, 201, id).await
}

/// How an import is started.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartIn {
    /// Whether each new member gets her invitation by mail at once.
    invite: bool,
}

/// Starts a checked import. A file may give roles and groups, so the key needs `members:roles` and
/// `groups:write` besides.
#[utoipa::path(post, path = "/api/v1/member-imports/{import}/start", operation_id = "start_member_import", tag = "Member imports",
    request_body = StartIn, responses((status = 200, description = "The import", body = ImportView)))]
pub async fn start(ctx: Ctx<Key<MembersImport>>) -> Answer {
    let asked: StartIn = ctx.json()?;
    ctx.who.needs(ApiScope::MembersRoles)?;
    ctx.who.needs(ApiScope::GroupsWrite)?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.start_import(admin, id, asked.invite).await?;
    show(&ctx, 200, id).await
}

/// Stops an import; what was taken over stays.
#[utoipa::path(post, path = "/api/v1/member-imports/{import}/cancel", operation_id = "cancel_member_import", tag = "Member imports",
    responses((status = 200, description = "The import", body = ImportView)))]
pub async fn cancel(ctx: Ctx<Key<MembersImport>>) -> Answer {
    ctx.no_body()?;
    let (id, admin) = (id_of(&ctx)?, ctx.who.admin());
    ctx.app.engine.cancel_import(admin, id).await?;
    show(&ctx, 200, id).await
}
