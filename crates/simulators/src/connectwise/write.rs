//! From JSON to a record, by the table of fields: types, lengths, enums, references and what is needed.

use super::errors::{Fault, Refused};
use super::fields::{Field, Open, Shape};
use super::kind::Kind;
use super::row::{Cell, Row};
use super::world::World;
use crate::psa::moment;
use serde_json::{Map, Value};

/// A number that stands in a JSON number or, as some clients send it, in a text.
pub(super) fn id_of(value: &Value) -> Option<u32> {
    let number = value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok());
    number
        .and_then(|n| u32::try_from(n).ok())
        .filter(|id| *id > 0)
}

/// Finds what a reference means: `{"id":5}` or `{"name":"Closed"}`. Names of things that belong to a
/// board or a company are looked for where the record stands.
fn resolve(world: &World, kind: Kind, of: (Kind, &Row), value: &Map<String, Value>) -> Option<u32> {
    if let Some(id) = value.get("id").and_then(id_of) {
        return world.get(kind, id).map(|_| id);
    }
    let (name, text) = [
        "identifier",
        "name",
        "description",
        "deviceIdentifier",
        "summary",
    ]
    .iter()
    .find_map(|key| Some((*key, value.get(*key)?.as_str()?)))?;
    let owners = ["board", "company"].map(|owner| {
        let there = kind.schema().position(owner)?;
        of.1.id(of.0, owner).map(|id| (there, id))
    });
    let fits = |row: &Row| {
        owners
            .iter()
            .flatten()
            .all(|(at, owner)| match row.at(*at) {
                Some(Cell::Ref(held)) => held == owner,
                _ => true,
            })
    };
    let mut rows = world.rows(kind);
    rows.find(|(id, row)| {
        let shown = match row.text(kind, name) {
            Some(held) => crate::psa::text::same_text(held, text),
            None => world
                .shown(kind, *id, name)
                .is_some_and(|held| crate::psa::text::same_text(&held, text)),
        };
        shown && fits(row)
    })
    .map(|(id, _)| id)
}

/// What a reference that names nothing means: an empty one takes the reference away.
fn empty_reference(value: &Map<String, Value>) -> bool {
    let void =
        |value: &Value| value.is_null() || value.as_u64() == Some(0) || value.as_str() == Some("");
    ["id", "name", "identifier"]
        .iter()
        .all(|key| value.get(*key).is_none_or(void))
}

/// The cell that a value makes in a field; none where it empties it.
pub(super) fn cell(
    world: &World,
    of: (Kind, &Row),
    field: &Field,
    value: &Value,
) -> Result<Option<Cell>, Fault> {
    let name = field.name;
    let wrong = || Fault::invalid(name, format!("The value of {name} is not valid."));
    if value.is_null() {
        return Ok(None);
    }
    let cell = match &field.shape {
        Shape::Text(most) => {
            let text = value.as_str().ok_or_else(wrong)?;
            if most.is_some_and(|most| text.chars().count() > most) {
                let most = most.unwrap_or_default();
                return Err(Fault::new(
                    "MaxLength",
                    name,
                    format!("The field {name} must be a string with a maximum length of {most}."),
                ));
            }
            // Line ends are not supported in plain fields; they are shown as a space.
            let plain = most.is_some_and(|most| most <= 100);
            if text.is_empty() {
                return Ok(None);
            }
            if plain {
                Cell::text(text.replace(['\n', '\r'], " "))
            } else {
                Cell::text(text)
            }
        }
        Shape::Enum(names) => {
            let text = value.as_str().ok_or_else(wrong)?;
            let known = names
                .iter()
                .find(|n| n.eq_ignore_ascii_case(text))
                .ok_or_else(wrong)?;
            Cell::text(*known)
        }
        Shape::Moment => {
            let text = value.as_str().ok_or_else(wrong)?;
            let refused = || Fault::invalid(name, format!("Unsupported format applied to {name}"));
            Cell::Moment(moment::parse(text).ok_or_else(refused)?)
        }
        Shape::Int => Cell::Int(value.as_i64().ok_or_else(wrong)?),
        Shape::Number => Cell::Number(value.as_f64().ok_or_else(wrong)?),
        Shape::Flag => Cell::Flag(value.as_bool().ok_or_else(wrong)?),
        Shape::Ref(to) => {
            let refused = || Fault::invalid(name, format!("path {name} is not valid"));
            let object = value.as_object().ok_or_else(refused)?;
            if empty_reference(object) {
                return Ok(None);
            }
            let missing = || Fault::new("NotFound", name, format!("The {name} was not found."));
            Cell::Ref(resolve(world, *to, of, object).ok_or_else(missing)?)
        }
        Shape::Refs(to) => {
            let list = value.as_array().ok_or_else(wrong)?;
            let mut ids = Vec::with_capacity(list.len());
            for part in list {
                let found = part
                    .as_object()
                    .and_then(|part| resolve(world, *to, of, part));
                ids.push(found.ok_or_else(wrong)?);
            }
            Cell::Refs(ids.into_boxed_slice())
        }
        Shape::Texts | Shape::Ints | Shape::Objects => {
            let list = value.as_array().ok_or_else(wrong)?;
            let fits = list.iter().all(|part| match field.shape {
                Shape::Texts => part.is_string(),
                Shape::Ints => part.is_i64(),
                _ => part.is_object(),
            });
            if !fits {
                return Err(wrong());
            }
            Cell::Json(value.to_string().into_boxed_str())
        }
        Shape::Loose => {
            if !value.is_object() {
                return Err(wrong());
            }
            Cell::Json(value.to_string().into_boxed_str())
        }
    };
    Ok(Some(cell))
}

/// Fields that are needed and not there.
pub(super) fn missing(kind: Kind, row: &Row) -> Vec<Fault> {
    let fields = kind.schema().fields.iter().enumerate();
    fields
        .filter(|(at, field)| field.required && row.at(*at).is_none())
        .map(|(_, field)| Fault::missing(field.name))
        .collect()
}

/// Takes a whole body into a record. Names that the vendor does not know are passed over.
pub(super) fn fill(world: &World, kind: Kind, row: &mut Row, body: &Value) -> Result<(), Refused> {
    let body = body.as_object().ok_or_else(Refused::unreadable)?;
    let mut faults = Vec::new();
    for (at, field) in kind.schema().fields.iter().enumerate() {
        if matches!(field.open, Open::ReadOnly | Open::Own) {
            continue;
        }
        if let Some(value) = body.get(field.name) {
            match cell(world, (kind, row), field, value) {
                Ok(cell) => row.put(at, cell),
                Err(fault) => faults.push(fault),
            }
        }
    }
    let named: Vec<&str> = faults.iter().map(|f| f.field.as_str()).collect();
    let absent: Vec<Fault> = missing(kind, row)
        .into_iter()
        .filter(|fault| !named.contains(&fault.field.as_str()))
        .collect();
    faults.extend(absent);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Refused::object(&kind.word(), faults))
    }
}
