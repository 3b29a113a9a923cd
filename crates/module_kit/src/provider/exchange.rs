//! From code to claims: the token endpoint and the userinfo endpoint.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::http::{self, HttpFault};
use super::{Provider, ProviderFault};
use crate::settings::ClientSecret;

/// What the token endpoint gave. `access_token` is there only when it is a bearer token.
pub(crate) struct Tokens {
    pub id_token: String,
    pub access_token: Option<String>,
    /// The whole answer, for what a hub adds to it.
    pub answer: Value,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeFault {
    #[error(transparent)]
    Provider(#[from] ProviderFault),
    /// The provider says no, with a code of RFC 6749 section 5.2.
    #[error("refused with {0}")]
    Refused(String),
    #[error("the answer has no ID token")]
    NoIdToken,
}

impl Provider {
    /// Exchanges an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
    pub async fn exchange(
        &self,
        code: &str,
        redirect_uri: &str,
        verifier: &str,
    ) -> Result<Tokens, ExchangeFault> {
        let metadata = self.metadata().await?;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ];
        let request = self.authenticated(metadata.token.clone(), &mut form);
        let answer = match http::json(request.form(&form)).await {
            Ok(answer) => answer,
            Err(HttpFault::Status {
                error: Some(code), ..
            }) => {
                return Err(ExchangeFault::Refused(code));
            }
            Err(fault) => return Err(ProviderFault::from(fault).into()),
        };
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(String::from);
        // OpenID Connect Core 1.0, section 3.1.3.3.
        let bearer = text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer"));
        Ok(Tokens {
            id_token: text("id_token").ok_or(ExchangeFault::NoIdToken)?,
            access_token: text("access_token").filter(|_| bearer),
            answer,
        })
    }

    /// A post in which the module says who it is; a public client says it in the form.
    pub fn authenticated<'f>(
        &'f self,
        address: url::Url,
        form: &mut Vec<(&'static str, &'f str)>,
    ) -> reqwest::RequestBuilder {
        let request = self.http.post(address);
        match &self.settings.client_secret {
            Some(secret) => {
                request.header("Authorization", basic(&self.settings.client_id, secret))
            }
            None => {
                form.push(("client_id", &self.settings.client_id));
                request
            }
        }
    }

    /// The claims of the userinfo endpoint, if it has one and answers in plain JSON. By Core 5.4 a
    /// provider may give the claims of `profile` and `email` only there. Nothing that goes wrong
    /// here stops a login: who she is stands in the ID token.
    pub async fn userinfo(&self, access_token: &str) -> Option<Map<String, Value>> {
        let address = self.metadata().await.ok()?.userinfo.clone()?;
        match http::json(self.http.get(address).bearer_auth(access_token)).await {
            Ok(Value::Object(claims)) => Some(claims),
            Ok(_) => None,
            Err(fault) => {
                tracing::warn!(fault = %fault, "the userinfo endpoint gave nothing");
                None
            }
        }
    }
}

/// `client_secret_basic`: id and secret are form-encoded before they are joined (RFC 6749, section
/// 2.3.1), so a colon or a percent sign in them survives.
fn basic(client_id: &str, secret: &ClientSecret) -> String {
    let encode =
        |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let pair = format!("{}:{}", encode(client_id), encode(secret.reveal()));
    format!("Basic {}", STANDARD.encode(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_characters_survive_the_basic_header() {
        let line = basic("a:b", &ClientSecret::new("p%w d+&ä"));
        let decoded = STANDARD
            .decode(line.strip_prefix("Basic ").unwrap())
            .unwrap();
        assert_eq!(
            String::from_utf8(decoded).unwrap(),
            "a%3Ab:p%25w+d%2B%26%C3%A4"
        );
    }
}
