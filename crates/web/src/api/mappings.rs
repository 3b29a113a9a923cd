//! Company mapping: which company here is which of a PSA.

use super::body::{Faults, answer, short};
use super::key::{CompaniesRead, CompaniesWrite, Key, Needs};
use super::member_state::{Done, done};
use super::paging::{PageOf, limit, place};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use engine::directory::mappings::{
    MapDraft, MappingCard, MappingChange, MappingFilter, MappingStanding, MappingWords,
};
use kernel::{CompanyId, MappingId, PsaConnectionId, RuleId};
use model::directory::{MappingDraft, MappingRefusal, MappingSwitches};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How the PSA's company of a mapping stands.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MappingState {
    /// In scope.
    InStep,
    /// Left out by its type or status, or not associated. The mapping stays, and nothing leaves for it.
    Hidden,
    /// Not in the PSA any more, or switched off there; or its site is.
    Gone,
}

impl From<MappingStanding> for MappingState {
    fn from(standing: MappingStanding) -> Self {
        match standing {
            MappingStanding::InStep => Self::InStep,
            MappingStanding::Hidden => Self::Hidden,
            MappingStanding::Gone => Self::Gone,
        }
    }
}

/// A mapping.
#[derive(Serialize, ToSchema)]
pub struct MappingView {
    /// The id.
    pub id: String,
    /// The connection.
    pub connection: String,
    /// The company here.
    pub company: String,
    /// Its name.
    pub company_name: String,
    /// The PSA's number of its company.
    pub psa_company: i64,
    /// The PSA's name of it.
    pub psa_name: String,
    /// The PSA's number of the site; null for the whole company.
    pub psa_site: Option<i64>,
    /// The name of the site.
    pub site_name: Option<String>,
    /// Whether the company here takes the PSA's name.
    pub keeps_psa_name: bool,
    /// Whether tickets are made.
    pub tickets: bool,
    /// By which integration rule.
    pub rule: Option<String>,
    /// Whether assets become configurations.
    pub configurations: bool,
    /// How the PSA's company stands.
    pub state: MappingState,
    /// Why it is not in step, as it goes on after its name; null where it is.
    pub because: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<&MappingCard> for MappingView {
    fn from(card: &MappingCard) -> Self {
        let mapping = &card.listed.mapping;
        let site = || "has no such site any more, or it is switched off".to_owned();
        Self {
            id: mapping.id.to_string(),
            connection: mapping.connection_id.to_string(),
            company: mapping.company_id.to_string(),
            company_name: card.listed.company.clone(),
            psa_company: mapping.psa_company,
            psa_name: card.psa_name().to_owned(),
            psa_site: mapping.psa_site,
            site_name: card.site_name(),
            keeps_psa_name: mapping.follows,
            tickets: mapping.creates_tickets,
            rule: mapping.rule_id.map(|r| r.to_string()),
            configurations: mapping.syncs_configurations,
            state: card.standing().into(),
            because: match &card.left_out {
                Some(because) => Some(because.to_string()),
                None => card.site_gone.then(site),
            },
            created_at: mapping.created_at.rfc3339(),
        }
    }
}

/// The connection in an address.
pub(super) fn connection_of<S>(ctx: &Ctx<Key<S>>) -> Result<PsaConnectionId, Failed> {
    ctx.placeholder("connection")
        .parse()
        .map_err(|_| Failed::of(&MappingRefusal::UnknownConnection))
}

fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<MappingId, Failed> {
    ctx.placeholder("mapping")
        .parse()
        .map_err(|_| Failed::of(&MappingRefusal::Unknown))
}

/// Which mappings.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MappingsQuery {
    /// Entries of a page, 50 when it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Part of either name, or of the PSA's short name.
    #[param(max_length = 100)]
    q: Option<String>,
    /// How the PSA's company stands.
    #[param(inline)]
    state: Option<MappingState>,
    /// With or without tickets.
    tickets: Option<bool>,
    /// With or without configurations.
    configurations: Option<bool>,
}

/// Mappings of a connection by the name here, by the page.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/mappings", operation_id = "list_company_mappings", tag = "Company mapping",
    params(MappingsQuery), responses((status = 200, description = "A page of mappings", body = PageOf<MappingView>)))]
pub async fn list(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    let asked: MappingsQuery = ctx.asked()?;
    let most = usize::try_from(limit(asked.limit)?).unwrap_or(0);
    let after = place(asked.cursor.as_deref(), |t| Some(t.to_owned()))?;
    let filter = MappingFilter {
        words: MappingWords {
            text: short("q", asked.q, 100)?,
            tickets: asked.tickets,
            configurations: asked.configurations,
        },
        standing: asked.state.map(|state| match state {
            MappingState::InStep => MappingStanding::InStep,
            MappingState::Hidden => MappingStanding::Hidden,
            MappingState::Gone => MappingStanding::Gone,
        }),
    };
    let (engine, admin) = (&ctx.app.engine, ctx.who.admin());
    let (connection, from) = (connection_of(&ctx)?, after.unwrap_or_default());
    let found = engine.list_mappings(admin, connection, &filter, &from, most);
    let found = found.await?;
    let view = |card: MappingCard| MappingView::from(&card);
    answer(200, &PageOf::part(found.rows, found.next, view))
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>, status: u16, id: MappingId) -> Answer {
    let connection = connection_of(ctx)?;
    let engine = &ctx.app.engine;
    let card = engine.get_mapping(ctx.who.admin(), connection, id).await?;
    answer(status, &MappingView::from(&card))
}

/// One mapping.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/mappings/{mapping}", operation_id = "get_company_mapping", tag = "Company mapping",
    responses((status = 200, description = "The mapping", body = MappingView)))]
pub async fn get(ctx: Ctx<Key<CompaniesRead>>) -> Answer {
    show(&ctx, 200, id_of(&ctx)?).await
}

/// A rule in a body.
pub(super) fn rule(
    faults: &mut Faults,
    pointer: &str,
    text: Option<&String>,
) -> Option<Option<RuleId>> {
    let read = text.map(|t| t.parse::<RuleId>()).transpose();
    faults.read(pointer, read)
}

/// What is said of a mapping.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingIn {
    /// The PSA's number of the site; null for the whole company.
    #[schema(minimum = 1)]
    psa_site: Option<i64>,
    /// Whether tickets are made; needs a rule.
    tickets: bool,
    /// The integration rule.
    rule: Option<String>,
    /// Whether assets become configurations.
    configurations: bool,
    /// Whether the company here takes the PSA's name.
    keeps_psa_name: bool,
}

impl MappingIn {
    fn change(&self) -> Result<MappingChange, Failed> {
        let mut faults = Faults::default();
        let rule = rule(&mut faults, "/rule", self.rule.as_ref());
        faults.done()?;
        Ok(MappingChange {
            psa_site: self.psa_site,
            switches: MappingSwitches {
                creates_tickets: self.tickets,
                rule: rule.flatten(),
                syncs_configurations: self.configurations,
            },
            follows: self.keeps_psa_name,
        })
    }
}

/// Which two belong together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMappingIn {
    /// The company here.
    company: String,
    /// The PSA's number of its company.
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
    /// Whether the company here takes the PSA's name.
    #[serde(default)]
    keeps_psa_name: bool,
}

/// Maps a company that is here to one of the PSA.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/mappings", operation_id = "map_company", tag = "Company mapping",
    request_body = NewMappingIn, responses((status = 201, description = "The mapping", body = MappingView)))]
pub async fn make(ctx: Ctx<Key<CompaniesWrite>>) -> Answer {
    let asked: NewMappingIn = ctx.json()?;
    let mut faults = Faults::default();
    let company = faults.read("/company", asked.company.parse::<CompanyId>());
    let rule = rule(&mut faults, "/rule", asked.rule.as_ref());
    let Some(company) = company else {
        return Err(faults.refusal());
    };
    faults.done()?;
    let draft = MapDraft {
        company,
        mapping: MappingDraft {
            psa_company: asked.psa_company,
            psa_site: asked.psa_site,
            switches: MappingSwitches {
                creates_tickets: asked.tickets,
                rule: rule.flatten(),
                syncs_configurations: asked.configurations,
            },
        },
        follows: asked.keeps_psa_name,
    };
    let (engine, connection) = (&ctx.app.engine, connection_of(&ctx)?);
    let id = engine
        .map_company(ctx.who.admin(), connection, draft)
        .await?;
    show(&ctx, 201, id).await
}

/// Changes site and switches of a mapping.
#[utoipa::path(put, path = "/api/v1/psa-connections/{connection}/mappings/{mapping}", operation_id = "change_company_mapping", tag = "Company mapping",
    request_body = MappingIn, responses((status = 200, description = "The mapping", body = MappingView)))]
pub async fn change(ctx: Ctx<Key<CompaniesWrite>>) -> Answer {
    let change = ctx.json::<MappingIn>()?.change()?;
    let (connection, id, engine) = (connection_of(&ctx)?, id_of(&ctx)?, &ctx.app.engine);
    let admin = ctx.who.admin();
    engine.change_mapping(admin, connection, id, change).await?;
    show(&ctx, 200, id).await
}

/// Deletes a mapping and its settings. Both companies stay, and all tickets of the PSA.
#[utoipa::path(delete, path = "/api/v1/psa-connections/{connection}/mappings/{mapping}", operation_id = "delete_company_mapping", tag = "Company mapping",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn delete(ctx: Ctx<Key<CompaniesWrite>>) -> Answer {
    ctx.no_body()?;
    let (connection, id, engine) = (connection_of(&ctx)?, id_of(&ctx)?, &ctx.app.engine);
    engine
        .delete_mapping(ctx.who.admin(), connection, id)
        .await?;
    done()
}
