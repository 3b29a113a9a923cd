//! Logout: RP-initiated (OpenID Connect RP-Initiated Logout 1.0) and back-channel (Back-Channel
//! Logout 1.0).

use super::{Fault, Parameters};
use serde::Serialize;

/// An RP-initiated logout request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndSession {
    /// `id_token_hint`, unverified.
    pub id_token_hint: Option<String>,
    /// `client_id`.
    pub client_id: Option<String>,
    /// `post_logout_redirect_uri`, unchecked.
    pub post_logout_redirect_uri: Option<String>,
    /// `state`, sent back as it came.
    pub state: Option<String>,
}

/// Reads an RP-initiated logout request; every part of it may be absent.
///
/// # Errors
/// Never for absent parts; the parameters themselves were read before.
pub fn read_end_session(parameters: &Parameters) -> Result<EndSession, Fault> {
    let owned = |name: &str| parameters.get(name).map(str::to_owned);
    Ok(EndSession {
        id_token_hint: owned("id_token_hint"),
        client_id: owned("client_id"),
        post_logout_redirect_uri: owned("post_logout_redirect_uri"),
        state: owned("state"),
    })
}

/// The claims of a logout token (Back-Channel Logout 1.0, 2.4).
#[derive(Debug, Serialize)]
pub struct LogoutTokenClaims<'a> {
    /// The issuer.
    pub iss: &'a str,
    /// The client.
    pub aud: &'a str,
    /// When it was made.
    pub iat: i64,
    /// When it ends: two minutes later.
    pub exp: i64,
    /// Its own id.
    pub jti: &'a str,
    /// The event that makes it a logout token.
    pub events: LogoutEvent,
    /// The person.
    pub sub: &'a str,
    /// The session.
    pub sid: &'a str,
}

/// The `events` claim with its one member.
#[derive(Debug, Default, Serialize)]
pub struct LogoutEvent {
    /// An empty object.
    #[serde(rename = "http://schemas.openid.net/event/backchannel-logout")]
    pub backchannel_logout: Empty,
}

/// An empty JSON object.
#[derive(Debug, Default, Serialize)]
pub struct Empty {}
