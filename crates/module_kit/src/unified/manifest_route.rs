//! What the module says of itself, for the hub.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::UnifiedLogin;

/// `GET /.well-known/unified-login`
pub(super) async fn show(State(login): State<UnifiedLogin>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "max-age=60"),
    ];
    let manifest = serde_json::to_string(&login.inner.manifest).unwrap_or_default();
    (headers, manifest)
}
