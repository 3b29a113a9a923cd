//! JSON for programs.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::Shared;
use crate::clock;
use crate::mail::Mail;
use crate::totp::Authenticator;

/// The value of a parameter, if it is there.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

fn answer(status: StatusCode, value: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        value.to_string(),
    )
        .into_response()
}

fn bad(detail: &str) -> Response {
    let problem = json!({ "title": "Bad request", "status": 400, "detail": detail });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (StatusCode::BAD_REQUEST, kind, problem.to_string()).into_response()
}

/// `GET /api/mails?to=…&limit=…`, newest first, 50 unless told.
pub(super) async fn mails(State(desk): State<Shared>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let limit = match parameter(&query, "limit").map(|limit| limit.parse()) {
        None => 50,
        Some(Ok(limit)) if (1..=500).contains(&limit) => limit,
        Some(_) => return bad("limit is a number from 1 to 500"),
    };
    let mails = desk.sink.mails(parameter(&query, "to").as_deref(), limit);
    let list: Vec<Value> = mails.iter().map(|mail| view(mail)).collect();
    answer(StatusCode::OK, &Value::Array(list))
}

fn view(mail: &Mail) -> Value {
    json!({
        "id": mail.id, "from": mail.from, "to": mail.to, "subject": mail.subject,
        "date": mail.date, "text": mail.text, "html": mail.html, "links": mail.links,
    })
}

/// `DELETE /api/mails`
pub(super) async fn delete_mails(State(desk): State<Shared>) -> Response {
    let sink = desk.sink.clone();
    match tokio::task::spawn_blocking(move || sink.clear()).await {
        Ok(Ok(())) => StatusCode::NO_CONTENT.into_response(),
        _ => {
            let problem = json!({
                "title": "Not deleted", "status": 500, "detail": "a mail's file could not be removed",
            });
            answer(StatusCode::INTERNAL_SERVER_ERROR, &problem)
        }
    }
}

/// `GET /api/codes` for all logins, `GET /api/codes?secret=BASE32` for any secret.
pub(super) async fn codes(State(desk): State<Shared>, RawQuery(query): RawQuery) -> Response {
    let now = clock::now();
    let code = |authenticator: &Authenticator| json!(authenticator.code(now));
    match parameter(&query.unwrap_or_default(), "secret") {
        Some(secret) => match Authenticator::parse(&secret) {
            Ok(authenticator) => answer(StatusCode::OK, &code(&authenticator)),
            Err(why) => bad(why.0),
        },
        None => {
            let entry = |entry: &super::Entry| {
                let mut value = code(&entry.authenticator);
                value["label"] = entry.label.clone().into();
                value["username"] = entry.username.clone().into();
                value
            };
            answer(StatusCode::OK, &desk.entries().iter().map(entry).collect())
        }
    }
}
