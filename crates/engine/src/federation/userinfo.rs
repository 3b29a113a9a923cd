//! Userinfo, and reading the hub's own tokens.

use crate::{Broken, Engine, Failure};
use kernel::{FamilyId, Timestamp};
use model::federation::{Client, Family};
use protocol::oidc::{Fault, FaultCode};
use serde_json::{Map, Value};
use store::Tx;

/// The scope with which a module shows her other modules in its banner.
const LAUNCHER_SCOPE: &str = "launcher";

/// An access token that was verified and is good at this moment.
pub(crate) struct GoodToken {
    pub claims: Value,
    pub client: Client,
    pub family: Option<Family>,
    pub scopes: Vec<String>,
}

/// What an ID token used as a hint says.
pub(crate) struct HintClaims {
    pub sub: String,
    pub aud: String,
    pub sid: String,
}

impl Engine {
    /// Verifies an access token: signature, issuer, end, not given back, family alive. `asker` is
    /// the client that asks, whose own token it most often is.
    pub(crate) async fn read_access_token(
        &self,
        tx: &mut Tx,
        token: &str,
        asker: Option<&Client>,
    ) -> Result<Option<GoodToken>, Broken> {
        let Ok(claims) = self.keys().verifier.verify(token, "at+jwt") else {
            return Ok(None);
        };
        let text = |name: &str| {
            claims
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let exp = claims.get("exp").and_then(Value::as_i64).unwrap_or(0);
        if text("iss") != self.settings().issuer || self.now() >= Timestamp::from_unix_seconds(exp)
        {
            return Ok(None);
        }
        if store::federation::families::is_revoked(tx, &text("jti")).await? {
            return Ok(None);
        }
        let id = text("client_id");
        let client = match asker.filter(|asker| asker.oauth_client_id == id) {
            Some(asker) => Some(asker.clone()),
            None => store::federation::clients::find(tx, &id).await?,
        };
        let Some(client) = client else {
            return Ok(None);
        };
        let family = match claims.get("family").and_then(Value::as_str) {
            None => None,
            Some(id) => {
                let Ok(id) = id.parse::<FamilyId>() else {
                    return Ok(None);
                };
                match store::federation::families::find(tx, id).await? {
                    Some(family) if family.alive(self.now()) => Some(family),
                    _ => return Ok(None),
                }
            }
        };
        let scopes = text("scope")
            .split_ascii_whitespace()
            .map(str::to_owned)
            .collect();
        Ok(Some(GoodToken {
            claims,
            client,
            family,
            scopes,
        }))
    }

    /// The claims of the person of an access token.
    ///
    /// # Errors
    /// `invalid_token`, `insufficient_scope` (RFC 6750, 3.1).
    pub async fn userinfo(&self, token: &str) -> Result<Map<String, Value>, Failure<Fault>> {
        let invalid = || {
            Failure::Refused(Fault::new(
                FaultCode::InvalidToken,
                "the access token is not valid, or no longer",
            ))
        };
        let mut tx = self.db.read().await?;
        let good = self
            .read_access_token(&mut tx, token, None)
            .await?
            .ok_or_else(invalid)?;
        if !good.scopes.iter().any(|s| s == "openid") {
            let fault = Fault::new(
                FaultCode::InsufficientScope,
                "the access token was not granted the scope openid",
            );
            return Err(Failure::Refused(fault));
        }
        // A token that was narrowed to a resource opens nothing here (RFC 8707, 1).
        let own = Value::from(self.settings().issuer.as_str());
        if !good.claims["aud"]
            .as_array()
            .is_some_and(|a| a.contains(&own))
        {
            return Err(Failure::Refused(Fault::new(
                FaultCode::InvalidToken,
                "the access token is for another resource",
            )));
        }
        let family = good.family.ok_or_else(invalid)?;
        let person = self
            .admit(&mut tx, &good.client, &family, &good.scopes)
            .await?
            .ok_or_else(invalid)?;
        let mut claims = person.with(&family.asked_claims.userinfo);
        if good.scopes.iter().any(|s| s == LAUNCHER_SCOPE) {
            let modules = self.launcher_of(&mut tx, &person.affiliation).await?;
            claims.insert("modules".into(), modules);
        }
        drop(tx);
        let sub = self.subject_of(&good.client, person.affiliation.id);
        claims.insert("sub".into(), sub.into());
        Ok(claims)
    }

    /// Reads an ID token that comes back as a hint. It may have ended; it must be ours.
    pub(crate) fn read_id_token_hint(&self, token: &str) -> Option<HintClaims> {
        let claims = self.keys().verifier.verify(token, "JWT").ok()?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        if text("iss")? != self.settings().issuer {
            return None;
        }
        Some(HintClaims {
            sub: text("sub")?,
            aud: text("aud")?,
            sid: text("sid")?,
        })
    }
}
