//! Links as the console shows them.

use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::InstanceId;
use model::access::ModuleLink;
use model::directory::Feature;
use unified_login::Manifest;

/// A link with what belongs to it.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// The link.
    pub link: ModuleLink,
    /// The module's name in My Modules.
    pub module: String,
    /// What the module says of itself.
    pub manifest: Option<Manifest>,
    /// Whether the operator has turned Unified Login on for the partner.
    pub feature_on: bool,
}

impl Engine {
    /// The links of a partner, or of one of its modules, in any state.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn links(
        &self,
        admin: &Administrator,
        instance: Option<InstanceId>,
    ) -> Result<Vec<LinkView>, Broken> {
        let mut tx = self.db.read().await?;
        let feature_on =
            store::directory::features::is_on(&mut tx, admin.scope, Feature::UnifiedLogin).await?;
        let links = match instance {
            Some(id) => store::access::links::of_instance(&mut tx, admin.scope, id).await?,
            None => store::access::links::list(&mut tx, admin.scope).await?,
        };
        let mut views = Vec::with_capacity(links.len());
        for link in links {
            let id = link.instance_id;
            let known = store::access::modules::find_instance(&mut tx, admin.scope, id).await?;
            let manifest = store::access::links::manifest(&mut tx, admin.scope, id).await?;
            views.push(LinkView {
                module: known.map_or_else(String::new, |i| i.display_name.as_str().to_owned()),
                manifest: manifest.map(|(m, _)| m),
                link,
                feature_on,
            });
        }
        Ok(views)
    }

    /// Whether the operator has turned Unified Login on for the partner.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn unified_login_is_on(&self, admin: &Administrator) -> Result<bool, Broken> {
        let mut tx = self.db.read().await?;
        let feature = Feature::UnifiedLogin;
        Ok(store::directory::features::is_on(&mut tx, admin.scope, feature).await?)
    }
}
