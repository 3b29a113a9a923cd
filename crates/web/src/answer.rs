//! Building responses.

use crate::failure::Failed;
use crate::view::Page;
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

/// What a handler gives.
pub type Answer = Result<Response, Failed>;

fn with(status: u16, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A page.
///
/// # Errors
/// When the template cannot be written, which is a fault of the program.
pub fn page<P: Page + Template>(status: u16, page: &P) -> Answer {
    let html = page
        .render()
        .map_err(|_| Failed::broken("a page could not be written"))?;
    let response = with(status, "text/html; charset=utf-8", html);
    let response = header(response, header::VARY, "Accept-Language, Cookie");
    let response = match page.own_policy() {
        "" => response,
        directives => with_policy(response, directives),
    };
    Ok(header(
        response,
        header::CONTENT_LANGUAGE,
        page.words().lang(),
    ))
}

/// JSON bytes.
pub fn json(status: u16, body: impl Into<Body>) -> Response {
    with(status, "application/json", body)
}

/// A problem of the API (RFC 9457).
pub fn problem(status: u16, body: impl Into<Body>) -> Response {
    with(status, "application/problem+json", body)
}

/// A status that says it all.
pub fn empty(status: u16) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::NO_CONTENT);
    response
}

/// Plain text.
pub fn text(status: u16, body: impl Into<Body>) -> Response {
    with(status, "text/plain; charset=utf-8", body)
}

/// Bytes of a content type.
pub fn bytes(content_type: &'static str, body: impl Into<Body>) -> Response {
    with(200, content_type, body)
}

/// Go there with a GET (303).
pub fn see_other(location: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    match HeaderValue::from_str(location) {
        Ok(value) => {
            response.headers_mut().insert(header::LOCATION, value);
        }
        // An address that is no header value was never registered; nothing is sent there.
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    response
}

/// Adds a header.
pub fn header(mut response: Response, name: header::HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
    response
}

/// Gives a page a policy of its own: what every page has, with these directives more. They are made of
/// registered addresses whose letters were looked at.
pub fn with_policy(mut response: Response, directives: &str) -> Response {
    let policy = format!("{POLICY}; {directives}");
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response
}

/// The policy of the pages of a sign-in, and the beginning of every other.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Which pages a form may lead to. Chromium applies `form-action` to every redirect that follows a
/// form, and a sign-in may end at any address of a relying party, so the pages of a sign-in carry
/// no such limit; all others stay within the hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// Only to the hub itself.
    Own,
    /// On to relying parties.
    Onward,
}

/// The headers that every page and endpoint carries.
pub fn harden(headers: &mut HeaderMap, secure: bool, forms: Forms) {
    let csp = match forms {
        Forms::Own => {
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        }
        Forms::Onward => POLICY,
    };
    let mut set = |name: header::HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, csp);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    // Addresses of mailed links must not reach other sites; `no-referrer` would take away the
    // Origin of our own forms, which guards them against other sites.
    set(header::REFERRER_POLICY, "same-origin");
    set(
        header::HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    );
    set(
        header::HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(header::CACHE_CONTROL, "no-store");
    if secure {
        set(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
}
