//! `GET /login/callback`: the provider sent the browser back.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;

use super::login::redirect_uri;
use super::query::Parameters;
use super::redirect;
use crate::chance::token;
use crate::cookie::Kind;
use crate::pending::{NotPending, Pending, Purpose};
use crate::provider::VerifyFault;
use crate::provider::exchange::{ExchangeFault, Tokens};
use crate::session::Session;
use crate::token::id_token::{self, IdToken};
use crate::{Person, Problem, RelyingParty, clock, problem};

type Refused = (Problem, String);

/// A login that came back and was believed.
pub(crate) struct Arrived {
    pub pending: Pending,
    pub person: Person,
    pub sid: Option<String>,
    pub tokens: Tokens,
}

/// A login that came back and was not.
pub(crate) struct Unfinished {
    /// What was begun, once it is clear that this browser began it and the provider answers.
    pub purpose: Option<Purpose>,
    pub problem: Problem,
    pub detail: String,
}

impl From<Refused> for Unfinished {
    fn from((problem, detail): Refused) -> Self {
        Self {
            purpose: None,
            problem,
            detail,
        }
    }
}

pub(super) async fn callback(
    State(party): State<RelyingParty>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match finish(&party, uri.query().unwrap_or_default(), &headers).await {
        Ok(response) => response,
        Err((problem, detail)) => party.refuse(problem, &detail),
    }
}

async fn finish(
    party: &RelyingParty,
    query: &str,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let arrived = arrive(party, query, headers)
        .await
        .map_err(|u| (u.problem, u.detail))?;
    let session = Session {
        person: Some(Arc::new(arrived.person)),
        sid: arrived.sid,
        id_token: Some(arrived.tokens.id_token.into()),
        ..Session::default()
    };
    let cookie = open(party, headers, session)?;
    redirect(arrived.pending.return_to.as_str(), [cookie])
        .map_err(|problem| (problem, "location".into()))
}

/// Everything that must hold before an answer of the provider counts.
pub(crate) async fn arrive(
    party: &RelyingParty,
    query: &str,
    headers: &HeaderMap,
) -> Result<Arrived, Unfinished> {
    let inner = &party.inner;
    let parameters = Parameters::parse(query.as_bytes()).map_err(|p| (p, "query".into()))?;
    let state = parameters.get("state").unwrap_or_default();
    let browser = inner.cookies.read(headers, Kind::Login);
    let pending = inner
        .logins
        .finish(state, browser, clock::now())
        .map_err(|why| match why {
            NotPending::Unknown => (Problem::LoginExpired, "state".to_string()),
            NotPending::OtherBrowser => (Problem::OtherBrowser, "login cookie".into()),
        })?;
    // Nothing of the answer counts, not even an error, before it is clear whose answer it is.
    check_issuer(party, parameters.get("iss")).await?;
    believed(party, &parameters, &pending)
        .await
        .map_err(|(problem, detail)| Unfinished {
            purpose: Some(pending.purpose.clone()),
            problem,
            detail,
        })
        .map(|(person, sid, tokens)| Arrived {
            pending,
            person,
            sid,
            tokens,
        })
}

async fn believed(
    party: &RelyingParty,
    parameters: &Parameters<'_>,
    pending: &Pending,
) -> Result<(Person, Option<String>, Tokens), Refused> {
    if let Some(code) = parameters.get("error") {
        return Err((
            Problem::Refused {
                code: problem::code(code).unwrap_or_else(|| "unreadable_error".into()),
                description: parameters
                    .get("error_description")
                    .and_then(problem::description),
            },
            "error response".into(),
        ));
    }
    let code = parameters
        .get("code")
        .filter(|code| code.len() <= 4096)
        .ok_or((
            Problem::BadRequest("The sign-in service sent no code. Begin again from this site."),
            "code".to_string(),
        ))?;
    let tokens = exchange(party, code, pending).await?;
    let id_token = believe(party, &tokens, pending).await?;
    let userinfo = match &tokens.access_token {
        Some(access_token) => party.inner.provider.userinfo(access_token).await,
        None => None,
    };
    let IdToken {
        subject,
        sid,
        claims,
    } = id_token;
    let person = Person::from_claims(subject, claims, userinfo);
    Ok((person, sid, tokens))
}

/// Opens a session in this browser; gives its cookie.
pub(crate) fn open(
    party: &RelyingParty,
    headers: &HeaderMap,
    session: Session,
) -> Result<HeaderValue, Refused> {
    let inner = &party.inner;
    // Session fixation: whatever session the browser had ends, and the new one has a new key.
    let now = clock::now();
    if let Some(old) = inner.cookies.read(headers, Kind::Session) {
        inner.sessions.end(old, now);
    }
    let key = token().map_err(|fault| (Problem::Internal, fault.to_string()))?;
    if !inner.sessions.begin(&key, session, now) {
        return Err((Problem::EndedMeanwhile, "sid".into()));
    }
    Ok(inner.cookies.set(Kind::Session, &key))
}

/// RFC 9207 section 2.4. A provider that does not announce the parameter may leave it out; a wrong
/// one is never accepted.
async fn check_issuer(party: &RelyingParty, iss: Option<&str>) -> Result<(), Refused> {
    let refused = || Err((Problem::OtherProvider, "iss".to_string()));
    match iss {
        Some(iss) if iss == party.inner.settings.issuer => Ok(()),
        Some(_) => refused(),
        None => match party.inner.provider.metadata().await {
            Ok(metadata) if metadata.names_itself => refused(),
            Ok(_) => Ok(()),
            Err(fault) => Err((Problem::ProviderUnreachable, fault.to_string())),
        },
    }
}

async fn exchange(party: &RelyingParty, code: &str, pending: &Pending) -> Result<Tokens, Refused> {
    let answer = party
        .inner
        .provider
        .exchange(
            code,
            &redirect_uri(party, &pending.purpose),
            &pending.verifier,
        )
        .await;
    answer.map_err(|fault| {
        let detail = fault.to_string();
        let problem = match fault {
            ExchangeFault::Refused(code) => Problem::ExchangeRefused { code },
            ExchangeFault::NoIdToken => Problem::TokenRefused(crate::token::TokenFault::Malformed),
            ExchangeFault::Provider(_) => Problem::ProviderUnreachable,
        };
        (problem, detail)
    })
}

async fn believe(
    party: &RelyingParty,
    tokens: &Tokens,
    pending: &Pending,
) -> Result<IdToken, Refused> {
    let provider = &party.inner.provider;
    let accepted = provider.verify(&tokens.id_token).await.and_then(|token| {
        let access_token = tokens.access_token.as_deref();
        Ok(id_token::accept(
            token,
            &provider.expected(),
            &pending.nonce,
            access_token,
        )?)
    });
    accepted.map_err(|fault| {
        let detail = fault.to_string();
        let problem = match fault {
            VerifyFault::Token(fault) => Problem::TokenRefused(fault),
            VerifyFault::Provider(_) => Problem::ProviderUnreachable,
        };
        (problem, detail)
    })
}
