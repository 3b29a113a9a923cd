//! In which language and zone a person is spoken to.

use super::Signed;
use crate::{Broken, Engine};
use kernel::{Language, Zone};

impl Engine {
    /// Sets language and zone of her own; none of either: as her browser asks, and UTC.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn speak_to(
        &self,
        signed: &Signed,
        language: Option<Language>,
        time_zone: Option<Zone>,
    ) -> Result<(), Broken> {
        let (id, now) = (signed.identity.id, self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let zone = time_zone.as_ref();
                    store::identity::identities::speak_to(tx, id, language, zone, now).await
                })
            })
            .await?;
        Ok(())
    }
}
