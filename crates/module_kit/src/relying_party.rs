//! The one value that a module holds.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use url::Url;

use crate::cookie::{Cookies, Kind};
use crate::pages::Pages;
use crate::pending::Logins;
use crate::provider::Provider;
use crate::session::{Session, Sessions};
use crate::settings::{Checked, Settings, SettingsError};
use crate::{Person, chance, clock};

/// A module's side of Unified Login: its settings, the provider as far as it is known, the
/// sessions. Clones share all of it.
#[derive(Clone)]
pub struct RelyingParty {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub settings: Arc<Checked>,
    pub provider: Provider,
    pub cookies: Cookies,
    pub logins: Logins,
    pub sessions: Sessions,
    pub pages: Box<dyn Pages>,
}

impl RelyingParty {
    /// Checks the settings; does not call the provider yet.
    ///
    /// `cookie_name` must differ between programs on one host, because cookies do not know ports:
    /// letters, digits, `-` and `_`, at most 64.
    pub fn new(
        settings: Settings,
        cookie_name: &str,
        pages: impl Pages,
    ) -> Result<Self, SettingsError> {
        let settings = Arc::new(Checked::from(settings)?);
        Ok(Self {
            inner: Arc::new(Inner {
                cookies: Cookies::new(cookie_name, settings.secure)?,
                provider: Provider::new(settings.clone())?,
                settings,
                logins: Logins::default(),
                sessions: Sessions::default(),
                pages: Box::new(pages),
            }),
        })
    }

    /// Asks the provider for its metadata until it answers, with growing waits. Optional: without
    /// it the first login asks. Run it beside the server, so that a module may start first.
    pub async fn warm_up(&self) {
        self.inner.provider.warm_up().await;
    }

    /// Whoever is signed in with these request headers.
    pub fn person(&self, headers: &HeaderMap) -> Option<Arc<Person>> {
        self.session(headers)?.person
    }

    pub(crate) fn session(&self, headers: &HeaderMap) -> Option<Session> {
        let key = self.inner.cookies.read(headers, Kind::Session)?;
        self.inner.sessions.find(key, clock::now())
    }

    /// Ends the session of these request headers, and no other.
    pub(crate) fn end_session(&self, headers: &HeaderMap) {
        if let Some(key) = self.inner.cookies.read(headers, Kind::Session) {
            self.inner.sessions.end(key, clock::now());
        }
    }

    /// True on the page after signing out, when this browser really came back from the provider's
    /// sign-out: `query` has the `state` that was given along.
    pub fn signed_out_everywhere(&self, headers: &HeaderMap, query: Option<&str>) -> bool {
        let Some(expected) = self.inner.cookies.read(headers, Kind::SignOut) else {
            return false;
        };
        form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .any(|(key, value)| key == "state" && chance::same(&value, expected))
    }

    /// The sources for `form-action` in a Content-Security-Policy: browsers hold the redirect after
    /// the sign-out form to it, so the provider must be named.
    pub async fn form_targets(&self) -> String {
        let mut origins = vec![origin(&self.inner.settings.issuer)];
        if let Ok(metadata) = self.inner.provider.metadata().await
            && let Some(end) = &metadata.end_session
        {
            origins.push(origin(end.as_str()));
        }
        origins.dedup();
        format!("'self' {}", origins.join(" "))
    }

    /// The same without asking the provider anything: its own origin is named from the start.
    pub(crate) fn form_targets_known(&self) -> String {
        format!("'self' {}", origin(&self.inner.settings.issuer))
    }
}

fn origin(address: &str) -> String {
    Url::parse(address)
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}

/// Sends a stranger to `/login`, and back to where she wanted to go.
#[derive(Debug)]
pub struct LoginRequired {
    return_to: Option<String>,
}

impl IntoResponse for LoginRequired {
    fn into_response(self) -> Response {
        let address = match self.return_to {
            Some(path) => {
                let path: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
                format!("/login?return_to={path}")
            }
            None => "/login".into(),
        };
        Redirect::to(&address).into_response()
    }
}

impl<S> FromRequestParts<S> for Person
where
    RelyingParty: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = LoginRequired;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, LoginRequired> {
        let party = RelyingParty::from_ref(state);
        party
            .person(&parts.headers)
            .map(Arc::unwrap_or_clone)
            .ok_or_else(|| {
                // Only what can be asked again by a link is worth returning to.
                let again = parts.method == Method::GET || parts.method == Method::HEAD;
                let path = parts
                    .uri
                    .path_and_query()
                    .map(|path| path.as_str().to_owned());
                LoginRequired {
                    return_to: path.filter(|_| again),
                }
            })
    }
}

impl<S> OptionalFromRequestParts<S> for Person
where
    RelyingParty: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &S,
    ) -> Result<Option<Self>, Self::Rejection> {
        let party = RelyingParty::from_ref(state);
        Ok(party.person(&parts.headers).map(Arc::unwrap_or_clone))
    }
}
