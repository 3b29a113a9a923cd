//! Its module API.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use unified_login::{
    Confirmed, LinkStanding, LoginPolicy, PolicyRefusal, Refused, decide_policy_change,
};

use super::FakeHub;

pub(super) async fn links(State(hub): State<FakeHub>) -> String {
    let shared = hub.lock();
    let row = |(id, link): (&String, &super::FakeLink)| {
        json!({
            "id": id, "tenant": link.document.tenant, "partner": link.document.partner,
            "state": link.document.state, "policy_version": link.document.version,
        })
    };
    shared.links.iter().map(row).collect::<Value>().to_string()
}

fn text(document: &unified_login::PolicyDocument) -> String {
    serde_json::to_string(document).unwrap()
}

fn no_link() -> Response {
    problem(404, "no_such_link", "There is no such link.", "")
}

fn problem(status: u16, code: &str, sentence: &str, remedy: &str) -> Response {
    let body = json!({ "code": code, "title": sentence, "detail": sentence, "remedy": remedy });
    (StatusCode::from_u16(status).unwrap(), body.to_string()).into_response()
}

pub(super) async fn policy(
    State(hub): State<FakeHub>,
    Path(link): Path<String>,
    headers: HeaderMap,
) -> Response {
    let shared = hub.lock();
    let Some(link) = shared.links.get(&link) else {
        return no_link();
    };
    let tag = format!("\"{}\"", link.document.version);
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|t| *t == tag)
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    ([(header::ETAG, tag)], text(&link.document)).into_response()
}

pub(super) async fn change(
    State(hub): State<FakeHub>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut shared = hub.lock();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert!(body["by"]["account"].is_string() && body["by"]["role"].is_string());
    let wish: LoginPolicy = serde_json::from_value(body["policy"].clone()).unwrap();
    let confirmed: Confirmed = serde_json::from_value(body["confirm"].clone()).unwrap();
    let Some(link) = shared.links.get(&id) else {
        return no_link();
    };
    let tag = format!("\"{}\"", link.document.version);
    if headers[header::IF_MATCH] != tag {
        return problem(
            409,
            "policy_changed_meanwhile",
            "It was changed meanwhile.",
            "Look again.",
        );
    }
    match decide_policy_change(&link.document.policy, &wish, &shared.facts(confirmed)) {
        Ok(decided) => {
            let document = &mut shared.links.get_mut(&id).unwrap().document;
            document.policy = decided.after;
            document.version += 1;
            text(document).into_response()
        }
        Err(refusal) => {
            let mut body = json!({
                "code": refusal.code(), "title": "The policy was not changed",
                "detail": refusal.sentence(), "remedy": refusal.remedy(),
            });
            if let PolicyRefusal::ShutOut(_) = refusal {
                let row = |(account, name, reason): &(String, String, String)| json!({ "account": account, "name": name, "reason": reason });
                body["shut_out"] = shared.shut_out.iter().map(row).collect();
            }
            (StatusCode::CONFLICT, body.to_string()).into_response()
        }
    }
}

pub(super) async fn unlink(
    State(hub): State<FakeHub>,
    Path(id): Path<String>,
    uri: Uri,
) -> Response {
    let mut shared = hub.lock();
    let Some(link) = shared.links.get_mut(&id) else {
        return no_link();
    };
    if link.document.policy.on().count() > 1 && uri.query() != Some("confirm=also_off") {
        return problem(409, "also_turned_off", "More goes off with it.", "Confirm.");
    }
    link.document.state = LinkStanding::Ended;
    link.document.policy = LoginPolicy::default();
    link.document.version += 1;
    StatusCode::NO_CONTENT.into_response()
}

fn exception(hub: &FakeHub, link: &str, account: &str, given: bool) -> Response {
    let mut shared = hub.lock();
    let Some(link) = shared.links.get_mut(link) else {
        return no_link();
    };
    if given {
        link.document.exceptions.insert(account.to_owned());
    } else {
        link.document.exceptions.remove(account);
    }
    link.document.version += 1;
    if given {
        shared.shut_out.retain(|(shut, ..)| shut != account);
    }
    StatusCode::NO_CONTENT.into_response()
}

pub(super) async fn give(
    State(hub): State<FakeHub>,
    Path((link, account)): Path<(String, String)>,
) -> Response {
    exception(&hub, &link, &account, true)
}

pub(super) async fn take(
    State(hub): State<FakeHub>,
    Path((link, account)): Path<(String, String)>,
) -> Response {
    exception(&hub, &link, &account, false)
}

pub(super) async fn unlink_account(
    State(hub): State<FakeHub>,
    Path((link, account)): Path<(String, String)>,
) -> Response {
    let mut shared = hub.lock();
    let Some(link) = shared.links.get_mut(&link) else {
        return no_link();
    };
    link.account_links.retain(|_, linked| *linked != account);
    StatusCode::NO_CONTENT.into_response()
}

pub(super) async fn accounts_changed(State(hub): State<FakeHub>) -> StatusCode {
    hub.lock().accounts_changed += 1;
    StatusCode::ACCEPTED
}
