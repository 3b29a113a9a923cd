//! The parsers of this crate for the tests that feed them hostile bytes. Each function feeds one and
//! asserts what must hold.

use crate::Settings;
use crate::hub::read_problem;
use crate::provider::keys::KeySet;
use crate::provider::metadata::Metadata;
use crate::return_to::ReturnTo;
use crate::routes::Parameters;
use crate::scim::names_of;
use crate::settings::Checked;
use crate::token::claims::Expected;
use crate::token::jws::{Algorithm, Unverified, Verified};
use crate::token::{id_token, logout_token};
use crate::unified::Form;
use serde_json::Value;

const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}]}"#;

/// A token before and after its signature was looked at.
pub fn token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(read) = Unverified::parse(&text) else {
        return;
    };
    assert!(text.len() <= 32 * 1024);
    let keys: Value = serde_json::from_str(KEYS).unwrap_or_default();
    let set = KeySet::parse(&keys).unwrap_or_default();
    if let Ok(key) = set.find(read.kid.as_deref(), read.algorithm) {
        assert!(read.verify(key).is_err(), "nobody signs without the key");
    }
}

/// Claims of a token whose signature was good.
pub fn claims(bytes: &[u8]) {
    let Ok(Value::Object(claims)) = serde_json::from_slice(bytes) else {
        return;
    };
    let expected = Expected {
        issuer: "https://i.example",
        client_id: "c",
        now: 10_000,
    };
    let verified = |typ: Option<&str>| Verified {
        algorithm: Algorithm::Es256,
        typ: typ.map(str::to_owned),
        claims: claims.clone(),
    };
    let login = id_token::accept(verified(None), &expected, "n", Some("access"));
    let logout = logout_token::accept(verified(Some("logout+jwt")), &expected);
    assert!(
        login.is_err() || logout.is_err(),
        "no token passes for both"
    );
    if let Ok(login) = login {
        assert!((1..=255).contains(&login.subject.len()));
        assert_eq!(claims.get("nonce").and_then(Value::as_str), Some("n"));
    }
    if let Ok(logout) = logout {
        assert!(logout.sid.is_some() || logout.subject.is_some());
    }
    assert!(id_token::accept(verified(Some("at+jwt")), &expected, "n", None).is_err());
}

/// A set of keys.
pub fn key_set(bytes: &[u8]) {
    if let Ok(document) = serde_json::from_slice::<Value>(bytes)
        && let Some(set) = KeySet::parse(&document)
        && let Ok(key) = set.find(Some("a"), Algorithm::EdDsa)
    {
        assert_eq!(
            key.algorithm,
            Algorithm::EdDsa,
            "a key is bound to its algorithm"
        );
    }
}

/// The provider's own document.
pub fn metadata(bytes: &[u8]) {
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let settings = Settings::new("https://i.example", "c", None, "https://m.example");
    let Ok(settings) = Checked::from(settings) else {
        return;
    };
    if let Ok(read) = Metadata::parse(&document, &settings) {
        let all = [&read.authorization, &read.token, &read.keys];
        assert!(
            all.iter().all(|url| url.scheme() == "https"),
            "no address in the clear"
        );
    }
}

/// The query of a callback.
pub fn callback(bytes: &[u8]) {
    if let Ok(read) = Parameters::parse(bytes) {
        for name in ["code", "state", "iss", "error", "logout_token"] {
            assert!(read.get(name).is_none_or(|value| !value.is_empty()));
        }
    }
}

/// A path to go to after a login.
pub fn return_to(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(read) = ReturnTo::parse(&text) {
        assert_eq!(read.as_str(), text);
        assert!(text.starts_with('/') && !text.starts_with("//") && !text.contains('\\'));
        let joined = url::Url::parse("https://m.example").and_then(|base| base.join(&text));
        let host = joined.as_ref().map(|url| url.host_str());
        assert!(
            host.is_ok_and(|host| host == Some("m.example")),
            "{text} stays here"
        );
    }
}

/// A "no" of the hub.
pub fn hub_problem(bytes: &[u8]) {
    if let Some(read) = read_problem(bytes) {
        assert!((1..=64).contains(&read.code.len()));
        for text in [&read.title, &read.detail, &read.remedy] {
            assert!(text.chars().count() <= 500 && !text.chars().any(char::is_control));
        }
        assert!(read.shut_out.len() <= 20_000);
    }
}

/// A form of the ready pages.
pub fn form(bytes: &[u8]) {
    if let Ok(read) = Form::parse(bytes) {
        let home = read.return_to("/home");
        assert!(home.as_str().starts_with('/') && !home.as_str().starts_with("//"));
        assert!(read.with_prefix("").count() <= 50);
    }
}

/// An account as the hub asks for it.
pub fn scim_account(bytes: &[u8]) {
    if let Some((email, username, _, roles)) = names_of(bytes) {
        assert!(email.len() <= 254 && email.contains('@'));
        assert!(!email.chars().any(|c| c.is_whitespace() || c.is_control()));
        assert!(username.is_none_or(|name| !name.is_empty() && !name.contains('@')));
        let mut once = roles.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), roles.len());
    }
}
