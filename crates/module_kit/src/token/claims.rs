//! The checks that ID tokens and logout tokens share.

use serde_json::{Map, Value};

use super::TokenFault;

/// How far the clocks of provider and module may stand apart, in seconds.
pub(crate) const SKEW: u64 = 60;

/// Who must have signed for whom, and when it is now.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'e> {
    pub issuer: &'e str,
    pub client_id: &'e str,
    /// Seconds since 1970.
    pub now: u64,
}

/// A NumericDate (RFC 7519, section 2): seconds since 1970, fractions dropped.
pub(crate) fn date(claims: &Map<String, Value>, name: &str) -> Result<Option<u64>, TokenFault> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => match (number.as_u64(), number.as_f64()) {
            (Some(whole), _) => Ok(Some(whole)),
            // Beyond 2^53 a float no longer counts seconds.
            (None, Some(float)) if (0.0..9e15).contains(&float) => Ok(Some(float as u64)),
            _ => Err(TokenFault::ClaimType),
        },
        Some(_) => Err(TokenFault::ClaimType),
    }
}

/// A text of at most 255 bytes, not empty.
pub(crate) fn name(claims: &Map<String, Value>, key: &str) -> Result<Option<String>, TokenFault> {
    match claims.get(key) {
        None => Ok(None),
        Some(Value::String(text)) if (1..=255).contains(&text.len()) => Ok(Some(text.clone())),
        Some(_) => Err(TokenFault::ClaimType),
    }
}

/// `iss`, `aud`, `exp`, `nbf` and a present `iat` that does not lie ahead. Gives `iat`.
pub(crate) fn check(claims: &Map<String, Value>, expected: &Expected) -> Result<u64, TokenFault> {
    if claims.get("iss").and_then(Value::as_str) != Some(expected.issuer) {
        return Err(TokenFault::Issuer);
    }
    let mine = |value: &Value| value.as_str() == Some(expected.client_id);
    let several = match claims.get("aud") {
        Some(one @ Value::String(_)) if mine(one) => false,
        Some(Value::Array(all)) if all.iter().any(mine) => all.len() > 1,
        _ => return Err(TokenFault::Audience),
    };
    match claims.get("azp") {
        Some(azp) if mine(azp) => {}
        None if !several => {}
        _ => return Err(TokenFault::AuthorizedParty),
    }
    let expires = date(claims, "exp")?.ok_or(TokenFault::Expired)?;
    if expires.saturating_add(SKEW) <= expected.now {
        return Err(TokenFault::Expired);
    }
    let latest = expected.now.saturating_add(SKEW);
    if date(claims, "nbf")?.is_some_and(|from| from > latest) {
        return Err(TokenFault::NotYet);
    }
    let issued = date(claims, "iat")?.ok_or(TokenFault::IssuedAt)?;
    if issued > latest {
        return Err(TokenFault::IssuedAt);
    }
    Ok(issued)
}
