//! Changing a module, and turning its login on or off.

use super::{Refused, in_audit, known, linked};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::InstanceId;
use model::access::{ModuleDraft, ModuleInstance, ModuleRefusal};
use store::Tx;
use unified_login::{RegionCheck, check_region};

impl Engine {
    /// Changes name, region, address and what the module is told of people.
    ///
    /// # Errors
    /// [`ModuleRefusal`].
    pub async fn change_module(
        &self,
        admin: &Administrator,
        id: InstanceId,
        draft: ModuleDraft,
    ) -> Result<(), Refused> {
        draft.check().map_err(Failure::Refused)?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, &admin, id).await?;
                    engine.check_address(tx, &admin, id, &draft).await?;
                    let after = ModuleInstance {
                        display_name: draft.display_name,
                        region: draft.region,
                        launch_url: draft.launch_url,
                        claims: draft.claims,
                        ..before.clone()
                    };
                    engine.alter(tx, &admin, &before, &after).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Turns logging in through the hub on or off for a module. Off: nobody enters any more, and what
    /// was given out is not renewed. A trial ends with either.
    ///
    /// # Errors
    /// [`ModuleRefusal::NoClient`], `Unknown`, `Linked`.
    pub async fn turn_login(
        &self,
        admin: &Administrator,
        id: InstanceId,
        on: bool,
    ) -> Result<(), Refused> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, &admin, id).await?;
                    if !linked(tx, &admin, id).await?.is_empty() {
                        return Err(Failure::Refused(ModuleRefusal::Linked));
                    }
                    let client =
                        store::federation::clients::of_instance(tx, admin.scope, id).await?;
                    if on && client.is_none() {
                        return Err(Failure::Refused(ModuleRefusal::NoClient));
                    }
                    let after = ModuleInstance {
                        unified_login: on,
                        ..before.clone()
                    };
                    engine.alter(tx, &admin, &before, &after).await?;
                    engine.end_trial_in(tx, &admin, &after).await?;
                    Ok(())
                })
            })
            .await
    }

    /// A linked tenant lives in one region: an address of another would lead people astray (S2-25).
    async fn check_address(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: InstanceId,
        draft: &ModuleDraft,
    ) -> Result<(), Refused> {
        let manifest = store::access::links::manifest(tx, admin.scope, id)
            .await
            .map_err(Broken::from)?;
        let Some((manifest, _)) = manifest else {
            return Ok(());
        };
        for link in linked(tx, admin, id).await? {
            let region = link.tenant.region.as_deref();
            let check = check_region(&manifest.regions, region, &draft.launch_url);
            if let RegionCheck::Wrong { belongs_to } = check {
                return Err(Failure::Refused(ModuleRefusal::Address(format!(
                    "The address belongs to the region {belongs_to}, and {} lives in another.",
                    link.tenant.name
                ))));
            }
        }
        Ok(())
    }

    /// Writes what is different, with its entry, in the caller's transaction.
    async fn alter(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        before: &ModuleInstance,
        after: &ModuleInstance,
    ) -> Result<(), Broken> {
        if after != before {
            store::access::modules::update_instance(tx, admin.scope, after).await?;
            let done = admin.did("module_instance.changed", format!("module {}", after.key));
            self.record(tx, done.change(in_audit(before), in_audit(after)));
        }
        Ok(())
    }
}
