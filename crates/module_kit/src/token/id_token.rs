//! ID tokens: OpenID Connect Core 1.0, section 3.1.3.7.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::TokenFault;
use super::claims::{Expected, SKEW, check, name};
use super::jws::{Algorithm, Verified};
use crate::chance::same;

/// An ID token is fetched right after it is made; an older one was kept by someone. Seconds.
const FRESH: u64 = 600;

/// What the kit keeps of an ID token that passed every check.
#[derive(Debug)]
pub(crate) struct IdToken {
    pub subject: String,
    pub sid: Option<String>,
    pub claims: Map<String, Value>,
}

/// Checks the claims of a token whose signature is good. `nonce` is the one of this login;
/// `access_token` the one that came in the same answer, if any.
pub(crate) fn accept(
    token: Verified,
    expected: &Expected,
    nonce: &str,
    access_token: Option<&str>,
) -> Result<IdToken, TokenFault> {
    let Verified {
        algorithm,
        typ,
        claims,
    } = token;
    // `JWT` or nothing is usual; `at+jwt`, `logout+jwt` and the like are something else (RFC 8725,
    // section 3.11).
    if typ.is_some_and(|typ| typ.ends_with("+jwt")) {
        return Err(TokenFault::Type);
    }
    let issued = check(&claims, expected)?;
    if issued.saturating_add(FRESH + SKEW) < expected.now {
        return Err(TokenFault::IssuedAt);
    }
    if !claims
        .get("nonce")
        .and_then(Value::as_str)
        .is_some_and(|given| same(given, nonce))
    {
        return Err(TokenFault::Nonce);
    }
    if let (Some(hash), Some(access_token)) = (claims.get("at_hash"), access_token) {
        let right = access_token_hash(algorithm, access_token);
        if !hash.as_str().is_some_and(|given| same(given, &right)) {
            return Err(TokenFault::AccessTokenHash);
        }
    }
    let subject = name(&claims, "sub")
        .ok()
        .flatten()
        .ok_or(TokenFault::Subject)?;
    Ok(IdToken {
        subject,
        sid: name(&claims, "sid")?,
        claims,
    })
}

/// The left half of the access token's hash, by the hash of the signature algorithm (Core 3.1.3.6);
/// Ed25519 hashes with SHA-512.
pub(crate) fn access_token_hash(algorithm: Algorithm, access_token: &str) -> String {
    let hash = match algorithm {
        Algorithm::Es256 | Algorithm::Rs256 => &digest::SHA256,
        Algorithm::EdDsa => &digest::SHA512,
    };
    let whole = digest::digest(hash, access_token.as_bytes());
    let whole = whole.as_ref();
    URL_SAFE_NO_PAD.encode(&whole[..whole.len() / 2])
}
