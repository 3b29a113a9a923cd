//! A module with two tenants, a hub, and browsers.

use axum::Router;
use axum::routing::get;
use reqwest::{Client, Method, StatusCode, redirect::Policy};
use serde_json::json;
use tokio::net::TcpListener;
use unified_login::{Linking, Manifest};
use url::Url;

use crate::fake_hub::{Coming, FakeHub};
use crate::{Account, ClientSecret, MemoryAccounts, Settings, SignedIn, UnifiedLogin, manifest};

/// The password of everybody.
pub const PASSWORD: &str = "correct horse battery staple";

pub struct Bench {
    pub hub: FakeHub,
    pub accounts: MemoryAccounts,
    pub login: UnifiedLogin,
    pub base: String,
    pub http: Client,
    /// Ids of the accounts.
    pub admin: String,
    pub tech: String,
}

/// A browser: cookies by host and port, redirects followed by hand.
pub struct Browser {
    base: String,
    http: Client,
    cookies: Vec<(String, String)>,
}

/// Follows nothing by itself.
fn client() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap()
}

pub struct Shown {
    pub status: StatusCode,
    pub url: Url,
    pub text: String,
}

impl Shown {
    #[track_caller]
    pub fn has(&self, words: &str) -> &Self {
        assert!(
            self.text.contains(words),
            "{words:?} is not in {} {}\n{}",
            self.status,
            self.url,
            self.text
        );
        self
    }
    #[track_caller]
    pub fn lacks(&self, words: &str) -> &Self {
        assert!(
            !self.text.contains(words),
            "{words:?} is in {}\n{}",
            self.url,
            self.text
        );
        self
    }
    #[track_caller]
    pub fn at(&self, path: &str) -> &Self {
        assert_eq!(
            (self.status.as_u16(), self.url.path()),
            (200, path),
            "{}",
            self.text
        );
        self
    }
    /// The code of a refusal.
    #[track_caller]
    pub fn refused(&self, code: &str) -> &Self {
        assert!(!self.status.is_success(), "{} {}", self.status, self.url);
        self.has(&format!("<code>{code}</code>"))
    }
}

pub fn account(tenant: &str, email: &str, name: &str, roles: &[&str]) -> Account {
    Account {
        tenant: tenant.into(),
        email: email.into(),
        username: Some(email.split('@').next().unwrap().into()),
        display_name: name.into(),
        active: true,
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        version: 1,
        ..Account::default()
    }
}

impl Bench {
    pub async fn matched() -> Self {
        Self::start(manifest("Partner Portal")).await
    }

    pub async fn explicit() -> Self {
        Self::start(Manifest {
            linking: Linking::Explicit,
            ..manifest("Service Desk")
        })
        .await
    }

    pub async fn start(manifest: Manifest) -> Self {
        let bind = async || TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hub = FakeHub::start(bind().await, "portal", "s3cret");
        hub.knows(&manifest);
        let accounts = MemoryAccounts::default();
        accounts.add_tenant("t1", "Example MSP", None);
        accounts.add_tenant("t2", "Example Reseller", Some("uk"));
        let admin = account("t1", "owner@example.com", "Demo Owner", &["security-admin"]);
        let admin = accounts.add(admin, Some(PASSWORD));
        let tech = account("t1", "tech@example.com", "Demo Technician", &["member"]);
        let tech = accounts.add(tech, Some(PASSWORD));
        let listener = bind().await;
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let login = Self::open(&hub, &base, manifest, &accounts).await;
        let app = Router::new()
            .route("/", get(home))
            .with_state(login.clone());
        let served = login.clone();
        tokio::spawn(async move { served.serve(listener, app).await });
        let http = client();
        Self {
            hub,
            accounts,
            login,
            base,
            http,
            admin,
            tech,
        }
    }

    pub async fn open(
        hub: &FakeHub,
        base: &str,
        manifest: Manifest,
        accounts: &MemoryAccounts,
    ) -> UnifiedLogin {
        let secret = Some(ClientSecret::new("s3cret"));
        let settings = Settings::new(&hub.issuer, "portal", secret, base);
        UnifiedLogin::builder(settings, manifest)
            .open(accounts.clone())
            .await
            .unwrap()
    }

    pub fn browser(&self) -> Browser {
        Browser::at(&self.base)
    }

    /// Somebody comes through the hub.
    pub async fn come(&self, browser: &mut Browser, sub: &str) -> Shown {
        self.hub.set(|s| s.coming = Coming::Person(sub.to_owned()));
        browser.get("/login").await
    }

    /// Links the first tenant as a person would; gives the link.
    pub async fn linked(&self) -> String {
        let master = self
            .hub
            .add_person("Demo Owner", "owner@example.com", "owner");
        self.hub.set(|s| s.coming = Coming::Person(master));
        let mut admin = self.browser();
        admin.log_in("owner@example.com").await.at("/");
        let page = admin
            .post("/admin/security-settings/link", &[("log_in", "on")])
            .await;
        page.at("/admin/security-settings").has("is now enabled");
        self.hub
            .set(|s| s.links.keys().next_back().unwrap().clone())
    }

    /// Fetches all policies now.
    pub async fn refresh(&self) {
        self.login.refresh_all().await.unwrap();
    }

    pub async fn push_event(&self, token: String) -> u16 {
        self.browser().push_event(token).await
    }
}

async fn home(me: SignedIn) -> String {
    json!({ "account": me.account.id, "name": me.account.display_name, "hub": me.through_hub(),
        "roles": me.account.roles })
    .to_string()
}

impl Browser {
    pub fn at(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            http: client(),
            cookies: Vec::new(),
        }
    }

    pub fn cookie(&self, name: &str) -> String {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap()
    }

    pub fn http(&self) -> &Client {
        &self.http
    }

    pub async fn push_event(&self, token: String) -> u16 {
        let post = self
            .http
            .post(format!("{}/unified-login/events", self.base));
        let post = post
            .header("content-type", "application/secevent+jwt")
            .body(token);
        post.send().await.unwrap().status().as_u16()
    }

    pub async fn get(&mut self, path: &str) -> Shown {
        let url = Url::parse(&self.base).unwrap().join(path).unwrap();
        self.go(Method::GET, url, None, "same-origin").await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Shown {
        self.post_from("same-origin", path, form).await
    }

    pub async fn post_from(&mut self, site: &str, path: &str, form: &[(&str, &str)]) -> Shown {
        let url = Url::parse(&self.base).unwrap().join(path).unwrap();
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.go(Method::POST, url, Some(body), site).await
    }

    pub async fn log_in(&mut self, login: &str) -> Shown {
        self.post("/local-login", &[("login", login), ("password", PASSWORD)])
            .await
    }

    /// Begins something at the module and goes on to the hub; gives the address of its answer without
    /// opening it.
    pub async fn stop_at_answer(&mut self, path: &str) -> Url {
        let method = if path == "/login" {
            Method::GET
        } else {
            Method::POST
        };
        let jar: Vec<String> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        let mut request = self
            .http
            .request(method.clone(), format!("{}{path}", self.base));
        request = request.header("cookie", jar.join("; "));
        if method == Method::POST {
            request = request.form(&[("log_in", "on")]);
        }
        let answer = request.send().await.unwrap();
        self.take(&answer);
        let hub = answer.headers()["location"].to_str().unwrap().to_owned();
        let answer = self.http.get(hub).send().await.unwrap();
        Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
    }

    fn take(&mut self, answer: &reqwest::Response) {
        for line in answer.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.into(), value.into()));
        }
    }

    async fn go(&mut self, method: Method, url: Url, body: Option<String>, site: &str) -> Shown {
        let (mut method, mut url, mut body) = (method, url, body);
        for _ in 0..10 {
            let mut request = self.http.request(method.clone(), url.clone());
            if url.as_str().starts_with(&self.base) {
                let jar: Vec<String> = self
                    .cookies
                    .iter()
                    .map(|(k, v)| format!("{k}={v}"))
                    .collect();
                request = request
                    .header("cookie", jar.join("; "))
                    .header("sec-fetch-site", site);
            }
            if let Some(body) = body.take() {
                request = request
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(body);
            }
            let answer = request.send().await.unwrap();
            self.take(&answer);
            let status = answer.status();
            let Some(next) = answer
                .headers()
                .get("location")
                .filter(|_| status.is_redirection())
            else {
                let text = answer.text().await.unwrap();
                return Shown { status, url, text };
            };
            url = url.join(next.to_str().unwrap()).unwrap();
            method = Method::GET;
        }
        panic!("a circle of redirects at {url}");
    }
}
