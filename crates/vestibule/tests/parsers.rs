//! Every parser of outside bytes: whatever comes, it answers and never panics.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::{DisplayName, EmailAddress, PartnerName, Secret, Timestamp, Username};
use proptest::prelude::*;
use protocol::oidc::{Parameters, authorize, client_auth, logout, token};

/// Bytes as an attacker would choose them: random ones, and ones that nearly make sense.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "response_type",
        "=",
        "&",
        "code",
        "%",
        "%00",
        "%ff",
        "client_id",
        "scope",
        "openid",
        "+",
        " ",
        "\u{202e}",
        "grant_type",
        ".",
        "eyJhbGciOiJub25lIn0",
        "Basic ",
        "[[partner]]\n",
        "name = \"",
        "\"\n",
        "\n",
        "{",
        "}",
        "mem_",
        "0",
        "@",
        "é",
        "\u{0}",
        "-",
        "public_url = \"https://a.example\"\n",
        "prompt=none",
        "max_age=99999999999999999999",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        prop::collection::vec(words, 0..40).prop_map(|w| w.concat().into_bytes()),
        (0_usize..200_000).prop_map(|n| vec![b'a'; n]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn protocol_parameters(bytes in hostile()) {
        if let Ok(parameters) = Parameters::parse(&bytes) {
            let _ = authorize::read_asker(&parameters);
            let _ = authorize::read_request(&parameters);
            let _ = token::read(&parameters);
            let _ = logout::read_end_session(&parameters);
            let _ = client_auth::read(None, &parameters);
            let text = String::from_utf8_lossy(&bytes);
            let _ = client_auth::read(Some(&text), &parameters);
            // What is read and written again is read the same.
            let again = Parameters::parse(parameters.encode_without(&[]).as_bytes());
            prop_assert_eq!(again, Ok(parameters));
        }
    }

    #[test]
    fn words_that_people_type(bytes in hostile()) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(email) = EmailAddress::parse(&text) {
            prop_assert!(email.as_str().is_ascii() && email.as_str().len() <= 254);
            let again = EmailAddress::parse(email.as_str());
            prop_assert_eq!(again.as_ref(), Ok(&email));
        }
        if let Ok(name) = DisplayName::parse(&text) {
            prop_assert!(name.as_str().chars().count() <= 120 && !name.as_str().chars().any(char::is_control));
            let again = DisplayName::parse(name.as_str());
            prop_assert_eq!(again.as_ref(), Ok(&name));
        }
        if let Ok(name) = PartnerName::parse(&text) {
            prop_assert_eq!(kernel::name::name_key(&name.key()), name.key(), "a key is its own key");
        }
        let _ = Username::parse(&text);
        let _ = model::identity::Identifier::parse(&text);
        let _ = model::identity::normal_recovery_code(&text);
        let secret = Secret::new(b"12345678901234567890".to_vec());
        let _ = protocol::totp::check(&secret, &text, -1, Timestamp(0));
        let _ = protocol::totp::from_base32(&text);
        let _ = model::identity::strength(&Secret::from(&*text), &[&text]);
    }

    #[test]
    fn ids_tokens_and_sealed_values(bytes in hostile()) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = text.parse::<kernel::MemberId>();
        let _ = text.parse::<model::identity::AffiliationId>();
        prop_assert!(vault::jws::verify(&text, "JWT", &[]).is_err());
        let _ = vault::KeyEncryptionKey::parse(&text);
    }

    #[test]
    fn files_of_operators(bytes in hostile()) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = engine::operation::apply::read("x.toml", &text, |_| None);
        let _ = engine::settings::SettingsFile::parse("x.toml", &text);
    }
}
