//! The headers of every answer, so that no page can be framed, no script runs and no cache keeps
//! what is about a person.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use super::UnifiedLogin;

impl UnifiedLogin {
    /// Puts the headers that keep pages safe around all routes of the module. What a route says
    /// itself stays.
    pub fn protect(&self, routes: Router) -> Router {
        routes.layer(from_fn_with_state(self.clone(), protect))
    }

    /// The module's program: its own routes, those of the kit, safe headers, and the refresher
    /// beside it.
    ///
    /// # Errors
    /// The listener breaks.
    pub async fn serve(
        &self,
        listener: tokio::net::TcpListener,
        routes: Router,
    ) -> std::io::Result<()> {
        let app = self.protect(routes.merge(self.routes()));
        tokio::select! {
            stopped = axum::serve(listener, app) => stopped,
            never = self.run() => match never {},
        }
    }
}

async fn protect(State(login): State<UnifiedLogin>, request: Request, next: Next) -> Response {
    let targets = login.inner.party.form_targets_known();
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action {targets}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(policy);
    }
    if login.inner.party.inner.settings.secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(year);
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
