//! A client proves who it is.

use crate::{Broken, Engine, Failure};
use kernel::Timestamp;
use model::federation::{AttemptPlace, AuthMethod, Client};
use protocol::oidc::assertion::{self, Expected};
use protocol::oidc::client_auth::{self, Presented};
use protocol::oidc::discovery::path;
use protocol::oidc::{Fault, FaultCode, Parameters};
use std::borrow::Cow;
use std::sync::Arc;
use vault::ForeignKeys;

/// Why a proof failed: kept for the administrator of the client, never told to who tried.
type Why = Cow<'static, str>;

impl Engine {
    /// The client of a request to one of the endpoints that clients call. How it proves itself is its
    /// registration's word, never the request's. Of the two ways to send a secret, header and form,
    /// it may take either: neither is weaker than the other.
    ///
    /// # Errors
    /// `invalid_client` or `invalid_request`.
    pub(crate) async fn authenticate_client(
        &self,
        place: AttemptPlace,
        authorization: Option<&str>,
        parameters: &Parameters,
    ) -> Result<Client, Failure<Fault>> {
        let bad = || {
            Failure::Refused(Fault::new(
                FaultCode::InvalidClient,
                "client authentication failed",
            ))
        };
        let presented = client_auth::read(authorization, parameters).map_err(Failure::Refused)?;
        let mut tx = self.db.read().await?;
        let client = store::federation::clients::find(&mut tx, presented.client_id())
            .await?
            .ok_or_else(bad)?;
        drop(tx);
        match self.prove_client(&client, &presented).await? {
            Ok(()) => Ok(client),
            Err(why) => {
                let code = FaultCode::InvalidClient.as_str();
                self.note_attempt(&client, place, code, why);
                Err(bad())
            }
        }
    }

    async fn prove_client(
        &self,
        client: &Client,
        presented: &Presented,
    ) -> Result<Result<(), Why>, Broken> {
        Ok(match (presented, client.auth_method) {
            (Presented::Public { .. }, AuthMethod::None) => Ok(()),
            (
                Presented::Basic { secret, .. } | Presented::Post { secret, .. },
                AuthMethod::SecretBasic | AuthMethod::SecretPost,
            ) => {
                let hash = self.digest(secret.reveal());
                // Each is compared, so that time does not tell which of them it was.
                let mut found = None;
                for known in &client.secrets {
                    if kernel::secret::same(&hash, &known.hash) {
                        found = Some(known);
                    }
                }
                match found {
                    Some(known) if known.live(self.now()) => {
                        self.note_secret_use(known.id);
                        Ok(())
                    }
                    Some(_) => Err("the secret that was sent has ended".into()),
                    None => Err("the secret that was sent is not the registered one".into()),
                }
            }
            (Presented::Assertion { assertion, .. }, AuthMethod::PrivateKeyJwt) => {
                return self.prove_by_assertion(client, assertion).await;
            }
            (sent, method) => {
                let sent = match sent {
                    Presented::Basic { .. } | Presented::Post { .. } => "a secret",
                    Presented::Assertion { .. } => "a signed assertion",
                    Presented::Public { .. } => "no proof at all",
                };
                Err(format!(
                    "the client sent {sent}, but is registered with {}",
                    method.as_str()
                )
                .into())
            }
        })
    }

    async fn prove_by_assertion(
        &self,
        client: &Client,
        token: &str,
    ) -> Result<Result<(), Why>, Broken> {
        let keys = match (&client.options.jwks, &client.options.jwks_uri) {
            (Some(text), _) => ForeignKeys::parse(text.as_bytes())
                .map(Arc::new)
                .map_err(str::to_owned),
            (None, Some(uri)) => self.keys_at(uri, token).await,
            (None, None) => Err("the client has registered no keys".into()),
        };
        let keys = match keys {
            Ok(keys) => keys,
            Err(why) => return Ok(Err(why.into())),
        };
        let Ok(claims) = keys.verify(token, client.options.assertion_alg.as_deref()) else {
            return Ok(Err(
                "the assertion is not signed with a registered key and algorithm".into(),
            ));
        };
        let issuer = &self.settings().issuer;
        let expected = Expected {
            client_id: &client.oauth_client_id,
            audiences: &[
                issuer.clone(),
                format!("{issuer}{}", path::TOKEN),
                format!("{issuer}{}", path::PUSH),
            ],
            now: self.now().unix_seconds(),
        };
        let fresh = match assertion::check(&claims, &expected) {
            Ok(fresh) => fresh,
            Err(why) => return Ok(Err(why.into())),
        };
        let (id, hash) = (client.id, self.digest(&fresh.jti));
        let until = Timestamp::from_unix_seconds(fresh.until);
        let first = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::federation::assertions::use_up(tx, id, hash, until)
                        .await
                        .map_err(Broken::from)
                })
            })
            .await?;
        Ok(if first {
            Ok(())
        } else {
            Err("the assertion was used before (jti)".into())
        })
    }
}
