//! What modules and devices send: parameters of OpenID Connect.

use crate::Target;
use base64::Engine as _;
use model::federation::{read_user_code, redirect_matches, show_user_code};
use protocol::oidc::{
    Parameters, asked_claims, assertion, authorize, client_auth, device, logout, pkce, push, token,
};
use serde_json::Value;

pub const TARGETS: &[Target] = &[
    Target {
        name: "oidc_parameters",
        run: parameters,
        seeds: &[
            "response_type=code&client_id=portal&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=openid+email&state=s&nonce=n&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
            "prompt=none&max_age=0&login_hint=a%40b.example&response_mode=form_post&resource=https%3A%2F%2Fr.example&resource=urn:x&id_token_hint=a.b.c&claims=%7B%7D&ui_locales=de",
            "grant_type=authorization_code&code=abc&redirect_uri=https%3A%2F%2Fa.example&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            "grant_type=refresh_token&refresh_token=x&scope=openid",
            "grant_type=client_credentials&scope=a&resource=https://x.example",
            "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=x",
            "request_uri=urn:ietf:params:oauth:request_uri:0123456789012345678901234567890123456789012&client_id=c",
        ],
        covers: &[
            "protocol/src/oidc/parameters.rs::parse",
            "protocol/src/oidc/authorize.rs::read_response_mode",
            "protocol/src/oidc/authorize.rs::read_resources",
            "protocol/src/oidc/authorize.rs::read_asker",
            "protocol/src/oidc/authorize.rs::read_request",
            "protocol/src/oidc/authorize.rs::read_scopes",
            "protocol/src/oidc/token.rs::read",
            "protocol/src/oidc/device.rs::read",
            "protocol/src/oidc/logout.rs::read_end_session",
        ],
    },
    Target {
        name: "oidc_client_authentication",
        run: client_authentication,
        seeds: &[
            "Basic cG9ydGFsOnNlY3JldA==\nclient_id=portal",
            "\nclient_id=portal&client_secret=portal-secret",
            "\nclient_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJjIn0.c2ln",
        ],
        covers: &[
            "protocol/src/oidc/client_auth.rs::read",
            "protocol/src/oidc/client_auth.rs::decode",
        ],
    },
    Target {
        name: "oidc_assertion_claims",
        run: assertion_claims,
        seeds: &[
            r#"{"iss":"c","sub":"c","aud":"https://i.example","exp":10060,"iat":10000,"nbf":9999,"jti":"1"}"#,
            r#"{"iss":"c","sub":"c","aud":["https://i.example"],"exp":10060.5,"jti":"1"}"#,
        ],
        covers: &[],
    },
    Target {
        name: "oidc_claims_parameter",
        run: claims_parameter,
        seeds: &[
            r#"{"userinfo":{"email":null,"name":{"essential":true}},"id_token":{"acr":{"essential":true,"values":["a","b"]},"sub":{"value":"x"}}}"#,
        ],
        covers: &[
            "protocol/src/oidc/asked_claims.rs::read",
            "protocol/src/oidc/asked_claims.rs::read_one",
        ],
    },
    Target {
        name: "redirect_address",
        run: redirect_address,
        seeds: &[
            "https://a.example/cb",
            "http://127.0.0.1:4711/cb",
            "http://127.0.0.1:47\t11/cb",
            "http://127.1/cb",
        ],
        covers: &[],
    },
    Target {
        name: "device_user_code",
        run: user_code,
        seeds: &["WDJB-MJHT", "wdjb mjht", "WDJB\u{2013}MJHT"],
        covers: &["model/src/federation/device.rs::read_user_code"],
    },
];

fn parameters(bytes: &[u8]) {
    let Ok(read) = Parameters::parse(bytes) else {
        return;
    };
    assert!(bytes.len() <= 16 * 1024, "the limit holds");
    let again = Parameters::parse(read.encode_without(&[]).as_bytes());
    assert_eq!(
        again.as_ref(),
        Ok(&read),
        "what is written again is read the same"
    );
    let _ = authorize::read_response_mode(&read);
    let _ = authorize::read_asker(&read);
    if let Ok(request) = authorize::read_request(&read) {
        assert!(!format!("{request:?}").contains('\0'));
    }
    if let Ok(scopes) = authorize::read_scopes(&read) {
        assert!(scopes.iter().all(|s| !s.is_empty() && !s.contains(' ')));
    }
    if let Ok(resources) = authorize::read_resources(&read) {
        assert!(
            resources.iter().all(|r| !r.contains('#')),
            "no fragment (RFC 8707, 2)"
        );
    }
    let _ = token::read(&read);
    let _ = device::read(&read);
    let _ = logout::read_end_session(&read);
    let _ = push::check(&read, "c");
    if let Some(name) = push::name_of(&read) {
        assert_eq!(name.len(), 43);
    }
    for (name, form) in [
        ("code_challenge", pkce::challenge_form as fn(&str) -> bool),
        ("code_verifier", pkce::verifier_form),
    ] {
        if let Some(value) = read.get(name).filter(|v| form(v)) {
            assert!((43..=128).contains(&value.len()) && value.is_ascii());
        }
    }
}

fn client_authentication(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (header, form) = text.split_once('\n').unwrap_or((&text, ""));
    let Ok(read) = Parameters::parse(form.as_bytes()) else {
        return;
    };
    let _ = client_auth::read(None, &read);
    if let Ok(presented) = client_auth::read(Some(header), &read) {
        let form = read.get("client_id");
        assert!(
            form.is_none_or(|id| id == presented.client_id()),
            "one client alone"
        );
        assert!(
            read.get("client_secret").is_none() || header.is_empty(),
            "one way alone"
        );
    }
}

fn assertion_claims(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    if let Some(client) = assertion::claimed_client(&format!("x.{payload}.y")) {
        assert!(client.len() <= 128);
    }
    let _ = assertion::claimed_client(&text);
    let Ok(claims) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let audiences = ["https://i.example".to_owned()];
    let expected = assertion::Expected {
        client_id: "c",
        audiences: &audiences,
        now: 10_000,
    };
    if let Ok(fresh) = assertion::check(&claims, &expected) {
        let longest = expected.now + assertion::LONGEST + 2 * assertion::LEEWAY;
        assert!((1..=255).contains(&fresh.jti.len()));
        assert!(fresh.until > expected.now && fresh.until <= longest);
    }
}

fn claims_parameter(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(request) = asked_claims::read(&text) {
        assert!(request.essential_acr.len() <= 20);
        assert!(format!("{:?}", request.asked).len() <= 2 * text.len() + 1_000);
    }
}

fn redirect_address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let registered = [
        "https://a.example/cb".to_owned(),
        "http://127.0.0.1/cb".to_owned(),
    ];
    let known = registered.iter().any(|r| *r == text);
    assert_eq!(
        redirect_matches(&registered, &text, false),
        known,
        "letter by letter"
    );
    if redirect_matches(&registered, &text, true) && !known {
        assert!(text.to_ascii_lowercase().starts_with("http://"), "{text}");
        assert!(
            !text.contains(char::is_control) && !text.contains('#'),
            "{text:?}"
        );
    }
}

fn user_code(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(code) = read_user_code(&text) {
        assert_eq!(
            read_user_code(&show_user_code(&code)).as_deref(),
            Some(code.as_str())
        );
        assert_eq!(code.len(), 8);
    }
}
