//! What a connection to a PSA reaches, what its role allows, and which addresses it comes from.

use super::body::{Faults, answer};
use super::key::{Key, PsaRead, PsaWrite};
use super::psa_connections::{PsaConnectionDetail, id_of, show};
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use model::directory::{PsaReach, PsaSetUp, SyncFilter};
use protocol::psa::connectwise::rights::{Difference, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A type or status to choose from.
#[derive(Serialize, ToSchema)]
pub struct SetUpView {
    /// Its id in the PSA.
    pub id: i64,
    /// Its name.
    pub name: String,
}

impl From<PsaSetUp> for SetUpView {
    fn from(row: PsaSetUp) -> Self {
        Self {
            id: row.id,
            name: row.name,
        }
    }
}

/// Which companies a connection is about.
#[derive(Serialize, ToSchema)]
pub struct PsaFilterView {
    /// Only these companies; none for all.
    pub associated_companies: Vec<i64>,
    /// Types that are left out.
    pub hidden_types: Vec<i64>,
    /// Statuses that are left out.
    pub hidden_statuses: Vec<i64>,
    /// Companies that were read.
    pub companies: i64,
    /// Of them left out.
    pub left_out: i64,
    /// Types to choose from.
    pub types: Vec<SetUpView>,
    /// Statuses to choose from.
    pub statuses: Vec<SetUpView>,
}

/// Which companies a connection is about, and what can be chosen.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/filter", operation_id = "get_psa_filter", tag = "PSA connections",
    responses((status = 200, description = "The filter", body = PsaFilterView)))]
pub async fn get_filter(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let engine = &ctx.app.engine;
    let found = engine.get_psa_reach(ctx.who.admin(), id_of(&ctx)?).await?;
    let reach = found.connection.reach();
    answer(
        200,
        &PsaFilterView {
            associated_companies: reach.associated,
            hidden_types: reach.filter.hidden_types,
            hidden_statuses: reach.filter.hidden_statuses,
            companies: found.count.companies,
            left_out: found.count.left_out,
            types: found.types.into_iter().map(Into::into).collect(),
            statuses: found.statuses.into_iter().map(Into::into).collect(),
        },
    )
}

/// Which companies it is to be about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PsaFilterIn {
    /// Only these companies; none for all.
    #[schema(max_items = 100)]
    associated_companies: Vec<i64>,
    /// Types that are left out.
    #[schema(max_items = 50)]
    hidden_types: Vec<i64>,
    /// Statuses that are left out.
    #[schema(max_items = 50)]
    hidden_statuses: Vec<i64>,
}

impl From<PsaFilterIn> for PsaReach {
    fn from(asked: PsaFilterIn) -> Self {
        Self {
            associated: asked.associated_companies,
            filter: SyncFilter {
                hidden_types: asked.hidden_types,
                hidden_statuses: asked.hidden_statuses,
            },
        }
    }
}

/// Sets which companies a connection is about. What is mapped is looked at again.
#[utoipa::path(put, path = "/api/v1/psa-connections/{connection}/filter", operation_id = "set_psa_filter", tag = "PSA connections",
    request_body = PsaFilterIn, responses((status = 200, description = "The connection", body = PsaConnectionDetail)))]
pub async fn set_filter(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    let reach: PsaReach = ctx.json::<PsaFilterIn>()?.into();
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    engine.set_psa_reach(ctx.who.admin(), id, reach).await?;
    show(200, &ctx, id).await
}

/// How many companies a filter would leave out.
#[derive(Serialize, ToSchema)]
pub struct PsaFilterCount {
    /// Companies that were read.
    pub companies: i64,
    /// Of them left out.
    pub left_out: i64,
}

/// Counts what a filter would leave out. Nothing is changed.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/filter/preview", operation_id = "preview_psa_filter", tag = "PSA connections",
    request_body = PsaFilterIn, responses((status = 200, description = "The count", body = PsaFilterCount)))]
pub async fn preview_filter(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let reach: PsaReach = ctx.json::<PsaFilterIn>()?.into();
    let (id, engine) = (id_of(&ctx)?, &ctx.app.engine);
    let count = engine.preview_psa_reach(ctx.who.admin(), id, reach).await?;
    answer(
        200,
        &PsaFilterCount {
            companies: count.companies,
            left_out: count.left_out,
        },
    )
}

/// What the connection is used for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PsaRightsIn {
    /// `findings`, `contacts`, `billing`, `callbacks`, `role_check`; all of them when it is left out.
    #[serde(default)]
    #[schema(max_items = 5)]
    purposes: Option<Vec<String>>,
}

/// A right that is too little or too much.
#[derive(Serialize, ToSchema)]
pub struct RightView {
    /// The vendor's module.
    #[schema(example = "Service Desk")]
    pub module: String,
    /// Its function.
    #[schema(example = "Close Service Tickets")]
    pub function: String,
    /// `Add`, `Edit`, `Delete` or `Inquire`.
    pub deed: String,
    /// How far the role allows it: `None`, `My` or `All`.
    pub held: String,
    /// How far it should.
    pub wanted: String,
    /// What to do, step by step.
    pub steps: String,
}

/// How a role compares with the least privilege.
#[derive(Serialize, ToSchema)]
pub struct PsaRightsView {
    /// The role.
    pub role: String,
    /// Nothing is missing and nothing is too much, as far as the PSA tells.
    pub fine: bool,
    /// What is missing.
    pub missing: Vec<RightView>,
    /// What is too much.
    pub excessive: Vec<RightView>,
    /// Set-up tables that a person has to look at: the PSA does not tell which a role reaches.
    pub tables_to_look_at: Vec<String>,
}

/// Compares the role of the API member with the least that these purposes need. ConnectWise alone tells
/// what a role allows. Nothing is kept, and nothing changes in the PSA.
#[utoipa::path(post, path = "/api/v1/psa-connections/{connection}/rights", operation_id = "check_psa_rights", tag = "PSA connections",
    request_body = PsaRightsIn, responses((status = 200, description = "The differences", body = PsaRightsView)))]
pub async fn rights(ctx: Ctx<Key<PsaWrite>>) -> Answer {
    let asked: PsaRightsIn = ctx.json()?;
    let id = id_of(&ctx)?;
    let purposes = match &asked.purposes {
        None => Purpose::ALL.to_vec(),
        Some(words) => read_purposes(words)?,
    };
    let engine = &ctx.app.engine;
    let found = engine
        .check_psa_rights(ctx.who.admin(), id, &purposes)
        .await?;
    let right = |d: &Difference| RightView {
        module: d.module.clone(),
        function: d.function.clone(),
        deed: d.deed.words().to_owned(),
        held: d.held.words().to_owned(),
        wanted: d.wanted.words().to_owned(),
        steps: d.steps(&found.role),
    };
    let mut missing: Vec<&Difference> = Vec::new();
    for difference in found.rows.iter().flat_map(|row| &row.missing) {
        // Two rows of the table may ask for the same right.
        if !missing.contains(&difference) {
            missing.push(difference);
        }
    }
    answer(
        200,
        &PsaRightsView {
            fine: found.fine(),
            missing: missing.into_iter().map(right).collect(),
            excessive: found.excessive.iter().map(right).collect(),
            tables_to_look_at: found.tables.iter().map(|t| (*t).to_owned()).collect(),
            role: found.role.clone(),
        },
    )
}

fn read_purposes(words: &[String]) -> Result<Vec<Purpose>, Failed> {
    let mut faults = Faults::default();
    let mut purposes = Vec::new();
    for (n, word) in words.iter().enumerate().take(20) {
        match Purpose::parse(word) {
            Some(purpose) => purposes.push(purpose),
            None => faults.at(&format!("/purposes/{n}"), "This is no purpose."),
        }
    }
    if words.is_empty() {
        faults.at("/purposes", "Name at least one, or leave it out for all.");
    }
    faults.done()?;
    Ok(purposes)
}

/// An address that a PSA is called from.
#[derive(Serialize, ToSchema)]
pub struct AddressView {
    /// The region; null where the list has none.
    pub region: Option<String>,
    /// The address.
    #[schema(example = "203.0.113.7")]
    pub address: String,
    /// It is one of the partner's own regions, or there is no telling: let it in.
    pub yours: bool,
}

/// The allow-list of a connection.
#[derive(Serialize, ToSchema)]
pub struct AddressesView {
    /// `on_premise`, where the firewall must let the addresses in, or `hosted`, where it may need to.
    pub deployment: String,
    /// The addresses; none where the operator has not said them.
    pub data: Vec<AddressView>,
}

/// Which addresses the firewall before the PSA lets in.
#[utoipa::path(get, path = "/api/v1/psa-connections/{connection}/addresses", operation_id = "list_psa_addresses", tag = "PSA connections",
    responses((status = 200, description = "The addresses", body = AddressesView)))]
pub async fn addresses(ctx: Ctx<Key<PsaRead>>) -> Answer {
    let engine = &ctx.app.engine;
    let (_, list) = engine.psa_addresses(ctx.who.admin(), id_of(&ctx)?).await?;
    let data = list.rows.into_iter().map(|row| AddressView {
        region: row.region,
        address: row.address.to_string(),
        yours: row.yours,
    });
    answer(
        200,
        &AddressesView {
            deployment: list.deployment.as_str().to_owned(),
            data: data.collect(),
        },
    )
}
