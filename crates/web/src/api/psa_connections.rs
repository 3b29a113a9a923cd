//! Connections to PSAs.

use super::body::{Faults, answer};
use super::key::{Key, Needs, PsaRead, PsaSecrets, PsaWrite};
use super::member_state::{Done, done};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::{PsaConnectionCard, PsaConnectionFolder, TestReport};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::{ConnectionRefusal, ConnectionState, PsaConnectionDraft, PsaVendor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whose PSA it is.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum VendorWord {
    /// ConnectWise Manage.
    ConnectWise,
    /// Kaseya BMS.
    Bms,
}

impl From<PsaVendor> for VendorWord {
    fn from(vendor: PsaVendor) -> Self {
        match vendor {
            PsaVendor::ConnectWise => Self::ConnectWise,
            PsaVendor::Bms => Self::Bms,
        }
    }
}

impl From<VendorWord> for PsaVendor {
    fn from(word: VendorWord) -> Self {
        match word {
            VendorWord::ConnectWise => Self::ConnectWise,
            VendorWord::Bms => Self::Bms,
        }
    }
}

/// Whether it is read.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionStanding {
    /// It is.
    Active,
    /// It is not, until somebody lets it go on.
    Paused,
}

/// A step of a test.
#[derive(Serialize, ToSchema)]
pub struct PsaStepView {
    /// What was tried.
    #[schema(example = "list companies")]
    pub what: String,
    /// Why it failed, for programs; null where it went well.
    #[schema(example = "psa_no_right")]
    pub code: Option<String>,
    /// The same for people.
    pub detail: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
}

/// How a test went.
#[derive(Serialize, ToSchema)]
pub struct PsaTestView {
    /// Everything that is needed works.
    pub passed: bool,
    /// The PSA's version, where it tells.
    pub version: String,
    /// What was tried, in order.
    pub steps: Vec<PsaStepView>,
    /// When; null for a test of what was only typed.
    #[schema(format = DateTime)]
    pub at: Option<String>,
}

impl PsaTestView {
    fn of(report: TestReport, at: Option<Timestamp>) -> Self {
        let told = |text: String| Some(text).filter(|t| !t.is_empty());
        Self {
            passed: report.passed(),
            version: report.version,
            steps: report
                .steps
                .into_iter()
                .map(|step| PsaStepView {
                    what: step.what,
                    code: told(step.code),
                    detail: told(step.sentence),
                    remedy: told(step.remedy),
                })
                .collect(),
            at: at.map(Timestamp::rfc3339),
        }
    }
}

/// A connection. Its keys are never told.
#[derive(Serialize, ToSchema)]
pub struct PsaConnectionView {
    /// The id.
    pub id: String,
    /// Whose PSA it is.
    pub vendor: VendorWord,
    /// What it is called.
    pub name: String,
    /// The host, as it was put right.
    #[schema(example = "na.myconnectwise.net")]
    pub base_url: String,
    /// The company that one signs in with.
    pub company: String,
    /// The user name of BMS; empty for ConnectWise.
    pub user_name: String,
    /// Its own client id; empty for the operator's.
    pub client_id: String,
    /// The API member; empty where it was not told.
    pub api_member: String,
    /// Whether it is read.
    pub state: ConnectionStanding,
    /// Only these companies of the PSA; none for all.
    pub associated_companies: Vec<i64>,
    /// Types of companies that are left out.
    pub hidden_types: Vec<i64>,
    /// Statuses of companies that are left out.
    pub hidden_statuses: Vec<i64>,
    /// How the last test went; null where there was none.
    pub last_test: Option<PsaTestView>,
    /// When it was read to the end last.
    #[schema(format = DateTime)]
    pub last_pass_at: Option<String>,
    /// It is being read.
    pub reading: bool,
    /// Why it could not be read last; empty where it could.
    pub fault: String,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<PsaConnectionCard> for PsaConnectionView {
    fn from(card: PsaConnectionCard) -> Self {
        let (connection, sync) = (card.connection, card.sync.unwrap_or_default());
        Self {
            id: connection.id.to_string(),
            vendor: connection.vendor.into(),
            name: connection.name.as_str().to_owned(),
            base_url: connection.host,
            company: connection.company,
            user_name: connection.account,
            client_id: connection.client_id,
            api_member: connection.api_member,
            state: match connection.state {
                ConnectionState::Active => ConnectionStanding::Active,
                ConnectionState::Paused => ConnectionStanding::Paused,
            },
            associated_companies: connection.associated,
            hidden_types: connection.filter.hidden_types,
            hidden_statuses: connection.filter.hidden_statuses,
            last_test: card.tested.map(|(r, at)| PsaTestView::of(r, Some(at))),
            last_pass_at: sync.passed_at.map(Timestamp::rfc3339),
            reading: sync.running,
            fault: sync.fault,
            created_at: connection.created_at.rfc3339(),
        }
    }
}

/// All connections.
#[derive(Serialize, ToSchema)]
pub struct PsaConnectionsView {
    /// The connections: twenty at most.
    pub data: Vec<PsaConnectionView>,
}

/// The connections of the partner to PSAs.
#[utoipa::path(get, path = "/api/v1/psa-connections", operation_id = "list_psa_connections", tag = "PSA connections",
    responses((status = 200, description = "The connections", body = PsaConnectionsView)))]
pub async fn list(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let cards = ctx.app.engine.list_psa_connections(ctx.who.admin()).await?;
    let data = cards.into_iter().map(Into::into).collect();
    answer(200, &PsaConnectionsView { data })
}

/// A connection with what belongs to it.
#[derive(Serialize, ToSchema)]
pub struct PsaConnectionDetail {
    /// The connection.
    pub connection: PsaConnectionView,
    /// How many companies of the PSA were read.
    pub companies: i64,
    /// How many are mapped.
    pub mappings: i64,
    /// How many contacts of the directory have a record there.
    pub contacts: i64,
}

impl From<PsaConnectionFolder> for PsaConnectionDetail {
    fn from(folder: PsaConnectionFolder) -> Self {
        Self {
            connection: folder.card.into(),
            companies: folder.companies,
            mappings: folder.mappings,
            contacts: folder.contacts,
        }
    }
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<PsaConnectionId, Failed> {
    ctx.placeholder("connection")
        .parse()
        .map_err(|_| Failed::of(&ConnectionRefusal::Unknown))
}

pub(super) async fn show<S: Needs>(status: u16, ctx: &Ctx<Key<S>>, id: PsaConnectionId) -> Answer {
    let engine = &ctx.app.engine;
    let folder = engine.get_psa_connection(ctx.who.admin(), id).await?;
    answer(status, &PsaConnectionDetail::from(folder))
}

/// One connection.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}", operation_id = "get_psa_connection", tag = "PSA connections",
    responses((status = 200, description = "The connection", body = PsaConnectionDetail)))]
pub async fn get(ctx: Ctx<Key<PsaRead>>) -> Answer {
    show(200, &ctx, id_of(&ctx)?).await
}

/// What is said of a connection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PsaConnectionIn {
    /// Whose PSA it is; it stays so.
    vendor: VendorWord,
    /// What it is called.
    #[schema(max_length = 120, example = "training")]
    name: String,
    /// The host that one signs in at.
    #[schema(max_length = 2048, example = "na.myconnectwise.net")]
    base_url: String,
    /// The company that one signs in with.
    #[schema(max_length = 100)]
    company: String,
    /// Of ConnectWise. Left out of a change it stays, as long as it goes to the same host and company.
    #[serde(default)]
    #[schema(max_length = 200)]
    public_key: String,
    /// Of ConnectWise; as the public key.
    #[serde(default)]
    #[schema(max_length = 200)]
    private_key: String,
    /// Of BMS.
    #[serde(default)]
    #[schema(max_length = 100)]
    user_name: String,
    /// Of BMS; as the public key.
    #[serde(default)]
    #[schema(max_length = 500)]
    password: String,
    /// A GUID of ConnectWise; left out for the operator's.
    #[serde(default)]
    #[schema(max_length = 40)]
    client_id: String,
    /// The API member's identifier, for the check of its rights.
    #[serde(default)]
    #[schema(max_length = 100)]
    api_member: String,
}

impl PsaConnectionIn {
    fn draft(self) -> Result<PsaConnectionDraft, Failed> {
        let mut faults = Faults::default();
        let needless = "This PSA has no such field.";
        match self.vendor {
            VendorWord::ConnectWise => {
                for (pointer, text) in [
                    ("/user_name", &self.user_name),
                    ("/password", &self.password),
                ] {
                    if !text.is_empty() {
                        faults.at(pointer, needless);
                    }
                }
            }
            VendorWord::Bms => {
                for (pointer, text) in [
                    ("/public_key", &self.public_key),
                    ("/private_key", &self.private_key),
                    ("/client_id", &self.client_id),
                    ("/api_member", &self.api_member),
                ] {
                    if !text.is_empty() {
                        faults.at(pointer, needless);
                    }
                }
            }
        }
        faults.done()?;
        Ok(PsaConnectionDraft {
            vendor: self.vendor.into(),
            name: self.name,
            host: self.base_url,
            company: self.company,
            account: self.user_name,
            public: self.public_key.into(),
            private: match self.vendor {
                VendorWord::ConnectWise => self.private_key.into(),
                VendorWord::Bms => self.password.into(),
            },
            client_id: self.client_id,
            api_member: self.api_member,
        })
    }
}

/// A connection that was made.
#[derive(Serialize, ToSchema)]
pub struct PsaConnectionMadeView {
    /// The id.
    pub id: String,
}

/// Makes a connection; it is read from now on. Nobody is called before: test it.
#[utoipa::path(post, path = "/api/v1/psa-connections", operation_id = "make_psa_connection", tag = "PSA connections",
    request_body = PsaConnectionIn, responses((status = 201, description = "The connection", body = PsaConnectionMadeView)))]
pub async fn make(ctx: Ctx<Key<PsaSecrets>>) -> Answer {
    let draft = ctx.json::<PsaConnectionIn>()?.draft()?;
    let made = ctx.app.engine.make_psa_connection(ctx.who.admin(), draft);
    let id = made.await?.to_string();
    answer(201, &PsaConnectionMadeView { id })
}

/// Changes a connection. Keys that are left out stay, unless host, company or user are others.
#[utoipa::path(put, path = "/api/v1/psa-connections/{connection}", operation_id = "change_psa_connection", tag = "PSA connections",
    request_body = PsaConnectionIn, responses((status = 200, description = "The connection", body = PsaConnectionDetail)))]
pub async fn change(ctx: Ctx<Key<PsaSecrets>>) -> Answer {
    let draft = ctx.json::<PsaConnectionIn>()?.draft()?;
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    engine
        .change_psa_connection(ctx.who.admin(), id, draft)
        .await?;
    show(200, &ctx, id).await
}

/// Whether mappings may go too.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ForgetQuery {
    /// True deletes the connection's company mappings too; otherwise a connection that has some is
    /// kept, with 409.
    #[serde(default)]
    with_mappings: bool,
}

/// Forgets a connection with its keys and what was read. Companies and contacts stay in the directory,
/// and nothing changes in the PSA.
#[utoipa::path(delete, path = "/api/v1/psa-connections/{connection}", operation_id = "forget_psa_connection", tag = "PSA connections",
    params(ForgetQuery), responses((status = 200, description = "It is forgotten", body = Done)))]
pub async fn forget(ctx: Ctx<Key<PsaSecrets>>) -> Answer {
    ctx.no_body()?;
    let asked: ForgetQuery = ctx.asked()?;
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    engine
        .forget_psa_connection(ctx.who.admin(), id, asked.with_mappings)
        .await?;
    done()
}

/// Stops reading a PSA until it is let go on.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/pause", operation_id = "pause_psa_connection", tag = "PSA connections",
    responses((status = 200, description = "The connection", body = PsaConnectionDetail)))]
pub async fn pause(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    ctx.no_body()?;
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    engine.pause_psa_connection(ctx.who.admin(), id).await?;
    show(200, &ctx, id).await
}

/// Reads a PSA again; what changed meanwhile is found.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/resume", operation_id = "resume_psa_connection", tag = "PSA connections",
    responses((status = 200, description = "The connection", body = PsaConnectionDetail)))]
pub async fn resume(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    ctx.no_body()?;
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    engine.resume_psa_connection(ctx.who.admin(), id).await?;
    show(200, &ctx, id).await
}

/// Tests a connection as it is kept, and keeps how it went. Nothing changes in the PSA.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/test", operation_id = "test_psa_connection", tag = "PSA connections",
    responses((status = 200, description = "How it went", body = PsaTestView)))]
pub async fn test(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    ctx.no_body()?;
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    let report = engine.test_psa_connection(ctx.who.admin(), id).await?;
    answer(200, &PsaTestView::of(report, Some(engine.now())))
}

/// What is to be tested before it is kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PsaDraftIn {
    /// The connection that it would change, whose keys count where none are given.
    #[serde(default)]
    connection: Option<String>,
    /// What would be kept.
    draft: PsaConnectionIn,
}

/// Tests what would be kept. Nothing is kept, and nothing changes in the PSA.
#[utoipa::path(post, path = "/api/v1/psa-connection-tests", operation_id = "test_psa_draft", tag = "PSA connections",
    request_body = PsaDraftIn, responses((status = 200, description = "How it went", body = PsaTestView)))]
pub async fn test_draft(ctx: Ctx<Key<PsaSecrets>>) -> Answer {
    let asked: PsaDraftIn = ctx.json()?;
    let draft = asked.draft.draft()?;
    let changes = asked.connection.as_deref().map(str::parse).transpose();
    let changes = changes.map_err(|_| Failed::of(&ConnectionRefusal::Unknown))?;
    let engine = &ctx.app.engine;
    let report = engine.test_psa_draft(ctx.who.admin(), changes, draft);
    answer(200, &PsaTestView::of(report.await?, None))
}
