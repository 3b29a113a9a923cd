//! One kept connection: a request goes out, the whole answer comes back.

use crate::Outcome;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{HeaderMap, Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection to `localhost`, made when it is first needed.
pub struct Line {
    port: u16,
    open: Option<SendRequest<Full<Bytes>>>,
}

/// A whole answer.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|v| v.to_str().ok());
        value.unwrap_or_default()
    }

    /// The body as JSON, when the status is the expected one.
    pub fn json(&self, status: u16) -> Outcome<serde_json::Value> {
        if self.status != status {
            return Err(self.unexpected("the status"));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }

    /// A fault that shows what came.
    pub fn unexpected(&self, what: &str) -> Box<dyn std::error::Error + Send + Sync> {
        let body: String = String::from_utf8_lossy(&self.body)
            .chars()
            .take(300)
            .collect();
        let (status, place) = (self.status, self.header("location"));
        format!("{what} of an answer is not as expected: {status} {place} {body}").into()
    }
}

/// Header names and values of a request.
pub type Headers<'a> = &'a [(&'a str, &'a str)];

impl Line {
    /// A connection to a port of this machine.
    pub fn to(port: u16) -> Self {
        Self { port, open: None }
    }

    /// Sends a request and reads the answer to its end.
    pub async fn send(
        &mut self,
        method: Method,
        target: &str,
        headers: Headers<'_>,
        body: String,
    ) -> Outcome<Reply> {
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", format!("localhost:{}", self.port));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(body)))?;
        let mut sender = match self.open.take().filter(|s| !s.is_closed()) {
            Some(sender) => sender,
            None => {
                let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
                stream.set_nodelay(true)?;
                let (sender, connection) = handshake(TokioIo::new(stream)).await?;
                tokio::spawn(connection);
                sender
            }
        };
        sender.ready().await?;
        let (head, body) = sender.send_request(request).await?.into_parts();
        let reply = Reply {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.collect().await?.to_bytes(),
        };
        self.open = Some(sender);
        Ok(reply)
    }

    /// GET.
    pub async fn get(&mut self, target: &str, headers: Headers<'_>) -> Outcome<Reply> {
        self.send(Method::GET, target, headers, String::new()).await
    }

    /// POST of a form.
    pub async fn post(
        &mut self,
        target: &str,
        headers: Headers<'_>,
        form: &[(&str, &str)],
    ) -> Outcome<Reply> {
        let mut all = headers.to_vec();
        all.push(("content-type", "application/x-www-form-urlencoded"));
        self.send(Method::POST, target, &all, encode(form)).await
    }
}

/// A form or a query as text.
pub fn encode(form: &[(&str, &str)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(form);
    out.finish()
}
