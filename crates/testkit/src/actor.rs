//! People of the tests.

use crate::hub::PASSWORD;
use crate::{Browser, Page, TestHub};
use kernel::{Secret, Span, Timestamp};

/// Somebody with her secrets.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Her address.
    pub email: String,
    /// Her password.
    pub password: String,
    /// Her TOTP secret in base32.
    pub totp_secret: String,
    /// True for client people, who have an entrance of their own.
    pub client: bool,
}

impl Actor {
    /// Somebody of the seeded people, by the part of her address before the @.
    pub fn seeded(name: &str) -> Self {
        let client = name.starts_with("client-");
        let domain = if client {
            "client.example.net"
        } else {
            "example.com"
        };
        let secret = format!("{name:-<20}");
        Self {
            email: format!("{name}@{domain}"),
            password: PASSWORD.into(),
            totp_secret: protocol::totp::base32(&secret.as_bytes()[..20]),
            client,
        }
    }

    /// The code that her authenticator shows now.
    pub fn code(&self, hub: &TestHub) -> String {
        self.code_at(hub.now())
    }

    /// The code that her authenticator shows at a moment.
    pub fn code_at(&self, at: Timestamp) -> String {
        let secret = Secret::new(protocol::totp::from_base32(&self.totp_secret).expect("base32"));
        protocol::totp::code_at(&secret, at).expect("a code")
    }

    /// The next code: waits for a step that was not used.
    pub fn next_code(&self, hub: &TestHub) -> String {
        hub.wait(Span::seconds(30));
        self.code(hub)
    }

    /// Where her sign-in begins.
    pub fn entrance(&self) -> &'static str {
        if self.client {
            "/sign-in?for=client"
        } else {
            "/sign-in"
        }
    }

    /// Goes to the password page; its path.
    pub async fn identify(&self, browser: &Browser) -> String {
        let page = browser
            .post(self.entrance(), &[("identifier", &self.email)])
            .await;
        assert_eq!(page.status, 303, "{}", page.body);
        page.location().to_owned()
    }

    /// Signs in up to the page after the code, without following on.
    pub async fn sign_in_with(&self, hub: &TestHub, browser: &Browser, path: &str) -> Page {
        let page = browser.post(path, &[("password", &self.password)]).await;
        assert_eq!(
            (page.status, page.location()),
            (303, path),
            "password: {}",
            page.body
        );
        let page = browser.get(path).await;
        assert_eq!(page.heading(), "Enter your code");
        browser.post(path, &[("code", &self.next_code(hub))]).await
    }

    /// Signs in with a new browser and ends at her first page.
    pub async fn sign_in(&self, hub: &TestHub) -> Browser {
        let browser = hub.browser();
        let path = self.identify(&browser).await;
        let page = self.sign_in_with(hub, &browser, &path).await;
        let page = browser.follow(page).await;
        assert_eq!(page.status, 200, "{}", page.body);
        browser
    }
}
