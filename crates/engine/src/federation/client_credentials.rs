//! A client's own token.

use crate::{Engine, Failure};
use model::federation::{Client, KNOWN_SCOPES};
use protocol::oidc::token::TokenAnswer;
use protocol::oidc::{Fault, FaultCode};

impl Engine {
    pub(crate) fn client_credentials(
        &self,
        client: Client,
        asked: Vec<String>,
    ) -> Result<TokenAnswer, Failure<Fault>> {
        let own = |s: &&String| !KNOWN_SCOPES.contains(&s.as_str());
        let may: Vec<String> = client.scopes.iter().filter(own).cloned().collect();
        let scopes = if asked.is_empty() { may.clone() } else { asked };
        if scopes.iter().any(|s| !may.contains(s)) {
            let fault = Fault::new(
                FaultCode::InvalidScope,
                "the client may not have this scope for itself",
            );
            return Err(Failure::Refused(fault));
        }
        let access_token =
            self.sign_access_token(&client, &client.oauth_client_id, &scopes, None)?;
        Ok(TokenAnswer {
            access_token,
            token_type: "Bearer",
            expires_in: self.settings().tokens.access.as_seconds_up(),
            id_token: None,
            refresh_token: None,
            scope: scopes.join(" "),
        })
    }
}
