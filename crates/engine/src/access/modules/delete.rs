//! Deleting a module with everything that hangs on it.

use super::{Refused, in_audit, known, linked};
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::InstanceId;
use model::access::ModuleRefusal;

impl Engine {
    /// Deletes a module instance with its grants, its client, and every code and token of that client.
    /// The catalogue entry stays, and so do accounts at the module itself.
    ///
    /// # Errors
    /// [`ModuleRefusal::Unknown`], `Linked`.
    pub async fn delete_module(
        &self,
        admin: &Administrator,
        id: InstanceId,
    ) -> Result<(), Refused> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let instance = known(tx, &admin, id).await?;
                    if !linked(tx, &admin, id).await?.is_empty() {
                        return Err(Failure::Refused(ModuleRefusal::Linked));
                    }
                    store::access::links::forget_all(tx, admin.scope, id).await?;
                    if let Some(client) =
                        store::federation::clients::of_instance(tx, admin.scope, id).await?
                    {
                        engine.delete_client_in(tx, &admin, &client).await?;
                    }
                    store::access::modules::delete_instance(tx, admin.scope, id).await?;
                    let subject = format!("module {}", instance.key);
                    let draft = admin.did("module_instance.deleted", subject);
                    engine.record(tx, draft.change(in_audit(&instance), ""));
                    Ok(())
                })
            })
            .await
    }
}
