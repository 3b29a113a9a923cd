//! Connections to PSAs in the console and by programs, against the simulators.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod life;
mod reach;
mod rights;
mod secrets;
mod words;

use kernel::{Clock as _, RegionName, Span};
use model::operation::ApiScope;
use serde_json::{Value, json};
use simulators::connectwise::{Keys, Options, Simulator};
use std::sync::Arc;
use testkit::program::{good, refused};
use testkit::{Browser, Kind, Page, TestHub, on_both_engines};
use tokio::net::TcpListener;

const LIST: &str = "/console/psa";
const NEW: &str = "/console/psa/new";
const API: &str = "/api/v1/psa-connections";

async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

fn seconds(hub: &TestHub) -> simulators::Clock {
    let clock = hub.clock();
    Arc::new(move || u64::try_from(clock.now().unix_seconds()).unwrap())
}

/// A ConnectWise of the hub's own time.
async fn connectwise(hub: &TestHub) -> Simulator {
    let options = Options {
        companies: 12,
        contacts: 30,
        configurations: 10,
        tickets: 5,
        clock: seconds(hub),
        ..Options::default()
    };
    Simulator::start(listener().await, options).await.unwrap()
}

fn keys(simulator: &Simulator, role: &str) -> Keys {
    let keys = simulator.keys();
    keys.into_iter().find(|keys| keys.role == role).unwrap()
}

async fn master(hub: &TestHub) -> Browser {
    hub.actor("owner").sign_in(hub).await
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get("/console/members").await;
    let csrf = page.input("csrf").to_owned();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    browser.post(path, &form).await
}

/// A form that is good, with one field or another changed.
fn form<'a>(
    url: &'a str,
    keys: &'a Keys,
    change: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("vendor", "connectwise"),
        ("name", "training"),
        ("host", url),
        ("company", &keys.company),
        ("public_key", &keys.public),
        ("private_key", &keys.private),
        ("client_id", ""),
        ("api_member", &keys.member),
        ("do", "save"),
    ];
    for (name, value) in change {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

/// Makes a connection in the console; the path of its page.
async fn make(browser: &Browser, url: &str, keys: &Keys, change: &[(&str, &str)]) -> String {
    let page = send(browser, NEW, &form(url, keys, change)).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let path = page.location().split('?').next().unwrap();
    assert!(path.starts_with("/console/psa/psa_"), "{path}");
    path.to_owned()
}

fn id(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

/// Every word of the page without its markup.
fn said(page: &Page) -> String {
    let mut text = String::new();
    for part in page.body.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    let text = text.replace("&#39;", "'").replace("&#62;", ">");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
