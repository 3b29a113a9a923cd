//! `/`: what this is, and who can log in.

use std::fmt::Write;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;

use super::page::{Page, Place, esc};
use super::{DemoLogin, Shared, codes};
use crate::clock;
use crate::totp::Authenticator;

pub(super) async fn front(State(desk): State<Shared>, RawQuery(query): RawQuery) -> Page {
    let holds = codes::holds(query.as_deref());
    let now = clock::now();
    let mut body = format!(
        "<div class=\"head\"><h1>{}</h1><p class=\"quiet\">Everything that you need to try \
         Vestibule by yourself.</p></div>\
         <p class=\"note\"><strong>This is a demo.</strong> Passwords and codes are shown here on \
         purpose, to whoever uses this computer. A real installation has no such page.</p>\
         <div class=\"row\"><a class=\"button primary\" href=\"{}\">Open Vestibule</a>",
        esc(&desk.desk.title),
        esc(&desk.desk.hub_url),
    );
    for (text, address) in &desk.desk.links {
        let _ = write!(
            body,
            "<a class=\"button\" href=\"{}\">{}</a>",
            esc(address),
            esc(text)
        );
    }
    body.push_str("</div><section class=\"card\"><header><h2>Logins</h2>");
    body.push_str(codes::hold_link("/", holds));
    body.push_str("</header>");
    if desk.desk.logins.is_empty() {
        body.push_str("<p class=\"empty\">No logins were given to this desk.</p>");
    } else {
        body.push_str(
            "<table class=\"table\"><thead><tr><th scope=\"col\">Who</th>\
             <th scope=\"col\">Username</th><th scope=\"col\">Password</th>\
             <th scope=\"col\">Code now</th></tr></thead><tbody>",
        );
        for login in &desk.desk.logins {
            row(&mut body, login, now);
        }
        body.push_str("</tbody></table>");
    }
    body.push_str(
        "</section><div class=\"tiles\"><a class=\"card tile\" href=\"/scenarios\"><strong>Scenarios</strong>\
         <span class=\"quiet\">What there is to try, step by step, each with where to begin.</span></a>\
         <a class=\"card tile\" href=\"/mails\"><strong>Mails</strong>\
         <span class=\"quiet\">What Vestibule sends, such as invitations, arrives here instead of \
         in a mailbox.</span></a><a class=\"card tile\" href=\"/codes\"><strong>Codes</strong>\
         <span class=\"quiet\">An authenticator app on a page. Add the secret of a login that you \
         enrol yourself.</span></a></div>",
    );
    let mut page = Page::new(desk.desk.title.clone(), Place::Front, body);
    page.refresh =
        (!holds && !desk.logins.is_empty()).then(|| codes::next_change(&desk.logins, now));
    page
}

fn row(body: &mut String, login: &DemoLogin, now: u64) {
    let password = match &login.password {
        Some(password) => format!("<code class=\"copy\">{}</code>", esc(password)),
        None => "<span class=\"quiet\">none yet, see the mails</span>".into(),
    };
    let authenticator = login.totp_secret.as_deref().map(Authenticator::parse);
    let code = match authenticator {
        Some(Ok(authenticator)) => {
            let code = authenticator.code(now);
            format!(
                "<code class=\"copy\">{}</code> <span class=\"quiet\">{} s left</span>",
                code.code, code.seconds_left
            )
        }
        _ => "<span class=\"quiet\">not enrolled yet</span>".into(),
    };
    let _ = write!(
        body,
        "<tr><td data-label=\"Who\">{}</td><td data-label=\"Username\"><code class=\"copy\">{}</code></td>\
         <td data-label=\"Password\">{password}</td><td data-label=\"Code now\"><span>{code}</span></td></tr>",
        esc(&login.label),
        esc(&login.username),
    );
}

/// For every address that is none.
pub(super) async fn not_found() -> Page {
    missing("There is no such page on the demo desk.")
}

pub(super) fn missing(words: &str) -> Page {
    let body = format!(
        "<div class=\"head\"><h1>Not found</h1><p>{words}</p></div>\
         <p><a class=\"button\" href=\"/\">To the logins</a></p>"
    );
    let mut page = Page::new("Not found", Place::Elsewhere, body);
    page.status = StatusCode::NOT_FOUND;
    page
}
