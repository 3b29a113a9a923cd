//! `bulkId:` references between the operations of a bulk request (RFC 7644, 3.7.2).

use super::{BulkOperation, Target};
use crate::error::ScimError;
use crate::json::Tree;
use serde_json::Value;
use std::collections::HashMap;

const PREFIX: &str = "bulkId:";

/// Puts the ids of what was made in the place of references to it.
///
/// # Errors
/// 409 for a reference to what was not made: it failed, comes later in a circle, or is not there.
pub fn resolve(data: &mut Tree, made: &HashMap<String, String>) -> Result<(), ScimError> {
    for value in data.values_mut() {
        resolve_one(value, made)?;
    }
    Ok(())
}

fn resolve_one(value: &mut Value, made: &HashMap<String, String>) -> Result<(), ScimError> {
    match value {
        Value::String(text) => {
            if let Some(name) = text.strip_prefix(PREFIX) {
                let id = made.get(name).ok_or(ScimError::plain(
                    409,
                    "A bulkId that is referred to was not made.",
                ))?;
                *text = id.clone();
            }
            Ok(())
        }
        Value::Array(all) => all.iter_mut().try_for_each(|one| resolve_one(one, made)),
        Value::Object(below) => resolve(below, made),
        _ => Ok(()),
    }
}

/// The names that a value refers to.
fn named<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.extend(text.strip_prefix(PREFIX)),
        Value::Array(all) => all.iter().for_each(|one| named(one, found)),
        Value::Object(below) => below.values().for_each(|one| named(one, found)),
        _ => {}
    }
}

/// Positions with what is referred to first; of what is free to go, the earliest goes first.
pub(super) fn order(operations: &[BulkOperation]) -> Vec<usize> {
    let makers: HashMap<&str, usize> = operations
        .iter()
        .enumerate()
        .filter_map(|(n, o)| Some((o.bulk_id.as_deref()?, n)))
        .collect();
    let needs: Vec<Vec<usize>> = operations
        .iter()
        .map(|operation| {
            let mut found = Vec::new();
            if let Ok(work) = &operation.work {
                work.data.values().for_each(|v| named(v, &mut found));
                if let Some(Target::Made(name)) = &work.target {
                    found.push(name);
                }
            }
            found
                .iter()
                .filter_map(|name| makers.get(name))
                .copied()
                .collect()
        })
        .collect();
    let mut order = Vec::with_capacity(operations.len());
    let mut state = vec![State::Waiting; operations.len()];
    for start in 0..operations.len() {
        visit(start, &needs, &mut state, &mut order);
    }
    order
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting,
    Begun,
    Done,
}

/// Depth first without recursion: a chain may be as long as the request.
fn visit(start: usize, needs: &[Vec<usize>], state: &mut [State], order: &mut Vec<usize>) {
    let mut stack = vec![(start, 0)];
    while let Some((at, next)) = stack.pop() {
        if next == 0 && state[at] != State::Waiting {
            continue;
        }
        state[at] = State::Begun;
        match needs[at].get(next) {
            Some(need) => {
                stack.push((at, next + 1));
                if state[*need] == State::Waiting {
                    stack.push((*need, 0));
                }
            }
            None => {
                state[at] = State::Done;
                order.push(at);
            }
        }
    }
}
