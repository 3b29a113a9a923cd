//! Keys of others: reading a registered JSON Web Key Set (RFC 7517) within limits, and verifying what
//! was signed with one of them. The reading of the signed bytes is left to `jsonwebtoken`.

use crate::VaultFault;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use jsonwebtoken::Algorithm;
use serde_json::{Map, Value};

/// Most keys that are read of a set.
const MOST_KEYS: usize = 20;
/// RSA keys that are taken, in bytes of the modulus: 2,048 to 8,192 bits. Shorter ones can be broken,
/// longer ones are work for whoever must verify.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 256..=1_024;
/// Longest signed text that is looked at.
const LONGEST: usize = 16 * 1024;

/// One public key of somebody else.
struct ForeignKey {
    kid: Option<String>,
    algorithms: Vec<Algorithm>,
    decoding: jsonwebtoken::DecodingKey,
}

/// The public keys of somebody else.
pub struct ForeignKeys(Vec<ForeignKey>);

fn bytes_of(key: &Map<String, Value>, name: &str) -> Option<Vec<u8>> {
    B64.decode(key.get(name)?.as_str()?).ok()
}

/// The header of a token, nothing of it proved.
fn head_of(token: &str) -> Option<Map<String, Value>> {
    let head = B64.decode(token.split('.').next()?).ok()?;
    serde_json::from_slice(&head).ok()
}

/// The algorithms that a key is good for; none for a kind that is not taken here.
fn algorithms_of(key: &Map<String, Value>) -> Option<Vec<Algorithm>> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let fitting = match (text("kty")?, text("crv")) {
        ("RSA", _) => {
            let modulus = bytes_of(key, "n")?;
            let exponent = bytes_of(key, "e")?;
            if !RSA_BYTES.contains(&modulus.len())
                || exponent.len() > 8
                || modulus.first() == Some(&0)
            {
                return None;
            }
            vec![Algorithm::RS256, Algorithm::PS256]
        }
        ("EC", Some("P-256")) => vec![Algorithm::ES256],
        ("OKP", Some("Ed25519")) => vec![Algorithm::EdDSA],
        _ => return None,
    };
    match text("alg") {
        None => Some(fitting),
        // RFC 9864 calls EdDSA with this curve by its full name.
        Some("Ed25519") => Some(
            fitting
                .into_iter()
                .filter(|a| *a == Algorithm::EdDSA)
                .collect(),
        ),
        Some(alg) => Some(
            fitting
                .into_iter()
                .filter(|a| format!("{a:?}") == alg)
                .collect(),
        ),
    }
}

impl ForeignKeys {
    /// Reads a set. Keys of kinds that are not taken, and keys for encryption, are passed over.
    ///
    /// # Errors
    /// A sentence: for what is no set, for more than 20 keys, for private keys and for a set without
    /// a key that can be used.
    pub fn parse(text: &[u8]) -> Result<Self, &'static str> {
        let whole: Value = serde_json::from_slice(text).map_err(|_| "the key set is not JSON")?;
        let keys = whole
            .get("keys")
            .and_then(Value::as_array)
            .ok_or("the key set has no list of keys")?;
        if keys.len() > MOST_KEYS {
            return Err("the key set has more than 20 keys");
        }
        let mut read = Vec::new();
        for key in keys {
            let key = key
                .as_object()
                .ok_or("the key set holds something that is no key")?;
            if key.contains_key("d") || key.contains_key("k") {
                return Err("the key set holds a private key; give the public half alone");
            }
            if key.get("use").is_some_and(|u| u.as_str() != Some("sig")) {
                continue;
            }
            let Some(algorithms) = algorithms_of(key).filter(|a| !a.is_empty()) else {
                continue;
            };
            // The algorithm was looked at above; a name that the library does not know must not
            // spoil a key that is good otherwise.
            let mut plain = key.clone();
            plain.retain(|name, _| ["kty", "crv", "x", "y", "n", "e"].contains(&name.as_str()));
            let Ok(jwk) = serde_json::from_value::<jsonwebtoken::jwk::Jwk>(Value::Object(plain))
            else {
                continue;
            };
            let Ok(decoding) = jsonwebtoken::DecodingKey::from_jwk(&jwk) else {
                continue;
            };
            let kid = key.get("kid").and_then(Value::as_str).map(str::to_owned);
            read.push(ForeignKey {
                kid,
                algorithms,
                decoding,
            });
        }
        if read.is_empty() {
            return Err(
                "the key set holds no key that can be used: RSA from 2,048 bits, P-256 or Ed25519, for signatures",
            );
        }
        Ok(Self(read))
    }

    /// Whether a token names a key that this set does not have: a newer set may.
    pub fn lacks_key_of(&self, token: &str) -> bool {
        let head = head_of(token).unwrap_or_default();
        match head.get("kid").and_then(Value::as_str) {
            Some(kid) => !self.0.iter().any(|k| k.kid.as_deref() == Some(kid)),
            None => false,
        }
    }

    /// Verifies a compact JWS made by one of the keys and gives its claims; times are the caller's
    /// part. `only` is the one algorithm that is taken, where one was registered. Without a `kid` the
    /// set must leave no choice.
    ///
    /// # Errors
    /// [`VaultFault::Unsealable`] for whatever is not whole, not theirs, or asks for something that
    /// is not understood (`crit`).
    pub fn verify(&self, token: &str, only: Option<&str>) -> Result<Value, VaultFault> {
        let bad = || VaultFault::Unsealable;
        if token.len() > LONGEST {
            return Err(bad());
        }
        let head = head_of(token).ok_or_else(bad)?;
        // RFC 7515, 4.1.11: what is critical and not understood makes the whole invalid.
        if head.contains_key("crit") || head.contains_key("b64") {
            return Err(bad());
        }
        let typ = head.get("typ").and_then(Value::as_str).unwrap_or("JWT");
        if !["jwt", "client-authentication+jwt"].contains(&typ.to_ascii_lowercase().as_str()) {
            return Err(bad());
        }
        let alg = head.get("alg").and_then(Value::as_str).ok_or_else(bad)?;
        let algorithm = match alg {
            "RS256" => Algorithm::RS256,
            "PS256" => Algorithm::PS256,
            "ES256" => Algorithm::ES256,
            "EdDSA" | "Ed25519" => Algorithm::EdDSA,
            _ => return Err(bad()),
        };
        let only = only.map(|name| if name == "Ed25519" { "EdDSA" } else { name });
        if only.is_some_and(|only| only != format!("{algorithm:?}")) {
            return Err(bad());
        }
        let kid = head.get("kid").and_then(Value::as_str);
        let mut fitting = self.0.iter().filter(|k| k.algorithms.contains(&algorithm));
        let key = match kid {
            Some(kid) => fitting.find(|k| k.kid.as_deref() == Some(kid)),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        }
        .ok_or_else(bad)?;
        // The library's own reader of whole tokens does not know the name Ed25519 yet, so it is asked
        // about the signature alone.
        let (message, signature) = token.rsplit_once('.').ok_or_else(bad)?;
        let (_, payload) = message.split_once('.').ok_or_else(bad)?;
        let good =
            jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key.decoding, algorithm);
        if !good.map_err(|_| bad())? {
            return Err(bad());
        }
        serde_json::from_slice(&B64.decode(payload).map_err(|_| bad())?).map_err(|_| bad())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jws::{Algorithm as Own, SigningKey, generate};
    use serde_json::json;

    fn key(algorithm: Own) -> SigningKey {
        SigningKey::parse(algorithm, &generate(algorithm).unwrap()).unwrap()
    }
    fn set(keys: &[&SigningKey]) -> Vec<u8> {
        let keys: Vec<String> = keys.iter().map(|k| k.public().jwk).collect();
        format!("{{\"keys\":[{}]}}", keys.join(",")).into_bytes()
    }

    #[test]
    fn what_was_signed_with_a_registered_key_is_read() {
        for algorithm in Own::ALL {
            let (own, other) = (key(algorithm), key(algorithm));
            let keys = ForeignKeys::parse(&set(&[&own])).unwrap();
            let token = own.sign("JWT", &json!({"sub": "c"})).unwrap();
            assert_eq!(keys.verify(&token, None).unwrap()["sub"], "c");
            assert!(keys.verify(&token, Some(algorithm.name())).is_ok());
            assert!(
                keys.verify(&token, Some("PS256")).is_err(),
                "another algorithm was registered"
            );
            let foreign = other.sign("JWT", &json!({"sub": "c"})).unwrap();
            assert!(keys.verify(&foreign, None).is_err());
            assert!(keys.lacks_key_of(&foreign) && !keys.lacks_key_of(&token));
            assert!(
                keys.verify(&own.sign("at+jwt", &json!({})).unwrap(), None)
                    .is_err(),
                "another typ"
            );
            let (_, rest) = token.split_once('.').unwrap();
            for head in [
                json!({"alg": "none", "kid": own.kid}),
                json!({"alg": "HS256", "kid": own.kid}),
                json!({"alg": algorithm.name(), "kid": own.kid, "crit": ["x"], "x": 1}),
            ] {
                let changed = format!("{}.{rest}", B64.encode(head.to_string()));
                assert!(keys.verify(&changed, None).is_err(), "{head}");
            }
        }
    }

    #[test]
    fn the_newer_name_of_eddsa_is_the_same_algorithm() {
        let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
        use aws_lc_rs::signature::KeyPair as _;
        let x = B64.encode(pair.public_key().as_ref());
        let set = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "kid": "1", "x": x}]});
        let keys = ForeignKeys::parse(set.to_string().as_bytes()).unwrap();
        let message = format!(
            "{}.{}",
            B64.encode(r#"{"alg":"Ed25519","kid":"1"}"#),
            B64.encode(r#"{"sub":"c"}"#)
        );
        let token = format!("{message}.{}", B64.encode(pair.sign(message.as_bytes())));
        for only in [None, Some("Ed25519"), Some("EdDSA")] {
            assert_eq!(keys.verify(&token, only).unwrap()["sub"], "c");
        }
        assert!(keys.verify(&token, Some("ES256")).is_err() && !keys.lacks_key_of(&token));
        assert!(keys.verify(&format!("{message}.AAAA"), None).is_err());
        assert!(
            keys.verify(&format!("{message}.{}", B64.encode([0; 64])), None)
                .is_err()
        );
    }

    #[test]
    fn table_of_key_sets() {
        let own = key(Own::ES256);
        let jwk = own.public().jwk;
        for (text, good) in [
            (format!("{{\"keys\":[{jwk}]}}"), true),
            (format!("{{\"keys\":[{},{{\"kty\":\"new\"}}]}}", jwk), true),
            ("{\"keys\":[]}".into(), false),
            ("{}".into(), false),
            ("x".into(), false),
            ("{\"keys\":[1]}".into(), false),
            (
                format!("{{\"keys\":[{}]}}", vec![jwk.as_str(); 21].join(",")),
                false,
            ),
            (
                jwk.replace("\"crv\"", "\"d\":\"AA\",\"crv\"")
                    .replacen('{', "{\"keys\":[{", 1)
                    + "]}",
                false,
            ),
            (
                format!("{{\"keys\":[{}]}}", jwk.replace("\"sig\"", "\"enc\"")),
                false,
            ),
            (
                format!("{{\"keys\":[{}]}}", jwk.replace("ES256", "ES384")),
                false,
            ),
            (
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}".into(),
                false,
            ),
            // 1,024 bits.
            (
                format!(
                    "{{\"keys\":[{{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"{}\"}}]}}",
                    B64.encode([0xc5_u8; 128])
                ),
                false,
            ),
        ] {
            assert_eq!(ForeignKeys::parse(text.as_bytes()).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn without_a_key_id_the_set_must_leave_no_choice() {
        let (one, two) = (key(Own::EdDSA), key(Own::EdDSA));
        let nameless = |k: &SigningKey| {
            let mut jwk: Value = serde_json::from_str(&k.public().jwk).unwrap();
            jwk.as_object_mut().unwrap().remove("kid");
            jwk
        };
        let set = |keys: &[&SigningKey]| {
            let keys: Vec<Value> = keys.iter().map(|k| nameless(k)).collect();
            ForeignKeys::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
        };
        let token = one.sign("JWT", &json!({"sub": "c"})).unwrap();
        assert!(
            set(&[&one]).verify(&token, None).is_err(),
            "the token names a key, the set has none of that name"
        );
        assert!(set(&[&one, &two]).verify(&token, None).is_err());
    }
}
