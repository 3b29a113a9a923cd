//! `GET /login?return_to=/path`: begin a login.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::Response;

use super::query::Parameters;
use super::redirect;
use crate::chance::{pkce_challenge, token};
use crate::cookie::Kind;
use crate::pending::{Pending, Purpose};
use crate::{Problem, RelyingParty, ReturnTo, clock};

pub(crate) async fn login(
    State(party): State<RelyingParty>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match begin(&party, uri.query().unwrap_or_default(), &headers).await {
        Ok(response) => response,
        Err((problem, detail)) => party.refuse(problem, &detail),
    }
}

pub(crate) async fn begin(
    party: &RelyingParty,
    query: &str,
    headers: &HeaderMap,
) -> Result<Response, (Problem, String)> {
    let inner = &party.inner;
    let parameters = Parameters::parse(query.as_bytes()).map_err(|p| (p, "query".into()))?;
    let return_to = match parameters.get("return_to") {
        None => ReturnTo::home(),
        Some(path) => ReturnTo::parse(path).ok_or((
            Problem::BadRequest("The page to return to is not on this site. Begin from this site."),
            "return_to".to_string(),
        ))?,
    };
    let metadata = inner
        .provider
        .metadata()
        .await
        .map_err(|fault| (Problem::ProviderUnreachable, fault.to_string()))?;
    let (asked, cookie) = ask(party, headers, return_to, Purpose::LogIn)?;
    let mut address = metadata.authorization.clone();
    address
        .query_pairs_mut()
        .extend_pairs(asked)
        .append_pair("scope", &inner.settings.scope);
    redirect(address.as_str(), [cookie]).map_err(|problem| (problem, "location".into()))
}

/// The parameters of an authorization request.
type Asked = Vec<(&'static str, String)>;

/// Begins a login: all parameters of an authorization request but its scope, and the cookie that
/// binds the answer to this browser.
pub(crate) fn ask(
    party: &RelyingParty,
    headers: &HeaderMap,
    return_to: ReturnTo,
    purpose: Purpose,
) -> Result<(Asked, HeaderValue), (Problem, String)> {
    let inner = &party.inner;
    let random = || token().map_err(|fault| (Problem::Internal, fault.to_string()));
    let (state, nonce, verifier) = (random()?, random()?, random()?);
    // One key for all tabs of a browser, so that two logins at once do not shut each other out.
    let browser = match inner.cookies.read(headers, Kind::Login) {
        Some(key) => key.to_owned(),
        None => random()?,
    };
    let asked = vec![
        ("response_type", "code".into()),
        ("client_id", inner.settings.client_id.clone()),
        ("redirect_uri", redirect_uri(party, &purpose)),
        ("state", state.clone()),
        ("nonce", nonce.clone()),
        ("code_challenge", pkce_challenge(&verifier)),
        ("code_challenge_method", "S256".into()),
    ];
    let cookie = inner.cookies.set(Kind::Login, &browser);
    inner.logins.begin(
        &state,
        Pending {
            browser,
            nonce,
            verifier,
            return_to,
            purpose,
            begun: clock::now(),
        },
    );
    Ok((asked, cookie))
}

/// The redirect address to register with the provider: one for logins, one for links.
pub(crate) fn redirect_uri(party: &RelyingParty, purpose: &Purpose) -> String {
    let path = match purpose {
        Purpose::LogIn => "/login/callback",
        Purpose::LinkTenant { .. } | Purpose::LinkAccount { .. } => "/unified-login/linked",
    };
    format!("{}{path}", party.inner.settings.origin)
}
