//! Module instances in the hands of a master: from the catalogue to a login that was tried out.

mod change;
mod delete;
mod grants;
mod list;
mod make;
mod trial;

pub use list::{CatalogueEntry, ModuleFolder};
pub use make::{ModuleMade, ModuleWish};
pub use store::access::modules::{HolderRow, ModuleRow};

use crate::identity::Administrator;
use crate::{Broken, Failure};
use kernel::InstanceId;
use model::access::{LinkState, ModuleInstance, ModuleLink, ModuleRefusal};
use serde_json::json;
use store::Tx;

type Refused = Failure<ModuleRefusal>;

/// The instance, if it is this partner's.
async fn known(
    tx: &mut Tx,
    admin: &Administrator,
    id: InstanceId,
) -> Result<ModuleInstance, Refused> {
    store::access::modules::find_instance(tx, admin.scope, id)
        .await
        .map_err(Broken::from)?
        .ok_or(Failure::Refused(ModuleRefusal::Unknown))
}

/// The active links of an instance; while there is one, its login is the policy's.
async fn linked(
    tx: &mut Tx,
    admin: &Administrator,
    id: InstanceId,
) -> Result<Vec<ModuleLink>, Refused> {
    let links = store::access::links::of_instance(tx, admin.scope, id)
        .await
        .map_err(Broken::from)?;
    let active = |l: &ModuleLink| l.state == LinkState::Active;
    Ok(links.into_iter().filter(active).collect())
}

/// An instance in the words of the audit log.
fn in_audit(instance: &ModuleInstance) -> String {
    json!({
        "key": instance.key,
        "name": instance.display_name.as_str(),
        "region": instance.region,
        "address": instance.launch_url,
        "audience": instance.population.as_str(),
        "unified_login": instance.unified_login,
        "claims": instance.claims,
    })
    .to_string()
}
