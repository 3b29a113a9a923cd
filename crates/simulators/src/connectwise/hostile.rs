//! One small world that hostile bytes are asked of.

use super::auth::Keys;
use super::conditions::{Filter, Order, Parts};
use super::kind::Kind;
use super::state::State;
use super::{Options, open};
use crate::psa::serve::Question;
use base64::Engine as _;
use hyper::header::{AUTHORIZATION, HeaderValue};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

static STATE: LazyLock<Option<Mutex<State>>> = LazyLock::new(|| {
    let options = Options {
        companies: 5,
        contacts: 10,
        configurations: 10,
        tickets: 5,
        per_minute: None,
        clock: Arc::new(|| 1_780_272_000),
        ..Options::default()
    };
    open(options).ok().map(Mutex::new)
});

fn basic(keys: &Keys) -> Option<HeaderValue> {
    let plain = format!("{}+{}:{}", keys.company, keys.public, keys.private);
    let encoded = base64::engine::general_purpose::STANDARD.encode(plain);
    format!("Basic {encoded}").parse().ok()
}

/// The status of the answer to a request with all rights.
pub(crate) fn answer(method: &str, target: &str, body: &[u8]) -> u16 {
    let Some(state) = &*STATE else {
        return 0;
    };
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut question = Question {
        method: method.to_owned(),
        path: format!("/v4_6_release/apis/3.0/{path}"),
        query: query.to_owned(),
        body: body.to_vec().into(),
        ..Question::default()
    };
    if let Some(basic) = state.keys.first().and_then(basic) {
        question.headers.insert(AUTHORIZATION, basic);
    }
    let client = HeaderValue::from_static("01234567-89ab-cdef-0123-456789abcdef");
    question.headers.insert("clientid", client);
    state.waiting.clear();
    state.answer(&question).status
}

/// Reads a condition or an order, and asks it of some records.
pub(crate) fn condition(text: &str) {
    let Some(state) = &*STATE else {
        return;
    };
    let state = state.lock().unwrap_or_else(PoisonError::into_inner);
    for kind in [Kind::Tickets, Kind::Contacts, Kind::Companies] {
        if let Ok(Some(filter)) = Filter::new(kind, text) {
            for (id, row) in state.world.rows(kind).take(5) {
                let once = filter.holds(&state.world, id, row);
                assert_eq!(once, filter.holds(&state.world, id, row));
            }
        }
        if let Ok(Some(parts)) = Parts::children(kind, text)
            && let Some((_, row)) = state.world.rows(kind).next()
        {
            parts.hold(kind, &state.world, row);
        }
        if let Ok(Some(order)) = Order::new(kind, text) {
            let mut rows: Vec<_> = state.world.rows(kind).take(5).collect();
            let before = rows.len();
            order.sort(&state.world, &mut rows);
            assert_eq!(rows.len(), before);
        }
    }
}
