//! Compact JSON Web Signatures (RFC 7515), read once: the bytes that are checked are the bytes
//! that are used.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::TokenFault;
use crate::provider::keys::PublicKey;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 32 * 1024;

/// The signature algorithms that the kit accepts. No HMAC: the client secret is no signing key.
/// No `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Es256,
    EdDsa,
    Rs256,
}

impl Algorithm {
    /// From the name in `alg` (RFC 7518 section 3.1, RFC 8037 section 3.1).
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "ES256" => Some(Self::Es256),
            "EdDSA" => Some(Self::EdDsa),
            "RS256" => Some(Self::Rs256),
            _ => None,
        }
    }

    pub fn jsonwebtoken(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::Es256 => jsonwebtoken::Algorithm::ES256,
            Self::EdDsa => jsonwebtoken::Algorithm::EdDSA,
            Self::Rs256 => jsonwebtoken::Algorithm::RS256,
        }
    }
}

/// A token whose signature has not been checked yet: it tells only which key to fetch.
pub(crate) struct Unverified<'t> {
    pub algorithm: Algorithm,
    pub kid: Option<String>,
    typ: Option<String>,
    signed: &'t str,
    payload: &'t str,
    signature: &'t str,
}

/// Header and claims of a token whose signature is good.
#[derive(Debug)]
pub(crate) struct Verified {
    pub algorithm: Algorithm,
    /// `typ` in lower case without the prefix `application/` (RFC 7515, section 4.1.9).
    pub typ: Option<String>,
    pub claims: Map<String, Value>,
}

impl<'t> Unverified<'t> {
    pub fn parse(token: &'t str) -> Result<Self, TokenFault> {
        if token.len() > LONGEST {
            return Err(TokenFault::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
        if payload.contains('.') {
            return Err(TokenFault::Malformed);
        }
        let header = object(header)?;
        if header.contains_key("crit") {
            return Err(TokenFault::Critical);
        }
        let text = |name: &str| match header.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(TokenFault::Malformed),
        };
        let algorithm = text("alg")?.ok_or(TokenFault::Malformed)?;
        Ok(Self {
            algorithm: Algorithm::parse(&algorithm).ok_or(TokenFault::Algorithm)?,
            kid: text("kid")?,
            typ: text("typ")?.map(|typ| {
                let typ = typ.to_ascii_lowercase();
                typ.strip_prefix("application/")
                    .map(String::from)
                    .unwrap_or(typ)
            }),
            signed,
            payload,
            signature,
        })
    }

    pub fn verify(self, key: &PublicKey) -> Result<Verified, TokenFault> {
        if key.algorithm != self.algorithm {
            return Err(TokenFault::Algorithm);
        }
        let good = jsonwebtoken::crypto::verify(
            self.signature,
            self.signed.as_bytes(),
            &key.key,
            self.algorithm.jsonwebtoken(),
        );
        if !good.unwrap_or(false) {
            return Err(TokenFault::Signature);
        }
        Ok(Verified {
            algorithm: self.algorithm,
            typ: self.typ,
            claims: object(self.payload)?,
        })
    }
}

fn object(part: &str) -> Result<Map<String, Value>, TokenFault> {
    let bytes = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| TokenFault::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenFault::Malformed)
}
