//! `vestibule rotate-keys`: signing keys changed before their time.

use crate::{Broken, Engine};
use kernel::Timestamp;
use model::federation::{KeyPlan, KeyState, LEAD, plan_stolen};
use model::operation::{Actor, AuditDraft};
use store::{StoreFault, Tx};
use vault::Algorithm;

/// The fact that says when the operator last ordered a change.
const ORDERED: &str = "signing_keys_ordered";

/// When the operator last ordered a change; the keys that signed then are to be changed.
pub(super) async fn ordered(tx: &mut Tx) -> Result<Option<Timestamp>, StoreFault> {
    let fact = store::operation::installation::get(tx, ORDERED).await?;
    let bytes = fact.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    Ok(bytes.map(|bytes| Timestamp(i64::from_be_bytes(bytes))))
}

impl Engine {
    /// Orders new signing keys: they are published now and sign from the moment that is returned,
    /// when every relying party can know them. The old ones stay published for their overlap, so
    /// what they signed stays good. The running hub carries it out.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn order_new_keys(&self) -> Result<Timestamp, Broken> {
        let (engine, now) = (self.clone(), self.now());
        let written: Result<(), StoreFault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let value = now.0.to_be_bytes().to_vec();
                    store::operation::installation::put(tx, ORDERED, value).await?;
                    let action = "signing_keys.change_ordered";
                    let draft = AuditDraft::new(None, Actor::Operator, action, "signing keys");
                    engine.record(tx, draft);
                    Ok(())
                })
            })
            .await;
        written?;
        self.rotate_keys().await?;
        Ok(now + LEAD)
    }

    /// Takes all signing keys out of the published set and lets new ones sign, at once: for when
    /// somebody may have the old ones. What they signed is good nowhere any more.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn withdraw_keys(&self) -> Result<(), Broken> {
        // RSA keys take long to make: that happens before the transaction.
        let mut made = Vec::new();
        for algorithm in Algorithm::ALL {
            made.push(self.make_key(algorithm.name(), KeyState::Active).await?);
        }
        let engine = self.clone();
        let changed: Result<(), StoreFault> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::lock(tx, "key_rotation").await?;
                    let rows = store::federation::keys::list(tx).await?;
                    let algorithms: Vec<&str> = Algorithm::ALL.iter().map(|a| a.name()).collect();
                    for step in plan_stolen(&rows, &algorithms) {
                        let (action, kid) = match step {
                            KeyPlan::Remove(kid) => {
                                store::federation::keys::delete(tx, &kid).await?;
                                ("signing_key.withdrawn", kid)
                            }
                            KeyPlan::Make(algorithm, _) => {
                                let of_it = made.iter().position(|k| k.algorithm == algorithm);
                                let Some(at) = of_it else { continue };
                                let key = made.swap_remove(at);
                                store::federation::keys::insert(tx, &key).await?;
                                ("signing_key.made", key.kid)
                            }
                            KeyPlan::Activate(_) | KeyPlan::Retire(_) => continue,
                        };
                        let draft = AuditDraft::new(None, Actor::Operator, action, kid);
                        engine.record(tx, draft.because("stolen"));
                    }
                    Ok(())
                })
            })
            .await;
        changed?;
        self.load_keys().await
    }
}
