//! `GET /login?return_to=/path`: begin a login.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::query::Parameters;
use super::redirect;
use crate::chance::{pkce_challenge, token};
use crate::cookie::Kind;
use crate::pending::Pending;
use crate::{Problem, RelyingParty, ReturnTo, clock};

pub(super) async fn login(
    State(party): State<RelyingParty>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    match begin(&party, uri.query().unwrap_or_default(), &headers).await {
        Ok(response) => response,
        Err((problem, detail)) => party.refuse(problem, &detail),
    }
}

async fn begin(
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
    let random = || token().map_err(|fault| (Problem::Internal, fault.to_string()));
    let (state, nonce, verifier) = (random()?, random()?, random()?);
    // One key for all tabs of a browser, so that two logins at once do not shut each other out.
    let browser = match inner.cookies.read(headers, Kind::Login) {
        Some(key) => key.to_owned(),
        None => random()?,
    };
    let mut address = metadata.authorization.clone();
    address
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &inner.settings.client_id)
        .append_pair("redirect_uri", &redirect_uri(party))
        .append_pair("scope", &inner.settings.scope)
        .append_pair("state", &state)
        .append_pair("nonce", &nonce)
        .append_pair("code_challenge", &pkce_challenge(&verifier))
        .append_pair("code_challenge_method", "S256");
    let cookie = inner.cookies.set(Kind::Login, &browser);
    inner.logins.begin(
        &state,
        Pending {
            browser,
            nonce,
            verifier,
            return_to,
            begun: clock::now(),
        },
    );
    redirect(address.as_str(), [cookie]).map_err(|problem| (problem, "location".into()))
}

/// The redirect address to register with the provider.
pub(super) fn redirect_uri(party: &RelyingParty) -> String {
    format!("{}/login/callback", party.inner.settings.origin)
}
