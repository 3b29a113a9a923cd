//! Revocation (RFC 7009).

use crate::{Broken, Engine, Failure};
use kernel::Timestamp;
use model::federation::{AttemptPlace, FamilyEnd};
use protocol::oidc::{Fault, Parameters};
use serde_json::Value;

impl Engine {
    /// Takes a token back: a refresh token with its whole family, an access token alone. Tokens of
    /// other clients and nonsense are answered the same way and change nothing.
    ///
    /// # Errors
    /// `invalid_client`, `invalid_request`.
    pub async fn revoke(
        &self,
        authorization: Option<&str>,
        form: &[u8],
    ) -> Result<(), Failure<Fault>> {
        let parameters = Parameters::parse(form).map_err(Failure::Refused)?;
        let client = self
            .authenticate_client(AttemptPlace::Revoke, authorization, &parameters)
            .await?;
        let token = parameters
            .need("token", "token is missing")
            .map_err(Failure::Refused)?;
        let mut tx = self.db.read().await?;
        let good = self
            .read_access_token(&mut tx, token, Some(&client))
            .await?;
        drop(tx);
        if let Some(good) = good {
            if good.client.id == client.id {
                let jti = good
                    .claims
                    .get("jti")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                let exp = good.claims.get("exp").and_then(Value::as_i64).unwrap_or(0);
                self.db
                    .write(move |tx| {
                        Box::pin(async move {
                            store::federation::families::revoke_token(
                                tx,
                                &jti,
                                Timestamp::from_unix_seconds(exp),
                            )
                            .await
                        })
                    })
                    .await?;
            }
            return Ok(());
        }
        let (engine, hash) = (self.clone(), self.digest(token));
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(refresh) = store::federation::families::find_refresh(tx, hash).await?
                    else {
                        return Ok(());
                    };
                    let family = store::federation::families::find(tx, refresh.family_id).await?;
                    match family.filter(|f| f.client_id == client.id) {
                        Some(family) => {
                            engine
                                .end_family(tx, &family, FamilyEnd::Revoked, &client)
                                .await
                        }
                        None => Ok::<_, Broken>(()),
                    }
                })
            })
            .await?;
        Ok(())
    }
}
