//! The outbox worker's one step: claim, deliver, settle.

use crate::core::outbox_place;
use crate::outside::{Letterhead, Outside, Undelivered};
use crate::{Broken, Engine};
use kernel::Span;
use model::operation::{Message, OutboxState, retry_after};
use protocol::oidc::logout::{LogoutEvent, LogoutTokenClaims};
use store::operation::outbox::Claimed;

/// How long a worker may hold a message before another takes it.
const LEASE: Span = Span::minutes(2);

impl Engine {
    /// Delivers what is due, up to sixteen messages; how many were tried. The caller decides when
    /// to come again: at once while there is work, else after a nudge or a pause.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used; a failed delivery is no error here.
    pub async fn deliver_due(
        &self,
        outside: &dyn Outside,
        letterhead: &dyn Letterhead,
    ) -> Result<usize, Broken> {
        let now = self.now();
        let claimed = self
            .db
            .write(move |tx| {
                Box::pin(async move { store::operation::outbox::claim(tx, now, now + LEASE).await })
            })
            .await?;
        let count = claimed.len();
        for message in claimed {
            let outcome = self.deliver(&message, outside, letterhead).await;
            self.settle(message, outcome).await?;
        }
        Ok(count)
    }

    async fn deliver(
        &self,
        claimed: &Claimed,
        outside: &dyn Outside,
        letterhead: &dyn Letterhead,
    ) -> Result<Message, (Option<Message>, Undelivered)> {
        let never = |text: &str| (None, Undelivered::Never(text.to_owned()));
        let text = self
            .sealer
            .open(outbox_place(&claimed.id), &claimed.sealed_message)
            .map_err(|_| never("the message cannot be unsealed"))?;
        let message: Message =
            serde_json::from_slice(&text).map_err(|_| never("the message cannot be read"))?;
        let outcome = match &message {
            Message::Mail { to, mail } => {
                outside
                    .send_mail(claimed.id, to, &letterhead.write(mail))
                    .await
            }
            Message::BackchannelLogout {
                oauth_client_id,
                uri,
                sub,
                sid,
                algorithm,
            } => match self.sign_logout_token(claimed, oauth_client_id, sub, sid, algorithm) {
                Ok(token) => outside.post_logout(claimed.id, uri, &token).await,
                Err(broken) => Err(Undelivered::Later(broken.to_string())),
            },
        };
        match outcome {
            Ok(()) => Ok(message),
            Err(undelivered) => Err((Some(message), undelivered)),
        }
    }

    fn sign_logout_token(
        &self,
        claimed: &Claimed,
        client: &str,
        sub: &str,
        sid: &str,
        algorithm: &str,
    ) -> Result<String, Broken> {
        let now = self.now();
        let claims = LogoutTokenClaims {
            iss: &self.settings().issuer,
            aud: client,
            iat: now.unix_seconds(),
            exp: (now + Span::minutes(2)).unix_seconds(),
            // The same for every attempt, so that a client that got it twice can tell.
            jti: &claimed.id.to_string(),
            events: LogoutEvent::default(),
            sub,
            sid,
        };
        Ok(self.signing_key(algorithm)?.sign("logout+jwt", &claims)?)
    }

    async fn settle(
        &self,
        claimed: Claimed,
        outcome: Result<Message, (Option<Message>, Undelivered)>,
    ) -> Result<(), Broken> {
        let now = self.now();
        let (state, due_at, fault) = match outcome {
            Ok(_) => (OutboxState::Sent, now, String::new()),
            Err((_, Undelivered::Never(why))) => (OutboxState::Dead, now, why),
            Err((message, Undelivered::Later(why))) => {
                let most = message.map_or(1, |m| m.attempts());
                if claimed.attempt >= most {
                    (OutboxState::Dead, now, why)
                } else {
                    (
                        OutboxState::Waiting,
                        now + retry_after(claimed.attempt, self.chance()),
                        why,
                    )
                }
            }
        };
        let result = state.as_str();
        metrics::counter!("vestibule_outbox_total", "kind" => claimed.kind.clone(), "result" => result).increment(1);
        if state != OutboxState::Sent {
            tracing::warn!(outbox.id = %claimed.id, outbox.kind = claimed.kind, outbox.attempt = claimed.attempt, fault, "a message did not arrive");
        }
        let id = claimed.id;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::outbox::settle(tx, id, state, due_at, &fault).await
                })
            })
            .await?;
        Ok(())
    }
}
