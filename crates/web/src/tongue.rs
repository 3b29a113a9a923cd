//! In which language a page speaks.
//!
//! What was chosen on a page of this very sign-in goes first, then a person's own setting, then
//! what the asking module wishes (`ui_locales`), what was chosen on another page (a cookie), what
//! the browser asks for, and last the operator's default.

use crate::app::App;
use crate::cookies;
use crate::words::Words;
use ::protocol::oidc::discovery::path;
use axum::http::{HeaderMap, Method, header};
use kernel::Language;
use model::identity::{Flow, Identity};

/// Pages whose form answers at the address that shows them.
const SHOWN_AND_SENT: [&str; 6] = [
    "/sign-in",
    "/forgot",
    "/activate/",
    "/reset/",
    "/set-up",
    "/sign-out",
];

/// The language that the browser asks for: what was chosen on a page, else its own wishes.
pub fn asked(headers: &HeaderMap) -> Option<Language> {
    let chosen = cookies::read(headers, cookies::LANGUAGE);
    chosen
        .and_then(|tag| Language::parse(tag.reveal()))
        .or_else(|| {
            let wishes = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            Language::accepted(wishes)
        })
}

/// The words of a request before anybody is known.
pub fn of_request(
    app: &App,
    method: &Method,
    at: &str,
    query: &str,
    asked: Option<Language>,
) -> Words {
    let default = app.engine.settings().default_language;
    if [path::AUTHORIZE, path::END_SESSION].contains(&at) {
        return of_module(at, query, asked.unwrap_or(default));
    }
    let back = match (*method == Method::GET, query) {
        (true, "") => at.to_owned(),
        (true, query) => format!("{at}?{query}"),
        (false, _) if SHOWN_AND_SENT.iter().any(|page| at.starts_with(page)) => at.to_owned(),
        (false, _) => "/".to_owned(),
    };
    Words::of(asked.unwrap_or(default)).changeable(&back)
}

/// A module brought her, and may wish for a language. A choice of her own takes the wish away.
fn of_module(at: &str, query: &str, otherwise: Language) -> Words {
    let mut wished = None;
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name == "ui_locales" {
            wished = wished.or_else(|| Language::listed(&value));
        } else {
            rest.append_pair(&name, &value);
        }
    }
    Words::of(wished.unwrap_or(otherwise)).changeable(&format!("{at}?{}", rest.finish()))
}

/// The words of somebody who is signed in. Where she has a language of her own, none is offered.
pub fn own(words: &Words, identity: &Identity) -> Words {
    let spoken = match identity.language {
        Some(language) => Words::of(language),
        None => words.clone(),
    };
    spoken.in_zone(identity.time_zone.clone().unwrap_or_default())
}

/// The words of a sign-in under way.
pub fn in_flow(words: &Words, headers: &HeaderMap, flow: &Flow) -> Words {
    let chosen = cookies::read(headers, cookies::FLOW_LANGUAGE);
    chosen
        .and_then(|tag| Language::parse(tag.reveal()))
        .or(flow.own_language)
        .or(flow.wished_language)
        .map_or_else(
            || words.clone(),
            |language| words.clone().speaking(language),
        )
}
