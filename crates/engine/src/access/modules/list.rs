//! Looking at modules: the catalogue, the list, one of them.

use super::{HolderRow, ModuleRow, Refused, known};
use crate::federation::ClientFolder;
use crate::identity::Administrator;
use crate::{Broken, Engine};
use kernel::InstanceId;
use model::access::{BLUEPRINTS, Blueprint, Module, ModuleInstance, TrialCheck, judge_trial};

/// Something that can be chosen from the catalogue.
#[derive(Clone, Debug)]
pub struct CatalogueEntry {
    /// The stable key.
    pub key: String,
    /// The name.
    pub name: String,
    /// One line that says what it is for.
    pub description: String,
    /// What is known of its login; that of a plain web application for the operator's own entries.
    pub blueprint: &'static Blueprint,
}

impl CatalogueEntry {
    fn built_in(blueprint: &'static Blueprint) -> Self {
        Self {
            key: blueprint.key.into(),
            name: blueprint.name.into(),
            description: blueprint.description.into(),
            blueprint,
        }
    }
    pub(super) fn of(module: Module) -> Self {
        Self {
            blueprint: Blueprint::find(&module.key).unwrap_or(&BLUEPRINTS[0]),
            key: module.key,
            name: module.display_name.as_str().into(),
            description: module.description,
        }
    }
}

/// All that is known of one module.
#[derive(Clone, Debug)]
pub struct ModuleFolder {
    /// The instance.
    pub instance: ModuleInstance,
    /// Its catalogue entry.
    pub entry: CatalogueEntry,
    /// Its client, where it has one.
    pub client: Option<ClientFolder>,
    /// Whom it is granted to.
    pub holders: Vec<HolderRow>,
    /// Whether a trial of its login runs.
    pub on_trial: bool,
    /// What came of the trial that runs, or of the last one.
    pub trial: Option<[TrialCheck; 3]>,
}

impl Engine {
    /// The catalogue: what is built in, and what the operator has described, by a text that name or
    /// description hold.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn catalogue(
        &self,
        _: &Administrator,
        text: &str,
    ) -> Result<Vec<CatalogueEntry>, Broken> {
        let mut tx = self.db.read().await?;
        let own = store::access::modules::list_catalogue(&mut tx).await?;
        let own = own
            .into_iter()
            .filter(|m| Blueprint::find(&m.key).is_none())
            .map(CatalogueEntry::of);
        let text = text.trim().to_lowercase();
        let fits = |e: &CatalogueEntry| {
            e.name.to_lowercase().contains(&text) || e.description.to_lowercase().contains(&text)
        };
        let built_in = BLUEPRINTS.iter().map(CatalogueEntry::built_in);
        Ok(own.chain(built_in).filter(fits).collect())
    }

    /// One entry of the catalogue.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn catalogue_entry(
        &self,
        admin: &Administrator,
        key: &str,
    ) -> Result<Option<CatalogueEntry>, Broken> {
        let all = self.catalogue(admin, "").await?;
        Ok(all.into_iter().find(|e| e.key == key))
    }

    /// The modules of the partner, by name, those whose name, key or catalogue entry hold a text.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_module_rows(
        &self,
        admin: &Administrator,
        text: &str,
    ) -> Result<Vec<ModuleRow>, Broken> {
        let mut tx = self.db.read().await?;
        let mut rows = store::access::modules::list_rows(&mut tx, admin.scope).await?;
        let text = text.trim().to_lowercase();
        rows.retain(|row| {
            let name = row.instance.display_name.as_str().to_lowercase();
            name.contains(&text)
                || row.instance.key.contains(&text)
                || row.catalogue.to_lowercase().contains(&text)
        });
        rows.sort_by_cached_key(|row| kernel::name::name_key(row.instance.display_name.as_str()));
        Ok(rows)
    }

    /// All that is known of a module.
    ///
    /// # Errors
    /// [`ModuleRefusal::Unknown`](model::access::ModuleRefusal::Unknown).
    pub async fn look_at_module(
        &self,
        admin: &Administrator,
        id: InstanceId,
    ) -> Result<ModuleFolder, Refused> {
        self.write_client_notes().await?;
        let mut tx = self.db.read().await?;
        let instance = known(&mut tx, admin, id).await?;
        let module = store::access::modules::find_module(&mut tx, instance.module_id)
            .await?
            .ok_or(Broken::Damaged("module of an instance"))?;
        let client = match store::federation::clients::of_instance(&mut tx, admin.scope, id).await?
        {
            Some(client) => Some(self.client_folder(&mut tx, admin.scope, client).await?),
            None => None,
        };
        let now = self.now();
        let attempts = client.as_ref().map_or(&[][..], |c| &c.attempts);
        Ok(ModuleFolder {
            holders: store::access::modules::holders(&mut tx, admin.scope, id).await?,
            on_trial: instance.trial.as_ref().is_some_and(|t| t.runs(now)),
            trial: instance
                .trial
                .as_ref()
                .filter(|t| !instance.unified_login || t.runs(now))
                .map(|t| judge_trial(attempts, t)),
            entry: CatalogueEntry::of(module),
            client,
            instance,
        })
    }
}
