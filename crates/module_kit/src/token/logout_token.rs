//! Logout tokens: OpenID Connect Back-Channel Logout 1.0, section 2.6.

use serde_json::Value;

use super::TokenFault;
use super::claims::{Expected, check, date, name};
use super::jws::Verified;

/// The member of `events` that makes a token a logout token (section 2.4).
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Whose sessions end. At least one of `sid` and `subject` is there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LogoutToken {
    pub sid: Option<String>,
    pub subject: Option<String>,
    /// To refuse the same token a second time, until `expires` (seconds since 1970).
    pub id: String,
    pub expires: u64,
}

/// Checks the claims of a token whose signature is good.
pub(crate) fn accept(token: Verified, expected: &Expected) -> Result<LogoutToken, TokenFault> {
    let Verified { typ, claims, .. } = token;
    // `logout+jwt` is recommended; providers older than the final text write `JWT` or nothing.
    if typ.is_some_and(|typ| typ != "logout+jwt" && typ != "jwt") {
        return Err(TokenFault::Type);
    }
    check(&claims, expected)?;
    if claims.contains_key("nonce") {
        return Err(TokenFault::NoncePresent);
    }
    if !claims
        .get("events")
        .and_then(|events| events.get(LOGOUT))
        .is_some_and(Value::is_object)
    {
        return Err(TokenFault::Events);
    }
    let (sid, subject) = (name(&claims, "sid")?, name(&claims, "sub")?);
    if sid.is_none() && subject.is_none() {
        return Err(TokenFault::NobodyNamed);
    }
    let id = name(&claims, "jti")?.ok_or(TokenFault::TokenId)?;
    let expires = date(&claims, "exp")?.ok_or(TokenFault::Expired)?;
    Ok(LogoutToken {
        sid,
        subject,
        id,
        expires,
    })
}
