//! What a phone says to the hub: claims signed with the key that never leaves it, for one request
//! alone, in the manner of DPoP (RFC 9449).

use crate::web_push::Subscription;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use kernel::ChallengeId;
use model::identity::PushReply;
use serde_json::{Map, Value, json};

/// How far the phone's clock may be off, in seconds; a signature is good for no longer.
pub const LEEWAY: i64 = 60;

/// What a phone says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The id of this signature.
    pub jti: String,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// The code that sets it up.
    pub code: Option<String>,
    /// The question that is answered; none for the first number.
    pub challenge: Option<ChallengeId>,
    /// The answer.
    pub reply: Option<PushReply>,
    /// Where it is woken from now on.
    pub subscription: Option<Subscription>,
}

/// Reads the claims of a signature that was verified: whether they are for this address, at this
/// moment, in seconds since 1970.
pub fn read(claims: &Value, address: &str, now: i64) -> Option<Said> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let (iat, jti) = (claims.get("iat")?.as_i64()?, text("jti")?);
    let fresh = iat.abs_diff(now) <= LEEWAY.unsigned_abs();
    let here = text("htm") == Some("POST") && text("htu") == Some(address);
    if !fresh || !here || !(16..=64).contains(&jti.len()) {
        return None;
    }
    let challenge = match text("challenge") {
        Some(id) => Some(id.parse().ok()?),
        None => None,
    };
    let reply = match (text("number"), claims.get("not_me")) {
        (_, Some(Value::Bool(true))) => Some(PushReply::NotMe),
        (Some(typed), _) => Some(PushReply::Number(number(typed)?)),
        (None, _) => None,
    };
    let subscription = match claims.get("subscription") {
        Some(given) => Some(
            serde_json::from_value::<Subscription>(given.clone())
                .ok()
                .filter(Subscription::whole)?,
        ),
        None => None,
    };
    Some(Said {
        jti: jti.to_owned(),
        iat,
        code: text("code").map(|c| c.chars().take(64).collect()),
        challenge,
        reply,
        subscription,
    })
}

/// A number as it is typed: blanks do not matter, and what is no number of two digits is never right.
fn number(typed: &str) -> Option<u8> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let form = digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    form.then(|| digits.parse().unwrap_or(0))
}

/// The public key of a phone, from a JSON Web Key on P-256, in the one form that is kept. None for
/// keys of another kind and for private ones.
pub fn read_key(text: &str) -> Option<String> {
    let key: Map<String, Value> = serde_json::from_str(text)
        .ok()
        .filter(|_| text.len() < 1_024)?;
    let member = |name: &str| key.get(name).and_then(Value::as_str);
    if member("kty") != Some("EC") || member("crv") != Some("P-256") || key.contains_key("d") {
        return None;
    }
    let (x, y) = (member("x")?, member("y")?);
    let coordinate = |text: &str| B64.decode(text).is_ok_and(|bytes| bytes.len() == 32);
    if !coordinate(x) || !coordinate(y) {
        return None;
    }
    Some(json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }).to_string())
}

/// The set of the one key of a phone, as keys of others are read.
pub fn key_set(key: &str) -> String {
    format!("{{\"keys\":[{key}]}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://hub.example/companion/answer";

    fn claims(change: impl FnOnce(&mut Value)) -> Value {
        let mut claims = json!({
            "htm": "POST", "htu": HERE, "iat": 1_000, "jti": "0123456789abcdef",
        });
        change(&mut claims);
        claims
    }

    #[test]
    fn a_signature_is_for_one_address_and_one_minute() {
        for (what, claims, good) in [
            ("as it is", claims(|_| ()), true),
            ("a minute ago", claims(|c| c["iat"] = 940.into()), true),
            ("a minute ahead", claims(|c| c["iat"] = 1_060.into()), true),
            ("too old", claims(|c| c["iat"] = 939.into()), false),
            (
                "from the future",
                claims(|c| c["iat"] = 1_061.into()),
                false,
            ),
            ("long ago", claims(|c| c["iat"] = i64::MIN.into()), false),
            ("no moment", claims(|c| c["iat"] = "1000".into()), false),
            (
                "elsewhere",
                claims(|c| c["htu"] = "https://evil.example/".into()),
                false,
            ),
            ("by GET", claims(|c| c["htm"] = "GET".into()), false),
            ("a short id", claims(|c| c["jti"] = "0".into()), false),
            (
                "a long id",
                claims(|c| c["jti"] = "0".repeat(65).into()),
                false,
            ),
            ("no id", claims(|c| c["jti"] = Value::Null), false),
            (
                "no question",
                claims(|c| c["challenge"] = "x".into()),
                false,
            ),
            ("no number", claims(|c| c["number"] = "4x".into()), false),
            (
                "no subscription",
                claims(|c| c["subscription"] = json!({})),
                false,
            ),
        ] {
            assert_eq!(read(&claims, HERE, 1_000).is_some(), good, "{what}");
        }
    }

    #[test]
    fn table_of_replies() {
        for (typed, reply) in [
            ("42", Some(PushReply::Number(42))),
            (" 4 2 ", Some(PushReply::Number(42))),
            ("7", Some(PushReply::Number(7))),
            ("999", Some(PushReply::Number(0))),
            ("", Some(PushReply::Number(0))),
        ] {
            let said = read(&claims(|c| c["number"] = typed.into()), HERE, 1_000).unwrap();
            assert_eq!(said.reply, reply, "{typed}");
        }
        let not_me = claims(|c| {
            c["not_me"] = true.into();
            c["number"] = "42".into();
        });
        assert_eq!(
            read(&not_me, HERE, 1_000).unwrap().reply,
            Some(PushReply::NotMe)
        );
        assert_eq!(read(&claims(|_| ()), HERE, 1_000).unwrap().reply, None);
    }

    #[test]
    fn table_of_keys() {
        let x = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
        let y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
        let key = |kty: &str, crv: &str, x: &str, y: &str| {
            json!({ "kty": kty, "crv": crv, "x": x, "y": y, "ext": true }).to_string()
        };
        let kept = read_key(&key("EC", "P-256", x, y)).unwrap();
        assert!(!kept.contains("ext") && read_key(&kept).as_deref() == Some(kept.as_str()));
        for bad in [
            key("EC", "P-384", x, y),
            key("RSA", "P-256", x, y),
            key("EC", "P-256", "AA", y),
            key("EC", "P-256", x, "*"),
            key("EC", "P-256", x, y).replace("\"ext\":true", "\"d\":\"AA\""),
            "x".into(),
        ] {
            assert_eq!(read_key(&bad), None, "{bad}");
        }
    }
}
