//! Programs of the tests, which call the JSON API with a key.

use crate::{Browser, Page, TestHub};
use kernel::DisplayName;
use model::operation::{ApiKeyDraft, ApiScope};
use serde_json::Value;

/// A program with a key.
pub struct Program {
    browser: Browser,
    /// The text of its key.
    pub key: String,
}

impl TestHub {
    /// A program with a key that a master has made, with these rights.
    pub async fn program(&self, master: &str, scopes: &[ApiScope]) -> Program {
        let signed_in = self.actor(master).sign_in(self).await;
        let admin = self.administrator(&signed_in).await;
        let draft = ApiKeyDraft {
            name: DisplayName::parse("Test program").expect("a name"),
            scopes: scopes.iter().copied().collect(),
            networks: Vec::new(),
            expires_at: None,
        };
        let made = self.engine.make_api_key(&admin, draft).await;
        Program {
            browser: self.browser(),
            key: made.expect("a key").text.reveal().clone(),
        }
    }

    /// A program whose key may do everything.
    pub async fn mighty_program(&self, master: &str) -> Program {
        self.program(master, ApiScope::ALL).await
    }
}

impl Program {
    /// The same program with another key.
    pub fn with_key(&self, hub: &TestHub, key: &str) -> Self {
        Self {
            browser: hub.browser(),
            key: key.to_owned(),
        }
    }

    /// A request of its own making, with the key.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.browser.request(method, path).bearer_auth(&self.key)
    }

    /// Sends a request.
    pub async fn send(&self, request: reqwest::RequestBuilder, path: &str) -> Page {
        self.browser.send(request, path).await
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.request("GET", path), path).await
    }

    /// A method with a JSON body; null for none.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Page {
        let request = self.request(method, path);
        let request = if body.is_null() {
            request
        } else {
            request.json(&body)
        };
        self.send(request, path).await
    }

    /// POST with an `Idempotency-Key`.
    pub async fn post_once(&self, name: &str, path: &str, body: Value) -> Page {
        let request = self.request("POST", path).json(&body);
        self.send(request.header("idempotency-key", name), path)
            .await
    }
}

/// A page that must be good.
pub fn good(page: Page) -> Value {
    assert!(
        (200..300).contains(&page.status),
        "{} {}",
        page.status,
        page.body
    );
    assert_eq!(page.header("content-type"), "application/json");
    page.json()
}

/// A refusal; its status and code.
pub fn refused(page: &Page) -> (u16, String) {
    assert!(page.status >= 400, "{} {}", page.status, page.body);
    assert_eq!(
        page.header("content-type"),
        "application/problem+json",
        "{}",
        page.body
    );
    let problem = page.json();
    assert_eq!(problem["status"], page.status);
    for name in ["type", "title", "detail", "code", "remedy", "reference"] {
        assert!(
            !problem[name].as_str().unwrap().is_empty(),
            "{name}: {problem}"
        );
    }
    let code = problem["code"].as_str().unwrap().to_owned();
    assert_eq!(problem["type"], format!("urn:vestibule:problem:{code}"));
    // An answer that is given again names the request of then.
    if page.header("idempotency-replayed").is_empty() {
        assert_eq!(problem["reference"], page.header("x-request-id"));
    }
    (page.status, code)
}
