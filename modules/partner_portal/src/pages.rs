//! The pages of the portal.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use module_kit::{Pages, Person, Problem};
use serde_json::Value;

#[derive(Template)]
#[template(path = "landing.html")]
pub(crate) struct Landing {
    pub note: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "me.html")]
pub(crate) struct Me<'p> {
    pub person: &'p Person,
    /// The hub's page with all modules of the person.
    pub launcher: &'p str,
    pub claims: Vec<Claim<'p>>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    sentence: &'p str,
    remedy: &'p str,
    description: Option<&'p str>,
    code: &'p str,
}

#[derive(Template)]
#[template(path = "sign_out.html")]
struct SignOut<'p> {
    name: &'p str,
}

#[derive(Template)]
#[template(path = "missing.html")]
pub(crate) struct Missing;

/// The colours of the program, after the kit's style sheet.
pub(crate) async fn program_style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=300"),
    ];
    (headers, include_str!("program.css"))
}

/// One row of the table of claims.
pub(crate) struct Claim<'p> {
    pub name: &'p str,
    pub value: String,
    pub meaning: &'static str,
}

/// The rows for all claims of a person.
pub(crate) fn claims(person: &Person) -> Vec<Claim<'_>> {
    person
        .claims
        .iter()
        .map(|(name, value)| Claim {
            name,
            value: told(name, value),
            meaning: meaning(name),
        })
        .collect()
}

/// Claims that are seconds since 1970.
const MOMENTS: [&str; 5] = ["iat", "exp", "nbf", "auth_time", "updated_at"];

fn told(name: &str, value: &Value) -> String {
    match value.as_u64() {
        Some(seconds) if MOMENTS.contains(&name) => moment(seconds),
        _ => shown(value),
    }
}

/// `2027-01-15 08:00:00 UTC`. Days are counted in years that begin in March, so that the leap day
/// comes last.
fn moment(seconds: u64) -> String {
    let (days, time) = (seconds / 86_400, seconds % 86_400);
    // 719,468 days lie between 0000-03-01 and 1970-01-01; 146,097 make 400 years.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, (month + 2) % 12 + 1);
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) if all.is_empty() => "none".into(),
        Value::Array(all) => all.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        other => other.to_string(),
    }
}

/// What the claims of OpenID Connect Core 1.0, sections 2 and 5.1, mean in a few words.
fn meaning(name: &str) -> &'static str {
    match name {
        "iss" => "who says all this",
        "sub" => "your lasting id, the same at every sign-in",
        "aud" | "azp" | "client_id" => "for which module it was said",
        "sid" => "your session at Vestibule; it can end this one",
        "iat" => "when it was said",
        "exp" => "until when it counts",
        "auth_time" => "when you proved who you are",
        "acr" => "how strong that proof was",
        "amr" => "by which means you proved it",
        "name" => "your full name",
        "given_name" | "family_name" => "a part of your name",
        "email" => "where mail reaches you",
        "email_verified" => "whether that address was proved to be yours",
        "preferred_username" => "what you type to sign in",
        "groups" => "the groups you are in",
        "roles" => "your roles in this module",
        "updated_at" => "when your data last changed",
        "zoneinfo" => "your time zone",
        "locale" => "your language",
        _ => "",
    }
}

/// The kit's pages in the portal's look.
pub(crate) struct PortalPages;

impl Pages for PortalPages {
    fn problem(&self, problem: &Problem) -> Response {
        html(&ProblemPage {
            sentence: problem.sentence(),
            remedy: problem.remedy(),
            description: problem.description(),
            code: problem.code(),
        })
    }

    fn sign_out(&self, person: &Person) -> Response {
        html(&SignOut { name: &person.name })
    }
}

pub(crate) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
        Err(fault) => {
            tracing::error!(fault = %fault, "a page could not be written");
            let words =
                "This page could not be shown. Try again; if it goes on, tell your administrator.";
            (StatusCode::INTERNAL_SERVER_ERROR, words).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn moments_are_dates() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_399, "2000-02-28 23:59:59 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_800_000_000, "2027-01-15 08:00:00 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(moment(seconds), text);
        }
        moment(u64::MAX);
    }

    #[test]
    fn values_are_shown_in_words() {
        for (value, text) in [
            (json!("a <b>"), "a <b>"),
            (json!(["a", 1, true]), "a, 1, yes"),
            (json!([]), "none"),
            (json!({"a": 1}), "{\"a\":1}"),
            (json!(null), "null"),
            (json!(1_800_000_000), "1800000000"),
        ] {
            assert_eq!(shown(&value), text);
        }
    }
}
