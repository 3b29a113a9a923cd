//! Deleting a module with everything that hangs on it.

use super::{Refused, in_audit, known};
use crate::Engine;
use crate::identity::Administrator;
use kernel::InstanceId;

impl Engine {
    /// Deletes a module instance with its grants, its client, and every code and token of that client.
    /// The catalogue entry stays, and so do accounts at the module itself.
    ///
    /// # Errors
    /// [`ModuleRefusal::Unknown`](model::access::ModuleRefusal::Unknown).
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
