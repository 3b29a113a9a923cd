//! A tiny provider on loopback for the tests: it lets everybody in, and lies when told to.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Router, response::IntoResponse};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::chance::pkce_challenge;
use crate::token::maker::Maker;

/// What the provider does and what it saw.
#[derive(Clone)]
pub(crate) struct FakeProvider {
    pub issuer: String,
    pub shared: Arc<Mutex<Shared>>,
}

pub(crate) struct Shared {
    pub signer: Arc<Maker>,
    /// Merged over the ID token's claims.
    pub claims: Value,
    /// Merged over the discovery document.
    pub metadata: Value,
    /// The challenge and nonce of the login under way, as the browser brought them.
    pub challenge: String,
    pub nonce: String,
    pub token_error: Option<&'static str>,
    pub key_fetches: usize,
}

impl FakeProvider {
    /// Answers on `listener` until the test ends.
    pub fn start(listener: TcpListener) -> Self {
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let shared = Shared {
            signer: Arc::new(Maker::es256("k1")),
            claims: json!({}),
            metadata: json!({}),
            challenge: String::new(),
            nonce: String::new(),
            token_error: None,
            key_fetches: 0,
        };
        let provider = Self {
            issuer,
            shared: Arc::new(Mutex::new(shared)),
        };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        provider
    }

    pub fn set(&self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.shared.lock().unwrap());
    }

    pub fn logout_token(&self, id: &str, sid: &str) -> String {
        let shared = self.shared.lock().unwrap();
        let now = crate::clock::now();
        shared.signer.sign(
            &json!({"alg": "ES256", "kid": shared.signer.kid, "typ": "logout+jwt"}),
            &json!({
                "iss": self.issuer, "aud": "portal", "iat": now, "exp": now + 120, "jti": id,
                "sid": sid, "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
            }),
        )
    }
}

fn merged(mut base: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

async fn discovery(State(provider): State<FakeProvider>) -> String {
    let base = json!({
        "issuer": provider.issuer,
        "authorization_endpoint": format!("{}/authorize?tenant=1", provider.issuer),
        "token_endpoint": format!("{}/token", provider.issuer),
        "jwks_uri": format!("{}/keys", provider.issuer),
        "userinfo_endpoint": format!("{}/userinfo", provider.issuer),
        "end_session_endpoint": format!("{}/end", provider.issuer),
        "authorization_response_iss_parameter_supported": true,
    });
    merged(base, &provider.shared.lock().unwrap().metadata).to_string()
}

async fn keys(State(provider): State<FakeProvider>) -> String {
    let mut shared = provider.shared.lock().unwrap();
    shared.key_fetches += 1;
    json!({ "keys": [shared.signer.jwk()] }).to_string()
}

async fn token(
    State(provider): State<FakeProvider>,
    headers: HeaderMap,
    body: Bytes,
) -> impl IntoResponse {
    let shared = provider.shared.lock().unwrap();
    let form: Vec<_> = form_urlencoded::parse(&body).collect();
    let field = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .unwrap()
            .1
            .to_string()
    };
    // "portal:s3cret" in base64
    assert_eq!(headers["authorization"], "Basic cG9ydGFsOnMzY3JldA==");
    if let Some(error) = shared.token_error {
        return (
            StatusCode::BAD_REQUEST,
            json!({ "error": error }).to_string(),
        );
    }
    assert_eq!(field("code"), "c0de");
    assert!(field("redirect_uri").ends_with("/login/callback"));
    assert_eq!(pkce_challenge(&field("code_verifier")), shared.challenge);
    let now = crate::clock::now();
    let claims = json!({
        "iss": provider.issuer, "aud": "portal", "sub": "mem_1", "sid": "s1", "iat": now,
        "exp": now + 300, "nonce": shared.nonce, "roles": ["technician"],
    });
    let id_token = shared
        .signer
        .sign(&shared.signer.header(), &merged(claims, &shared.claims));
    let answer = json!({"token_type": "Bearer", "access_token": "at", "id_token": id_token});
    (StatusCode::OK, answer.to_string())
}

async fn userinfo(headers: HeaderMap) -> String {
    assert_eq!(headers["authorization"], "Bearer at");
    json!({"sub": "mem_1", "name": "Demo Technician", "email": "technician@example.com"})
        .to_string()
}
