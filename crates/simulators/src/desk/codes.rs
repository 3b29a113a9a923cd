//! `/codes`: an authenticator app on a page.

use std::fmt::Write;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::page::{Page, Place, esc};
use super::{Entry, MOST_ADDED, Shared};
use crate::clock;
use crate::totp::{Authenticator, NoAuthenticator};

/// Whether the reader asked the page to stand still: it moves by itself only until then (WCAG 2.2,
/// success criterion 2.2.2).
pub(super) fn holds(query: Option<&str>) -> bool {
    query.is_some_and(|query| query.split('&').any(|pair| pair == "hold=1"))
}

/// The link that stops or starts the refreshing. `path` is `/` or `/codes`.
pub(super) fn hold_link(path: &str, holds: bool) -> &'static str {
    match (path, holds) {
        ("/", false) => "<a href=\"/?hold=1\">Stop refreshing</a>",
        ("/", true) => "<a href=\"/\">Refresh by itself</a>",
        (_, false) => "<a href=\"/codes?hold=1\">Stop refreshing</a>",
        (_, true) => "<a href=\"/codes\">Refresh by itself</a>",
    }
}

/// Seconds until a code changes, at least 1.
pub(super) fn next_change(entries: &[Entry], now: u64) -> u64 {
    let left = entries
        .iter()
        .map(|entry| entry.authenticator.code(now).seconds_left);
    // Halfway through a step the time left is worth showing anew.
    left.min().unwrap_or(30).clamp(1, 10)
}

pub(super) async fn codes(State(desk): State<Shared>, RawQuery(query): RawQuery) -> Page {
    let holds = holds(query.as_deref());
    let now = clock::now();
    let entries = desk.entries();
    let mut body = String::from(
        "<div class=\"head\"><h1>Codes</h1><p class=\"quiet\">What an authenticator app would show. \
         A code works once.</p></div><div class=\"row\">\
         <a class=\"button primary\" href=\"/codes/add\">Add a secret</a>",
    );
    body.push_str(hold_link("/codes", holds));
    body.push_str("</div>");
    if entries.is_empty() {
        body.push_str(
            "<section class=\"card\"><p class=\"empty\">No login has a secret yet. Enrol at \
             Vestibule, choose to type the secret, and add it here.</p></section>",
        );
    } else {
        body.push_str("<ul class=\"tiles\">");
        for entry in &entries {
            let code = entry.authenticator.code(now);
            let _ = write!(
                body,
                "<li class=\"card code\"><h2>{}</h2><p class=\"quiet\">{}</p>\
                 <p class=\"digits copy\">{}</p><p class=\"quiet\">{} seconds left</p></li>",
                esc(&entry.label),
                esc(&entry.username),
                esc(&code.code),
                code.seconds_left,
            );
        }
        body.push_str("</ul>");
    }
    let mut page = Page::new("Codes", Place::Codes, body);
    page.refresh = (!holds && !entries.is_empty()).then(|| next_change(&entries, now));
    page
}

pub(super) async fn form() -> Page {
    form_page("", "", None)
}

fn form_page(label: &str, secret: &str, fault: Option<&str>) -> Page {
    let (marks, words) = match fault {
        Some(fault) => (
            " aria-invalid=\"true\" autofocus",
            format!("<span class=\"fault\" id=\"fault\">{}</span>", esc(fault)),
        ),
        None => ("", "<span id=\"fault\"></span>".into()),
    };
    let body = format!(
        "<div class=\"head\"><h1>Add a secret</h1><p class=\"quiet\">When you enrol at Vestibule it \
         shows a QR picture and the secret as text. Paste that text here and this page plays the \
         app on your phone.</p></div>\
         <form class=\"card form\" method=\"post\" action=\"/codes/add\">\
         <div class=\"field\"><label for=\"label\">Name</label>\
         <input id=\"label\" name=\"label\" maxlength=\"60\" value=\"{}\" autocomplete=\"off\" \
         placeholder=\"My new login\"></div>\
         <div class=\"field\"><label for=\"secret\">Secret</label>\
         <input id=\"secret\" name=\"secret\" maxlength=\"1000\" value=\"{}\" required \
         autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"hint fault\"{marks}>\
         <span class=\"hint\" id=\"hint\">Letters and digits in groups, or an address that begins \
         with otpauth://. It is kept until the demo stops.</span>{words}</div>\
         <div class=\"row\"><button class=\"button primary\">Add</button>\
         <a class=\"button\" href=\"/codes\">Back to the codes</a></div></form>",
        esc(label),
        esc(secret),
    );
    let mut page = Page::new("Add a secret", Place::Codes, body);
    if fault.is_some() {
        page.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}

pub(super) async fn add(State(desk): State<Shared>, body: Body) -> Response {
    let time = std::time::Duration::from_secs(10);
    let read = tokio::time::timeout(time, axum::body::to_bytes(body, 8 * 1024)).await;
    let Ok(Ok(bytes)) = read else {
        return form_page("", "", Some("That was too long or too slow. Try again."))
            .into_response();
    };
    let field = |name: &str| {
        let found = form_urlencoded::parse(&bytes).find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    };
    let (label, secret) = (field("label"), field("secret"));
    match keep(&desk, &label, &secret) {
        Ok(()) => Redirect::to("/codes").into_response(),
        Err(why) => form_page(&label, &secret, Some(why.0)).into_response(),
    }
}

fn keep(desk: &Shared, label: &str, secret: &str) -> Result<(), NoAuthenticator> {
    if secret.is_empty() {
        return Err(NoAuthenticator("Paste the secret first."));
    }
    let authenticator = Authenticator::parse(secret)?;
    let mut added = desk.added();
    if added.len() >= MOST_ADDED {
        return Err(NoAuthenticator(
            "This page holds 50 secrets. Restart the demo to begin anew.",
        ));
    }
    let named = label
        .chars()
        .filter(|c| !c.is_control())
        .take(60)
        .collect::<String>();
    let label = if named.is_empty() {
        format!("Added login {}", added.len() + 1)
    } else {
        named
    };
    added.push(Entry {
        label,
        username: "added on this page".into(),
        authenticator,
    });
    Ok(())
}
