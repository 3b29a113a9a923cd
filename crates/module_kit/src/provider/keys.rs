//! The provider's public signing keys (RFC 7517).

use jsonwebtoken::DecodingKey;
use serde_json::Value;

use crate::token::TokenFault;
use crate::token::jws::Algorithm;

/// No honest provider publishes more keys than this.
const MOST: usize = 64;

/// One key, bound to the one algorithm that it may verify.
#[derive(Clone)]
pub(crate) struct PublicKey {
    pub kid: Option<String>,
    pub algorithm: Algorithm,
    pub key: DecodingKey,
}

/// The usable keys of a JWK set.
#[derive(Clone, Default)]
pub(crate) struct KeySet(Vec<PublicKey>);

impl KeySet {
    /// Takes what can be used and skips the rest, as RFC 7517 section 5 asks. `None` when this is
    /// no JWK set at all.
    pub fn parse(document: &Value) -> Option<Self> {
        let keys = document.get("keys")?.as_array()?;
        Some(Self(
            keys.iter().take(MOST).filter_map(public_key).collect(),
        ))
    }

    /// The key for a token. A token without `kid` is accepted only when no choice has to be made.
    pub fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Result<&PublicKey, TokenFault> {
        let Some(kid) = kid else {
            let mut fitting = self.0.iter().filter(|key| key.algorithm == algorithm);
            return match (fitting.next(), fitting.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(TokenFault::UnknownKey),
            };
        };
        let mut named = self
            .0
            .iter()
            .filter(|key| key.kid.as_deref() == Some(kid))
            .peekable();
        if named.peek().is_none() {
            return Err(TokenFault::UnknownKey);
        }
        named
            .find(|key| key.algorithm == algorithm)
            .ok_or(TokenFault::Algorithm)
    }
}

fn public_key(jwk: &Value) -> Option<PublicKey> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    if text("use").is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    if let Some(operations) = jwk.get("key_ops")
        && !operations
            .as_array()?
            .iter()
            .any(|operation| operation == "verify")
    {
        return None;
    }
    let (algorithm, key) = match (text("kty")?, text("crv")) {
        ("EC", Some("P-256")) => (
            Algorithm::Es256,
            DecodingKey::from_ec_components(text("x")?, text("y")?),
        ),
        ("OKP", Some("Ed25519")) => (
            Algorithm::EdDsa,
            DecodingKey::from_ed_components(text("x")?),
        ),
        ("RSA", _) => (
            Algorithm::Rs256,
            DecodingKey::from_rsa_components(text("n")?, text("e")?),
        ),
        _ => return None,
    };
    // RFC 9864 writes `Ed25519` where older keys write `EdDSA`.
    let declared = text("alg").map(|name| if name == "Ed25519" { "EdDSA" } else { name });
    if declared.is_some_and(|name| Algorithm::parse(name) != Some(algorithm)) {
        return None;
    }
    Some(PublicKey {
        kid: text("kid").map(String::from),
        algorithm,
        key: key.ok()?,
    })
}
