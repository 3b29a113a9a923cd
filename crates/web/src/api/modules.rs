//! Modules of the partner.

use super::body::answer;
use super::key::{Key, ModulesRead};
use super::words::Audience;
use crate::answer::Answer;
use crate::context::Ctx;
use crate::failure::Failed;
use kernel::InstanceId;
use model::access::{ModuleInstance, ModuleRefusal};
use serde::Serialize;
use utoipa::ToSchema;

/// A module instance.
#[derive(Serialize, ToSchema)]
pub struct ModuleView {
    /// The id.
    #[schema(example = "ins_0193e1c0a4b87d6f9b2a4c5d6e7f8091")]
    pub id: String,
    /// The stable key.
    #[schema(example = "partner-portal")]
    pub key: String,
    /// The name in My Modules.
    pub name: String,
    /// The hosting region.
    pub region: Option<String>,
    /// Where opening it leads.
    pub launch_url: String,
    /// Who it is for.
    pub audience: Audience,
    /// Whether people may log in through the hub.
    pub unified_login: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
}

impl From<ModuleInstance> for ModuleView {
    fn from(instance: ModuleInstance) -> Self {
        Self {
            id: instance.id.to_string(),
            key: instance.key,
            name: instance.display_name.as_str().into(),
            region: instance.region,
            launch_url: instance.launch_url,
            audience: instance.population.into(),
            unified_login: instance.unified_login,
            created_at: instance.created_at.rfc3339(),
        }
    }
}

/// All modules.
#[derive(Serialize, ToSchema)]
pub struct ModulesView {
    /// The modules of members, then those of people of companies.
    pub data: Vec<ModuleView>,
}

/// This partner has no such module.
pub(super) fn unknown() -> Failed {
    Failed::of(&ModuleRefusal::Unknown)
}

/// The id in an address.
pub(super) fn id_of<S>(ctx: &Ctx<Key<S>>) -> Result<InstanceId, Failed> {
    ctx.placeholder("instance").parse().map_err(|_| unknown())
}

/// The modules of the partner.
#[utoipa::path(get, path = "/api/v1/modules", operation_id = "list_modules", tag = "Modules",
    responses((status = 200, description = "The modules", body = ModulesView)))]
pub async fn list(ctx: Ctx<Key<ModulesRead>>) -> Answer {
    let modules = ctx.app.engine.list_modules(ctx.who.admin()).await?;
    let data = modules.into_iter().map(Into::into).collect();
    answer(200, &ModulesView { data })
}
