//! Secrets of webhooks: made, shown once, rotated with overlap.

use super::webhooks::known;
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{Secret, Span, WebhookId, WebhookSecretId};
use model::operation::{WebhookRefusal, WebhookSecret, plan_new_webhook_secret};
use store::Tx;
use store::operation::webhooks;
use vault::Place;

fn place(id: &WebhookSecretId) -> Place<'_> {
    Place {
        table: "webhook_secret",
        column: "sealed_secret",
        row: &id.0,
    }
}

impl Engine {
    /// Keeps a new secret, sealed; the text for the answer.
    pub(crate) async fn new_webhook_secret(
        &self,
        tx: &mut Tx,
        webhook: WebhookId,
    ) -> Result<(WebhookSecretId, Secret<String>), Broken> {
        let now = self.now();
        let id = WebhookSecretId::new(now, self.chance());
        let secret = vault::webhook::new_secret(self.chance());
        let text = secret.reveal().as_bytes();
        let sealed = self.sealer.seal(place(&id), text, self.chance())?;
        webhooks::insert_secret(tx, webhook, id, sealed, now).await?;
        Ok((id, secret))
    }

    /// The text of a secret, to sign with.
    pub(crate) fn open_webhook_secret(
        &self,
        secret: &WebhookSecret,
    ) -> Result<Secret<String>, Broken> {
        let bytes = self.sealer.open(place(&secret.id), &secret.sealed)?;
        String::from_utf8(bytes)
            .map(Secret::from)
            .map_err(|_| Broken::Damaged("webhook secret"))
    }

    /// Makes a new secret, which is in the answer and nowhere else afterwards. The old one signs on
    /// beside it for the chosen time, so that the receiver can be changed in between without a gap.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`], `TwoSecrets`, `Overlap`.
    pub async fn rotate_webhook_secret(
        &self,
        admin: &Administrator,
        id: WebhookId,
        old_signs_for: Span,
    ) -> Result<Secret<String>, Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::installation::lock(tx, "webhooks").await?;
                    known(tx, admin.scope, id).await?;
                    let secrets = webhooks::secrets(tx, id).await?;
                    let ends = plan_new_webhook_secret(&secrets, old_signs_for, engine.now())
                        .map_err(Failure::Refused)?;
                    for (old, at) in ends {
                        webhooks::end_secret(tx, id, old, at).await?;
                    }
                    let (new, secret) = engine.new_webhook_secret(tx, id).await?;
                    let hours = old_signs_for.0 / Span::hours(1).0;
                    let entry = admin
                        .did("webhook.secret_made", id)
                        .because(format!("rotated, the old one signs for {hours} hours"))
                        .change("", new.to_string());
                    engine.record(tx, entry);
                    Ok(secret)
                })
            })
            .await
    }

    /// Ends a secret at once, beside which another signs.
    ///
    /// # Errors
    /// [`WebhookRefusal::Unknown`], `LastSecret`.
    pub async fn end_webhook_secret(
        &self,
        admin: &Administrator,
        id: WebhookId,
        secret: WebhookSecretId,
    ) -> Result<(), Failure<WebhookRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let now = engine.now();
                    store::operation::installation::lock(tx, "webhooks").await?;
                    known(tx, admin.scope, id).await?;
                    let mut live = webhooks::secrets(tx, id).await?;
                    live.retain(|s| s.live(now));
                    if live.len() < 2 || !live.iter().any(|s| s.id == secret) {
                        return Err(Failure::Refused(WebhookRefusal::LastSecret));
                    }
                    webhooks::end_secret(tx, id, secret, now).await?;
                    for other in live.iter().filter(|s| s.id != secret) {
                        webhooks::keep_secret(tx, id, other.id).await?;
                    }
                    let entry = admin.did("webhook.secret_ended", id);
                    engine.record(tx, entry.change(secret.to_string(), ""));
                    Ok(())
                })
            })
            .await
    }
}
