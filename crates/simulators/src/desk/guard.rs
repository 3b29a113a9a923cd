//! What every request must show and every answer carries.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Pages bring nothing from elsewhere, run no script, stand in no other site's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses names that only seem to be this machine (DNS rebinding would let any web site read the
/// mails and codes) and posts from other sites; sets the security headers.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let safe = request.method() == Method::GET || request.method() == Method::HEAD;
    let mut response = if !is_loopback(host) {
        let words = "This demo desk answers on 127.0.0.1 and localhost only. Open it by that name.";
        (StatusCode::MISDIRECTED_REQUEST, words).into_response()
    } else if !safe && !own_request(headers, host) {
        let words = "This request came from another site. Use the demo desk's own pages.";
        (StatusCode::FORBIDDEN, words).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.to_ascii_lowercase();
    let number = name.trim_start_matches('[').trim_end_matches(']');
    let number = number
        .parse()
        .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    name == "localhost" || name.ends_with(".localhost") || number
}

/// Programs send neither header; browsers send at least one.
fn own_request(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("unreadable"))
    };
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == format!("http://{host}"),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for (host, good) in [
            ("127.0.0.1:8025", true),
            ("127.0.0.1", true),
            ("localhost:8025", true),
            ("LOCALHOST", true),
            ("desk.localhost:1", true),
            ("[::1]:8025", true),
            ("[::1]", true),
            ("evil.example:8025", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example", false),
            ("192.168.0.1", false),
            ("", false),
        ] {
            assert_eq!(is_loopback(host), good, "{host}");
        }
    }
}
