//! Changing a module, and turning its login on or off.

use super::{Refused, in_audit, known};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::InstanceId;
use model::access::{ModuleDraft, ModuleInstance, ModuleRefusal};

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
        self.alter(admin, id, move |instance| {
            instance.display_name = draft.display_name;
            instance.region = draft.region;
            instance.launch_url = draft.launch_url;
            instance.claims = draft.claims;
        })
        .await
    }

    /// Turns logging in through the hub on or off for a module. Off: nobody enters any more, and what
    /// was given out is not renewed. A trial ends with either.
    ///
    /// # Errors
    /// [`ModuleRefusal::NoClient`], `Unknown`.
    pub async fn turn_login(
        &self,
        admin: &Administrator,
        id: InstanceId,
        on: bool,
    ) -> Result<(), Refused> {
        if on {
            let mut tx = self.db.read().await?;
            known(&mut tx, admin, id).await?;
            if store::federation::clients::of_instance(&mut tx, admin.scope, id)
                .await?
                .is_none()
            {
                return Err(Failure::Refused(ModuleRefusal::NoClient));
            }
        }
        self.alter(admin, id, move |instance| instance.unified_login = on)
            .await?;
        self.end_trial(admin, id).await
    }

    async fn alter(
        &self,
        admin: &Administrator,
        id: InstanceId,
        change: impl FnOnce(&mut ModuleInstance) + Send + 'static,
    ) -> Result<(), Refused> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, &admin, id).await?;
                    let mut after = before.clone();
                    change(&mut after);
                    if after != before {
                        store::access::modules::update_instance(tx, admin.scope, &after).await?;
                        let done =
                            admin.did("module_instance.changed", format!("module {}", after.key));
                        engine.record(tx, done.change(in_audit(&before), in_audit(&after)));
                    }
                    Ok(())
                })
            })
            .await
    }
}
