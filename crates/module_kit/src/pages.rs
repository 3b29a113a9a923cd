//! The few pages that the kit shows by itself. A module gives them its own look.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::{Person, Problem};

/// How a module shows what the kit has to say. The defaults are plain pages without any style.
/// The kit sets status, `Cache-Control: no-store` and, where due, `Retry-After` on what is given
/// back.
pub trait Pages: Send + Sync + 'static {
    /// A login or a request failed.
    fn problem(&self, problem: &Problem) -> Response {
        let said = problem
            .description()
            .map(|words| format!("<p>The sign-in service says: {}</p>", escape(words)));
        plain(&format!(
            "<h1>{}</h1><p>{}</p>{}<p>Code: <code>{}</code></p>\
             <p><a href=\"/login\">Try again</a></p>",
            escape(problem.sentence()),
            escape(problem.remedy()),
            said.unwrap_or_default(),
            escape(problem.code()),
        ))
    }

    /// `GET /logout` while somebody is signed in: must hold a form that posts to `/logout`.
    fn sign_out(&self, person: &Person) -> Response {
        plain(&format!(
            "<h1>Sign out</h1><p>You are signed in as {}.</p>\
             <form method=\"post\" action=\"/logout\"><button>Sign out</button></form>",
            escape(&person.name),
        ))
    }
}

/// The default pages.
pub struct PlainPages;

impl Pages for PlainPages {}

fn plain(body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Sign-in</title>\
         <main>{body}</main></html>"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, html).into_response()
}

/// Text as HTML, so that no name can become a tag.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A problem's page with its status.
pub(crate) fn problem(pages: &dyn Pages, problem: &Problem) -> Response {
    let mut response = pages.problem(problem);
    *response.status_mut() =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if problem.status() == 503 {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}
