//! Its OpenID Connect side.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use unified_login::LinkRequest;
use url::Url;

use super::{Coming, FakeHub, FakePerson, Shared};
use crate::chance::pkce_challenge;

pub(super) async fn discovery(State(hub): State<FakeHub>) -> String {
    let at = |path: &str| format!("{}{path}", hub.issuer);
    json!({
        "issuer": hub.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "userinfo_endpoint": at("/userinfo"),
        "pushed_authorization_request_endpoint": at("/push"),
        "authorization_response_iss_parameter_supported": true,
    })
    .to_string()
}

pub(super) async fn keys(State(hub): State<FakeHub>) -> String {
    json!({ "keys": [hub.lock().signer.jwk()] }).to_string()
}

fn form(body: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(body).into_owned().collect()
}

fn known(hub: &FakeHub, headers: &HeaderMap) -> bool {
    let encode =
        |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
    let pair = format!("{}:{}", encode(&hub.client_id), encode(&hub.secret));
    let pair = STANDARD.encode(pair);
    headers
        .get(header::AUTHORIZATION)
        .is_some_and(|v| v == &format!("Basic {pair}"))
}

fn error(code: &str) -> Response {
    (
        StatusCode::BAD_REQUEST,
        json!({ "error": code }).to_string(),
    )
        .into_response()
}

pub(super) async fn push(State(hub): State<FakeHub>, headers: HeaderMap, body: Bytes) -> Response {
    let form = form(&body);
    if !known(&hub, &headers) {
        return error("invalid_client");
    }
    let request = form.get("link_request").map(|text| LinkRequest::read(text));
    if !matches!(request, Some(Ok(_))) || form["scope"] != "openid module_link" {
        return error("invalid_request");
    }
    let mut shared = hub.lock();
    let uri = shared.next("urn:ietf:params:oauth:request_uri:r");
    shared.pushed.insert(uri.clone(), form);
    let answer = json!({ "request_uri": uri, "expires_in": 90 });
    (StatusCode::CREATED, answer.to_string()).into_response()
}

pub(super) async fn authorize(State(hub): State<FakeHub>, uri: Uri) -> Response {
    let mut asked = form(uri.query().unwrap_or_default().as_bytes());
    let mut shared = hub.lock();
    assert_eq!(asked["client_id"], hub.client_id);
    let chosen = asked.remove("person");
    let again = asked.clone();
    if let Some(uri) = asked.get("request_uri") {
        let Some(pushed) = shared.pushed.get(uri) else {
            return error("invalid_request_uri");
        };
        asked.clone_from(pushed);
    } else {
        // A request for a link must have been pushed.
        assert!(!asked.contains_key("link_request"));
    }
    let mut back = Url::parse(&asked["redirect_uri"]).unwrap();
    back.query_pairs_mut()
        .append_pair("state", &asked["state"])
        .append_pair("iss", &hub.issuer);
    let coming = match (&shared.coming, chosen) {
        (Coming::Ask, Some(code)) if code.starts_with("no:") => Coming::Refusal(code[3..].into()),
        (Coming::Ask, Some(sub)) => Coming::Person(sub),
        (coming, _) => coming.clone(),
    };
    match coming {
        Coming::Ask => ask(&shared, &again),
        Coming::Refusal(code) => {
            back.query_pairs_mut()
                .append_pair("error", "access_denied")
                .append_pair("error_description", &code);
            Redirect::to(back.as_str()).into_response()
        }
        Coming::Person(sub) => {
            let code = shared.next("code");
            back.query_pairs_mut().append_pair("code", &code);
            shared.codes.insert(code, (asked, sub));
            Redirect::to(back.as_str()).into_response()
        }
    }
}

/// The page that asks who comes, for people who try a module without a hub.
fn ask(shared: &Shared, asked: &HashMap<String, String>) -> Response {
    let again = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked)
        .finish();
    let mut page = String::from("<!doctype html><title>Test hub</title><h1>Who comes?</h1><ul>");
    for person in &shared.people {
        let (sub, name) = (&person.sub, &person.name);
        page += &format!("<li><a href=\"/authorize?{again}&amp;person={sub}\">{name}</a></li>");
    }
    page += &format!(
        "<li><a href=\"/authorize?{again}&amp;person=no:not_linked\">Refused</a></li></ul>"
    );
    Html(page).into_response()
}

pub(super) async fn token(State(hub): State<FakeHub>, headers: HeaderMap, body: Bytes) -> Response {
    let form = form(&body);
    if !known(&hub, &headers) {
        return error("invalid_client");
    }
    if form["grant_type"] == "client_credentials" {
        assert_eq!(form["scope"], "module");
        let answer =
            json!({ "access_token": "module-token", "token_type": "Bearer", "expires_in": 300 });
        return answer.to_string().into_response();
    }
    let mut shared = hub.lock();
    let Some((asked, sub)) = shared.codes.remove(&form["code"]) else {
        return error("invalid_grant");
    };
    assert_eq!(form["redirect_uri"], asked["redirect_uri"]);
    if pkce_challenge(&form["code_verifier"]) != asked["code_challenge"] {
        return error("invalid_grant");
    }
    let person = shared
        .people
        .iter()
        .find(|p| p.sub == sub)
        .cloned()
        .unwrap();
    let request = asked.get("link_request");
    let told = request.map(|text| linked(&mut shared, &hub, &sub, text));
    let claims = claims(&shared, &hub, &person, &asked["nonce"], request.is_some());
    let id_token = shared.signer.sign(&shared.signer.header(), &claims);
    let mut answer = json!({
        "token_type": "Bearer", "access_token": format!("at-{sub}"), "id_token": id_token,
    });
    if let Some((name, value)) = told {
        answer[name] = value;
    }
    answer.to_string().into_response()
}

/// Makes what was asked for, in the exchange of the code.
fn linked(shared: &mut Shared, hub: &FakeHub, sub: &str, text: &str) -> (&'static str, Value) {
    match LinkRequest::read(text).unwrap() {
        LinkRequest::Tenant { tenant, .. } => {
            let id = shared.link(&hub.issuer, &tenant.id);
            let link = json!({
                "id": id, "partner": "Example MSP", "tenant": tenant.id, "policy_version": 1,
            });
            ("module_link", link)
        }
        LinkRequest::Account { tenant, account } => {
            let link = shared
                .links
                .values_mut()
                .find(|l| l.document.tenant == tenant);
            link.unwrap()
                .account_links
                .insert(sub.to_owned(), account.id);
            ("account_link", json!({ "id": shared.next("acl") }))
        }
    }
}

fn claims(shared: &Shared, hub: &FakeHub, person: &FakePerson, nonce: &str, link: bool) -> Value {
    let now = crate::clock::now();
    let mut claims = json!({
        "iss": hub.issuer, "aud": hub.client_id, "sub": person.sub, "sid": format!("sid-{}", person.sub),
        "iat": now, "exp": now + 300, "nonce": nonce,
    });
    if !link {
        let of = |l: &&super::FakeLink| {
            let tenant = &l.document.tenant;
            shared.tenant.as_ref().is_none_or(|wanted| wanted == tenant)
        };
        if let Some(link) = shared.links.values().find(of) {
            claims["tenant"] = json!(link.document.tenant);
            if let Some(account) = link.account_links.get(&person.sub) {
                claims["account"] = json!(account);
            }
        }
        claims["email"] = json!(person.email);
        claims["email_verified"] = json!(true);
        claims["name"] = json!(person.name);
        claims["preferred_username"] = json!(person.username);
    }
    for (name, value) in shared.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

pub(super) async fn userinfo(State(hub): State<FakeHub>, headers: HeaderMap) -> String {
    let bearer = headers[header::AUTHORIZATION].to_str().unwrap();
    let sub = bearer.strip_prefix("Bearer at-").unwrap();
    let modules = json!([
        { "name": "Partner Portal", "href": format!("{}/open/ins_1", hub.issuer) },
        { "name": "Backup Console", "href": format!("{}/open/ins_2", hub.issuer) },
        { "name": "Elsewhere", "href": "https://evil.example/" },
    ]);
    json!({ "sub": sub, "modules": modules, "hub": format!("{}/", hub.issuer) }).to_string()
}
