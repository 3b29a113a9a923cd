//! What is answered without keys: which codebase a company is on, and the keys of signatures.

use super::errors::Refused;
use super::kind::Kind;
use super::paging::parameter;
use super::state::State;
use crate::psa::serve::{Question, Reply};
use serde_json::{Value, json};

/// Answers `/login/companyinfo/…` and `/system/callbackkey/…`; none for anything else.
pub(super) fn answer(state: &State, path: &str, question: &Question) -> Option<Reply> {
    let lower = path.to_ascii_lowercase();
    if let Some(company) = lower.strip_prefix("login/companyinfo/") {
        return Some(Reply::json(200, &info(state, company)));
    }
    if lower == "system/callbackkey/index.rails" {
        return Some(key(state, question));
    }
    None
}

fn info(state: &State, company: &str) -> Value {
    // Nobody of that name is `null`, with a good status.
    if !company.eq_ignore_ascii_case(&state.options.company_id) {
        return Value::Null;
    }
    let code = state.codebase.trim_end_matches('/');
    json!({
        "CompanyName": state.options.company_id,
        "Codebase": state.codebase,
        "VersionCode": code.replace('_', "."),
        "VersionNumber": "v4.6.99999",
        "CompanyID": state.options.company_id,
        "IsCloud": "True",
    })
}

fn key(state: &State, question: &Question) -> Reply {
    let parameters = question.parameters();
    let (company, id) = (
        parameter(&parameters, "companyName"),
        parameter(&parameters, "id"),
    );
    let kind = Kind::Callbacks;
    let found = state.world.find(kind, "connectWiseID", id);
    let key = found.and_then(|id| state.world.get(kind, id)?.text(kind, "signingKey"));
    match key {
        Some(key) if company.eq_ignore_ascii_case(&state.options.company_id) => {
            Reply::json(200, &json!({ "signing_key": key }))
        }
        _ => Refused::new(404, "NotFound", "The key was not found.").reply(),
    }
}
