//! The outbox worker's steps: claim, deliver, settle. What was claimed is delivered side by side, so
//! that one receiver who does not answer holds up nobody else.

use crate::core::outbox_place;
use crate::outside::{Letterhead, Outside, Undelivered};
use crate::{Broken, Engine};
use futures_util::future::join_all;
use kernel::Span;
use model::operation::{Mail, Message, OutboxState, retry_after};
use protocol::oidc::logout::{LogoutEvent, LogoutTokenClaims};
use store::operation::outbox::Claimed;

/// How long a worker may hold a message before another takes it. Connectors give up after a minute;
/// the rest is for a slow database.
pub(super) const LEASE: Span = Span::minutes(2);

/// A message that was claimed and not yet delivered.
#[derive(Debug)]
pub struct DueMessage(Claimed);

impl Engine {
    /// Ends the leases of a process that is gone, where that is known: on the embedded database the
    /// hub that starts is the only one. On PostgreSQL another node may hold them, and they run out.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn take_back_leases(&self) -> Result<(), Broken> {
        if !self.db.is_embedded() {
            return Ok(());
        }
        self.db
            .write(|tx| {
                Box::pin(async move {
                    store::operation::outbox::release(tx).await?;
                    store::identity::imports::release(tx).await?;
                    store::access::provisioning::release(tx).await?;
                    store::directory::psa_sync::release_all(tx).await?;
                    Ok(())
                })
            })
            .await
    }

    /// Delivers what is due, up to sixteen messages, all at once; how many were tried.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used; a failed delivery is no error here.
    pub async fn deliver_due(
        &self,
        outside: &dyn Outside,
        letterhead: &dyn Letterhead,
    ) -> Result<usize, Broken> {
        let due = self.claim_due().await?;
        let count = due.len();
        let deliveries = due
            .into_iter()
            .map(|message| self.deliver_one(message, outside, letterhead));
        // All end before the first error is told: each message has its own outcome.
        for settled in join_all(deliveries).await {
            settled?;
        }
        Ok(count)
    }

    /// Claims what is due, up to sixteen messages, each for [`Engine::deliver_one`]. The caller
    /// decides when to come again: at once while there is work, else after a nudge or a pause. One
    /// that is not delivered comes again when its lease of two minutes has run out.
    ///
    /// # Errors
    /// [`Broken`], when the database cannot be used.
    pub async fn claim_due(&self) -> Result<Vec<DueMessage>, Broken> {
        let now = self.now();
        let claimed = self
            .db
            .write(move |tx| {
                Box::pin(async move { store::operation::outbox::claim(tx, now, now + LEASE).await })
            })
            .await?;
        Ok(claimed.into_iter().map(DueMessage).collect())
    }

    /// Delivers a claimed message and writes down what came of it.
    ///
    /// # Errors
    /// [`Broken`], when that cannot be written; a failed delivery is no error here.
    pub async fn deliver_one(
        &self,
        DueMessage(claimed): DueMessage,
        outside: &dyn Outside,
        letterhead: &dyn Letterhead,
    ) -> Result<(), Broken> {
        let outcome = self.deliver(&claimed, outside, letterhead).await;
        self.settle(claimed, outcome).await
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
            Message::Mail {
                to,
                mail,
                language,
                zone,
            } => match self.mail_server_in_use().await {
                Ok(server) => {
                    let letter = letterhead.write(mail, *language, zone);
                    outside
                        .send_mail(claimed.id, to, &letter, server.as_ref())
                        .await
                }
                Err(broken) => Err(Undelivered::Later(broken.to_string())),
            },
            Message::TestMail {
                to,
                display_name,
                language,
                server,
            } => {
                let mail = Mail::Test {
                    display_name: display_name.clone(),
                };
                let letter = letterhead.write(&mail, *language, &kernel::Zone::default());
                outside
                    .send_mail(claimed.id, to, &letter, Some(server))
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
            Message::ModuleEvent {
                uri,
                algorithm,
                claims,
                ..
            } => match self.sign_module_event(claimed, claims, algorithm) {
                Ok(token) => outside.post_module_event(claimed.id, uri, &token).await,
                Err(broken) => Err(Undelivered::Later(broken.to_string())),
            },
            Message::ReadAccounts { link, .. } => self.read_accounts(*link, outside).await,
            Message::WakePhone { phone, until } => self.wake_phone(*phone, *until, outside).await,
            // They have lanes of their own, which are not claimed here.
            Message::Event { .. } => Err(Undelivered::Never("an event without a lane".into())),
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

    fn sign_module_event(
        &self,
        claimed: &Claimed,
        claims: &serde_json::Value,
        algorithm: &str,
    ) -> Result<String, Broken> {
        let mut claims = claims.clone();
        // The moment of this attempt; the id is that of the event, whatever the attempt.
        claims["iat"] = self.now().unix_seconds().into();
        claims["jti"] = claimed.id.to_string().into();
        Ok(self
            .signing_key(algorithm)?
            .sign(unified_login::EventToken::TYP, &claims)?)
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
        // Only these are waited for by an offboarding, so only for these is it asked.
        let told = matches!(claimed.kind.as_str(), "backchannel_logout" | "module_event");
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if told {
                        use store::identity::offboardings::settle;
                        settle(tx, id, state, now, &fault).await?;
                    }
                    store::operation::outbox::settle(tx, id, state, due_at, &fault).await
                })
            })
            .await?;
        Ok(())
    }
}
