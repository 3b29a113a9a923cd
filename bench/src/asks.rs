//! What both sides are asked, and what a right answer looks like.

use crate::Outcome;
use crate::line::{Line, Reply};
use crate::load::Work;
use crate::side::{RESOURCE, Side, Signing, basic, code_of, exchange};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// A kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A machine gets a token for itself.
    ClientCredentials,
    /// A refresh token becomes new tokens.
    Refresh,
    /// Somebody who is signed in is sent back with a code, and the code becomes tokens.
    CodeFlow,
    /// A client asks whether a person's access token is good.
    Introspection,
    /// A client asks whose access token it is.
    Userinfo,
    /// The discovery document.
    Discovery,
    /// The keys.
    Keys,
}

impl Kind {
    /// All of them, in the order of the table, each with the most it may cost against the other side.
    pub const ALL: [(Self, f64); 7] = [
        (Self::ClientCredentials, 0.2),
        (Self::Refresh, 0.25),
        (Self::CodeFlow, 0.2),
        (Self::Introspection, 0.2),
        (Self::Userinfo, 0.2),
        (Self::Discovery, 0.2),
        (Self::Keys, 0.2),
    ];

    /// Its name in the table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client credentials",
            Self::Refresh => "refresh",
            Self::CodeFlow => "whole code flow",
            Self::Introspection => "introspection",
            Self::Userinfo => "userinfo",
            Self::Discovery => "discovery",
            Self::Keys => "keys",
        }
    }
}

/// A worker that asks one kind of question, with what it needs for it.
pub struct Asker {
    kind: Kind,
    line: Line,
    issuer: String,
    path: String,
    token_path: String,
    app: String,
    machine: String,
    session: String,
    /// Heads of JSON Web Tokens of the right algorithm that were looked at.
    heads: Vec<String>,
    signing: Signing,
    access: String,
    refresh: String,
}

impl Asker {
    /// Prepares a worker: whatever its question needs is there afterwards.
    pub async fn new(side: &Side, kind: Kind, signing: Signing, number: usize) -> Outcome<Self> {
        let mut asker = Self {
            kind,
            line: Line::to(side.server.port),
            issuer: side.issuer.clone(),
            path: side.authorize_target(signing, RESOURCE)?,
            token_path: side.path("token_endpoint")?,
            app: basic(signing.app()),
            machine: basic(signing.machine()),
            session: side.session(number, signing).await?,
            heads: Vec::new(),
            signing,
            access: String::new(),
            refresh: String::new(),
        };
        match kind {
            Kind::ClientCredentials => {}
            Kind::CodeFlow | Kind::Refresh => asker.code_flow(RESOURCE).await?,
            Kind::Introspection | Kind::Userinfo => {
                // A token without a resource: the one that opens the provider's own endpoints.
                asker.path = side.authorize_target(signing, "")?;
                asker.code_flow("").await?;
                let name = if kind == Kind::Userinfo {
                    "userinfo_endpoint"
                } else {
                    "introspection_endpoint"
                };
                asker.path = side.path(name)?;
            }
            Kind::Discovery => asker.path = "/.well-known/openid-configuration".into(),
            Kind::Keys => asker.path = side.path("jwks_uri")?,
        }
        Ok(asker)
    }

    async fn code_flow(&mut self, resource: &str) -> Outcome<()> {
        let reply = self
            .line
            .get(&self.path, &[("cookie", &self.session)])
            .await?;
        let code = code_of(&reply)?;
        let headers = [("authorization", self.app.as_str())];
        let reply = self
            .line
            .post(&self.token_path, &headers, &exchange(&code, resource))
            .await?;
        let answer = reply.json(200)?;
        self.check_tokens(&reply, &answer, !resource.is_empty())?;
        self.check_jwt(&reply, &answer["id_token"])?;
        self.access = text(&reply, &answer["access_token"])?;
        self.refresh = text(&reply, &answer["refresh_token"])?;
        Ok(())
    }

    async fn refresh(&mut self) -> Outcome<()> {
        let headers = [("authorization", self.app.as_str())];
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", self.refresh.as_str()),
            ("resource", RESOURCE),
        ];
        let reply = self.line.post(&self.token_path, &headers, &form).await?;
        let answer = reply.json(200)?;
        self.check_tokens(&reply, &answer, true)?;
        self.check_jwt(&reply, &answer["id_token"])?;
        let next = text(&reply, &answer["refresh_token"])?;
        if next == self.refresh {
            return Err(reply.unexpected("the rotation"));
        }
        self.refresh = next;
        Ok(())
    }

    async fn client_credentials(&mut self) -> Outcome<()> {
        let headers = [("authorization", self.machine.as_str())];
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", "reports.read"),
            ("resource", RESOURCE),
        ];
        let reply = self.line.post(&self.token_path, &headers, &form).await?;
        let answer = reply.json(200)?;
        self.check_tokens(&reply, &answer, true)
    }

    fn check_tokens(&mut self, reply: &Reply, answer: &Value, jwt: bool) -> Outcome<()> {
        let lives = answer["expires_in"].as_i64().is_some_and(|s| s > 0);
        if !lives || answer["token_type"] != "Bearer" {
            return Err(reply.unexpected("the token answer"));
        }
        if jwt {
            self.check_jwt(reply, &answer["access_token"])
        } else {
            Ok(())
        }
    }

    /// Three parts, the right algorithm, a signature of its length. Whether it verifies is the tests'
    /// part: a verification in the loop would cost the driver more than the question costs the server.
    fn check_jwt(&mut self, reply: &Reply, token: &Value) -> Outcome<()> {
        let token = token.as_str().unwrap_or_default();
        let parts: Vec<&str> = token.split('.').collect();
        let &[head, claims, signature] = parts.as_slice() else {
            return Err(reply.unexpected("a token"));
        };
        if !self.heads.iter().any(|known| known == head) {
            let known: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(head)?)?;
            if known["alg"] != self.signing.name() {
                return Err(reply.unexpected("the algorithm"));
            }
            self.heads.push(head.to_owned());
        }
        let length = if self.signing == Signing::EdDsa {
            86
        } else {
            342
        };
        if signature.len() != length || claims.len() < 100 {
            return Err(reply.unexpected("a token"));
        }
        Ok(())
    }

    async fn introspect(&mut self) -> Outcome<()> {
        let headers = [("authorization", self.app.as_str())];
        let reply = self
            .line
            .post(&self.path, &headers, &[("token", &self.access)])
            .await?;
        let answer = reply.json(200)?;
        let whole = answer["active"] == true && answer["sub"].is_string() && answer["exp"].is_i64();
        let whose = answer["client_id"] == self.signing.app();
        if whole && whose {
            Ok(())
        } else {
            Err(reply.unexpected("the introspection"))
        }
    }

    async fn userinfo(&mut self) -> Outcome<()> {
        let bearer = format!("Bearer {}", self.access);
        let reply = self
            .line
            .get(&self.path, &[("authorization", &bearer)])
            .await?;
        let answer = reply.json(200)?;
        let whole =
            answer["sub"].is_string() && answer["email"].is_string() && answer["name"].is_string();
        if whole {
            Ok(())
        } else {
            Err(reply.unexpected("the claims"))
        }
    }

    async fn document(&mut self) -> Outcome<()> {
        let reply = self.line.get(&self.path, &[]).await?;
        let answer = reply.json(200)?;
        let whole = if self.kind == Kind::Keys {
            answer["keys"].as_array().is_some_and(|k| k.len() >= 2)
        } else {
            answer["issuer"] == self.issuer.as_str()
        };
        if whole {
            Ok(())
        } else {
            Err(reply.unexpected("the document"))
        }
    }
}

fn text(reply: &Reply, value: &Value) -> Outcome<String> {
    let text = value.as_str().filter(|t| !t.is_empty());
    text.map(str::to_owned)
        .ok_or_else(|| reply.unexpected("a token"))
}

impl Work for Asker {
    async fn once(&mut self) -> Outcome<()> {
        match self.kind {
            Kind::ClientCredentials => self.client_credentials().await,
            Kind::Refresh => self.refresh().await,
            Kind::CodeFlow => self.code_flow(RESOURCE).await,
            Kind::Introspection => self.introspect().await,
            Kind::Userinfo => self.userinfo().await,
            Kind::Discovery | Kind::Keys => self.document().await,
        }
    }
}
