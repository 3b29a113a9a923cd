//! What the operator turns on for a partner.

use crate::{Broken, Engine};
use kernel::PartnerId;
use kernel::Scope;
use model::directory::Feature;
use model::operation::{Actor, AuditDraft};

impl Engine {
    /// Turns a part of the program on or off for a partner; false when it was so before. What was
    /// made with it stays.
    ///
    /// # Errors
    /// [`Broken`].
    #[allow(clippy::disallowed_methods, reason = "a verb of the operator")]
    pub async fn set_feature(
        &self,
        partner: PartnerId,
        feature: Feature,
        on: bool,
        actor: Actor,
    ) -> Result<bool, Broken> {
        let (engine, scope, now) = (self.clone(), Scope::of(partner), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let changed =
                        store::directory::features::set(tx, scope, feature, on, now).await?;
                    if changed {
                        let action = "partner.feature_changed";
                        let word = |on: bool| if on { "on" } else { "off" };
                        let draft = AuditDraft::new(Some(partner), actor, action, feature.as_str())
                            .change(word(!on), word(on));
                        engine.record(tx, draft);
                    }
                    Ok(changed)
                })
            })
            .await
    }
}
