//! Tidying by schedule: what is over is removed.

use crate::identity::DEVICE_MEMORY;
use crate::{Broken, Engine};
use kernel::Span;
use model::operation::REMEMBERED;

/// How long ended sessions, links and sent messages are kept for questions.
const KEPT: Span = Span::days(30);

/// How long what belongs to ended sessions and tokens is kept, for answers that come late.
const SETTLED: Span = Span::days(1);

/// How long what came of an import can be looked at.
const IMPORTS: Span = Span::days(90);

/// How long a message of a PSA is remembered: it repeats one for seconds.
const HEARD: Span = Span::days(3);

/// How long keys that are over stay in the list.
const KEYS: Span = Span::days(90);

impl Engine {
    /// Removes what is over. Idempotent; any node may run it at any time.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn tidy(&self) -> Result<(), Broken> {
        let now = self.now();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::identity::flows::delete_old(tx, now).await?;
                    store::identity::links::delete_old(tx, now - KEPT).await?;
                    store::identity::sessions::delete_old(tx, now - KEPT).await?;
                    store::federation::clients::delete_old_sessions(tx, now - SETTLED).await?;
                    store::identity::devices::delete_old(tx, now - DEVICE_MEMORY).await?;
                    store::identity::email_changes::delete_old(tx, now).await?;
                    store::identity::passkeys::delete_old_ceremonies(tx, now).await?;
                    store::identity::phones::delete_old(tx, now).await?;
                    store::identity::phone_questions::delete_old(tx, now - SETTLED).await?;
                    store::operation::throttles::delete_old(tx, now - Span::days(2)).await?;
                    store::operation::outbox::delete_old(tx, now - KEPT).await?;
                    store::operation::api_requests::delete_old(tx, now - REMEMBERED).await?;
                    store::operation::api_keys::delete_old(tx, now - KEYS).await?;
                    store::identity::imports::delete_old(tx, now - SETTLED, now - IMPORTS).await?;
                    store::federation::assertions::delete_old(tx, now).await?;
                    store::federation::pushed::delete_old(tx, now).await?;
                    store::federation::devices::delete_old(tx, now - SETTLED).await?;
                    store::federation::secrets::delete_old(tx, now - KEPT).await?;
                    store::directory::psa_sync::drop_old_messages(tx, now - HEARD).await?;
                    store::operation::webhooks::delete_old_secrets(tx, now).await?;
                    store::federation::families::delete_old(tx, now - SETTLED).await
                })
            })
            .await?;
        self.remove_deleted_members().await?;
        self.reconcile_groups().await?;
        Ok(())
    }
}
