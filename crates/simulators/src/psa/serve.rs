//! HTTP from the socket to an answer and back. hyper by hand, since a simulator must be able to cut a
//! connection instead of answering.

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Longest body that is taken: a document with room around it.
const MOST_BODY: u64 = 32 * 1024 * 1024;
/// How long open answers may take after the stop.
const FAREWELL: Duration = Duration::from_secs(2);

/// A request, read whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Question {
    /// A header as text; empty where it is missing or no text.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|v| v.to_str().ok());
        value.unwrap_or_default()
    }

    /// The parameters of the query, percent signs and `+` read.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes())
            .into_owned()
            .collect()
    }
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// How long it takes.
    pub after: Duration,
    /// The connection ends here, and nobody hears the answer.
    pub cut: bool,
}

impl Reply {
    pub(crate) fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type", kind.to_owned())],
            body: body.into(),
            ..Self::default()
        }
    }

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", body.to_string())
    }

    /// Answered with nothing to say.
    pub(crate) fn empty(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The connection is cut.
#[derive(Debug)]
struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is cut, as ordered")
    }
}

impl std::error::Error for Cut {}

async fn question(request: Request<Incoming>) -> Result<Question, Reply> {
    if request.body().size_hint().lower() > MOST_BODY {
        return Err(Reply::empty(413));
    }
    let (head, body) = request.into_parts();
    let limited =
        http_body_util::Limited::new(body, usize::try_from(MOST_BODY).unwrap_or(usize::MAX));
    let Ok(body) = limited.collect().await else {
        return Err(Reply::empty(413));
    };
    Ok(Question {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: body.to_bytes(),
    })
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .append(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Serves until the stop.
///
/// # Errors
/// When the listener is not on loopback.
pub(crate) async fn serve<A>(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    answer: A,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()>
where
    A: Fn(Question) -> Reply + Send + Sync + 'static,
{
    crate::on_loopback(&listener)?;
    let answer = Arc::new(answer);
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(fault) => {
                    tracing::warn!(%fault, "a connection was not taken");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let _ = stream.set_nodelay(true);
        let (answer, tls, watcher) = (answer.clone(), tls.clone(), graceful.watcher());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let answer = answer.clone();
                async move {
                    let reply = match question(request).await {
                        Ok(question) => answer(question),
                        Err(reply) => reply,
                    };
                    tokio::time::sleep(reply.after).await;
                    if reply.cut {
                        Err(Cut)
                    } else {
                        Ok(response(reply))
                    }
                }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(30));
            // A cut is no fault to report; nor is a client that leaves.
            if let Some(tls) = tls {
                let Ok(stream) = tls.accept(stream).await else {
                    return;
                };
                let connection = http.serve_connection(TokioIo::new(stream), service);
                let _ = watcher.watch(connection).await;
            } else {
                let connection = http.serve_connection(TokioIo::new(stream), service);
                let _ = watcher.watch(connection).await;
            }
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}
