//! The Partner Portal, a module of our own on the kit alone. Nothing of it needs JavaScript.
//!
//! It comes in two forms: [`serve`] is a small relying party without accounts that shows what a module
//! learns about a person; [`run`] is a program with accounts of its own that is linked to a hub.
#![allow(
    clippy::disallowed_methods,
    reason = "a module is a program of its own: clock, randomness and waiting are the real ones"
)]

mod pages;
mod program;
#[cfg(test)]
mod tests;

pub use program::{Fault, open, run, says};

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use module_kit::{Person, RelyingParty, Settings};
use tokio::net::TcpListener;

use pages::{Landing, Me, Missing, PortalPages, claims, html};

#[derive(Clone)]
struct Portal {
    party: RelyingParty,
    /// The hub's page "My Modules".
    launcher: Arc<str>,
    https: bool,
}

impl FromRef<Portal> for RelyingParty {
    fn from_ref(portal: &Portal) -> Self {
        portal.party.clone()
    }
}

/// Serves the Partner Portal on `listener` until `shutdown` is ready; open requests are finished
/// first. It may start before the provider answers: it goes on asking until it does, and until then
/// says so to whoever wants to log in.
///
/// The launcher is taken to be at `{issuer}/launcher`. Fails with `InvalidInput` when the settings
/// cannot work.
pub async fn serve(
    listener: TcpListener,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Cookies do not know ports: two portals on one host must not share a name.
    let cookie = format!("partner_portal_{}", listener.local_addr()?.port());
    let launcher = format!("{}/launcher", settings.issuer.trim_end_matches('/'));
    let https = settings.base_url.starts_with("https://");
    let party = RelyingParty::new(settings, &cookie, PortalPages)
        .map_err(|fault| io::Error::new(io::ErrorKind::InvalidInput, fault))?;
    let app = routes(Portal {
        party: party.clone(),
        launcher: launcher.into(),
        https,
    });
    let server = axum::serve(listener, app)
        .with_graceful_shutdown(shutdown)
        .into_future();
    let mut server = std::pin::pin!(server);
    tokio::select! {
        stopped = &mut server => return stopped,
        () = party.warm_up() => {}
    }
    server.await
}

fn routes(portal: Portal) -> Router {
    Router::new()
        .route("/", get(landing))
        .route("/me", get(me))
        .route("/portal.css", get(style))
        .fallback(missing)
        .with_state(portal.clone())
        .merge(portal.party.routes())
        .layer(from_fn_with_state(portal, protect))
}

async fn landing(
    State(party): State<RelyingParty>,
    person: Option<Person>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if person.is_some() {
        return Redirect::to("/me").into_response();
    }
    let everywhere = party.signed_out_everywhere(&headers, query.as_deref());
    html(&Landing {
        note: everywhere.then_some("You are signed out of Partner Portal and of Vestibule."),
    })
}

async fn me(State(portal): State<Portal>, person: Person) -> Response {
    html(&Me {
        person: &person,
        launcher: &portal.launcher,
        claims: claims(&person),
    })
}

async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, include_str!("portal.css"))
}

async fn missing() -> Response {
    let mut page = html(&Missing);
    *page.status_mut() = StatusCode::NOT_FOUND;
    page
}

/// The headers of every answer: nothing is loaded from elsewhere, no script runs, no other site
/// frames a page, no cache keeps what is about a person.
async fn protect(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    // Only pages for people who are signed in have the form whose redirect leads to the provider.
    let targets = match portal.party.person(request.headers()) {
        Some(_) => portal.party.form_targets().await,
        None => "'self'".into(),
    };
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action {targets}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if portal.https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}
