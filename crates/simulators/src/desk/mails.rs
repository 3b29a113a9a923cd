//! `/mails`: what was sent.

use std::fmt::Write;

use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::front::missing;
use super::page::{Page, Place, esc, query};
use super::{Shared, api};
use crate::mail::Mail;

/// Most mails on one page.
const SHOWN: usize = 100;

pub(super) async fn list(State(desk): State<Shared>, RawQuery(raw): RawQuery) -> Page {
    let raw = raw.unwrap_or_default();
    let to: String = api::parameter(&raw, "to")
        .unwrap_or_default()
        .chars()
        .take(320)
        .collect();
    let mails = desk.sink.mails(Some(&to), SHOWN);
    let mut body = format!(
        "<div class=\"head\"><h1>Mails</h1><p class=\"quiet\">Newest first. Nothing here was really \
         sent; the newest 500 are kept.</p></div><section class=\"card\">\
         <form class=\"tools\" role=\"search\" action=\"/mails\"><label for=\"to\">Recipient</label>\
         <input id=\"to\" name=\"to\" type=\"search\" value=\"{}\" maxlength=\"320\">\
         <button class=\"button\">Find</button><a class=\"button\" href=\"/mails?to={}\">Look again</a>\
         </form>",
        esc(&to),
        query(&to),
    );
    if mails.is_empty() {
        body.push_str(match to.is_empty() {
            true => {
                "<p class=\"empty\">No mail yet. Invite somebody or ask for a new password at \
                     Vestibule, then look again.</p>"
            }
            false => {
                "<p class=\"empty\">No mail to such a recipient. Shorten the search, or \
                      <a href=\"/mails\">show all</a>.</p>"
            }
        });
    } else {
        body.push_str(
            "<table class=\"table mails\"><thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">To</th>\
             <th scope=\"col\">Came</th></tr></thead><tbody>",
        );
        for mail in &mails {
            let _ = write!(
                body,
                "<tr><td data-label=\"Subject\"><a href=\"/mails/{}\">{}</a></td>\
                 <td data-label=\"To\">{}</td><td data-label=\"Came\" class=\"when\">{}</td></tr>",
                mail.id,
                esc(subject(mail)),
                esc(&mail.to.join(", ")),
                esc(&moment(mail)),
            );
        }
        body.push_str("</tbody></table>");
    }
    body.push_str("</section>");
    Page::new("Mails", Place::Mails, body)
}

fn subject(mail: &Mail) -> &str {
    if mail.subject.trim().is_empty() {
        "(no subject)"
    } else {
        &mail.subject
    }
}

/// `2027-01-15 08:00:00 UTC`
fn moment(mail: &Mail) -> String {
    mail.date.replace('T', " ").replace('Z', " UTC")
}

pub(super) async fn mail(State(desk): State<Shared>, Path(id): Path<String>) -> Response {
    let Some(mail) = find(&desk, &id) else {
        return gone().into_response();
    };
    let mut body = format!(
        "<div class=\"head\"><p class=\"quiet\"><a href=\"/mails\">All mails</a></p><h1>{}</h1></div>\
         <section class=\"card\"><h2 class=\"visually-hidden\">Envelope</h2><dl class=\"facts\">\
         <dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd><dt>Came</dt><dd>{}</dd></dl></section>",
        esc(subject(&mail)),
        esc(&mail.from),
        esc(&mail.to.join(", ")),
        esc(&moment(&mail)),
    );
    if !mail.links.is_empty() {
        body.push_str(
            "<section class=\"card\"><header><h2>Links</h2></header><ul class=\"links\">",
        );
        for link in &mail.links {
            let link = esc(link);
            let _ = write!(
                body,
                "<li><a href=\"{link}\" rel=\"noreferrer\">{link}</a></li>"
            );
        }
        body.push_str("</ul></section>");
    }
    if mail.html.is_some() {
        let _ = write!(
            body,
            "<section class=\"card\"><header><h2>As sent</h2><a href=\"/mails/{0}/html\">Alone</a>\
             </header><iframe src=\"/mails/{0}/html\" title=\"The mail as sent\" \
             sandbox=\"allow-popups allow-popups-to-escape-sandbox\"></iframe></section>",
            mail.id,
        );
    }
    if let Some(text) = &mail.text {
        let _ = write!(
            body,
            "<section class=\"card\"><header><h2>As text</h2></header>\
             <pre tabindex=\"0\" aria-label=\"The mail as text\" role=\"region\">{}</pre></section>",
            esc(text.trim_end()),
        );
    }
    body.push_str("<details class=\"card\"><summary>All headers</summary><dl class=\"facts\">");
    for (name, value) in &mail.headers {
        let _ = write!(body, "<dt>{}</dt><dd>{}</dd>", esc(name), esc(value));
    }
    body.push_str("</dl></details>");
    Page::new(subject(&mail), Place::Mails, body).into_response()
}

/// The HTML part in a box of its own: no scripts, no forms, nothing loaded; links open a new tab.
pub(super) async fn html(State(desk): State<Shared>, Path(id): Path<String>) -> Response {
    let html = find(&desk, &id).and_then(|mail| mail.html.clone());
    let Some(html) = html else {
        return gone().into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
             style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
        ),
    ];
    // After the doctype, so that the mail keeps its way of being drawn.
    let at = html
        .get(..15)
        .filter(|start| start.eq_ignore_ascii_case("<!doctype html>"))
        .map_or(0, str::len);
    let (doctype, rest) = html.split_at(at);
    (headers, format!("{doctype}<base target=\"_blank\">{rest}")).into_response()
}

fn find(desk: &Shared, id: &str) -> Option<std::sync::Arc<Mail>> {
    desk.sink.mail(id.parse().ok()?)
}

fn gone() -> Page {
    missing("There is no such mail. It may have been deleted, or 500 newer ones have come.")
}
