//! Her own name.

use super::Signed;
use crate::{Broken, Engine};
use kernel::DisplayName;

impl Engine {
    /// Gives a person another name.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn rename_myself(
        &self,
        signed: &Signed,
        name: DisplayName,
        address: &str,
    ) -> Result<(), Broken> {
        let (engine, signed, address) = (self.clone(), signed.clone(), address.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let (id, now) = (signed.identity.id, engine.now());
                    store::identity::identities::hold(tx, id).await?;
                    let Some(mut identity) = store::identity::identities::find(tx, id).await?
                    else {
                        return Ok(());
                    };
                    let text = |n: &DisplayName| serde_json::json!({ "name": n.as_str() });
                    let draft = engine
                        .by_herself(&signed, "person.renamed", id, &address)
                        .change(
                            text(&identity.display_name).to_string(),
                            text(&name).to_string(),
                        );
                    identity.display_name = name;
                    store::identity::identities::update(tx, &identity, now).await?;
                    engine.mark_identity(tx, id).await?;
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await
    }
}
