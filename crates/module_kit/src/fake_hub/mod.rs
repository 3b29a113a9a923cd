//! A hub in memory for tests: it decides by the rules that hub and module share, lets in whoever it is
//! told to, and lies or goes away when it is told to. Not for anything but tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test double stops loudly"
)]

mod api;
mod oidc;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use unified_login::{
    Capabilities, Event, EventToken, LinkStanding, LoginPolicy, Manifest, PolicyDocument,
    PolicyFacts,
};

use crate::token::maker::Maker;

/// Somebody at the hub.
#[derive(Clone, Debug)]
pub struct FakePerson {
    pub sub: String,
    pub name: String,
    pub email: String,
    pub username: String,
}

/// What happens at the next sign-in.
#[derive(Clone, Debug)]
pub enum Coming {
    /// A page asks who comes.
    Ask,
    /// This person comes, by `sub`.
    Person(String),
    /// The hub says no with this code.
    Refusal(String),
}

/// A link and all that hangs on it.
#[derive(Clone, Debug)]
pub struct FakeLink {
    pub document: PolicyDocument,
    /// Accounts by `sub`.
    pub account_links: BTreeMap<String, String>,
}

/// What the hub does and what it saw.
pub struct Shared {
    pub signer: Arc<Maker>,
    pub people: Vec<FakePerson>,
    pub coming: Coming,
    /// Which tenant a login is for, where several are linked.
    pub tenant: Option<String>,
    /// Merged over the claims of ID tokens.
    pub claims: Value,
    pub links: BTreeMap<String, FakeLink>,
    pub capabilities: Capabilities,
    pub roles: Vec<unified_login::RoleEntry>,
    pub defaults: Vec<unified_login::DefaultField>,
    /// Whoever would be shut out by Require: (account, name, reason).
    pub shut_out: Vec<(String, String, String)>,
    pub exempt: usize,
    pub accounts_known: bool,
    /// Nobody answers.
    pub away: bool,
    /// Method and path of each call of the module API.
    pub calls: Vec<String>,
    pub accounts_changed: usize,
    pub(crate) pushed: HashMap<String, HashMap<String, String>>,
    pub(crate) codes: HashMap<String, (HashMap<String, String>, String)>,
    last: u64,
    seq: u64,
}

/// The hub. Clones share it.
#[derive(Clone)]
pub struct FakeHub {
    pub issuer: String,
    pub client_id: String,
    pub secret: String,
    shared: Arc<Mutex<Shared>>,
}

impl FakeHub {
    /// Answers on `listener` until the program ends, for one client.
    pub fn start(listener: TcpListener, client_id: &str, secret: &str) -> Self {
        let issuer = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let shared = Shared {
            signer: Arc::new(Maker::es256("k1")),
            people: Vec::new(),
            coming: Coming::Ask,
            tenant: None,
            claims: json!({}),
            links: BTreeMap::new(),
            capabilities: crate::manifest("x").capabilities,
            roles: crate::manifest("x").roles,
            defaults: Vec::new(),
            shut_out: Vec::new(),
            exempt: 1,
            accounts_known: true,
            away: false,
            calls: Vec::new(),
            accounts_changed: 0,
            pushed: HashMap::new(),
            codes: HashMap::new(),
            last: 0,
            seq: 0,
        };
        let hub = Self {
            issuer,
            client_id: client_id.to_owned(),
            secret: secret.to_owned(),
            shared: Arc::new(Mutex::new(shared)),
        };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(oidc::discovery))
            .route("/keys", get(oidc::keys))
            .route("/push", post(oidc::push))
            .route("/authorize", get(oidc::authorize))
            .route("/token", post(oidc::token))
            .route("/userinfo", get(oidc::userinfo))
            .route("/api/module/v1/links", get(api::links))
            .route("/api/module/v1/links/{link}", delete(api::unlink))
            .route(
                "/api/module/v1/links/{link}/policy",
                get(api::policy).put(api::change),
            )
            .route(
                "/api/module/v1/links/{link}/exceptions/{account}",
                put(api::give).delete(api::take),
            )
            .route(
                "/api/module/v1/links/{link}/account-links/{account}",
                delete(api::unlink_account),
            )
            .route(
                "/api/module/v1/links/{link}/accounts/changed",
                post(api::accounts_changed),
            )
            .layer(from_fn_with_state(hub.clone(), answers))
            .with_state(hub.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        hub
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what it does.
    pub fn set<T>(&self, change: impl FnOnce(&mut Shared) -> T) -> T {
        change(&mut self.lock())
    }

    /// Adds somebody; her `sub` is `mem_` and the username.
    pub fn add_person(&self, name: &str, email: &str, username: &str) -> String {
        let sub = format!("mem_{username}");
        self.lock().people.push(FakePerson {
            sub: sub.clone(),
            name: name.to_owned(),
            email: email.to_owned(),
            username: username.to_owned(),
        });
        sub
    }

    /// Takes over what a module says of itself.
    pub fn knows(&self, manifest: &Manifest) {
        let mut shared = self.lock();
        shared.capabilities = manifest.capabilities;
        shared.roles.clone_from(&manifest.roles);
        shared.defaults.clone_from(&manifest.defaults);
    }

    /// Links a tenant, with Log In on, and gives the link's id.
    pub fn link(&self, tenant: &str) -> String {
        self.lock().link(&self.issuer, tenant)
    }

    /// Changes the document of a link, as a new version.
    pub fn change(&self, link: &str, change: impl FnOnce(&mut PolicyDocument)) {
        let mut shared = self.lock();
        let document = &mut shared.links.get_mut(link).unwrap().document;
        change(document);
        document.version += 1;
    }

    /// An event as it is pushed, with the next number of all.
    pub fn event(&self, link: &str, event: Event) -> String {
        self.event_with(link, event, |_| {})
    }

    /// The same, with other claims than it should have.
    pub fn event_with(
        &self,
        link: &str,
        event: Event,
        change: impl FnOnce(&mut EventToken),
    ) -> String {
        let mut shared = self.lock();
        shared.seq += 1;
        let tenant = shared.links[link].document.tenant.clone();
        let mut token = EventToken {
            iss: self.issuer.clone(),
            aud: self.client_id.clone(),
            iat: i64::try_from(crate::clock::now()).unwrap(),
            jti: format!("out_{}", shared.seq),
            link: link.to_owned(),
            tenant,
            seq: shared.seq,
            event,
        };
        change(&mut token);
        self.signed(&shared, EventToken::TYP, &token.claims())
    }

    /// Any claims under any type.
    pub fn sign(&self, typ: &str, claims: &Value) -> String {
        let shared = self.lock();
        self.signed(&shared, typ, claims)
    }

    fn signed(&self, shared: &Shared, typ: &str, claims: &Value) -> String {
        let header = json!({ "alg": "ES256", "kid": shared.signer.kid, "typ": typ });
        shared.signer.sign(&header, claims)
    }
}

impl Shared {
    fn next(&mut self, what: &str) -> String {
        self.last += 1;
        format!("{what}_{}", self.last)
    }

    fn link(&mut self, issuer: &str, tenant: &str) -> String {
        let id = self.next("lnk");
        let document = PolicyDocument {
            version: 1,
            link: id.clone(),
            tenant: tenant.to_owned(),
            partner: "Example MSP".into(),
            issuer: issuer.to_owned(),
            state: LinkStanding::Active,
            policy: LoginPolicy {
                unified_login: true,
                ..LoginPolicy::default()
            },
            exceptions: [].into(),
            several_partners: [].into(),
            deactivated: [].into(),
            session_hours: 12,
            as_of: 0,
        };
        let link = FakeLink {
            document,
            account_links: BTreeMap::new(),
        };
        self.links.insert(id.clone(), link);
        id
    }

    fn facts(&self, confirmed: unified_login::Confirmed) -> PolicyFacts {
        PolicyFacts {
            capabilities: self.capabilities,
            roles: self.roles.clone(),
            defaults: self.defaults.clone(),
            accounts_known: self.accounts_known,
            shut_out: self.shut_out.len(),
            exempt: self.exempt,
            confirmed,
        }
    }
}

async fn answers(State(hub): State<FakeHub>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    {
        let mut shared = hub.lock();
        if shared.away {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        if path.starts_with("/api/") {
            let call = format!("{} {path}", request.method());
            shared.calls.push(call);
            let bearer = request.headers().get("authorization");
            if bearer.is_none_or(|b| b != "Bearer module-token") {
                return StatusCode::UNAUTHORIZED.into_response();
            }
        }
    }
    next.run(request).await
}
