//! The companies of a PSA, to be imported and mapped: candidates, their sites, suggestions, the import.

use super::body::{Faults, answer, short};
use super::key::{CompaniesRead, CompaniesWrite, Key};
use super::mappings::{connection_of, rule};
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::mappings::{
    Candidate, CandidateFilter, ImportOutcome, ImportedRow, MirrorSite, PsaCompanyWords,
};
use kernel::Refusal;
use model::directory::{
    MOST_MAPPED_AT_ONCE, MappingDraft, MappingRefusal, MappingSwitches, Suggestion,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What a company of the PSA is mapped to.
#[derive(Serialize, ToSchema)]
pub struct MappedToView {
    /// The mapping.
    pub mapping: String,
    /// The company here.
    pub company: String,
    /// Its name.
    pub name: String,
    /// The name of the site; null for the whole company.
    pub site: Option<String>,
}

/// A company of the PSA.
#[derive(Serialize, ToSchema)]
pub struct PsaCompanyView {
    /// The PSA's number.
    pub psa_company: i64,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub identifier: String,
    /// The names of its types.
    pub types: Vec<String>,
    /// The name of its status.
    pub status: Option<String>,
    /// Why it is left out, as it goes on after its name; null where it is not.
    pub left_out: Option<String>,
    /// What it and its sites are mapped to.
    pub mapped_to: Vec<MappedToView>,
}

impl From<Candidate> for PsaCompanyView {
    fn from(row: Candidate) -> Self {
        Self {
            psa_company: row.company.id,
            name: row.company.name,
            identifier: row.company.identifier,
            types: row.company.types.into_iter().map(|t| t.name).collect(),
            status: row.company.status.map(|s| s.name),
            left_out: row.left_out.map(|l| l.to_string()),
            mapped_to: row
                .mapped_to
                .into_iter()
                .map(|to| MappedToView {
                    mapping: to.mapping.to_string(),
                    company: to.company.to_string(),
                    name: to.name,
                    site: to.site,
                })
                .collect(),
        }
    }
}

/// Which companies of the PSA.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PsaCompaniesQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of the name or of the short name, or the whole number.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Mapped or not.
    mapped: Option<bool>,
    /// Of the type of this number.
    r#type: Option<i64>,
    /// Of the status of this number.
    status: Option<i64>,
    /// Those that are left out too.
    left_out: Option<bool>,
}

/// Companies of the PSA by name, by the page, as they were last read.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/companies", operation_id = "list_psa_companies", tag = "Company mapping",
    params(PsaCompaniesQuery), responses((status = 200, description = "A page of companies", body = PageOf<PsaCompanyView>)))]
pub async fn candidates(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let asked: PsaCompaniesQuery = ctx.asked()?;
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(0);
    let after = place(asked.cursor.as_deref(), |text| {
        let (id, key) = text.split_once(' ')?;
        Some((key.to_owned(), id.parse().ok()?))
    })?;
    let filter = CandidateFilter {
        words: PsaCompanyWords {
            text: short("q", asked.q, 100)?,
            mapped: asked.mapped,
        },
        kind: asked.r#type,
        status: asked.status,
        left_out: asked.left_out == Some(true),
    };
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let from = after.unwrap_or_else(|| (String::new(), i64::MIN));
    let found = engine.list_candidates(admin, connection_of(&ctx)?, &filter, from, most);
    let found = found.await?;
    let next = found.next.map(|(key, id)| format!("{id} {key}"));
    answer(200, &PageOf::part(found.rows, next, PsaCompanyView::from))
}

/// The PSA's company in an address.
fn psa_company<S>(ctx: &Ctx<Key<S>>) -> Result<i64, Failed> {
    ctx.placeholder("psa_company")
        .parse()
        .map_err(|_| Failed::not_found())
}

/// A site of a company of the PSA.
#[derive(Serialize, ToSchema)]
pub struct PsaSiteView {
    /// The PSA's number.
    pub psa_site: i64,
    /// Its name.
    pub name: String,
    /// The first of the company.
    pub main: bool,
}

impl From<MirrorSite> for PsaSiteView {
    fn from(held: MirrorSite) -> Self {
        Self {
            psa_site: held.site.id,
            name: held.site.name,
            main: held.site.primary,
        }
    }
}

/// The sites of a company of the PSA.
#[derive(Serialize, ToSchema)]
pub struct PsaSitesView {
    /// The sites.
    pub data: Vec<PsaSiteView>,
}

/// Sites of a company of the PSA that may be mapped, as they were last read.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/companies/{psa_company}/sites", operation_id = "list_psa_sites", tag = "Company mapping",
    responses((status = 200, description = "The sites", body = PsaSitesView)))]
pub async fn sites(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let (connection, company) = (connection_of(&ctx)?, psa_company(&ctx)?);
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let held = engine.list_psa_sites(admin, connection, company).await?;
    let data = held.into_iter().map(Into::into).collect();
    answer(200, &PsaSitesView { data })
}

/// Reads the sites of a company from the PSA now.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/companies/{psa_company}/sites", operation_id = "read_psa_sites", tag = "Company mapping",
    responses((status = 200, description = "The sites", body = PsaSitesView)))]
pub async fn read_sites(ctx: Ctx<Key<CompaniesWrite>>) -> Answer {
    ctx.no_body()?;
    let (connection, company) = (connection_of(&ctx)?, psa_company(&ctx)?);
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    engine.read_psa_sites(admin, connection, company).await?;
    let held = engine.list_psa_sites(admin, connection, company).await?;
    let data = held.into_iter().map(Into::into).collect();
    answer(200, &PsaSitesView { data })
}

/// Two companies that probably belong together.
#[derive(Serialize, ToSchema)]
pub struct SuggestionView {
    /// The company here.
    pub company: String,
    /// Its name.
    pub name: String,
    /// The PSA's number of its company.
    pub psa_company: i64,
    /// Its name.
    pub psa_name: String,
    /// How much speaks for it: `strong`, `likely`, `possible`.
    pub strength: &'static str,
    /// What speaks for it.
    pub reasons: Vec<String>,
}

impl From<Suggestion> for SuggestionView {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            company: suggestion.company.to_string(),
            name: suggestion.name,
            psa_company: suggestion.psa_company,
            psa_name: suggestion.psa_name,
            strength: suggestion.strength.as_str(),
            reasons: suggestion.reasons.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Suggestions, those with the most in favour first.
#[derive(Serialize, ToSchema)]
pub struct SuggestionsView {
    /// The suggestions: 200 at most.
    pub data: Vec<SuggestionView>,
}

/// Companies here and in the PSA that are not mapped and probably belong together. Nothing is mapped.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/mapping-suggestions", operation_id = "suggest_company_mappings", tag = "Company mapping",
    responses((status = 200, description = "The suggestions", body = SuggestionsView)))]
pub async fn suggestions(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let (engine, connection) = (&ctx.app.engine, connection_of(&ctx)?);
    let found = engine.suggest_mappings(ctx.who.admin(), connection).await?;
    let data = found.into_iter().take(200).map(Into::into).collect();
    answer(200, &SuggestionsView { data })
}

/// A company to import.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRowIn {
    /// The PSA's number.
    psa_company: i64,
    /// The PSA's number of the site; left out or null for the whole company.
    #[serde(default)]
    #[schema(minimum = 1)]
    psa_site: Option<i64>,
    /// Whether tickets are made; needs a rule.
    #[serde(default)]
    tickets: bool,
    /// The integration rule.
    #[serde(default)]
    rule: Option<String>,
    /// Whether assets become configurations.
    #[serde(default)]
    configurations: bool,
}

/// Companies to import.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportIn {
    /// The companies.
    #[schema(min_items = 1, max_items = 500)]
    companies: Vec<ImportRowIn>,
}

impl ImportIn {
    fn drafts(&self) -> Result<Vec<MappingDraft>, Failed> {
        if self.companies.len() > MOST_MAPPED_AT_ONCE {
            return Err(Failed::of(&MappingRefusal::TooMany));
        }
        let mut faults = Faults::default();
        let mut drafts = Vec::new();
        for (n, row) in self.companies.iter().enumerate() {
            let pointer = format!("/companies/{n}/rule");
            let rule = rule(&mut faults, &pointer, row.rule.as_ref());
            drafts.push(MappingDraft {
                psa_company: row.psa_company,
                psa_site: row.psa_site,
                switches: MappingSwitches {
                    creates_tickets: row.tickets,
                    rule: rule.flatten(),
                    syncs_configurations: row.configurations,
                },
            });
        }
        faults.done()?;
        Ok(drafts)
    }
}

/// What became of a company.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    /// It became a company here.
    Imported,
    /// It is mapped already, and stays as it is.
    AlreadyMapped,
    /// It stays out.
    Refused,
}

/// What became of a company that was to be imported, or would become of it.
#[derive(Serialize, ToSchema)]
pub struct ImportRowView {
    /// The PSA's number.
    pub psa_company: i64,
    /// The PSA's number of the site.
    pub psa_site: Option<i64>,
    /// What became of it.
    pub result: ImportResult,
    /// The company here; null in a preview and where it stays out.
    pub company: Option<String>,
    /// The mapping.
    pub mapping: Option<String>,
    /// The name of the company here.
    pub name: Option<String>,
    /// Why it stays out.
    pub problem: Option<ImportProblem>,
}

/// Why a company stays out.
#[derive(Serialize, ToSchema)]
pub struct ImportProblem {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub detail: String,
    /// What to do.
    pub remedy: String,
}

impl From<ImportedRow> for ImportRowView {
    fn from(row: ImportedRow) -> Self {
        let plain = Self {
            psa_company: row.draft.psa_company,
            psa_site: row.draft.psa_site,
            result: ImportResult::Refused,
            company: None,
            mapping: None,
            name: None,
            problem: None,
        };
        match row.outcome {
            ImportOutcome::Imported { made, name } => Self {
                result: ImportResult::Imported,
                company: made.map(|(company, _)| company.to_string()),
                mapping: made.map(|(_, mapping)| mapping.to_string()),
                name: Some(name),
                ..plain
            },
            ImportOutcome::Already {
                mapping,
                company,
                name,
            } => Self {
                result: ImportResult::AlreadyMapped,
                company: Some(company.to_string()),
                mapping: Some(mapping.to_string()),
                name: Some(name),
                ..plain
            },
            ImportOutcome::Refused(refusal) => Self {
                problem: Some(ImportProblem {
                    code: refusal.code(),
                    detail: refusal.sentence(),
                    remedy: refusal.remedy(),
                }),
                ..plain
            },
        }
    }
}

/// What became of each.
#[derive(Serialize, ToSchema)]
pub struct ImportView {
    /// The companies in the order of the request; one that was named twice is there once.
    pub data: Vec<ImportRowView>,
}

fn told(rows: Vec<ImportedRow>) -> Answer {
    let data = rows.into_iter().map(Into::into).collect();
    answer(200, &ImportView { data })
}

/// What an import would do. Nothing changes.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/company-import/preview", operation_id = "preview_company_import", tag = "Company mapping",
    request_body = ImportIn, responses((status = 200, description = "What would become of each", body = ImportView)))]
pub async fn preview(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let drafts = ctx.json::<ImportIn>()?.drafts()?;
    let (engine, connection) = (&ctx.app.engine, connection_of(&ctx)?);
    let admin = ctx.who.admin();
    told(
        engine
            .preview_company_import(admin, connection, &drafts)
            .await?,
    )
}

/// Makes a company here of each company of the PSA, and maps the two. One that is mapped already stays as it
/// is, so the same request may be sent again.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/company-import", operation_id = "import_psa_companies", tag = "Company mapping",
    request_body = ImportIn, responses((status = 200, description = "What became of each", body = ImportView)))]
pub async fn import(ctx: Ctx<Key<CompaniesWrite>>) -> Answer {
    let drafts = ctx.json::<ImportIn>()?.drafts()?;
    let (engine, connection) = (&ctx.app.engine, connection_of(&ctx)?);
    let admin = ctx.who.admin();
    told(
        engine
            .import_psa_companies(admin, connection, drafts)
            .await?,
    )
}
