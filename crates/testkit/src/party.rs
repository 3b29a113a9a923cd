//! A relying party by hand, for tests that send what no honest library would.

use crate::{Browser, Page};
use std::collections::BTreeMap;

/// A PKCE verifier; its challenge is made from it.
const VERIFIER: &str = "a-verifier-of-the-tests-that-is-long-enough-0123456789";

/// One client of the seeded set-up.
#[derive(Clone, Debug)]
pub struct Party {
    /// `client_id`.
    pub id: &'static str,
    /// The secret; empty for a public client.
    pub secret: &'static str,
    /// The redirect address.
    pub redirect_uri: &'static str,
}

impl Party {
    /// The confidential client of the staff's portal.
    pub const PORTAL: Self = Self {
        id: "portal",
        secret: "portal-secret-portal-secret-portal",
        redirect_uri: "https://portal.example.com/callback",
    };
    /// The public client.
    pub const TOOL: Self = Self {
        id: "tool",
        secret: "",
        redirect_uri: "http://127.0.0.1/callback",
    };
    /// The client of the client people's module.
    pub const CORNER: Self = Self {
        id: "corner",
        secret: "corner-secret-corner-secret-corner",
        redirect_uri: "https://corner.example.com/callback",
    };
    /// A client of the second partner.
    pub const OTHER: Self = Self {
        id: "other",
        secret: "other-secret-other-secret-other-sec",
        redirect_uri: "https://other.example.com/callback",
    };
    /// A machine.
    pub const MACHINE: Self = Self {
        id: "machine",
        secret: "machine-secret-machine-secret-mach",
        redirect_uri: "",
    };

    /// The parameters of an authorization request, with changes: an empty value leaves one out.
    pub fn parameters(&self, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let challenge = url_base64(&vault::digest::sha256(VERIFIER.as_bytes()));
        let mut all: BTreeMap<&str, &str> = BTreeMap::from([
            ("response_type", "code"),
            ("client_id", self.id),
            ("redirect_uri", self.redirect_uri),
            ("scope", "openid profile email offline_access"),
            ("state", "the-state"),
            ("nonce", "the-nonce"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ]);
        all.extend(changes.iter().copied());
        all.into_iter()
            .filter(|(_, v)| !v.is_empty())
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect()
    }

    /// The path of an authorization request.
    pub fn authorize(&self, changes: &[(&str, &str)]) -> String {
        let url =
            reqwest::Url::parse_with_params("http://x/oidc/authorize", self.parameters(changes))
                .unwrap();
        format!("/oidc/authorize?{}", url.query().unwrap_or_default())
    }

    /// The parameters that came back to the redirect address.
    pub fn returned(&self, page: &Page) -> BTreeMap<String, String> {
        let location = page.location();
        assert!(
            location.starts_with(self.redirect_uri),
            "{} {location} {}",
            page.status,
            page.body
        );
        let url = reqwest::Url::parse(location).unwrap();
        url.query_pairs()
            .map(|(n, v)| (n.into_owned(), v.into_owned()))
            .collect()
    }

    /// A code for whoever is signed in with this browser.
    pub async fn code(&self, browser: &Browser) -> String {
        let page = browser.get(&self.authorize(&[])).await;
        self.returned(&page)
            .remove("code")
            .unwrap_or_else(|| panic!("no code: {}", page.location()))
    }

    /// Sends a form to an endpoint, authenticated with HTTP Basic (or by `client_id` alone).
    pub async fn call(&self, browser: &Browser, path: &str, form: &[(&str, &str)]) -> Page {
        let mut form = form.to_vec();
        let mut request = browser.request("POST", path);
        if self.secret.is_empty() {
            form.push(("client_id", self.id));
        } else {
            request = request.basic_auth(self.id, Some(self.secret));
        }
        // A relying party is a program of its own: it has none of the browser's cookies.
        let response = request.form(&form).send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Page {
            status,
            headers,
            body: response.text().await.unwrap(),
        }
    }

    /// Exchanges a code, with changes to the form.
    pub async fn exchange(&self, browser: &Browser, code: &str, changes: &[(&str, &str)]) -> Page {
        let mut form: BTreeMap<&str, &str> = BTreeMap::from([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri),
            ("code_verifier", VERIFIER),
        ]);
        form.extend(changes.iter().copied());
        let form: Vec<(&str, &str)> = form.into_iter().filter(|(_, v)| !v.is_empty()).collect();
        self.call(browser, "/oidc/token", &form).await
    }

    /// Tokens for whoever is signed in with this browser.
    pub async fn tokens(&self, browser: &Browser) -> serde_json::Value {
        let code = self.code(browser).await;
        let page = self.exchange(browser, &code, &[]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.json()
    }

    /// Refreshes.
    pub async fn refresh(&self, browser: &Browser, token: &str) -> Page {
        self.call(
            browser,
            "/oidc/token",
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
        )
        .await
    }
}

fn url_base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for part in bytes.chunks(3) {
        let n = part.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - part.len()));
        for i in 0..=part.len() {
            out.push(char::from(LETTERS[(n >> (18 - 6 * i)) as usize & 63]));
        }
    }
    out
}
