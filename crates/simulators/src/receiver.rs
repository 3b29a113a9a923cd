//! A receiver of events: takes what is posted, remembers it, answers as it is told to.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// An event that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The path it was posted to.
    pub path: String,
    /// The header `webhook-id`.
    pub id: String,
    /// The header `webhook-timestamp`.
    pub timestamp: String,
    /// The header `webhook-signature`.
    pub signature: String,
    /// The header `authorization`.
    pub authorization: String,
    /// The body.
    pub body: String,
    /// The same as it came.
    pub bytes: Vec<u8>,
    /// What it was answered.
    pub status: u16,
}

/// An answer to order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A status with a text.
    Status(u16, String),
    /// A status with `Retry-After`.
    RetryAfter(u16, String),
    /// A redirect to an address.
    Redirect(String),
    /// A good answer, but only after this time.
    Late(Duration),
}

#[derive(Default)]
struct Inner {
    received: Vec<Received>,
    next: VecDeque<Reply>,
    always: Option<Reply>,
}

/// A receiver; cheap to clone. Without orders it answers 200.
#[derive(Clone, Default)]
pub struct Receiver(Arc<Mutex<Inner>>);

impl Receiver {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// All that arrived so far, refused ones too.
    pub fn received(&self) -> Vec<Received> {
        self.inner().received.clone()
    }
    /// Orders the next answers; afterwards it answers as before.
    pub fn reply_next(&self, replies: impl IntoIterator<Item = Reply>) {
        self.inner().next.extend(replies);
    }
    /// Orders all answers until the next order; none for 200.
    pub fn reply_always(&self, reply: Option<Reply>) {
        self.inner().always = reply;
    }
}

async fn take(
    State(receiver): State<Receiver>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|v| v.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let reply = {
        let mut inner = receiver.inner();
        let next = inner.next.pop_front();
        next.or_else(|| inner.always.clone())
    };
    let reply = reply.unwrap_or_else(|| Reply::Status(200, "thank you".into()));
    let (wait, status, extra, text) = match reply {
        Reply::Status(status, text) => (Duration::ZERO, status, None, text),
        Reply::RetryAfter(status, after) => (
            Duration::ZERO,
            status,
            Some(("retry-after", after)),
            "slow down".into(),
        ),
        Reply::Redirect(to) => (Duration::ZERO, 302, Some(("location", to)), String::new()),
        Reply::Late(wait) => (wait, 200, None, "at last".into()),
    };
    receiver.inner().received.push(Received {
        path: uri.path().to_owned(),
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        authorization: header("authorization"),
        body: String::from_utf8_lossy(&body).into_owned(),
        bytes: body.to_vec(),
        status,
    });
    tokio::time::sleep(wait).await;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, text).into_response();
    if let Some((name, value)) = extra
        && let Ok(value) = value.parse()
    {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Serves a receiver on every path until the stop.
///
/// # Errors
/// When the listener is not on loopback, or serving fails.
pub async fn serve_receiver(
    listener: TcpListener,
    receiver: Receiver,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    crate::on_loopback(&listener)?;
    let router = Router::new().fallback(take).with_state(receiver);
    axum::serve(listener, router)
        .with_graceful_shutdown(stop)
        .await
}
