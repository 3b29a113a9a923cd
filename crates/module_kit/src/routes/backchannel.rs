//! `POST /backchannel-logout`: the provider ends sessions (OpenID Connect Back-Channel Logout 1.0,
//! sections 2.5 to 2.8).

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::body;
use super::query::Parameters;
use crate::provider::VerifyFault;
use crate::token::{TokenFault, logout_token};
use crate::{RelyingParty, clock};

pub(crate) async fn logout(State(party): State<RelyingParty>, request: Request) -> Response {
    match end(&party, request).await {
        Ok(count) => {
            tracing::info!(sessions = count, "the provider ended sessions");
            answer(StatusCode::OK, Body::empty())
        }
        Err(why) => {
            tracing::warn!(why, "a back-channel logout was refused");
            let body = serde_json::json!({ "error": "invalid_request", "error_description": why });
            answer(StatusCode::BAD_REQUEST, Body::from(body.to_string()))
        }
    }
}

async fn end(party: &RelyingParty, request: Request) -> Result<usize, String> {
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = form
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err("the body must be application/x-www-form-urlencoded".into());
    }
    let bytes = body(request.into_body())
        .await
        .ok_or("the body is too long or too slow")?;
    let parameters = Parameters::parse(&bytes).map_err(|_| "the form cannot be read")?;
    let token = parameters
        .get("logout_token")
        .ok_or("logout_token is missing")?;
    let provider = &party.inner.provider;
    let token = provider.verify(token).await.map_err(|fault| match fault {
        VerifyFault::Token(fault) => fault.to_string(),
        VerifyFault::Provider(_) => "the signing keys cannot be fetched right now".into(),
    })?;
    let token = logout_token::accept(token, &provider.expected()).map_err(|f| f.to_string())?;
    let ended = party.inner.sessions.end_named(&token, clock::now());
    ended.ok_or_else(|| TokenFault::Replayed.to_string())
}

fn answer(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status != StatusCode::OK {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    response
}
