//! A small relying party of our own, for the demo and the tests.

use std::future::Future;
use std::io;

use axum::Router;
use axum::routing::get;
use module_kit::Settings;
use tokio::net::TcpListener;

/// Serves the Partner Portal on `listener` until `shutdown` is ready; open requests are finished
/// first. It may start before the provider answers. Fails with `InvalidInput` when the settings
/// cannot work.
pub async fn serve(
    listener: TcpListener,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let _ = settings;
    let app = Router::new().route("/", get(async || "Partner Portal"));
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
