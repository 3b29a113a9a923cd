//! `vestibule change-key`: another key file for the same data.

use crate::core::KEY_FINGERPRINT;
use crate::{Broken, Engine, Failure};
use kernel::{Refusal, RefusalKind};
use model::operation::{Actor, AuditDraft};
use vault::KeyEncryptionKey;

/// Why the key is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKeyRefusal {
    /// The new key is the one that is used already.
    Same,
}

impl Refusal for ChangeKeyRefusal {
    fn code(&self) -> &'static str {
        "key_same"
    }
    fn sentence(&self) -> String {
        "The new key file holds the key that is used already.".into()
    }
    fn remedy(&self) -> String {
        "Name a file that is not there yet: a new key is made in it.".into()
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

impl Engine {
    /// Wraps the data key with another key-encryption key, in one transaction: before its commit the
    /// old key opens the database, after it the new one alone. Hubs that run go on with the data key
    /// that they have; at their next start they need the new key file.
    ///
    /// # Errors
    /// [`ChangeKeyRefusal`]; [`Broken::Vault`] when `old` is not the key of this database.
    pub async fn change_key(
        &self,
        old: KeyEncryptionKey,
        new: KeyEncryptionKey,
    ) -> Result<(), Failure<ChangeKeyRefusal>> {
        let (before, after) = (old.fingerprint(), new.fingerprint());
        if before == after {
            return Err(Failure::Refused(ChangeKeyRefusal::Same));
        }
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    use store::operation::installation::{get, lock, put};
                    lock(tx, "data_key").await?;
                    let wrapped = get(tx, "data_key").await?;
                    let wrapped = wrapped.ok_or(Broken::Damaged("data_key"))?;
                    let again = old.rewrap(&wrapped, &new, engine.chance())?;
                    put(tx, "data_key", again).await?;
                    put(tx, KEY_FINGERPRINT, after.clone().into_bytes()).await?;
                    let draft = AuditDraft::new(None, Actor::Operator, "key.changed", &after);
                    engine.record(tx, draft.change(before, after.clone()));
                    Ok(())
                })
            })
            .await
    }
}
