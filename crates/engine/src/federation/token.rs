//! The token endpoint: reads the request, lets the client prove itself, hands to the grant.

use crate::{Engine, Failure};
use model::federation::{AttemptPlace, Client, GrantType, TOKENS_FOR_CODE};
use protocol::oidc::token::{TokenAnswer, TokenRequest, read};
use protocol::oidc::{Fault, FaultCode, Parameters};

impl Engine {
    /// Answers a token request, given as its encoded form and its `Authorization` header.
    ///
    /// # Errors
    /// The [`Fault`] of the answer.
    pub async fn token(
        &self,
        authorization: Option<&str>,
        form: &[u8],
    ) -> Result<TokenAnswer, Failure<Fault>> {
        let parameters = Parameters::parse(form).map_err(Failure::Refused)?;
        let place = AttemptPlace::Token;
        let client = self
            .authenticate_client(place, authorization, &parameters)
            .await?;
        let told = client.clone();
        let answer = self.token_for(client, &parameters).await;
        match &answer {
            Ok(answer) => self.note_success(&told, place, answer.1),
            Err(Failure::Refused(fault)) => {
                self.note_attempt(&told, place, fault.code.as_str(), fault.description);
            }
            Err(Failure::Broken(_)) => {}
        }
        answer.map(|(answer, _)| answer)
    }

    /// The tokens, and in words what they were given for.
    async fn token_for(
        &self,
        client: Client,
        parameters: &Parameters,
    ) -> Result<(TokenAnswer, &'static str), Failure<Fault>> {
        let request = read(parameters).map_err(Failure::Refused)?;
        let needed = match &request {
            TokenRequest::Code { .. } => GrantType::AuthorizationCode,
            TokenRequest::Refresh { .. } => GrantType::RefreshToken,
            TokenRequest::ClientCredentials { .. } => GrantType::ClientCredentials,
            TokenRequest::Device { .. } => GrantType::DeviceCode,
        };
        if !client.grant_types.contains(&needed) {
            let fault = Fault::new(
                FaultCode::UnauthorizedClient,
                "this client may not use this grant type",
            );
            return Err(Failure::Refused(fault));
        }
        let answer = match request {
            TokenRequest::Code {
                code,
                redirect_uri,
                verifier,
                resources,
            } => {
                self.exchange_code(client, code, redirect_uri, verifier, resources)
                    .await
            }
            TokenRequest::Refresh {
                token,
                scopes,
                resources,
            } => self.refresh(client, token, scopes, resources).await,
            TokenRequest::Device { code, resources } => {
                self.exchange_device(client, code, resources).await
            }
            TokenRequest::ClientCredentials { scopes, resources } => {
                self.client_credentials(client, scopes, resources)
            }
        };
        let result = if answer.is_ok() { "issued" } else { "refused" };
        metrics::counter!("vestibule_token_total", "grant" => needed.as_str(), "result" => result)
            .increment(1);
        let why = match needed {
            GrantType::AuthorizationCode => TOKENS_FOR_CODE,
            GrantType::RefreshToken => "tokens were given for a refresh token",
            GrantType::ClientCredentials => "a token was given to the client itself",
            GrantType::DeviceCode => "tokens were given to a device",
        };
        answer.map(|answer| (answer, why))
    }
}
