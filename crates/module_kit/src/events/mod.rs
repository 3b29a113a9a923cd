//! `POST /unified-login/events`: the hub says what happened (RFC 8417, pushed by RFC 8935).

mod effects;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use unified_login::{Event, EventFault, EventToken};

use crate::accounts::StoreFault;
use crate::clock;
use crate::provider::VerifyFault;
use crate::routes::body;
use crate::unified::UnifiedLogin;

/// How far an event's `iat` may lie from now, in seconds, unless its number says that it is new.
const FRESH: i64 = 300;

/// Why an event was not taken.
enum NotTaken {
    /// It never will be (RFC 8935, 2.4).
    Fault(EventFault),
    /// Later perhaps: the hub tries again.
    Later(String),
}

impl From<StoreFault> for NotTaken {
    fn from(fault: StoreFault) -> Self {
        Self::Later(fault.to_string())
    }
}

pub(crate) async fn receive(State(login): State<UnifiedLogin>, request: Request) -> Response {
    match take(&login, request).await {
        Ok(()) => answer(StatusCode::ACCEPTED, Body::empty()),
        Err(NotTaken::Fault(fault)) => {
            tracing::warn!(code = fault.code(), "an event was refused");
            let body = json!({ "err": fault.code(), "description": "The event was not taken." });
            answer(StatusCode::BAD_REQUEST, Body::from(body.to_string()))
        }
        Err(NotTaken::Later(why)) => {
            tracing::error!(why, "an event could not be taken yet");
            answer(StatusCode::SERVICE_UNAVAILABLE, Body::empty())
        }
    }
}

fn answer(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if status == StatusCode::BAD_REQUEST {
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
    }
    response
}

async fn take(login: &UnifiedLogin, request: Request) -> Result<(), NotTaken> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/secevent+jwt") {
        return Err(NotTaken::Fault(EventFault::InvalidRequest));
    }
    let bytes = body(request.into_body()).await;
    let bytes = bytes.ok_or(NotTaken::Fault(EventFault::InvalidRequest))?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| NotTaken::Fault(EventFault::InvalidRequest))?;
    let verified = login.inner.party.inner.provider.verify(text.trim()).await;
    let verified = verified.map_err(|fault| match fault {
        VerifyFault::Token(fault) => {
            tracing::warn!(fault = %fault, "the token of an event is not the hub's");
            NotTaken::Fault(EventFault::InvalidKey)
        }
        VerifyFault::Provider(fault) => NotTaken::Later(fault.to_string()),
    })?;
    // Exactly this type: a logout token or an ID token is no event, whatever it claims.
    if verified.typ.as_deref() != Some(EventToken::TYP) {
        return Err(NotTaken::Fault(EventFault::InvalidRequest));
    }
    let token = EventToken::read(&Value::Object(verified.claims)).map_err(NotTaken::Fault)?;
    believe(login, token).await
}

/// Everything after the signature.
async fn believe(login: &UnifiedLogin, token: EventToken) -> Result<(), NotTaken> {
    let settings = &login.inner.party.inner.settings;
    if token.iss != settings.issuer {
        return Err(NotTaken::Fault(EventFault::InvalidIssuer));
    }
    if token.aud != settings.client_id {
        return Err(NotTaken::Fault(EventFault::InvalidAudience));
    }
    let known = login.inner.policies.of(&token.tenant);
    if known.link.as_ref().is_none_or(|link| link.id != token.link) {
        return Err(NotTaken::Fault(EventFault::AccessDenied));
    }
    let memory = Memory::of(login, &token).await?;
    if memory.seen {
        return Ok(());
    }
    let now = i64::try_from(clock::now()).unwrap_or(i64::MAX);
    let fresh = token.iat.abs_diff(now) <= FRESH.unsigned_abs();
    // A module that was down gets old events late; their number shows that they were never here.
    if !fresh && token.seq <= memory.last_of_link {
        tracing::warn!(
            clock_skew = true,
            iat = token.iat,
            now,
            "an event is too old or too new"
        );
        return Err(NotTaken::Fault(EventFault::InvalidRequest));
    }
    // What is older than what already happened to the account is over.
    if token.seq > memory.last_of_account {
        login.act_on(&token).await?;
    }
    // Noted after it was done: whatever breaks between, the hub sends it again.
    memory.note(login, &token).await?;
    Ok(())
}

/// What is remembered of events that came.
struct Memory {
    seen: bool,
    last_of_link: u64,
    last_of_account: u64,
    about: Option<String>,
}

impl Memory {
    async fn of(login: &UnifiedLogin, token: &EventToken) -> Result<Self, StoreFault> {
        let number = async |key: &str| -> Result<u64, StoreFault> {
            let kept = login.accounts().kept(key).await?;
            let own = kept.iter().find(|(k, _)| k == key);
            Ok(own.and_then(|(_, n)| n.parse().ok()).unwrap_or(0))
        };
        let about = match &token.event {
            Event::Account { sub, .. } => Some(format!("number/{}/{sub}", token.link)),
            _ => None,
        };
        let seen = format!("event/{}/{}", token.link, token.jti);
        let kept = login.accounts().kept(&seen).await?;
        Ok(Self {
            seen: kept.iter().any(|(key, _)| *key == seen),
            last_of_link: number(&format!("last/{}", token.link)).await?,
            last_of_account: match &about {
                Some(key) => number(key).await?,
                None => 0,
            },
            about,
        })
    }

    async fn note(&self, login: &UnifiedLogin, token: &EventToken) -> Result<(), StoreFault> {
        let accounts = login.accounts();
        let seq = token.seq.to_string();
        if token.seq > self.last_of_link {
            let key = format!("last/{}", token.link);
            accounts.keep(&key, Some(&seq)).await?;
        }
        if let Some(key) = &self.about
            && token.seq > self.last_of_account
        {
            accounts.keep(key, Some(&seq)).await?;
        }
        let key = format!("event/{}/{}", token.link, token.jti);
        accounts.keep(&key, Some(&clock::now().to_string())).await
    }
}
