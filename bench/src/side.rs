//! The two sides: what the bench asks of each is the same; how somebody signs in differs.

use crate::Outcome;
use crate::house::House;
use crate::line::encode;
use crate::server::{Server, free_port};
use crate::visit::Visit;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The secret of all clients of both sides.
pub const SECRET: &str = "only-for-the-bench-0123456789abcdef";
/// Where people are sent back to; nobody listens there, the bench reads the address.
pub const REDIRECT: &str = "https://app.example.com/callback";
/// What tokens are for.
pub const RESOURCE: &str = "https://api.example.com/";
// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The signature algorithm of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Ed25519.
    EdDsa,
    /// RSA with SHA-256.
    Rs256,
}

impl Signing {
    /// As JSON Web Signatures call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
        }
    }

    /// The client of this algorithm through which people enter.
    pub const fn app(self) -> &'static str {
        match self {
            Self::EdDsa => "app-eddsa",
            Self::Rs256 => "app-rs256",
        }
    }

    /// The client of this algorithm that is a machine.
    pub const fn machine(self) -> &'static str {
        match self {
            Self::EdDsa => "machine-eddsa",
            Self::Rs256 => "machine-rs256",
        }
    }
}

/// A provider under measurement.
pub struct Side {
    /// Its name in the table.
    pub name: &'static str,
    /// The program.
    pub server: Server,
    /// Its issuer.
    pub issuer: String,
    discovery: Value,
    entrance: Entrance,
}

/// How a worker comes by somebody who is signed in.
enum Entrance {
    /// The cookies of those who signed in at the beginning.
    Before(Vec<String>),
    /// By signing in for each question: oidc-provider's memory keeps 1,000 entries, and a question
    /// that makes many tokens puts sessions and grants out that it does not look at itself.
    Anew,
}

/// The `Authorization` header of a client.
pub fn basic(client: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client}:{SECRET}")))
}

impl Side {
    /// Vestibule, with so many people signed in.
    pub async fn vestibule(house: &House, people: usize) -> Outcome<Self> {
        let server = house.start().await?;
        let mut sessions = Vec::new();
        for number in 0..people {
            let visit = house.sign_in(&server, number).await?;
            sessions.push(visit.cookies("vst_session"));
        }
        Self::of("Vestibule", server, Entrance::Before(sessions)).await
    }

    /// npm's `oidc-provider` in its folder.
    pub async fn oidc_provider(folder: &Path, log: &Path) -> Outcome<Self> {
        let port = free_port()?;
        let mut node = Command::new("node");
        node.arg(folder.join("provider.mjs")).arg(port.to_string());
        node.env("BENCH_SECRET", SECRET)
            .env("NODE_ENV", "production");
        let server = Server::start(node, log, port, "/.well-known/openid-configuration").await?;
        Self::of("oidc-provider", server, Entrance::Anew).await
    }

    async fn of(name: &'static str, server: Server, entrance: Entrance) -> Outcome<Self> {
        let mut visit = Visit::at(server.port, 0);
        let discovery = visit
            .get("/.well-known/openid-configuration")
            .await?
            .json(200)?;
        let issuer = format!("http://localhost:{}", server.port);
        if discovery["issuer"] != issuer.as_str() {
            return Err(format!("{name} calls itself {}", discovery["issuer"]).into());
        }
        Ok(Self {
            name,
            server,
            issuer,
            discovery,
            entrance,
        })
    }

    /// The path of an endpoint, by its name in the discovery document.
    pub fn path(&self, name: &str) -> Outcome<String> {
        let address = self.discovery[name].as_str().unwrap_or_default();
        let path = address.strip_prefix(self.issuer.as_str());
        path.map(str::to_owned)
            .ok_or_else(|| format!("no {name} in discovery").into())
    }

    /// The cookies of somebody who is signed in and has given the client of an algorithm what it asks.
    pub async fn session(&self, number: usize, signing: Signing) -> Outcome<String> {
        match &self.entrance {
            Entrance::Before(sessions) => sessions
                .get(number % sessions.len().max(1))
                .cloned()
                .ok_or_else(|| "nobody is signed in".into()),
            Entrance::Anew => {
                let mut visit = Visit::at(self.server.port, number);
                let target = self.authorize_target(signing, RESOURCE)?;
                code_of(&visit.follow(&target).await?)?;
                Ok(visit.cookies("_session"))
            }
        }
    }

    /// The target of an authorization request; without a resource for the side's own endpoints.
    pub fn authorize_target(&self, signing: Signing, resource: &str) -> Outcome<String> {
        let mut query = vec![
            ("client_id", signing.app()),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            (
                "scope",
                if resource.is_empty() {
                    "openid email profile"
                } else {
                    "openid email profile reports.read"
                },
            ),
            ("state", "a-state-of-the-client"),
            ("nonce", "a-nonce-of-the-client"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        if !resource.is_empty() {
            query.push(("resource", resource));
        }
        let path = self.path("authorization_endpoint")?;
        Ok(format!("{path}?{}", encode(&query)))
    }
}

/// The form that exchanges a code.
pub fn exchange<'a>(code: &'a str, resource: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    if !resource.is_empty() {
        form.push(("resource", resource));
    }
    form
}

/// The code in the address that an answer leads to.
pub fn code_of(reply: &crate::line::Reply) -> Outcome<String> {
    let place = reply.header("location");
    let query = place
        .strip_prefix(REDIRECT)
        .and_then(|r| r.strip_prefix('?'));
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    let get = |name: &str| {
        pairs
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.clone())
    };
    if ![302, 303].contains(&reply.status)
        || get("state").as_deref() != Some("a-state-of-the-client")
    {
        return Err(reply.unexpected("the redirect"));
    }
    get("code").ok_or_else(|| reply.unexpected("the code"))
}
