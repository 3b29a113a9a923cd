//! Insights of linked modules, and evidence for auditors.

use super::body::answer;
use super::key::{EvidenceRead, Key, LinksRead};
use super::offboardings::Statement;
use crate::answer::Answer;
use crate::context::Ctx;
use kernel::Timestamp;
use model::access::Weight;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How much it matters.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WeightWord {
    /// Somebody should act.
    Act,
    /// Somebody should look.
    Look,
    /// Good to know.
    Know,
}

/// One thing worth a look.
#[derive(Serialize, ToSchema)]
pub struct InsightView {
    /// The code.
    pub code: String,
    /// How much it matters.
    pub weight: WeightWord,
    /// How many it is about.
    pub count: i64,
    /// One sentence.
    pub detail: String,
    /// What mends it.
    pub remedy: String,
}

/// A linked tenant with what is worth a look.
#[derive(Serialize, ToSchema)]
pub struct LinkInsightsView {
    /// The link.
    pub link: String,
    /// The module instance.
    pub module: String,
    /// The module's name.
    pub name: String,
    /// The tenant's name.
    pub tenant: String,
    /// People who get in.
    pub people: i64,
    /// Of these, with a second factor.
    pub with_second_factor: i64,
    /// Accounts that may change login settings.
    pub admins: i64,
    /// Exceptions from Require.
    pub exceptions: i64,
    /// When the accounts were last read.
    #[schema(format = DateTime)]
    pub accounts_read_at: Option<String>,
    /// What is worth a look, the most important first.
    pub insights: Vec<InsightView>,
}

/// All linked tenants with what is worth a look.
#[derive(Serialize, ToSchema)]
pub struct InsightsView {
    /// The tenants.
    pub data: Vec<LinkInsightsView>,
}

/// What is worth a look at each linked module.
#[utoipa::path(get, path = "/api/v1/insights", operation_id = "list_insights", tag = "Links",
    responses((status = 200, description = "All linked tenants", body = InsightsView)))]
pub async fn list(ctx: Ctx<Key<LinksRead>>) -> Answer {
    let found = ctx.app.engine.insights(ctx.who.admin()).await?;
    let view = |of: engine::access::LinkInsights| LinkInsightsView {
        link: of.link.id.to_string(),
        module: of.link.instance_id.to_string(),
        name: of.module,
        tenant: of.link.tenant.name,
        people: of.facts.people,
        with_second_factor: of.facts.with_factor,
        admins: of.facts.admins,
        exceptions: of.facts.exceptions,
        accounts_read_at: of.facts.imported_at.map(Timestamp::rfc3339),
        insights: of
            .found
            .iter()
            .map(|i| InsightView {
                code: i.code().into(),
                weight: match i.weight() {
                    Weight::Act => WeightWord::Act,
                    Weight::Look => WeightWord::Look,
                    Weight::Know => WeightWord::Know,
                },
                count: i.count(),
                detail: i.sentence(),
                remedy: i.remedy().into(),
            })
            .collect(),
    };
    let data = found.into_iter().map(view).collect();
    answer(200, &InsightsView { data })
}

/// A table of the evidence.
#[derive(Serialize, ToSchema)]
pub struct EvidenceTableView {
    /// The stable word.
    pub key: String,
    /// What it answers.
    pub title: String,
    /// The rows, each by column.
    pub rows: Vec<BTreeMap<String, String>>,
}

/// The evidence at one moment.
#[derive(Serialize, ToSchema)]
pub struct EvidenceView {
    /// When it was gathered.
    #[schema(format = DateTime)]
    pub at: String,
    /// The tables.
    pub tables: Vec<EvidenceTableView>,
}

/// Who has a second factor, who administers what, which exceptions stand, and who left.
#[utoipa::path(get, path = "/api/v1/evidence", operation_id = "get_evidence", tag = "Audit",
    responses((status = 200, description = "The evidence", body = EvidenceView)))]
pub async fn evidence(ctx: Ctx<Key<EvidenceRead>>) -> Answer {
    let found = ctx.app.engine.evidence(ctx.who.admin()).await?;
    let tables = found.tables.into_iter().map(|table| {
        let row = |row: Vec<String>| {
            let columns = table.columns.iter().map(|c| (*c).to_owned());
            columns.zip(row).collect()
        };
        EvidenceTableView {
            key: table.key.into(),
            title: table.title.into(),
            rows: table.rows.into_iter().map(row).collect(),
        }
    });
    let view = EvidenceView {
        at: found.at.rfc3339(),
        tables: tables.collect(),
    };
    answer(200, &view)
}

/// The evidence, signed by the hub. That it was signed stands in the audit log.
#[utoipa::path(post, path = "/api/v1/evidence/statement", operation_id = "sign_evidence", tag = "Audit",
    responses((status = 200, description = "The signed evidence", body = Statement)))]
pub async fn sign(ctx: Ctx<Key<EvidenceRead>>) -> Answer {
    ctx.no_body()?;
    let statement = ctx.app.engine.sign_evidence(ctx.who.admin()).await?;
    answer(200, &Statement { statement })
}
