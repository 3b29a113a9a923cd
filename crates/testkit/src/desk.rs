//! A module that links tenants and accounts, by hand: what the module kit sends, and what no kit would.

use crate::{Actor, Browser, Page, Party, TestHub};
use engine::ModuleAnswer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Which module, and what it says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Deployment {
    /// The key and `client_id`.
    pub key: &'static str,
    /// The name.
    pub name: &'static str,
    /// Where it lives.
    pub origin: &'static str,
    /// Its manifest.
    pub manifest: &'static str,
}

/// A module that matches accounts, for several tenants.
pub const PORTAL: Deployment = Deployment {
    key: "linked-portal",
    name: "Partner Portal",
    origin: "https://linked.example.com",
    manifest: r#"{"version":1,"name":"Partner Portal","match_by":["email","username"],"linking":"matched","cardinality":"several","capabilities":{"unified_login":true,"require_unified_login":true,"jit_provisioning":true,"deprovisioning":true},"roles":[{"key":"tech","title":"Tech"},{"key":"admin","title":"Admin","high":true},{"key":"security-admin","title":"Security Admin","high":true,"security_admin":true}],"scim":"https://linked.example.com/scim/v2","events":"https://linked.example.com/unified-login/events","deletes_accounts":true}"#,
};

/// What the same program says of itself where it runs elsewhere.
pub const ELSEWHERE: &str = r#"{"version":1,"name":"Partner Portal","match_by":["email"],"linking":"matched","cardinality":"several","capabilities":{"unified_login":true},"events":"https://elsewhere.example.com/unified-login/events"}"#;

/// A module whose people link their accounts themselves, one tenant at a time, in regions.
pub const DESK: Deployment = Deployment {
    key: "linked-desk",
    name: "Service Desk",
    origin: "https://desk.example.com",
    manifest: r#"{"version":1,"name":"Service Desk","match_by":[],"linking":"explicit","cardinality":"one_to_one","capabilities":{"unified_login":true},"roles":[{"key":"agent","title":"Agent"}],"regions":[{"key":"us","title":"US","base_url":"https://desk.example.com"},{"key":"uk","title":"UK","base_url":"https://deskemea.example.com"}],"events":"https://desk.example.com/unified-login/events"}"#,
};

/// A wish to link a tenant.
pub fn tenant(id: &str, name: &str) -> Value {
    json!({"kind": "tenant", "tenant": {"id": id, "name": name}, "admin": {"id": "7", "name": "Module Admin"}})
}

/// A wish to link an account.
pub fn account(tenant: &str, id: &str) -> Value {
    json!({"kind": "account", "tenant": tenant, "account": {"id": id, "name": "Somebody"}})
}

/// The claims of a token, unverified.
pub fn payload(token: &str) -> Value {
    use base64::Engine as _;
    let part = token.split('.').nth(1).expect("three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part);
    serde_json::from_slice(&bytes.expect("base64")).expect("claims")
}

type Accounts = Arc<Mutex<BTreeMap<String, Vec<Value>>>>;

/// A module at work.
pub struct Desk {
    /// Its client.
    pub party: Party,
    accounts: Accounts,
}

impl Desk {
    /// Registers a module at the first partner, turns the feature on, grants it to the technicians,
    /// and lets it answer.
    pub async fn start(hub: &TestHub, what: &Deployment) -> Self {
        Self::at(hub, what, "Example MSP", what.key, "Technicians").await
    }

    /// The same module for the second partner, as a client of its own.
    pub async fn second(hub: &TestHub, what: &Deployment) -> Self {
        Self::at(hub, what, "Second MSP", "second-portal", "Second").await
    }

    async fn at(hub: &TestHub, what: &Deployment, partner: &str, id: &str, group: &str) -> Self {
        let Deployment {
            key, name, origin, ..
        } = what;
        let secret = format!("{id}-secret-{id}-secret-{id}-secret");
        hub.apply(&format!(
            "[[partner]]\nname = \"{partner}\"\nfeatures = [\"unified-login\"]\n[[partner.group]]\nname = \"{group}\"\n[[partner.module]]\nkey = \"{key}\"\nname = \"{name}\"\nurl = \"{origin}/\"\ngrants = {{ groups = [\"{group}\"], people = [{people}] }}\n[partner.module.client]\nid = \"{id}\"\nsecret = \"{secret}\"\nredirect_uris = [\"{origin}/callback\"]\ngrant_types = [\"authorization_code\", \"refresh_token\", \"client_credentials\"]\nscopes = [\"openid\", \"profile\", \"email\", \"offline_access\", \"module\"]\n",
            people = if partner == "Example MSP" { "\"owner@example.com\"" } else { "\"second@example.com\"" },
        ))
        .await
        .expect("the module");
        let place = format!("{origin}/.well-known/unified-login");
        hub.outside.publish(&place, what.manifest.as_bytes());
        let accounts = Accounts::default();
        let answers = accounts.clone();
        hub.outside
            .answer_calls(move |call| Ok(list(&answers, call)));
        Self {
            party: Party {
                id: leak(id),
                secret: leak(&secret),
                redirect_uri: leak(&format!("{origin}/callback")),
            },
            accounts,
        }
    }

    /// Pushes a request.
    pub async fn push(&self, browser: &Browser, changes: &[(&str, &str)]) -> Page {
        let parameters = self.party.parameters(changes);
        let form: Vec<(&str, &str)> = parameters
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        self.party.call(browser, "/oidc/par", &form).await
    }

    /// Somebody proves herself for a link; the code, or the reason why not.
    ///
    /// # Errors
    /// The code of the refusal.
    pub async fn prove(
        &self,
        hub: &TestHub,
        browser: &Browser,
        actor: &Actor,
        wish: &Value,
    ) -> Result<String, String> {
        let pushed = self
            .push(browser, &[("link_request", &wish.to_string())])
            .await;
        assert_eq!(pushed.status, 201, "{}", pushed.body);
        let pushed = pushed.json();
        let name = pushed["request_uri"].as_str().expect("a name");
        let query = [("client_id", self.party.id), ("request_uri", name)];
        let url = reqwest::Url::parse_with_params("http://x/oidc/authorize", query).expect("a url");
        let page = browser
            .get(&format!(
                "/oidc/authorize?{}",
                url.query().unwrap_or_default()
            ))
            .await;
        let path = page.location().to_owned();
        assert!(
            path.starts_with("/sign-in/"),
            "a fresh proof is asked for: {path} {}",
            page.body
        );
        let page = browser.post(&path, &[("identifier", &actor.email)]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let page = actor.sign_in_with(hub, browser, &path).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let mut page = page;
        while page.location().starts_with('/') {
            page = browser.get(page.location()).await;
        }
        let mut back = self.party.returned(&page);
        back.remove("code")
            .ok_or_else(|| back.remove("error_description").unwrap_or_default())
    }

    /// The whole of a link: what the token endpoint answers, or why not.
    ///
    /// # Errors
    /// The code of the refusal.
    pub async fn link(
        &self,
        hub: &TestHub,
        browser: &Browser,
        actor: &Actor,
        wish: &Value,
    ) -> Result<Value, String> {
        let code = self.prove(hub, browser, actor, wish).await?;
        let page = self.party.exchange(browser, &code, &[]).await;
        let answer = page.json();
        if page.status == 200 {
            return Ok(answer);
        }
        Err(answer["error_description"]
            .as_str()
            .unwrap_or_default()
            .into())
    }

    /// Somebody who is signed in enters; the claims of her ID token, or why not.
    ///
    /// # Errors
    /// The reason that came back, or the heading of the hub's page.
    pub async fn enter(&self, browser: &Browser) -> Result<Value, String> {
        let page = browser.get(&self.party.authorize(&[])).await;
        if !page.location().starts_with(self.party.redirect_uri) {
            return Err(page.heading().to_owned());
        }
        let mut back = self.party.returned(&page);
        let Some(code) = back.remove("code") else {
            return Err(back.remove("error_description").unwrap_or_default());
        };
        let tokens = self.party.exchange(browser, &code, &[]).await.json();
        Ok(payload(tokens["id_token"].as_str().expect("an ID token")))
    }

    /// A request with the module's own token.
    pub async fn ask(&self, hub: &TestHub, method: &str, path: &str, body: Option<Value>) -> Page {
        self.ask_with(hub, method, path, &[], body).await
    }

    /// The same with headers.
    pub async fn ask_with(
        &self,
        hub: &TestHub,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Page {
        let browser = hub.browser();
        let form = [("grant_type", "client_credentials"), ("scope", "module")];
        let token = self.party.call(&browser, "/oidc/token", &form).await.json();
        let token = token["access_token"].as_str().expect("a token").to_owned();
        let mut request = browser.request(method, path).bearer_auth(token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        came(request).await
    }

    /// A request with some token.
    pub async fn get_with(&self, browser: &Browser, path: &str, token: &str) -> Page {
        came(browser.request("GET", path).bearer_auth(token)).await
    }

    /// The id of its newest link.
    pub async fn the_link(&self, hub: &TestHub) -> String {
        let links = self
            .ask(hub, "GET", "/api/module/v1/links", None)
            .await
            .json();
        let last = links.as_array().and_then(|l| l.last()).expect("a link");
        last["id"].as_str().expect("an id").to_owned()
    }

    /// Gives a tenant these accounts (id and address; `name!` marks a security admin, `name*` a
    /// primary user), and has the hub read them.
    pub async fn has(&self, hub: &TestHub, tenant: &str, accounts: &[(&str, &str)]) {
        let users = accounts.iter().map(|(id, email)| {
            let bare = email.trim_end_matches(['!', '*']);
            json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:vestibule:scim:ModuleUser"],
                "id": id, "userName": bare, "displayName": bare.split('@').next(), "active": true,
                "emails": [{"value": bare, "primary": true}],
                "roles": [{"value": if email.ends_with('!') { "security-admin" } else { "tech" }}],
                "urn:vestibule:scim:ModuleUser": {"primary": email.ends_with('*')},
            })
        });
        self.accounts
            .lock()
            .expect("accounts")
            .insert(tenant.to_owned(), users.collect());
        // The hub may call more than one module of a test: this one answers now.
        let answers = self.accounts.clone();
        hub.outside
            .answer_calls(move |call| Ok(list(&answers, call)));
        let links = self
            .ask(hub, "GET", "/api/module/v1/links", None)
            .await
            .json();
        for link in links.as_array().expect("links") {
            if link["tenant"] == tenant && link["state"] == "active" {
                let id = link["id"].as_str().expect("an id");
                let path = format!("/api/module/v1/links/{id}/accounts/changed");
                assert_eq!(self.ask(hub, "POST", &path, None).await.status, 202);
            }
        }
        hub.deliver().await;
    }
}

/// Tests end with their process, and so do these few words.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

async fn came(request: reqwest::RequestBuilder) -> Page {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Page {
        status,
        headers,
        body: response.text().await.expect("a text"),
    }
}

fn list(accounts: &Accounts, call: &engine::ModuleCall) -> ModuleAnswer {
    let claims = payload(call.bearer.reveal());
    let tenant = claims["tenant"].as_str().unwrap_or_default();
    let known = accounts.lock().expect("accounts");
    let users = known.get(tenant).cloned().unwrap_or_default();
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": users.len(), "startIndex": 1, "itemsPerPage": users.len(), "Resources": users,
    });
    ModuleAnswer {
        status: 200,
        body: body.to_string().into_bytes(),
        ..ModuleAnswer::default()
    }
}
