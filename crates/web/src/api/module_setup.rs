//! Modules from the catalogue: made with their client, changed, turned on and off, removed.

use super::body::{Faults, answer, short};
use super::key::{Key, ModulesRead, ModulesWrite, Needs};
use super::member_state::{Done, done};
use super::modules::{ModuleView, id_of};
use super::words::Audience;
use crate::answer::Answer;
use crate::context::Ctx;
use engine::access::{CatalogueEntry, HolderRow, ModuleFolder, ModuleWish};
use kernel::DisplayName;
use model::access::{BaseUrl, ClaimSettings, Holder, ModuleDraft};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// A product that the hub knows how to set up.
#[derive(Serialize, ToSchema)]
pub struct CatalogueView {
    /// The stable key.
    #[schema(example = "wiki")]
    pub key: String,
    /// The name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

impl From<CatalogueEntry> for CatalogueView {
    fn from(entry: CatalogueEntry) -> Self {
        Self {
            key: entry.key,
            name: entry.name,
            description: entry.description,
        }
    }
}

/// The catalogue.
#[derive(Serialize, ToSchema)]
pub struct CataloguePage {
    /// The entries.
    pub data: Vec<CatalogueView>,
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CatalogueQuery {
    /// Part of a name or description.
    #[param(max_length = 100)]
    q: Option<String>,
}

/// The products that the hub knows how to set up.
#[utoipa::path(get, path = "/api/v1/catalogue", operation_id = "list_catalogue", tag = "Modules",
    params(CatalogueQuery), responses((status = 200, description = "The catalogue", body = CataloguePage)))]
pub async fn catalogue(ctx: Ctx<Key<ModulesRead>>) -> Answer {
    let asked: CatalogueQuery = ctx.asked()?;
    let text = short("q", asked.q, 100)?;
    let found = ctx.app.engine.catalogue(ctx.who.admin(), &text).await?;
    let data = found.into_iter().map(Into::into).collect();
    answer(200, &CataloguePage { data })
}

/// Whom a module is granted to.
#[derive(Serialize, ToSchema)]
pub struct HolderView {
    /// The id of a group, a member or a person of a company.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address; null for a group.
    pub email: Option<String>,
}

impl From<HolderRow> for HolderView {
    fn from(row: HolderRow) -> Self {
        Self {
            id: match row.holder {
                Holder::Affiliation(id) => id.to_string(),
                Holder::Group(id) => id.to_string(),
            },
            name: row.name,
            email: row.email,
        }
    }
}

/// What a module is told of a person beyond the standard claims.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimsBody {
    /// The name of the claim with her groups; null where the module wants none.
    #[schema(max_length = 100)]
    groups: Option<String>,
    /// The name of the claim with her roles.
    #[schema(max_length = 100)]
    roles: Option<String>,
    /// Group name to role names of the module.
    role_mapping: BTreeMap<String, Vec<String>>,
}

/// All that is known of a module.
#[derive(Serialize, ToSchema)]
pub struct ModuleDetail {
    /// The module.
    pub module: ModuleView,
    /// Its entry of the catalogue.
    pub entry: CatalogueView,
    /// The id of its client; null where it has none.
    pub client: Option<String>,
    /// What it is told of a person.
    pub claims: ClaimsBody,
    /// Whom it is granted to.
    pub holders: Vec<HolderView>,
}

impl From<ModuleFolder> for ModuleDetail {
    fn from(folder: ModuleFolder) -> Self {
        let claims = folder.instance.claims.clone();
        Self {
            module: folder.instance.into(),
            entry: folder.entry.into(),
            client: folder.client.map(|c| c.card.client.id.to_string()),
            claims: ClaimsBody {
                groups: claims.groups,
                roles: claims.roles,
                role_mapping: claims.role_mapping,
            },
            holders: folder.holders.into_iter().map(Into::into).collect(),
        }
    }
}

async fn show<S: Needs>(ctx: &Ctx<Key<S>>) -> Answer {
    let id = id_of(ctx)?;
    let folder = ctx.app.engine.look_at_module(ctx.who.admin(), id).await?;
    answer(200, &ModuleDetail::from(folder))
}

/// One module with its client and whom it is granted to.
#[utoipa::path(get, path = "/api/v1/modules/{instance}", operation_id = "get_module", tag = "Modules",
    responses((status = 200, description = "The module", body = ModuleDetail)))]
pub async fn get(ctx: Ctx<Key<ModulesRead>>) -> Answer {
    show(&ctx).await
}

/// A module that is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModuleIn {
    /// The key of its entry of the catalogue.
    #[schema(min_length = 1, max_length = 100, example = "wiki")]
    entry: String,
    /// Its name in My Modules.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Where it runs.
    #[schema(max_length = 1000, example = "https://wiki.example.com")]
    address: String,
    /// The hosting region.
    #[schema(max_length = 100)]
    region: Option<String>,
    /// Who it is for; members when it is left out.
    audience: Option<Audience>,
}

/// A module that was made.
#[derive(Serialize, ToSchema)]
pub struct ModuleMadeView {
    /// The module. Nobody may enter until it is turned on.
    pub module: ModuleView,
    /// The id of its client.
    pub client: String,
    /// The `client_id` of the protocol.
    pub client_id: String,
    /// The secret of its client: here, and nowhere else afterwards.
    pub secret: Option<String>,
}

/// Makes a module with its client, as the catalogue knows how.
#[utoipa::path(post, path = "/api/v1/modules", operation_id = "make_module", tag = "Modules",
    request_body = ModuleIn, responses((status = 201, description = "The module, with the secret of its client", body = ModuleMadeView)))]
pub async fn make(ctx: Ctx<Key<ModulesWrite>>) -> Answer {
    let asked: ModuleIn = ctx.json()?;
    let mut faults = Faults::default();
    let name = faults.read("/name", DisplayName::parse(&asked.name));
    let base = faults.read("/address", BaseUrl::parse(&asked.address));
    if let Some(region) = &asked.region {
        faults.read("/region", DisplayName::parse(region));
    }
    let (Some(display_name), Some(base)) = (name, base) else {
        return Err(faults.refusal());
    };
    faults.done()?;
    let engine = &ctx.app.engine;
    let wish = ModuleWish {
        id: engine.propose_module(),
        entry: asked.entry,
        display_name,
        base,
        region: asked.region,
        population: asked.audience.unwrap_or(Audience::Staff).into(),
    };
    let made = engine.make_module(ctx.who.admin(), wish).await?;
    answer(
        201,
        &ModuleMadeView {
            module: made.instance.into(),
            client: made.client.client.id.to_string(),
            client_id: made.client.client.oauth_client_id,
            secret: made.client.secret.map(|s| s.reveal().clone()),
        },
    )
}

/// The settings of a module.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModuleSettings {
    /// Its name in My Modules.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// The hosting region.
    #[schema(max_length = 100)]
    region: Option<String>,
    /// Where opening it leads.
    #[schema(max_length = 2000)]
    launch_url: String,
    /// What it is told of a person beyond the standard claims.
    #[serde(default)]
    claims: ClaimsBody,
}

/// Changes a module; its key and its client stay.
#[utoipa::path(put, path = "/api/v1/modules/{instance}", operation_id = "change_module", tag = "Modules",
    request_body = ModuleSettings, responses((status = 200, description = "The module", body = ModuleDetail)))]
pub async fn change(ctx: Ctx<Key<ModulesWrite>>) -> Answer {
    let asked: ModuleSettings = ctx.json()?;
    let mut faults = Faults::default();
    let Some(display_name) = faults.read("/name", DisplayName::parse(&asked.name)) else {
        return Err(faults.refusal());
    };
    let draft = ModuleDraft {
        display_name,
        region: asked.region,
        launch_url: asked.launch_url,
        claims: ClaimSettings {
            groups: asked.claims.groups,
            roles: asked.claims.roles,
            role_mapping: asked.claims.role_mapping,
        },
    };
    let id = id_of(&ctx)?;
    ctx.app
        .engine
        .change_module(ctx.who.admin(), id, draft)
        .await?;
    show(&ctx).await
}

/// Whether people log in through the hub.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginIn {
    /// On, or off: then nobody enters through the hub.
    on: bool,
}

/// Turns the login through the hub on or off.
#[utoipa::path(put, path = "/api/v1/modules/{instance}/unified-login", operation_id = "turn_login", tag = "Modules",
    request_body = LoginIn, responses((status = 200, description = "The module", body = ModuleDetail)))]
pub async fn turn_login(ctx: Ctx<Key<ModulesWrite>>) -> Answer {
    let asked: LoginIn = ctx.json()?;
    let id = id_of(&ctx)?;
    ctx.app
        .engine
        .turn_login(ctx.who.admin(), id, asked.on)
        .await?;
    show(&ctx).await
}

/// Removes a module with its client and grants; nobody enters it any more.
#[utoipa::path(delete, path = "/api/v1/modules/{instance}", operation_id = "delete_module", tag = "Modules",
    responses((status = 200, description = "It is gone", body = Done)))]
pub async fn delete(ctx: Ctx<Key<ModulesWrite>>) -> Answer {
    ctx.no_body()?;
    let id = id_of(&ctx)?;
    ctx.app.engine.delete_module(ctx.who.admin(), id).await?;
    done()
}
