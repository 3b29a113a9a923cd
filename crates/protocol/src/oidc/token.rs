//! The token request (RFC 6749, 4.1.3, 4.4.2, 6) and its answer.

use super::authorize::{read_resources, read_scopes};
use super::{Fault, FaultCode, Parameters};
use kernel::Secret;
use serde::Serialize;

/// A token request, by grant type.
#[derive(Clone, Debug)]
pub enum TokenRequest {
    /// Exchange a code.
    Code {
        /// The code.
        code: Secret<String>,
        /// The redirect address of the authorization request.
        redirect_uri: String,
        /// The PKCE verifier.
        verifier: Secret<String>,
        /// Some of the resources that were granted, or none to keep them all (RFC 8707, 2.2).
        resources: Vec<String>,
    },
    /// Refresh.
    Refresh {
        /// The refresh token.
        token: Secret<String>,
        /// Fewer scopes than were granted, or none to keep them.
        scopes: Vec<String>,
        /// Some of the resources that were granted, or none to keep them all.
        resources: Vec<String>,
    },
    /// A device asks whether somebody has answered (RFC 8628, 3.4).
    Device {
        /// The device's code.
        code: Secret<String>,
        /// Some of the resources that it began with, or none to keep them all.
        resources: Vec<String>,
    },
    /// The client's own credentials.
    ClientCredentials {
        /// Scopes, or none for all that it may have.
        scopes: Vec<String>,
        /// Resources that it may ask for.
        resources: Vec<String>,
    },
}

/// Reads a token request.
///
/// # Errors
/// The fault of the answer.
pub fn read(parameters: &Parameters) -> Result<TokenRequest, Fault> {
    match parameters.need("grant_type", "grant_type is missing")? {
        "authorization_code" => Ok(TokenRequest::Code {
            code: parameters.need("code", "code is missing")?.into(),
            redirect_uri: parameters
                .need("redirect_uri", "redirect_uri is missing")?
                .to_owned(),
            verifier: parameters
                .need("code_verifier", "code_verifier is missing")?
                .into(),
            resources: read_resources(parameters)?,
        }),
        "refresh_token" => Ok(TokenRequest::Refresh {
            token: parameters
                .need("refresh_token", "refresh_token is missing")?
                .into(),
            scopes: read_scopes(parameters)?,
            resources: read_resources(parameters)?,
        }),
        "client_credentials" => Ok(TokenRequest::ClientCredentials {
            scopes: read_scopes(parameters)?,
            resources: read_resources(parameters)?,
        }),
        "urn:ietf:params:oauth:grant-type:device_code" => Ok(TokenRequest::Device {
            code: parameters
                .need("device_code", "device_code is missing")?
                .into(),
            resources: read_resources(parameters)?,
        }),
        _ => Err(Fault::new(
            FaultCode::UnsupportedGrantType,
            "this grant type is not supported",
        )),
    }
}

/// The answer of the token endpoint (RFC 6749, 5.1).
#[derive(Debug, Serialize)]
pub struct TokenAnswer {
    /// The access token.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// The ID token, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// The refresh token, where the client may have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// What was granted.
    pub scope: String,
    /// The link of tenants that the code was for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module_link: Option<serde_json::Value>,
    /// The bond of accounts that the code was for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_link: Option<serde_json::Value>,
}

/// The claims of an ID token (OpenID Connect Core 2).
#[derive(Debug, Serialize)]
pub struct IdTokenClaims<'a> {
    /// The issuer.
    pub iss: &'a str,
    /// The person at this partner.
    pub sub: &'a str,
    /// The client.
    pub aud: &'a str,
    /// When it ends.
    pub exp: i64,
    /// When it was made.
    pub iat: i64,
    /// When she proved who she is.
    pub auth_time: i64,
    /// The request's nonce.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<&'a str>,
    /// The authentication context class.
    pub acr: &'a str,
    /// The authentication methods (RFC 8176).
    pub amr: &'a [&'a str],
    /// The session (OpenID Connect Front-Channel and Back-Channel Logout).
    pub sid: &'a str,
    /// Half the digest of the access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<&'a str>,
    /// Claims of scopes and settings.
    #[serde(flatten)]
    pub person: &'a serde_json::Map<String, serde_json::Value>,
}

/// The claims of an access token (RFC 9068).
#[derive(Debug, Serialize)]
pub struct AccessTokenClaims<'a> {
    /// The issuer.
    pub iss: &'a str,
    /// The person, or the client itself.
    pub sub: &'a str,
    /// Who it is for: the issuer's own endpoints and the client, or the resources that were asked for
    /// (RFC 8707).
    pub aud: &'a [&'a str],
    /// When it ends.
    pub exp: i64,
    /// When it was made.
    pub iat: i64,
    /// Its own id.
    pub jti: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// What was granted.
    pub scope: &'a str,
    /// The family it belongs to; absent for a client's own token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_token_requests() {
        let read = |t: &str| read(&Parameters::parse(t.as_bytes()).unwrap());
        assert!(matches!(
            read("grant_type=authorization_code&code=c&redirect_uri=r&code_verifier=v"),
            Ok(TokenRequest::Code { .. })
        ));
        assert!(matches!(
            read("grant_type=refresh_token&refresh_token=t&scope=openid"),
            Ok(TokenRequest::Refresh { .. })
        ));
        assert!(matches!(
            read("grant_type=client_credentials"),
            Ok(TokenRequest::ClientCredentials { .. })
        ));
        for (text, code) in [
            ("", FaultCode::InvalidRequest),
            (
                "grant_type=password&username=a&password=b",
                FaultCode::UnsupportedGrantType,
            ),
            (
                "grant_type=authorization_code&code=c&redirect_uri=r",
                FaultCode::InvalidRequest,
            ),
            (
                "grant_type=authorization_code&code=c&code_verifier=v",
                FaultCode::InvalidRequest,
            ),
            ("grant_type=refresh_token", FaultCode::InvalidRequest),
        ] {
            assert_eq!(read(text).unwrap_err().code, code, "{text}");
        }
    }
}
