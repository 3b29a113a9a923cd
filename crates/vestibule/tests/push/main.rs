//! Signing in by a question on the phone: a phone of software against the running hub, and whoever
//! wants to get in without it. A real browser is in e2e/push.test.mjs.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod set_up;
mod sign_in;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use serde_json::{Value, json};
use testkit::{Actor, Browser, Page, TestHub};

/// A phone with the page on it.
struct Phone {
    browser: Browser,
    key: EcdsaKeyPair,
    id: String,
}

impl Phone {
    fn new(hub: &TestHub) -> Self {
        Self {
            browser: hub.browser(),
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            id: String::new(),
        }
    }
    fn jwk(&self) -> String {
        let point = self.key.public_key().as_ref();
        let (x, y) = (B64.encode(&point[1..33]), B64.encode(&point[33..]));
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }).to_string()
    }
    /// A signature for a path now, with these claims.
    fn proof(&self, hub: &TestHub, path: &str, mut claims: Value) -> String {
        let jti = B64.encode(
            aws_lc_rs::rand::generate::<[u8; 18]>(&SystemRandom::new())
                .map(|b| b.expose())
                .unwrap_or_default(),
        );
        for (name, value) in [
            ("htm", json!("POST")),
            (
                "htu",
                json!(format!("{}{path}", hub.engine.settings().issuer)),
            ),
            ("iat", json!(hub.now().unix_seconds())),
            ("jti", json!(jti)),
        ] {
            if claims.get(name).is_none() {
                claims[name] = value;
            }
        }
        let head = B64.encode(r#"{"alg":"ES256","typ":"JWT"}"#);
        let message = format!("{head}.{}", B64.encode(claims.to_string()));
        let signature = self
            .key
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap();
        format!("{message}.{}", B64.encode(signature.as_ref()))
    }
    async fn post(&self, path: &str, proof: &str) -> Page {
        self.browser
            .post(path, &[("phone", &self.id), ("proof", proof)])
            .await
    }
    async fn say(&self, hub: &TestHub, path: &str, claims: Value) -> Page {
        self.post(path, &self.proof(hub, path, claims)).await
    }
    async fn register(&mut self, hub: &TestHub, code: &str) -> Page {
        let proof = self.proof(hub, "/companion/register", json!({ "code": code }));
        let form = [("key", self.jwk()), ("proof", proof)];
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let page = self.browser.post("/companion/register", &form).await;
        if page.status == 200 {
            self.id = page.json()["phone"].as_str().unwrap().to_owned();
        }
        page
    }
    async fn waiting(&self, hub: &TestHub) -> Value {
        let page = self.say(hub, "/companion/waiting", json!({})).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.json()
    }
    async fn question(&self, hub: &TestHub) -> String {
        let waiting = self.waiting(hub).await;
        assert_eq!(waiting["state"], "question", "{waiting}");
        assert!(
            waiting.get("number").is_none(),
            "the number is on the other screen alone"
        );
        waiting["id"].as_str().unwrap().to_owned()
    }
    async fn type_number(&self, hub: &TestHub, question: &str, number: &str) -> Page {
        self.say(
            hub,
            "/companion/answer",
            json!({ "challenge": question, "number": number }),
        )
        .await
    }
    async fn not_me(&self, hub: &TestHub, question: &str) -> Page {
        self.say(
            hub,
            "/companion/answer",
            json!({ "challenge": question, "not_me": true }),
        )
        .await
    }
}

fn number(page: &Page) -> String {
    let number = page.between("id=\"number\"", "</p>");
    number.split_once('>').map_or("", |(_, n)| n).to_owned()
}

fn other(number: &str) -> &'static str {
    if number == "55" { "56" } else { "55" }
}

/// Begins setting up a phone; the code.
async fn begin(browser: &Browser) -> String {
    let token = browser.get("/settings").await.input("csrf").to_owned();
    let page = browser
        .post("/settings/phones/add", &[("csrf", &token)])
        .await;
    assert_eq!(
        (page.status, page.location()),
        (303, "/settings/phones/adding"),
        "{}",
        page.body
    );
    let page = browser.get("/settings/phones/adding").await;
    page.between("id=\"code\">", "<").to_owned()
}

/// Sets up a phone as its owner does.
async fn set_up(hub: &TestHub, browser: &Browser) -> Phone {
    let code = begin(browser).await;
    let mut phone = Phone::new(hub);
    let page = phone.register(hub, &code).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(phone.waiting(hub).await["state"], "first_number");
    let shown = number(&browser.get("/settings/phones/adding").await);
    let page = phone
        .say(hub, "/companion/answer", json!({ "number": shown }))
        .await;
    assert_eq!(page.json()["answer"], "approved", "{}", page.body);
    assert_eq!(
        browser.get("/settings/phones/adding").await.location(),
        "/settings/security?done=phone-added"
    );
    phone
}

/// The path of a sign-in after the right password.
async fn after_password(actor: &Actor, browser: &Browser) -> String {
    let path = actor.identify(browser).await;
    let page = browser.post(&path, &[("password", &actor.password)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    path
}

const ON_PHONE: &str = "Answer on your phone";
const BY_CODE: &str = "Enter your code";
