//! Who is signed in, for the module's own pages.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use unified_login::LocalLogin;

use super::UnifiedLogin;
use crate::Person;
use crate::accounts::{Account, Tenant};
use crate::launcher::LauncherEntry;

/// By which door somebody came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Through {
    /// Through the hub, as it described her at login.
    Hub(Arc<Person>),
    /// By a password of the module, and why that is open to her.
    Local(LocalLogin),
}

/// Who is signed in, with the account as it is at this moment.
///
/// With axum: `async fn page(me: SignedIn)` sends strangers to the login page and back;
/// `Option<SignedIn>` lets everybody in. Both need `UnifiedLogin: FromRef<S>`.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// Its tenant.
    pub tenant: Tenant,
    /// By which door.
    pub through: Through,
    /// Whether she may change login settings.
    pub security_admin: bool,
    pub(crate) modules: Vec<LauncherEntry>,
}

impl SignedIn {
    /// Whether she came through the hub.
    pub fn through_hub(&self) -> bool {
        matches!(self.through, Through::Hub(_))
    }
}

/// Sends a stranger to the login page, and back to where she wanted to go.
#[derive(Debug)]
pub enum NotSignedIn {
    /// She has to log in; the path is where she wanted to go.
    LogIn(Option<String>),
    /// The store does not answer.
    Broken,
}

impl IntoResponse for NotSignedIn {
    fn into_response(self) -> Response {
        match self {
            Self::LogIn(path) => Redirect::to(&login_address(path.as_deref())).into_response(),
            Self::Broken => {
                let words = "The accounts cannot be read at the moment. Try again in a minute.";
                (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
            }
        }
    }
}

/// The login page, with the way back.
pub(crate) fn login_address(path: Option<&str>) -> String {
    match path {
        Some(path) => {
            let path: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
            format!("/local-login?return_to={path}")
        }
        None => "/local-login".into(),
    }
}

/// Where a request wanted to go, when a link can ask for it again.
pub(crate) fn again(parts: &Parts) -> Option<String> {
    let again = parts.method == Method::GET || parts.method == Method::HEAD;
    let path = parts.uri.path_and_query().filter(|_| again);
    path.map(|path| path.as_str().to_owned())
}

impl<S> FromRequestParts<S> for SignedIn
where
    UnifiedLogin: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = NotSignedIn;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, NotSignedIn> {
        let login = UnifiedLogin::from_ref(state);
        match login.signed_in(&parts.headers).await {
            Ok(Some(signed_in)) => Ok(signed_in),
            Ok(None) => Err(NotSignedIn::LogIn(again(parts))),
            Err(fault) => {
                tracing::error!(fault = %fault, "the store of accounts does not answer");
                Err(NotSignedIn::Broken)
            }
        }
    }
}

impl<S> OptionalFromRequestParts<S> for SignedIn
where
    UnifiedLogin: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Infallible> {
        let login = UnifiedLogin::from_ref(state);
        Ok(login.signed_in(&parts.headers).await.ok().flatten())
    }
}
