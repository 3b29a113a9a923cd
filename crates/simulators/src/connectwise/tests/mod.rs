//! The simulator as a client meets it, without a socket between.

mod access;
mod callbacks;
mod described;
mod records;
mod tickets;

use super::{Edit, Options, State, open};
use crate::psa::serve::{Question, Reply};
use base64::Engine as _;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// 2026-06-01T00:00:00Z.
pub(super) const START: u64 = 1_780_272_000;
const CLIENT: &str = "01234567-89ab-cdef-0123-456789abcdef";

/// A simulator, a clock, and somebody with keys.
pub(super) struct Office {
    pub state: State,
    pub clock: Arc<AtomicU64>,
    pub key: usize,
}

impl Office {
    pub(super) fn new() -> Self {
        Self::with(Options {
            companies: 20,
            contacts: 60,
            configurations: 40,
            tickets: 20,
            ..Options::default()
        })
    }

    pub(super) fn with(options: Options) -> Self {
        let clock = Arc::new(AtomicU64::new(START));
        let held = clock.clone();
        let options = Options {
            clock: Arc::new(move || held.load(Ordering::SeqCst)),
            ..options
        };
        let mut state = open(options).unwrap();
        state.site = "http://127.0.0.1:8099".to_owned();
        Self {
            state,
            clock,
            key: 0,
        }
    }

    /// The same office for the keys of a role.
    pub(super) fn acting(mut self, role: &str) -> Self {
        self.act_as(role);
        self
    }

    pub(super) fn act_as(&mut self, role: &str) {
        self.key = self
            .state
            .keys
            .iter()
            .position(|keys| keys.role == role)
            .unwrap();
    }

    pub(super) fn pass(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(super) fn question(&self, method: &str, target: &str, body: Option<&Value>) -> Question {
        let keys = &self.state.keys[self.key];
        let plain = format!("{}+{}:{}", keys.company, keys.public, keys.private);
        let basic = base64::engine::general_purpose::STANDARD.encode(plain);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut question = Question {
            method: method.to_owned(),
            path: format!("/v4_6_release/apis/3.0/{path}"),
            query: query.to_owned(),
            body: body.map(ToString::to_string).unwrap_or_default().into(),
            ..Question::default()
        };
        for (name, value) in [
            ("host", "127.0.0.1:8099"),
            ("authorization", &format!("Basic {basic}")),
            ("clientid", CLIENT),
            ("content-type", "application/json"),
        ] {
            question.headers.insert(
                hyper::header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                value.parse().unwrap(),
            );
        }
        question
    }

    pub(super) fn ask(&mut self, method: &str, target: &str, body: Option<&Value>) -> Reply {
        let question = self.question(method, target, body);
        self.state.handle(&question)
    }

    /// Asks, and gives status and body.
    pub(super) fn tell(&mut self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let body = (!body.is_null()).then_some(body);
        let reply = self.ask(method, target, body);
        (
            reply.status,
            serde_json::from_slice(&reply.body).unwrap_or_default(),
        )
    }

    pub(super) fn get(&mut self, target: &str) -> Value {
        let (status, body) = self.tell("GET", target, &Value::Null);
        assert_eq!(status, 200, "{target}: {body}");
        body
    }

    pub(super) fn post(&mut self, target: &str, body: &Value) -> Value {
        let (status, answer) = self.tell("POST", target, body);
        assert_eq!(status, 201, "{target}: {answer}");
        answer
    }

    pub(super) fn patch(&mut self, target: &str, path: &str, value: Value) -> (u16, Value) {
        self.tell(
            "PATCH",
            target,
            &json!([{ "op": "replace", "path": path, "value": value }]),
        )
    }

    /// An edit by a person in the office.
    pub(super) fn edit(&mut self, edit: Value) -> u32 {
        let edit: Edit = serde_json::from_value(edit).unwrap();
        self.state.edit(&edit).unwrap()
    }
}

pub(super) fn header<'r>(reply: &'r Reply, name: &str) -> &'r str {
    let found = reply.headers.iter().find(|(held, _)| *held == name);
    found.map_or("", |(_, value)| value)
}

/// A query parameter, escaped.
pub(super) fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

pub(super) fn ids(list: &Value) -> Vec<u64> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_u64().unwrap())
        .collect()
}
