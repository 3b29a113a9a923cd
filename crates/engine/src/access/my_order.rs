//! The order of My Modules, as its owner likes it.

use crate::identity::Signed;
use crate::{Broken, Engine};
use kernel::InstanceId;
use model::access::{OrderStep, after_step, in_order};

impl Engine {
    /// Moves a module one place, or makes it a favourite. What she may not open stays where it is.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn order_modules(
        &self,
        signed: &Signed,
        module: InstanceId,
        step: OrderStep,
    ) -> Result<(), Broken> {
        let list = self.my_modules(signed).await?;
        let present: Vec<InstanceId> = list.open.iter().map(|m| m.instance.id).collect();
        let id = signed.affiliation.id;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let chosen = store::access::places::list(tx, id).await?;
                    let order = after_step(in_order(&present, &chosen), module, step);
                    store::access::places::replace(tx, id, &order).await
                })
            })
            .await?;
        Ok(())
    }
}
