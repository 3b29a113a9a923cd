//! Companies of the directory.

use super::body::{answer, short};
use super::key::{CompaniesRead, Key};
use super::mappings::MappingView;
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::CompanyCard;
use engine::directory::mappings::CompanyFilter;
use kernel::CompanyId;
use model::directory::{CompanyState, MappingRefusal, Site};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Whether a company's people may sign in.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompanyStanding {
    /// They may.
    Active,
    /// They may not.
    Deactivated,
}

impl From<CompanyState> for CompanyStanding {
    fn from(state: CompanyState) -> Self {
        match state {
            CompanyState::Active => Self::Active,
            CompanyState::Deactivated => Self::Deactivated,
        }
    }
}

/// A company.
#[derive(Serialize, ToSchema)]
pub struct CompanyView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether its people may sign in.
    pub state: CompanyStanding,
    /// Contacts that are active.
    pub contacts: i64,
    /// What it is mapped to: one for each connection at most.
    pub mappings: Vec<MappingView>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<CompanyCard> for CompanyView {
    fn from(card: CompanyCard) -> Self {
        Self {
            id: card.company.id.to_string(),
            name: card.company.name.as_str().to_owned(),
            state: card.company.state.into(),
            contacts: card.contacts,
            mappings: card.mappings.iter().map(|(_, m)| m.into()).collect(),
            created_at: card.company.created_at.rfc3339(),
        }
    }
}

/// Which companies.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CompaniesQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of the name.
    #[param(max_length = 100)]
    q: Option<String>,
    /// Their state.
    #[param(inline)]
    state: Option<CompanyStanding>,
    /// Mapped at any connection, or at none.
    mapped: Option<bool>,
}

/// Companies by name, by the page.
#[utoipa::path(get, path = "/api/v1/companies", operation_id = "list_companies", tag = "Companies",
    params(CompaniesQuery), responses((status = 200, description = "A page of companies", body = PageOf<CompanyView>)))]
pub async fn list(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let asked: CompaniesQuery = ctx.asked()?;
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(0);
    let after = place(asked.cursor.as_deref(), |t| Some(t.to_owned()))?;
    let filter = CompanyFilter {
        text: short("q", asked.q, 100)?,
        state: asked.state.map(|s| match s {
            CompanyStanding::Active => CompanyState::Active,
            CompanyStanding::Deactivated => CompanyState::Deactivated,
        }),
        mapped: asked.mapped,
    };
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let from = after.unwrap_or_default();
    let found = engine.list_companies(admin, &filter, &from, most).await?;
    answer(
        200,
        &PageOf::part(found.rows, found.next, CompanyView::from),
    )
}

/// A site of a company.
#[derive(Serialize, ToSchema)]
pub struct SiteView {
    /// The id.
    pub id: String,
    /// The PSA's number.
    pub psa_site: i64,
    /// The name.
    pub name: String,
    /// The address, a line each.
    pub address: Vec<String>,
    /// The first of the company.
    pub main: bool,
    /// Not switched off in the PSA.
    pub active: bool,
}

impl From<Site> for SiteView {
    fn from(site: Site) -> Self {
        Self {
            id: site.id.to_string(),
            psa_site: site.psa_id,
            name: site.name,
            address: site.address,
            main: site.main,
            active: site.active,
        }
    }
}

/// A company with its sites.
#[derive(Serialize, ToSchema)]
pub struct CompanyDetail {
    /// The company.
    pub company: CompanyView,
    /// Its sites.
    pub sites: Vec<SiteView>,
}

/// One company.
#[utoipa::path(get, path = "/api/v1/companies/{company}", operation_id = "get_company", tag = "Companies",
    responses((status = 200, description = "The company", body = CompanyDetail)))]
pub async fn get(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let id: CompanyId = ctx
        .placeholder("company")
        .parse()
        .map_err(|_| Failed::of(&MappingRefusal::UnknownCompany))?;
    let folder = ctx.app.engine.get_company(ctx.who.admin(), id).await?;
    let detail = CompanyDetail {
        company: folder.card.into(),
        sites: folder.sites.into_iter().map(Into::into).collect(),
    };
    answer(200, &detail)
}
