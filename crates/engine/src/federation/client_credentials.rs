//! A client's own token.

use super::issue::{Extent, Target};
use crate::{Engine, Failure};
use model::federation::{Client, KNOWN_SCOPES};
use protocol::oidc::token::TokenAnswer;
use protocol::oidc::{Fault, FaultCode};

impl Engine {
    pub(crate) fn client_credentials(
        &self,
        client: Client,
        asked: Vec<String>,
        resources: Vec<String>,
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
        // Without a wish the token is for the hub and its client, as before there were resources.
        let target = match resources.is_empty() {
            true => Target::Granted(Vec::new()),
            false => Target::of(&client.options.resources, resources).map_err(Failure::Refused)?,
        };
        let extent = Extent { scopes, target };
        let access_token =
            self.sign_access_token(&client, &client.oauth_client_id, &extent, None)?;
        Ok(TokenAnswer {
            access_token,
            token_type: "Bearer",
            expires_in: self.settings().tokens.access.as_seconds_up(),
            id_token: None,
            refresh_token: None,
            scope: extent.scopes.join(" "),
            module_link: None,
            account_link: None,
        })
    }
}
