//! What the provider says about itself: OpenID Connect Discovery 1.0, RFC 8414.

use serde_json::Value;
use url::Url;

use crate::settings::{Checked, is_loopback};
use crate::token::jws::Algorithm;

/// The parts of the discovery document that the kit uses, checked.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub authorization: Url,
    pub token: Url,
    pub keys: Url,
    pub userinfo: Option<Url>,
    /// RFC 9126, section 5.
    pub push: Option<Url>,
    /// RP-Initiated Logout 1.0, section 2.1.
    pub end_session: Option<Url>,
    /// RFC 9207, section 3: the provider always adds `iss` to its answers.
    pub names_itself: bool,
}

/// Why a discovery document cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum MetadataFault {
    /// OpenID Connect Discovery 1.0, section 4.3: it must be identical, or another provider could
    /// stand in for this one.
    #[error("the document is that of another issuer: {0:?}")]
    Issuer(Option<String>),
    #[error("{0} is missing or is no usable address")]
    Address(&'static str),
    #[error("the provider does not offer {0}")]
    Lacks(&'static str),
}

/// Where the document is (Discovery 4): a slash at the end of the issuer is dropped first.
pub(crate) fn address(issuer: &str) -> String {
    format!(
        "{}/.well-known/openid-configuration",
        issuer.strip_suffix('/').unwrap_or(issuer)
    )
}

impl Metadata {
    pub fn parse(document: &Value, settings: &Checked) -> Result<Self, MetadataFault> {
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        if text("issuer") != Some(&settings.issuer) {
            let other = text("issuer").map(|other| other.chars().take(200).collect());
            return Err(MetadataFault::Issuer(other));
        }
        let optional = |name: &'static str| match document.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value
                .as_str()
                .and_then(|value| endpoint(value, settings.loopback))
                .map(Some)
                .ok_or(MetadataFault::Address(name)),
        };
        let needed = |name: &'static str| optional(name)?.ok_or(MetadataFault::Address(name));
        // What a list leaves out is not offered; a list that is missing has a default or says
        // nothing.
        let offers = |list: &str, right: &dyn Fn(&str) -> bool| match document.get(list) {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(right),
            _ => true,
        };
        if !offers("response_types_supported", &|kind| kind == "code") {
            return Err(MetadataFault::Lacks("the authorization code flow"));
        }
        if !offers("code_challenge_methods_supported", &|method| {
            method == "S256"
        }) {
            return Err(MetadataFault::Lacks("PKCE with S256"));
        }
        if !offers("id_token_signing_alg_values_supported", &|alg| {
            Algorithm::parse(alg).is_some()
        }) {
            return Err(MetadataFault::Lacks(
                "ID tokens signed with ES256, EdDSA or RS256",
            ));
        }
        let method = match settings.client_secret {
            Some(_) => "client_secret_basic",
            None => "none",
        };
        // RFC 8414 section 2: without the list only client_secret_basic is sure; public clients
        // are common with providers that leave it out, so they may try.
        if !offers("token_endpoint_auth_methods_supported", &|offered| {
            offered == method
        }) {
            return Err(MetadataFault::Lacks(method));
        }
        Ok(Self {
            authorization: needed("authorization_endpoint")?,
            token: needed("token_endpoint")?,
            keys: needed("jwks_uri")?,
            userinfo: optional("userinfo_endpoint")?,
            push: optional("pushed_authorization_request_endpoint")?,
            end_session: optional("end_session_endpoint")?,
            names_itself: document
                .get("authorization_response_iss_parameter_supported")
                .is_some_and(|value| value == true),
        })
    }
}

fn endpoint(address: &str, loopback: bool) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let scheme = match url.scheme() {
        "https" => url.has_host(),
        "http" => loopback && is_loopback(&url),
        _ => false,
    };
    (scheme && url.fragment().is_none() && url.username().is_empty() && url.password().is_none())
        .then_some(url)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{ClientSecret, Settings};

    fn settings() -> Checked {
        let secret = Some(ClientSecret::new("s"));
        Checked::from(Settings::new(
            "https://hub.example.com",
            "p",
            secret,
            "https://p.example.com",
        ))
        .unwrap()
    }

    #[test]
    fn the_address_of_the_document() {
        for (issuer, expected) in [
            (
                "https://a.example",
                "https://a.example/.well-known/openid-configuration",
            ),
            (
                "https://a.example/",
                "https://a.example/.well-known/openid-configuration",
            ),
            (
                "https://a.example/b",
                "https://a.example/b/.well-known/openid-configuration",
            ),
        ] {
            assert_eq!(address(issuer), expected);
        }
    }

    #[test]
    fn documents() {
        let full = json!({
            "issuer": "https://hub.example.com",
            "authorization_endpoint": "https://hub.example.com/authorize",
            "token_endpoint": "https://hub.example.com/token",
            "jwks_uri": "https://hub.example.com/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        });
        assert!(Metadata::parse(&full, &settings()).is_ok());
        for (name, value, good) in [
            ("issuer", json!("https://hub.example.com/"), false),
            ("issuer", json!("https://HUB.example.com"), false),
            ("issuer", Value::Null, false),
            ("authorization_endpoint", Value::Null, false),
            (
                "authorization_endpoint",
                json!("http://hub.example.com/authorize"),
                false,
            ),
            (
                "authorization_endpoint",
                json!("javascript:alert(1)"),
                false,
            ),
            (
                "token_endpoint",
                json!("https://x:y@hub.example.com/token"),
                false,
            ),
            ("token_endpoint", json!("/token"), false),
            ("jwks_uri", json!("http://127.0.0.1/keys"), false),
            ("userinfo_endpoint", json!(7), false),
            (
                "end_session_endpoint",
                json!("https://hub.example.com/end#x"),
                false,
            ),
            ("response_types_supported", json!(["id_token"]), false),
            ("code_challenge_methods_supported", json!(["plain"]), false),
            ("code_challenge_methods_supported", Value::Null, true),
            (
                "id_token_signing_alg_values_supported",
                json!(["HS256", "none"]),
                false,
            ),
            (
                "token_endpoint_auth_methods_supported",
                json!(["private_key_jwt"]),
                false,
            ),
        ] {
            let mut document = full.clone();
            document[name] = value;
            assert_eq!(
                Metadata::parse(&document, &settings()).is_ok(),
                good,
                "{name}"
            );
        }
    }
}
