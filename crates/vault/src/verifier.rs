//! Verifying the hub's own JSON Web Signatures.

use crate::{Algorithm, PublicKey, VaultFault};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use jsonwebtoken::{DecodingKey, Validation};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;
/// Longest statement, which is a report or an export and not sent with requests.
const LONGEST_STATEMENT: usize = 64 * 1024 * 1024;
/// Digests of one generation: two of them take 256 KiB at most.
const KEPT: usize = 4_096;

/// The public halves of the hub's keys, ready to verify.
#[derive(Default)]
pub struct Verifier {
    keys: Vec<(String, Algorithm, DecodingKey)>,
    seen: Mutex<Seen>,
}

/// Digests of tokens that these keys verified lately. That their bytes were signed cannot change as
/// long as the keys are the same; whether a token is still good is never kept, and asked each time.
#[derive(Default)]
struct Seen {
    newer: HashSet<[u8; 32]>,
    older: HashSet<[u8; 32]>,
}

impl Seen {
    fn knows(&self, digest: &[u8; 32]) -> bool {
        self.newer.contains(digest) || self.older.contains(digest)
    }

    fn keep(&mut self, digest: [u8; 32]) {
        if self.newer.len() >= KEPT {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(digest);
    }
}

impl Verifier {
    /// Verifies by these keys. One that cannot be read verifies nothing.
    pub fn of(keys: &[PublicKey]) -> Self {
        let read = |key: &PublicKey| {
            let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_str(&key.jwk).ok()?;
            let decoding = DecodingKey::from_jwk(&jwk).ok()?;
            Some((key.kid.clone(), key.algorithm, decoding))
        };
        Self {
            keys: keys.iter().filter_map(read).collect(),
            seen: Mutex::default(),
        }
    }

    /// Verifies a compact JWS and gives its claims. Times are not checked here: the caller decides
    /// by the hub's clock, and an expired ID token is still a good hint.
    ///
    /// # Errors
    /// [`VaultFault::Unsealable`] for a token that is malformed, too long, of another `typ`, of an
    /// unknown key, or changed.
    pub fn verify(&self, token: &str, typ: &str) -> Result<Value, VaultFault> {
        if token.len() > LONGEST {
            return Err(VaultFault::Unsealable);
        }
        let digest = crate::digest::sha256(format!("{typ}\n{token}").as_bytes());
        let seen = || self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let known = seen().knows(&digest);
        if known {
            let claims = token
                .split('.')
                .nth(1)
                .and_then(|part| B64.decode(part).ok());
            let claims = claims.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            return claims.ok_or(VaultFault::Unsealable);
        }
        let claims = self.verify_anew(token, typ).ok_or(VaultFault::Unsealable)?;
        seen().keep(digest);
        Ok(claims)
    }

    /// Verifies a statement that the hub gave to people, as [`Verifier::verify`] does a token; it may be
    /// long, and that it was verified is not kept.
    ///
    /// # Errors
    /// As there.
    pub fn verify_statement(&self, text: &str, typ: &str) -> Result<Value, VaultFault> {
        if text.len() > LONGEST_STATEMENT {
            return Err(VaultFault::Unsealable);
        }
        self.verify_anew(text, typ).ok_or(VaultFault::Unsealable)
    }

    fn verify_anew(&self, token: &str, typ: &str) -> Option<Value> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if !header
            .typ
            .as_deref()
            .unwrap_or("JWT")
            .eq_ignore_ascii_case(typ)
        {
            return None;
        }
        let kid = header.kid?;
        let (_, algorithm, decoding) = self.keys.iter().find(|(known, ..)| *known == kid)?;
        // The algorithm is the key's, never the token's own word (RFC 8725, 3.1).
        let mut validation = Validation::new(algorithm.library());
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let decoded = jsonwebtoken::decode::<Value>(token, decoding, &validation);
        decoded.ok().map(|data| data.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKey;

    #[test]
    fn what_was_verified_is_known_again_in_its_bytes_alone_and_memory_ends() {
        let make = || {
            let private = crate::jws::generate(Algorithm::EdDSA).unwrap();
            SigningKey::parse(Algorithm::EdDSA, &private).unwrap()
        };
        let key = make();
        let verifier = Verifier::of(&[key.public()]);
        let token = key
            .sign("at+jwt", &serde_json::json!({ "sub": "x" }))
            .unwrap();
        for _ in 0..2 {
            assert_eq!(verifier.verify(&token, "at+jwt").unwrap()["sub"], "x");
            assert!(verifier.verify(&token, "JWT").is_err(), "another typ");
            assert!(verifier.verify(&format!("{token}A"), "at+jwt").is_err());
            assert!(
                verifier
                    .verify(&token[..token.len() - 1], "at+jwt")
                    .is_err()
            );
        }
        assert!(
            Verifier::of(&[make().public()])
                .verify(&token, "at+jwt")
                .is_err()
        );
        for n in 0..3 * KEPT {
            verifier
                .seen
                .lock()
                .unwrap()
                .keep(crate::digest::sha256(&n.to_be_bytes()));
        }
        let seen = verifier.seen.lock().unwrap();
        assert!(seen.newer.len() <= KEPT && seen.older.len() <= KEPT);
    }
}
