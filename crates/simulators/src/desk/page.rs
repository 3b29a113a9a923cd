//! The frame around every page, and the escaping that makes texts safe in it.

use std::fmt::Write;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// `text` as HTML text or quoted attribute.
pub(super) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
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

/// `text` for a query.
pub(super) fn query(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Which entry of the navigation is this page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Front,
    Scenarios,
    Mails,
    Codes,
    Elsewhere,
}

/// A page to be sent. `body` is HTML, everything else plain text.
pub(super) struct Page {
    pub status: StatusCode,
    pub title: String,
    pub place: Place,
    pub body: String,
    /// Load again after so many seconds. As a header, because the page must not move under
    /// somebody who asked it to stand still.
    pub refresh: Option<u64>,
}

impl Page {
    pub fn new(title: impl Into<String>, place: Place, body: String) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            place,
            body,
            refresh: None,
        }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut links = String::new();
        for (place, address, text) in [
            (Place::Front, "/", "Logins"),
            (Place::Scenarios, "/scenarios", "Scenarios"),
            (Place::Mails, "/mails", "Mails"),
            (Place::Codes, "/codes", "Codes"),
        ] {
            let current = if place == self.place {
                " aria-current=\"page\""
            } else {
                ""
            };
            let _ = write!(links, "<a href=\"{address}\"{current}>{text}</a>");
        }
        let html = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{title} · Demo desk</title>\
             <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/desk.css\"></head>\
             <body><a class=\"skip\" href=\"#main\">Skip to content</a>\
             <header class=\"bar\"><a class=\"mark\" href=\"/\">Demo desk</a>\
             <nav aria-label=\"Demo desk\">{links}</nav></header>\
             <main id=\"main\">{body}</main>\
             <footer><p>A simulator for the demo. It listens on this machine only; mails stay \
             here.</p></footer></body></html>\n",
            title = esc(&self.title),
            body = self.body,
        );
        let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        let mut response = (self.status, kind, html).into_response();
        if let Some(seconds) = self.refresh {
            response
                .headers_mut()
                .insert(header::REFRESH, HeaderValue::from(seconds));
        }
        response
    }
}
