//! Tables of everything that must not be believed.

use serde_json::{Value, json};

use super::TokenFault as Fault;
use super::claims::Expected;
use super::id_token::{self, access_token_hash};
use super::jws::{Algorithm, Unverified, Verified};
use super::logout_token::{self, LogoutToken};
use super::maker::Maker;
use crate::provider::keys::KeySet;

const NOW: u64 = 1_800_000_000;
const EXPECTED: Expected = Expected {
    issuer: "https://hub.example.com",
    client_id: "portal",
    now: NOW,
};

fn verify(keys: &KeySet, token: &str) -> Result<Verified, Fault> {
    let token = Unverified::parse(token)?;
    let key = keys.find(token.kid.as_deref(), token.algorithm)?;
    token.verify(key)
}

fn keys(makers: &[&Maker]) -> KeySet {
    let jwks: Vec<Value> = makers.iter().map(|maker| maker.jwk()).collect();
    KeySet::parse(&json!({ "keys": jwks })).unwrap()
}

fn id_claims() -> Value {
    json!({
        "iss": EXPECTED.issuer, "aud": "portal", "sub": "mem_1", "sid": "s1",
        "exp": NOW + 300, "iat": NOW, "nonce": "n",
        "at_hash": access_token_hash(Algorithm::Es256, "at"),
    })
}

fn logout_claims() -> Value {
    json!({
        "iss": EXPECTED.issuer, "aud": ["portal"], "sub": "mem_1", "sid": "s1",
        "exp": NOW + 120, "iat": NOW, "jti": "j1",
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    })
}

/// `change` as a merge patch (RFC 7396): null takes a claim away.
fn patched(mut claims: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

#[test]
fn every_algorithm_signs_a_good_id_token() {
    for maker in [Maker::es256("a"), Maker::eddsa("b"), Maker::rs256("c")] {
        let algorithm = Algorithm::parse(maker.alg()).unwrap();
        let change = json!({"at_hash": access_token_hash(algorithm, "at")});
        let token = maker.sign(&maker.header(), &patched(id_claims(), &change));
        let token = verify(&keys(&[&maker]), &token).unwrap();
        let token = id_token::accept(token, &EXPECTED, "n", Some("at")).unwrap();
        assert_eq!(
            (token.subject.as_str(), token.sid.as_deref()),
            ("mem_1", Some("s1"))
        );
    }
}

#[test]
fn id_token_claims() {
    let maker = Maker::es256("a");
    let keys = keys(&[&maker]);
    let table = [
        (json!({"iss": null}), Err(Fault::Issuer)),
        (
            json!({"iss": "https://hub.example.com/"}),
            Err(Fault::Issuer),
        ),
        (
            json!({"iss": ["https://hub.example.com"]}),
            Err(Fault::Issuer),
        ),
        (json!({"aud": null}), Err(Fault::Audience)),
        (json!({"aud": "other"}), Err(Fault::Audience)),
        (json!({"aud": []}), Err(Fault::Audience)),
        (json!({"aud": {"portal": 1}}), Err(Fault::Audience)),
        (json!({"aud": ["portal"]}), Ok(())),
        (
            json!({"aud": ["portal", "other"]}),
            Err(Fault::AuthorizedParty),
        ),
        (json!({"aud": ["portal", "other"], "azp": "portal"}), Ok(())),
        (json!({"azp": "portal"}), Ok(())),
        (json!({"azp": "other"}), Err(Fault::AuthorizedParty)),
        (json!({"azp": 7}), Err(Fault::AuthorizedParty)),
        (json!({"exp": null}), Err(Fault::Expired)),
        (json!({"exp": NOW - 60}), Err(Fault::Expired)),
        (json!({"exp": NOW - 59}), Ok(())),
        (json!({"exp": "soon"}), Err(Fault::ClaimType)),
        (json!({"exp": -1}), Err(Fault::ClaimType)),
        (json!({"exp": NOW as f64 + 10.5}), Ok(())),
        (json!({"nbf": NOW + 61}), Err(Fault::NotYet)),
        (json!({"nbf": NOW + 60}), Ok(())),
        (json!({"iat": null}), Err(Fault::IssuedAt)),
        (json!({"iat": NOW + 61}), Err(Fault::IssuedAt)),
        (json!({"iat": NOW - 661}), Err(Fault::IssuedAt)),
        (json!({"iat": NOW - 660}), Ok(())),
        (json!({"iat": u64::MAX}), Err(Fault::IssuedAt)),
        (json!({"nonce": null}), Err(Fault::Nonce)),
        (json!({"nonce": "m"}), Err(Fault::Nonce)),
        (json!({"nonce": 1}), Err(Fault::Nonce)),
        (json!({"at_hash": "x"}), Err(Fault::AccessTokenHash)),
        (json!({"at_hash": 1}), Err(Fault::AccessTokenHash)),
        (json!({"at_hash": null}), Ok(())),
        (json!({"sub": null}), Err(Fault::Subject)),
        (json!({"sub": ""}), Err(Fault::Subject)),
        (json!({"sub": 5}), Err(Fault::Subject)),
        (json!({"sub": "x".repeat(256)}), Err(Fault::Subject)),
        (json!({"sid": 5}), Err(Fault::ClaimType)),
        (json!({"sid": null}), Ok(())),
    ];
    for (change, outcome) in table {
        let token = maker.sign(&maker.header(), &patched(id_claims(), &change));
        let got = verify(&keys, &token)
            .and_then(|token| id_token::accept(token, &EXPECTED, "n", Some("at")))
            .map(drop);
        assert_eq!(got, outcome, "{change}");
    }
}

#[test]
fn signatures_and_headers() {
    let (maker, stranger) = (Maker::es256("a"), Maker::es256("a"));
    let rsa = Maker::rs256("r");
    let keys = keys(&[&maker, &rsa]);
    let sign = |header: Value| maker.sign(&header, &id_claims());
    let good = sign(maker.header());
    let (head, rest) = good.split_once('.').unwrap();
    let other_claims = maker.sign(&maker.header(), &json!({"sub": "mem_2"}));
    let swapped = format!(
        "{}.{}",
        other_claims.rsplit_once('.').unwrap().0,
        good.rsplit_once('.').unwrap().1
    );
    let unsigned = format!("{}.", good.rsplit_once('.').unwrap().0);
    for (what, token, fault) in [
        (
            "another's key",
            stranger.sign(&stranger.header(), &id_claims()),
            Fault::Signature,
        ),
        ("claims swapped", swapped, Fault::Signature),
        ("no signature", unsigned, Fault::Signature),
        (
            "none",
            sign(json!({"alg": "none", "kid": "a"})),
            Fault::Algorithm,
        ),
        (
            "HMAC",
            sign(json!({"alg": "HS256", "kid": "a"})),
            Fault::Algorithm,
        ),
        (
            "HMAC over the key",
            sign(json!({"alg": "HS256", "kid": "r"})),
            Fault::Algorithm,
        ),
        (
            "key of another kind",
            sign(json!({"alg": "ES256", "kid": "r"})),
            Fault::Algorithm,
        ),
        (
            "unknown kid",
            sign(json!({"alg": "ES256", "kid": "z"})),
            Fault::UnknownKey,
        ),
        ("no alg", sign(json!({"kid": "a"})), Fault::Malformed),
        (
            "kid no text",
            sign(json!({"alg": "ES256", "kid": 1})),
            Fault::Malformed,
        ),
        (
            "crit",
            sign(json!({"alg": "ES256", "kid": "a", "crit": ["b64"]})),
            Fault::Critical,
        ),
        (
            "access token",
            sign(json!({"alg": "ES256", "kid": "a", "typ": "at+jwt"})),
            Fault::Type,
        ),
        (
            "logout token",
            sign(json!({"alg": "ES256", "kid": "a", "typ": "application/logout+JWT"})),
            Fault::Type,
        ),
        ("two parts", format!("{head}.{head}"), Fault::Malformed),
        ("four parts", format!("{head}.{rest}.x"), Fault::Malformed),
        ("empty", String::new(), Fault::Malformed),
        ("no base64", "a b.c.d".into(), Fault::Malformed),
        ("header no object", "W10.e30.AA".into(), Fault::Malformed),
        ("padding", format!("{head}=.{rest}"), Fault::Malformed),
        ("too long", "a".repeat(32 * 1024 + 1), Fault::Malformed),
    ] {
        let got = verify(&keys, &token)
            .and_then(|token| id_token::accept(token, &EXPECTED, "n", Some("at")));
        assert_eq!(got.map(drop), Err(fault), "{what}");
    }
    // Without a kid the only fitting key is taken, and none when there are two.
    let nameless = sign(json!({"alg": "ES256"}));
    assert!(verify(&keys, &nameless).is_ok());
    let second = Maker::es256("b");
    assert_eq!(
        verify(&self::keys(&[&maker, &second]), &nameless).map(drop),
        Err(Fault::UnknownKey)
    );
}

#[test]
fn keys_that_are_not_for_signatures_are_skipped() {
    let maker = Maker::es256("a");
    for change in [
        json!({"use": "enc"}),
        json!({"key_ops": ["encrypt"]}),
        json!({"key_ops": "verify"}),
        json!({"alg": "ES384"}),
        json!({"crv": "P-384"}),
        json!({"kty": "oct", "k": "c2VjcmV0"}),
        json!({"kty": "new"}),
        json!({"x": null}),
    ] {
        let set = KeySet::parse(&json!({"keys": [patched(maker.jwk(), &change)]})).unwrap();
        assert!(set.find(Some("a"), Algorithm::Es256).is_err(), "{change}");
    }
    for document in [json!([]), json!({}), json!({"keys": {}}), json!("keys")] {
        assert!(KeySet::parse(&document).is_none(), "{document}");
    }
}

#[test]
fn logout_token_claims() {
    let maker = Maker::eddsa("a");
    let keys = keys(&[&maker]);
    let event = "http://schemas.openid.net/event/backchannel-logout";
    let table = [
        (json!({}), Ok(())),
        (json!({"sid": null}), Ok(())),
        (json!({"sub": null}), Ok(())),
        (json!({"sub": null, "sid": null}), Err(Fault::NobodyNamed)),
        (json!({"sid": ""}), Err(Fault::ClaimType)),
        (json!({"sub": 1}), Err(Fault::ClaimType)),
        (json!({"iss": "https://evil.example"}), Err(Fault::Issuer)),
        (json!({"aud": "other"}), Err(Fault::Audience)),
        (json!({"exp": null}), Err(Fault::Expired)),
        (json!({"exp": NOW - 61}), Err(Fault::Expired)),
        (json!({"iat": null}), Err(Fault::IssuedAt)),
        (json!({"iat": NOW + 61}), Err(Fault::IssuedAt)),
        (json!({"nonce": "n"}), Err(Fault::NoncePresent)),
        (json!({"nonce": ""}), Err(Fault::NoncePresent)),
        (json!({"events": null}), Err(Fault::Events)),
        (json!({"events": {}}), Err(Fault::Events)),
        (json!({"events": event}), Err(Fault::Events)),
        (json!({"events": [event]}), Err(Fault::Events)),
        (json!({"events": {event: "now"}}), Err(Fault::Events)),
        (json!({"jti": null}), Err(Fault::TokenId)),
        (json!({"jti": 1}), Err(Fault::ClaimType)),
    ];
    for (change, outcome) in table {
        let token = maker.sign(&maker.header(), &patched(logout_claims(), &change));
        let got = verify(&keys, &token).and_then(|token| logout_token::accept(token, &EXPECTED));
        assert_eq!(got.map(drop), outcome, "{change}");
    }
}

#[test]
fn logout_token_types() {
    let maker = Maker::es256("a");
    let keys = keys(&[&maker]);
    for (typ, good) in [
        (json!("logout+jwt"), true),
        (json!("application/Logout+JWT"), true),
        (json!("JWT"), true),
        (Value::Null, true),
        (json!("at+jwt"), false),
        (json!("secevent+jwt"), false),
    ] {
        let header = patched(maker.header(), &json!({ "typ": typ }));
        let token = verify(&keys, &maker.sign(&header, &logout_claims())).unwrap();
        assert_eq!(
            logout_token::accept(token, &EXPECTED).is_ok(),
            good,
            "{typ}"
        );
    }
    // An ID token is no logout token, and the other way round.
    let token = verify(&keys, &maker.sign(&maker.header(), &id_claims())).unwrap();
    assert!(logout_token::accept(token, &EXPECTED).is_err());
    let token = verify(&keys, &maker.sign(&maker.header(), &logout_claims())).unwrap();
    assert!(id_token::accept(token, &EXPECTED, "n", None).is_err());
}

#[test]
fn a_good_logout_token_says_whom_it_ends() {
    let maker = Maker::es256("a");
    let token = verify(
        &keys(&[&maker]),
        &maker.sign(&maker.header(), &logout_claims()),
    )
    .unwrap();
    assert_eq!(
        logout_token::accept(token, &EXPECTED),
        Ok(LogoutToken {
            sid: Some("s1".into()),
            subject: Some("mem_1".into()),
            id: "j1".into(),
            expires: NOW + 120
        })
    );
}
