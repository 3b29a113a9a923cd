//! The service on a port of this machine.

use super::ScimService;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use std::future::Future;
use tokio::net::TcpListener;

/// The address of the service below that of its listener.
const BASE: &str = "/scim/v2";

/// Serves until the future ends.
///
/// # Errors
/// When the listener cannot be used, or is not on loopback.
pub async fn serve_scim(
    listener: TcpListener,
    service: ScimService,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    crate::on_loopback(&listener)?;
    let router = Router::new().fallback(answer).with_state(service);
    axum::serve(listener, router)
        .with_graceful_shutdown(stop)
        .await
}

async fn answer(
    State(service): State<ScimService>,
    method: Method,
    uri: Uri,
    body: Bytes,
) -> Response {
    let target = uri.path_and_query().map_or("", |t| t.as_str());
    let target = target.strip_prefix(BASE).unwrap_or(target);
    let Some(reply) = service.answer(method.as_str(), target, &body) else {
        // Nobody hears of it: the answer stays out until whoever asked has given up.
        return std::future::pending().await;
    };
    tokio::time::sleep(reply.after).await;
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let media_type = ("content-type", "application/scim+json");
    let mut response = (status, [media_type], reply.body).into_response();
    let pause = reply.retry_after.and_then(|text| text.parse().ok());
    if let Some(pause) = pause {
        response.headers_mut().insert("retry-after", pause);
    }
    response
}
