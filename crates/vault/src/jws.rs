//! Signing JSON Web Signatures (RFC 7515) with EdDSA, ES256 and RS256.
//!
//! The parsed key is kept: parsing an RSA key costs more than a signature. Verifying is in
//! `verifier`, which leaves the reading of foreign bytes to `jsonwebtoken`.

use crate::VaultFault;
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use kernel::Secret;
use serde::{Deserialize, Serialize};

/// A signature algorithm that the hub signs with (RFC 7518, RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Algorithm {
    /// Ed25519.
    EdDSA,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// RSA PKCS#1 v1.5 with SHA-256; OpenID Connect makes it every client's default.
    RS256,
}

impl Algorithm {
    /// All of them, in the order in which discovery lists them.
    pub const ALL: [Self; 3] = [Self::RS256, Self::ES256, Self::EdDSA];

    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EdDSA => "EdDSA",
            Self::ES256 => "ES256",
            Self::RS256 => "RS256",
        }
    }

    /// The algorithm of a registered name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == name)
    }

    pub(crate) const fn library(self) -> jsonwebtoken::Algorithm {
        match self {
            Self::EdDSA => jsonwebtoken::Algorithm::EdDSA,
            Self::ES256 => jsonwebtoken::Algorithm::ES256,
            Self::RS256 => jsonwebtoken::Algorithm::RS256,
        }
    }
}

enum Pair {
    Ed(Ed25519KeyPair),
    Ec(EcdsaKeyPair),
    Rsa(Box<RsaKeyPair>),
}

/// A private key, parsed once, with its key id.
pub struct SigningKey {
    /// The key id (`kid`): the thumbprint of the public key (RFC 7638).
    pub kid: String,
    /// The algorithm it signs with.
    pub algorithm: Algorithm,
    pair: Pair,
    header_jwt: String,
    random: SystemRandom,
}

/// The public half: a JSON Web Key (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// The key id.
    pub kid: String,
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The JSON Web Key as JSON.
    pub jwk: String,
}

/// Makes a new private key. The library draws from the operating system itself: keys are the one
/// thing that no seed may decide.
///
/// # Errors
/// Only when the library itself fails.
pub fn generate(algorithm: Algorithm) -> Result<Secret<Vec<u8>>, VaultFault> {
    let failed = |_| VaultFault::Failed("key generation");
    let der = match algorithm {
        Algorithm::EdDSA => Ed25519KeyPair::generate()
            .map_err(failed)?
            .to_pkcs8()
            .map_err(failed)?
            .as_ref()
            .to_vec(),
        Algorithm::ES256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
            .map_err(failed)?
            .to_pkcs8v1()
            .map_err(failed)?
            .as_ref()
            .to_vec(),
        Algorithm::RS256 => RsaKeyPair::generate(KeySize::Rsa2048)
            .map_err(failed)?
            .as_der()
            .map_err(failed)?
            .as_ref()
            .to_vec(),
    };
    Ok(Secret::new(der))
}

impl SigningKey {
    /// Reads a private key in PKCS#8.
    ///
    /// # Errors
    /// [`VaultFault::Failed`] when the bytes are no such key.
    pub fn parse(algorithm: Algorithm, pkcs8: &Secret<Vec<u8>>) -> Result<Self, VaultFault> {
        let failed = |_| VaultFault::Failed("signing key");
        let pair = match algorithm {
            Algorithm::EdDSA => {
                Pair::Ed(Ed25519KeyPair::from_pkcs8(pkcs8.reveal()).map_err(failed)?)
            }
            Algorithm::ES256 => Pair::Ec(
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.reveal())
                    .map_err(failed)?,
            ),
            Algorithm::RS256 => Pair::Rsa(Box::new(
                RsaKeyPair::from_pkcs8(pkcs8.reveal()).map_err(failed)?,
            )),
        };
        let mut key = Self {
            kid: String::new(),
            algorithm,
            pair,
            header_jwt: String::new(),
            random: SystemRandom::new(),
        };
        key.kid = B64.encode(crate::digest::sha256(key.thumbprint_input().as_bytes()));
        key.header_jwt = B64.encode(key.header("JWT"));
        Ok(key)
    }

    fn header(&self, typ: &str) -> String {
        format!(
            r#"{{"alg":"{}","kid":"{}","typ":"{typ}"}}"#,
            self.algorithm.name(),
            self.kid
        )
    }

    // RFC 7638: the required members in lexical order, without white space.
    fn thumbprint_input(&self) -> String {
        match &self.pair {
            Pair::Ed(pair) => {
                format!(
                    r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#,
                    B64.encode(pair.public_key().as_ref())
                )
            }
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (
                    point.get(1..33).unwrap_or_default(),
                    point.get(33..65).unwrap_or_default(),
                );
                format!(
                    r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
                    B64.encode(x),
                    B64.encode(y)
                )
            }
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let n = key.modulus();
                let e = key.exponent();
                format!(
                    r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#,
                    B64.encode(e.big_endian_without_leading_zero()),
                    B64.encode(n.big_endian_without_leading_zero())
                )
            }
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        let body = self.thumbprint_input();
        let body = body.trim_end_matches('}');
        PublicKey {
            kid: self.kid.clone(),
            algorithm: self.algorithm,
            jwk: format!(
                r#"{body},"alg":"{}","kid":"{}","use":"sig"}}"#,
                self.algorithm.name(),
                self.kid
            ),
        }
    }

    /// The public key on P-256 as a point, uncompressed, in base64url: how browsers and their push
    /// services take it (RFC 8292, 3.2). None for keys of another kind.
    pub fn point(&self) -> Option<String> {
        match &self.pair {
            Pair::Ec(pair) => Some(B64.encode(pair.public_key().as_ref())),
            Pair::Ed(_) | Pair::Rsa(_) => None,
        }
    }

    /// Signs claims as a compact JWS. `typ` is `JWT`, `at+jwt` (RFC 9068) or `logout+jwt`.
    ///
    /// # Errors
    /// Only when serialization or the library itself fails.
    pub fn sign<T: Serialize>(&self, typ: &str, claims: &T) -> Result<String, VaultFault> {
        let failed = || VaultFault::Failed("signature");
        let body = serde_json::to_vec(claims).map_err(|_| failed())?;
        let mut message = if typ == "JWT" {
            self.header_jwt.clone()
        } else {
            B64.encode(self.header(typ))
        };
        message.push('.');
        B64.encode_string(&body, &mut message);
        let signature = match &self.pair {
            Pair::Ed(pair) => pair.sign(message.as_bytes()).as_ref().to_vec(),
            Pair::Ec(pair) => pair
                .sign(&self.random, message.as_bytes())
                .map_err(|_| failed())?
                .as_ref()
                .to_vec(),
            Pair::Rsa(pair) => {
                let mut out = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &self.random,
                    message.as_bytes(),
                    &mut out,
                )
                .map_err(|_| failed())?;
                out
            }
        };
        message.push('.');
        B64.encode_string(&signature, &mut message);
        Ok(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verifier;

    #[test]
    fn each_algorithm_signs_what_a_foreign_library_verifies() {
        for algorithm in Algorithm::ALL {
            let key = SigningKey::parse(algorithm, &generate(algorithm).unwrap()).unwrap();
            let public = key.public();
            let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_str(&public.jwk).unwrap();
            assert_eq!(
                jwk.thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256)
                    .unwrap(),
                key.kid,
                "{algorithm:?}"
            );
            let token = key.sign("JWT", &serde_json::json!({"sub": "x"})).unwrap();
            let claims = Verifier::of(std::slice::from_ref(&public))
                .verify(&token, "JWT")
                .unwrap();
            assert_eq!(claims["sub"], "x");
            assert!(
                Verifier::of(std::slice::from_ref(&public))
                    .verify(&token, "at+jwt")
                    .is_err(),
                "another typ"
            );
            let other = SigningKey::parse(algorithm, &generate(algorithm).unwrap())
                .unwrap()
                .public();
            let posing = PublicKey {
                kid: public.kid.clone(),
                ..other
            };
            assert!(
                Verifier::of(&[posing]).verify(&token, "JWT").is_err(),
                "another key under the same id"
            );
            let (head, rest) = token.split_once('.').unwrap();
            let none = B64.encode(format!(r#"{{"alg":"none","kid":"{}"}}"#, public.kid));
            assert!(
                Verifier::of(std::slice::from_ref(&public))
                    .verify(&format!("{none}.{rest}"), "JWT")
                    .is_err()
            );
            assert!(
                Verifier::of(std::slice::from_ref(&public))
                    .verify(&format!("{head}.e30.x"), "JWT")
                    .is_err()
            );
        }
    }
}
