//! `/scenarios`: what can be tried, one after the other, each with where to begin.

use std::fmt::Write;

use axum::extract::State;

use super::page::{Page, Place, esc};
use super::{Scenario, Shared};

pub(super) async fn scenarios(State(desk): State<Shared>) -> Page {
    let mut body = String::from(
        "<div class=\"head\"><h1>Scenarios</h1><p class=\"quiet\">What there is to try, in an order \
         that works. Passwords and codes are under <a href=\"/\">Logins</a>; a browser window for \
         each person keeps them apart.</p></div>",
    );
    if desk.desk.chapters.is_empty() {
        body.push_str("<p class=\"card empty\">No scenarios were given to this desk.</p>");
    }
    for (number, chapter) in desk.desk.chapters.iter().enumerate() {
        let _ = write!(
            body,
            "<section class=\"card\" aria-labelledby=\"chapter-{number}\"><header>\
             <h2 id=\"chapter-{number}\">{}</h2></header><table class=\"table scenarios\"><thead><tr>\
             <th scope=\"col\">Scenario</th><th scope=\"col\">Who</th><th scope=\"col\">What happens</th>\
             <th scope=\"col\">Begin at</th></tr></thead><tbody>",
            esc(&chapter.title),
        );
        for scenario in &chapter.scenarios {
            row(&mut body, scenario);
        }
        body.push_str("</tbody></table></section>");
    }
    Page::new("Scenarios", Place::Scenarios, body)
}

fn row(body: &mut String, scenario: &Scenario) {
    let (text, address) = &scenario.begin;
    let _ = write!(
        body,
        "<tr><td data-label=\"Scenario\"><strong>{}</strong></td><td data-label=\"Who\">{}</td>\
         <td data-label=\"What happens\">{}</td>\
         <td data-label=\"Begin at\"><a href=\"{}\">{}</a></td></tr>",
        esc(&scenario.title),
        esc(&scenario.who),
        esc(&scenario.happens),
        esc(address),
        esc(text),
    );
}
