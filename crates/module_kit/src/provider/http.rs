//! The kit's one HTTP client: time limits, size limits, no redirects.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, StatusCode, redirect};
use serde_json::Value;

use crate::settings::{Checked, SettingsError};

/// Largest answer that is read, in bytes.
const LARGEST: usize = 512 * 1024;

/// Why a call gave nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpFault {
    /// No connection, no TLS, or too slow.
    #[error("no answer: {0}")]
    NoAnswer(#[from] reqwest::Error),
    #[error("the answer is too large")]
    TooLarge,
    /// Another status than 200. `error` is the code of RFC 6749 section 5.2, if there is one.
    #[error("status {status}, error {error:?}")]
    Status { status: u16, error: Option<String> },
    #[error("the answer is not JSON")]
    NotJson,
}

/// Builds the client. On loopback no list of certificate authorities is needed, and no proxy may
/// stand between.
pub(crate) fn client(settings: &Checked) -> Result<Client, SettingsError> {
    let builder = Client::builder()
        .user_agent(concat!("vestibule-module-kit/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(8))
        // A redirect could carry the client secret or the code to another host.
        .redirect(redirect::Policy::none());
    let builder = match settings.loopback {
        true => builder.no_proxy().tls_certs_only([]),
        false => builder.https_only(true),
    };
    builder
        .build()
        .map_err(|fault| SettingsError::HttpClient(fault.to_string()))
}

/// What came back, whatever its status.
pub(crate) struct Fetched {
    pub status: StatusCode,
    pub etag: Option<String>,
    pub body: Vec<u8>,
}

/// Sends, and reads an answer of any status up to so many bytes.
pub(crate) async fn fetch(request: RequestBuilder, largest: usize) -> Result<Fetched, HttpFault> {
    // The address of a fault can hold a query; nobody needs it in a log.
    let plain = |fault: reqwest::Error| HttpFault::NoAnswer(fault.without_url());
    let mut answer = request
        .header("Accept", "application/json")
        .send()
        .await
        .map_err(plain)?;
    let status = answer.status();
    let etag = answer.headers().get("etag").and_then(|v| v.to_str().ok());
    let etag = etag.filter(|tag| tag.len() <= 200).map(str::to_owned);
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(plain)? {
        if body.len() + chunk.len() > largest {
            return Err(HttpFault::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Fetched { status, etag, body })
}

/// Sends, and reads a JSON answer of status 200 or 201.
pub(crate) async fn json(request: RequestBuilder) -> Result<Value, HttpFault> {
    let Fetched { status, body, .. } = fetch(request, LARGEST).await?;
    let value = serde_json::from_slice::<Value>(&body);
    if status != StatusCode::OK && status != StatusCode::CREATED {
        let error = value
            .ok()
            .and_then(|value| crate::problem::code(value.get("error")?.as_str()?));
        return Err(HttpFault::Status {
            status: status.as_u16(),
            error,
        });
    }
    value.map_err(|_| HttpFault::NotJson)
}
