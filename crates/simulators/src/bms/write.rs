//! From a body to a record: what is needed, what must be a number, what must exist.

use super::envelope::Refused;
use super::tables::{Kind, Row, World, id_of};
use serde_json::{Map, Value};

/// What a member takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Text,
    Number,
    Amount,
    Flag,
    /// The id of a record.
    Id(Kind),
    List,
}

/// A member: its name in the description, what it takes, whether it is needed.
pub(super) type Member = (&'static str, Takes, bool);

/// A body as a JSON object.
pub(super) fn body(bytes: &[u8]) -> Result<Map<String, Value>, Refused> {
    let value: Value = serde_json::from_slice(bytes)
        .map_err(|_| Refused::new(400, "The request body could not be read."))?;
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(Refused::new(400, "The request body could not be read.")),
    }
}

/// A member of a body, whatever the case of its name.
pub(super) fn member<'b>(body: &'b Map<String, Value>, name: &str) -> Option<&'b Value> {
    let found = body
        .iter()
        .find(|(held, _)| held.eq_ignore_ascii_case(name));
    found
        .map(|(_, value)| value)
        .filter(|value| !value.is_null())
}

fn fits(world: &World, takes: Takes, value: &Value) -> bool {
    match takes {
        Takes::Text => value.is_string(),
        Takes::Number => value.is_i64(),
        Takes::Amount => value.is_number(),
        Takes::Flag => value.is_boolean(),
        Takes::List => value.is_array(),
        Takes::Id(kind) => {
            let id = value.as_u64().and_then(|id| u32::try_from(id).ok());
            id.is_some_and(|id| world.get(kind, id).is_some())
        }
    }
}

/// Takes a body into a record; names that are not known are passed over.
pub(super) fn fill(
    world: &World,
    members: &[Member],
    body: &Map<String, Value>,
    row: &mut Row,
) -> Result<(), Refused> {
    let mut faults = Vec::new();
    for (name, takes, needed) in members {
        match member(body, name) {
            None if *needed && !row.contains_key(*name) => {
                faults.push(format!("{name} is required."))
            }
            None => {}
            Some(value) if *needed && value.as_str() == Some("") => {
                faults.push(format!("{name} is required."));
            }
            Some(value) if !fits(world, *takes, value) => {
                faults.push(format!("{name} is not valid."))
            }
            Some(value) => {
                row.insert((*name).to_owned(), value.clone());
            }
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused::invalid(faults))
    }
}

/// A place of the record must be one of its account.
pub(super) fn belongs(world: &World, row: &Row, place: &str) -> Result<(), Refused> {
    let location = id_of(row, place).and_then(|id| world.get(Kind::Locations, id));
    if location.is_some_and(|location| location.get("AccountId") != row.get("AccountId")) {
        return Err(Refused::invalid(vec![format!("{place} is not valid.")]));
    }
    Ok(())
}

/// The operations of a PATCH as a body: `/AccountName` replaced by a value.
pub(super) fn operations(bytes: &[u8]) -> Result<Map<String, Value>, Refused> {
    let unreadable = || Refused::new(400, "The request body could not be read.");
    let list: Vec<Value> = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
    let mut body = Map::new();
    for operation in list {
        let path = operation["path"]
            .as_str()
            .ok_or_else(unreadable)?
            .trim_start_matches('/')
            .to_owned();
        match operation["op"].as_str() {
            Some("replace" | "add") => body.insert(path, operation["value"].clone()),
            _ => return Err(Refused::invalid(vec!["op is not valid.".to_owned()])),
        };
    }
    Ok(body)
}
