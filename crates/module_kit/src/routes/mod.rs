//! The addresses that a relying party must have.

pub(crate) mod backchannel;
pub(crate) mod callback;
pub(crate) mod login;
pub(crate) mod logout;
mod query;

pub(crate) use query::Parameters;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};

use crate::pages;
use crate::{Problem, RelyingParty};

/// Largest form that is read, in bytes: a logout token and some room.
const FORM: usize = 48 * 1024;
/// How long a form may take to arrive.
const FORM_TIME: std::time::Duration = std::time::Duration::from_secs(10);

impl RelyingParty {
    /// `/login`, `/login/callback`, `/logout` and `/backchannel-logout`, ready to be merged into
    /// the module's own routes.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/login", get(login::login))
            .route("/login/callback", get(callback::callback))
            .route("/logout", get(logout::ask).post(logout::sign_out))
            .route("/backchannel-logout", post(backchannel::logout))
            .with_state(self.clone())
    }

    pub(crate) fn refuse(&self, problem: Problem, detail: &dyn std::fmt::Display) -> Response {
        tracing::info!(code = problem.code(), detail = %detail, "a login or sign-out was refused");
        pages::problem(self.inner.pages.as_ref(), &problem)
    }
}

/// Reads a body within the limits.
pub(crate) async fn body(body: Body) -> Option<Bytes> {
    tokio::time::timeout(FORM_TIME, axum::body::to_bytes(body, FORM))
        .await
        .ok()?
        .ok()
}

/// A redirect that no cache keeps, with cookies to set.
pub(crate) fn redirect(
    address: &str,
    cookies: impl IntoIterator<Item = HeaderValue>,
) -> Result<Response, Problem> {
    let location = HeaderValue::try_from(address).map_err(|_| Problem::Internal)?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = axum::http::StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The address can hold a code or a state.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
