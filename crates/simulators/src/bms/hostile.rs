//! One small world that hostile bytes are asked of.

use super::state::State;
use super::{Options, open};
use crate::psa::serve::Question;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

static STATE: LazyLock<Option<Mutex<State>>> = LazyLock::new(|| {
    let options = Options {
        accounts: 3,
        contacts: 5,
        assets: 5,
        tickets: 5,
        per_hour: None,
        clock: Arc::new(|| 1_780_272_000),
        ..Options::default()
    };
    open(options).ok().map(Mutex::new)
});

/// The status of the answer to a request with all rights.
pub(crate) fn answer(method: &str, target: &str, body: &[u8]) -> u16 {
    let Some(state) = &*STATE else {
        return 0;
    };
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut question = Question {
        method: method.to_owned(),
        path: format!("/v2/{path}"),
        query: query.to_owned(),
        body: body.to_vec().into(),
        ..Question::default()
    };
    let now = (state.options.clock)();
    let token = state.tokens.lasting(0, now);
    if let Ok(bearer) = format!("Bearer {token}").parse() {
        question.headers.insert("authorization", bearer);
    }
    state.handle(&question).status
}
