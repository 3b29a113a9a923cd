//! Introspection (RFC 7662).

use crate::{Engine, Failure};
use model::federation::{AttemptPlace, AuthMethod};
use protocol::oidc::{Fault, FaultCode, Parameters};
use serde_json::{Value, json};

impl Engine {
    /// Tells a client about a token of its own partner; of every other token it says that it is
    /// not active.
    ///
    /// # Errors
    /// `invalid_client`, `invalid_request`.
    pub async fn introspect(
        &self,
        authorization: Option<&str>,
        form: &[u8],
    ) -> Result<Value, Failure<Fault>> {
        let parameters = Parameters::parse(form).map_err(Failure::Refused)?;
        let asker = self
            .authenticate_client(AttemptPlace::Introspect, authorization, &parameters)
            .await?;
        if asker.auth_method == AuthMethod::None {
            return Err(Failure::Refused(Fault::new(
                FaultCode::InvalidClient,
                "introspection needs a client with a secret",
            )));
        }
        let token = parameters
            .need("token", "token is missing")
            .map_err(Failure::Refused)?;
        let inactive = json!({ "active": false });
        let mut tx = self.db.read().await?;
        if let Some(good) = self.read_access_token(&mut tx, token, Some(&asker)).await? {
            if good.client.partner_id != asker.partner_id {
                return Ok(inactive);
            }
            // A person who may no longer come in has no active token, whatever it says itself.
            if let Some(family) = &good.family
                && self
                    .let_in_again(&mut tx, &good.client, family)
                    .await?
                    .is_none()
            {
                return Ok(inactive);
            }
            let mut out = good.claims;
            if let Some(out) = out.as_object_mut() {
                out.remove("family");
                out.insert("active".into(), true.into());
                out.insert("token_type".into(), "Bearer".into());
                if let Some(family) = &good.family {
                    out.insert("sid".into(), family.session_id.to_string().into());
                }
            }
            return Ok(out);
        }
        let found = store::federation::families::find_refresh(&mut tx, self.digest(token)).await?;
        let Some(refresh) = found.filter(|r| r.used_at.is_none() && self.now() < r.expires_at)
        else {
            return Ok(inactive);
        };
        let family = store::federation::families::find(&mut tx, refresh.family_id).await?;
        // A refresh token is told about to its own client alone.
        let Some(family) = family.filter(|f| f.alive(self.now()) && f.client_id == asker.id) else {
            return Ok(inactive);
        };
        Ok(json!({
            "active": true,
            "token_type": "refresh_token",
            "iss": self.settings().issuer,
            "sub": self.subject_of(&asker, family.affiliation_id),
            "client_id": asker.oauth_client_id,
            "scope": family.scopes.join(" "),
            "exp": refresh.expires_at.unix_seconds(),
            "sid": family.session_id.to_string(),
        }))
    }
}
