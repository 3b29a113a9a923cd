//! Tokens, keys, sealed values, hashes, answers of authenticators.

use crate::Target;
use kernel::{Chance, Secret};
use vault::passkey::Passkeys;
use vault::{ForeignKeys, KeyEncryptionKey, Place};

pub const TARGETS: &[Target] = &[
    Target {
        name: "key_file",
        run: key_file,
        seeds: &[
            "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
            " MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n",
        ],
        covers: &["vault/src/sealer.rs::parse"],
    },
    Target {
        name: "sealed_value",
        run: sealed_value,
        seeds: &["\u{1}012345678901the sealed body and its tag of sixteen"],
        covers: &[],
    },
    Target {
        name: "json_web_token",
        run: json_web_token,
        seeds: &[
            "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImEifQ.eyJpc3MiOiJhIn0.MEUCIQ",
            "eyJhbGciOiJub25lIn0.e30.",
            "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
        ],
        covers: &[],
    },
    Target {
        name: "json_web_key_set",
        run: key_set,
        seeds: &[
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}]}"#,
            r#"{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}"#,
            r#"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"a"}]}"#,
        ],
        covers: &["vault/src/foreign.rs::parse"],
    },
    Target {
        name: "what_a_phone_says",
        run: phone_says,
        seeds: &[
            r#"{"htm":"POST","htu":"https://a.example/companion/answer","iat":1000,"jti":"0123456789abcdef","challenge":"chl_00000000000070008000000000000000","number":"42"}"#,
            r#"{"htm":"POST","htu":"https://a.example/companion/answer","iat":1000,"jti":"0123456789abcdef","not_me":true,"code":"abcde-fghjk"}"#,
            r#"{"htm":"POST","htu":"https://a.example/companion/answer","iat":1000,"jti":"0123456789abcdef","subscription":{"endpoint":"https://push.example/a","p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}"#,
            r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#,
        ],
        covers: &[
            "protocol/src/companion.rs::read",
            "protocol/src/companion.rs::read_key",
        ],
    },
    Target {
        name: "password_hash",
        run: password_hash,
        seeds: &[
            "$argon2id$v=19$m=32,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$Yl5zxMkvTkvFpCWpWNVuUw",
            "$argon2i$v=16$m=64,t=2,p=2$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A",
            "$argon2id$v=19$m=4294967295,t=4294967295,p=16777215$BwcHBwcHBwcHBwcHBwcHBw$Yl5zxMkvTkvFpCWpWNVuUw",
            "$2b$12$abcdefghijklmnopqrstuu",
        ],
        covers: &[],
    },
    Target {
        name: "passkey_answer",
        run: passkey_answer,
        seeds: &[
            r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVglSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAA","clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHBzOi8vbG9naW4uZXhhbXBsZS5jb20ifQ"},"extensions":{}}"#,
            r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"authenticatorData":"SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ","clientDataJSON":"e30","signature":"MEUCIQ","userHandle":"AAAAAAAAAAAAAAAAAAAAAA"},"extensions":{}}"#,
        ],
        covers: &["vault/src/passkey.rs::read"],
    },
];

/// The same bytes each time: nothing here is a secret.
struct Same;

impl Chance for Same {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
}

fn key_file(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(key) = KeyEncryptionKey::parse(&text) {
        let again = KeyEncryptionKey::parse(key.to_text().reveal()).expect("its own text");
        assert_eq!(again.fingerprint(), key.fingerprint());
        assert_eq!(key.to_text().reveal(), text.trim(), "a key has one text");
    }
}

fn sealed_value(bytes: &[u8]) {
    let key = KeyEncryptionKey::generate(&Same);
    let wrapped = key.new_data_key(&Same).expect("a data key");
    let sealer = key.open(&wrapped).expect("its own");
    let place = Place {
        table: "t",
        column: "c",
        row: b"r",
    };
    assert!(
        key.open(bytes).is_err(),
        "nobody makes a data key without the key"
    );
    assert!(sealer.open(place, bytes).is_err(), "nor a sealed value");
    let sealed = sealer.seal(place, bytes, &Same).expect("sealed");
    assert_eq!(sealer.open(place, &sealed).as_deref(), Ok(bytes));
}

fn json_web_token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for typ in ["JWT", "at+jwt", "logout+jwt"] {
        assert!(vault::Verifier::default().verify(&text, typ).is_err());
    }
    let keys = ForeignKeys::parse(
        br#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a"}]}"#,
    );
    let keys = keys.expect("a key set");
    let _ = keys.lacks_key_of(&text);
    assert!(
        keys.verify(&text, None).is_err(),
        "nobody signs without the key"
    );
    assert!(keys.verify(&text, Some("EdDSA")).is_err());
}

fn key_set(bytes: &[u8]) {
    if let Ok(keys) = ForeignKeys::parse(bytes) {
        let private = String::from_utf8_lossy(bytes).contains("\"d\":\"");
        let _ = (keys.lacks_key_of("e30.e30.e30"), private);
        assert!(keys.verify("e30.e30.e30", None).is_err());
    }
}

fn password_hash(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let verdict = vault::password::verify(
        &Secret::from("a password"),
        Some(&text),
        &mut vault::password::Memory::default(),
    );
    assert!(
        matches!(verdict, vault::password::Verdict::Wrong) || text.contains("argon2"),
        "only argon2 is known"
    );
}

fn passkey_answer(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let passkeys = Passkeys::at("https://login.example.com").expect("an address");
    let making = passkeys
        .begin_making([1; 16], "a", "A", &[], false)
        .expect("a question");
    assert!(
        passkeys.finish_making(&making.state, &text).is_err(),
        "no answer to this challenge"
    );
    let anybody = passkeys.begin_anybody().expect("a question");
    let _ = passkeys.claimed(&text);
    assert!(passkeys.finish_making(&anybody.state, &text).is_err());
    assert!(
        passkeys.finish(&anybody.state, &text, &[]).is_err(),
        "nobody has a passkey"
    );
    assert!(passkeys.finish_making(&text, &text).is_err());
}

fn phone_says(bytes: &[u8]) {
    use model::identity::PushReply;
    use protocol::companion::{key_set, read, read_key};
    let text = String::from_utf8_lossy(bytes);
    if let Some(key) = read_key(&text) {
        assert_eq!(read_key(&key).as_deref(), Some(key.as_str()));
        // A point that is not on the curve is the vault's to refuse; it must not stumble.
        let _ = ForeignKeys::parse(key_set(&key).as_bytes());
    }
    let claims = serde_json::from_slice(bytes).unwrap_or(serde_json::Value::Null);
    let here = "https://a.example/companion/answer";
    if let Some(said) = read(&claims, here, 1_000) {
        assert!((940..=1_060).contains(&said.iat));
        assert!(said.code.is_none_or(|code| code.chars().count() <= 64));
        if let Some(PushReply::Number(number)) = said.reply {
            assert!(claims["number"].is_string(), "{number}");
        }
        if let Some(subscription) = said.subscription {
            let (key, secret) = subscription.keys().unwrap();
            assert!(subscription.audience().is_some());
            let _ = vault::web_push::seal(&key, &secret, b"look", &Same);
        }
    }
}
