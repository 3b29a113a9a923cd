//! Somebody's account is tried again at once.

use crate::access::{Hand, PolicyRefused};
use crate::{Broken, Engine};
use kernel::LinkId;
use model::identity::AffiliationId;

impl Engine {
    /// Tries again for one person, or for everybody whose account is not as it should be; how many.
    ///
    /// # Errors
    /// [`crate::access::LinkPolicyRefusal::NoLink`].
    pub async fn retry_provisioning(
        &self,
        hand: &Hand,
        id: LinkId,
        person: Option<AffiliationId>,
    ) -> Result<u64, PolicyRefused> {
        let (engine, hand) = (self.clone(), hand.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    engine.link_in_hand(tx, &hand, id).await?;
                    let (scope, now) = (hand.scope(), engine.now());
                    let asked = store::access::provisioning::retry(tx, scope, id, person, now)
                        .await
                        .map_err(Broken::from)?;
                    if asked > 0 {
                        let whom = person
                            .map_or_else(|| format!("{asked} people"), |person| person.to_string());
                        let done = hand.did("module_account.tried_again", id);
                        engine.record(tx, done.change("", whom));
                        engine.nudge_provisioning.notify_one();
                    }
                    Ok(asked)
                })
            })
            .await
    }
}
