//! The SCIM 2.0 endpoint (RFC 7643, RFC 7644): the hub reads the accounts of a tenant and has them made,
//! changed, deactivated and deleted. Each request names its tenant in a token that the hub signs for
//! this endpoint alone.

mod bearer;
mod discovery;
mod list;
mod view;
mod write;

pub(crate) use write::names_of;

use ::scim::{MEDIA_TYPE, ScimError};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;

use crate::accounts::StoreFault;
use crate::routes::body;
use crate::unified::UnifiedLogin;

/// Why a request is not done.
pub(crate) enum ScimFault {
    /// Who asks is not known: the token is missing, forged, old, or for another endpoint.
    Stranger,
    /// The request is wrong, or refused.
    Scim(ScimError),
    /// Later perhaps.
    Later(String),
}

impl From<ScimError> for ScimFault {
    fn from(error: ScimError) -> Self {
        Self::Scim(error)
    }
}

impl From<StoreFault> for ScimFault {
    fn from(fault: StoreFault) -> Self {
        Self::Later(fault.to_string())
    }
}

/// What is answered.
pub(crate) struct Done {
    status: StatusCode,
    body: Option<Vec<u8>>,
    etag: Option<String>,
    location: Option<String>,
}

impl Done {
    fn with(status: StatusCode, body: Vec<u8>) -> Self {
        Self {
            status,
            body: Some(body),
            etag: None,
            location: None,
        }
    }

    fn bare(status: StatusCode) -> Self {
        Self {
            status,
            body: None,
            etag: None,
            location: None,
        }
    }
}

/// All routes below `/scim/v2`.
pub(crate) fn routes() -> Router<UnifiedLogin> {
    Router::new()
        .route("/scim/v2/Users", get(list::list).post(write::create))
        .route(
            "/scim/v2/Users/{id}",
            get(list::one)
                .put(write::replace)
                .patch(write::patch)
                .delete(write::delete),
        )
        .route("/scim/v2/Roles", get(discovery::roles))
        .route("/scim/v2/ServiceProviderConfig", get(discovery::config))
        .route("/scim/v2/ResourceTypes", get(discovery::types))
        .route("/scim/v2/Schemas", get(discovery::schemas))
        .route("/scim/v2/{*rest}", axum::routing::any(nothing))
}

async fn nothing(
    State(login): State<UnifiedLogin>,
    Path(_): Path<String>,
    headers: HeaderMap,
) -> Response {
    answer(match login.bearer(&headers).await {
        Ok(_) => Err(ScimError::not_found().into()),
        Err(fault) => Err(fault),
    })
}

fn answer(done: Result<Done, ScimFault>) -> Response {
    match done {
        Ok(done) => {
            let mut response = said(done.status, done.body);
            let headers = response.headers_mut();
            for (name, value) in [(header::ETAG, done.etag), (header::LOCATION, done.location)] {
                if let Some(value) = value.and_then(|v| HeaderValue::try_from(v).ok()) {
                    headers.insert(name, value);
                }
            }
            response
        }
        Err(ScimFault::Stranger) => {
            let error = ScimError::plain(401, "A token of the hub for this endpoint is needed.");
            let mut response = said(StatusCode::UNAUTHORIZED, Some(error.body()));
            let bearer = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, bearer);
            response
        }
        Err(ScimFault::Scim(error)) => {
            tracing::info!(status = error.status, detail = %error.detail, "a SCIM request was refused");
            let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
            said(status, Some(error.body()))
        }
        Err(ScimFault::Later(why)) => {
            tracing::error!(why, "a SCIM request could not be done");
            let error = ScimError::plain(503, "The accounts cannot be reached at the moment.");
            let mut response = said(StatusCode::SERVICE_UNAVAILABLE, Some(error.body()));
            let wait = HeaderValue::from_static("5");
            response.headers_mut().insert(header::RETRY_AFTER, wait);
            response
        }
    }
}

fn said(status: StatusCode, body: Option<Vec<u8>>) -> Response {
    let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// The body of a request within the limits.
async fn sent(request: Request) -> Result<Vec<u8>, ScimFault> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(MEDIA_TYPE) && !kind.eq_ignore_ascii_case("application/json") {
        return Err(ScimError::plain(415, "Bodies are of type application/scim+json.").into());
    }
    let bytes = body(request.into_body()).await;
    Ok(bytes.ok_or_else(ScimError::too_large)?.to_vec())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).map(|v| v.to_str().unwrap_or(""))
}
