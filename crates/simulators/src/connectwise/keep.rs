//! Changes as lines of the journal, and back: the record itself, references as ids.

use super::fields::Shape;
use super::kind::Kind;
use super::row::{Cell, Row};
use super::world::{Act, Change, World};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The line of a change.
pub(super) fn line(world: &World, change: &Change) -> Value {
    let row = world
        .get(change.kind, change.id)
        .filter(|_| change.act != Act::Deleted);
    json!([
        change.kind.name(),
        change.id,
        row.map(|row| value(change.kind, row))
    ])
}

fn value(kind: Kind, row: &Row) -> Value {
    let mut cells = Map::new();
    for (at, cell) in row.cells() {
        let value = match cell {
            Cell::Flag(flag) => json!(flag),
            Cell::Int(number) | Cell::Moment(number) => json!(number),
            Cell::Number(number) => json!(number),
            Cell::Text(text) | Cell::Json(text) => json!(text),
            Cell::Ref(id) => json!(id),
            Cell::Refs(ids) => json!(ids),
        };
        cells.insert(kind.schema().fields[at].name.to_owned(), value);
    }
    json!({
        "entered": row.entered,
        "updated": row.updated,
        "enteredBy": &*row.entered_by,
        "updatedBy": &*row.updated_by,
        "cells": cells,
    })
}

fn cell(shape: &Shape, value: &Value) -> Option<Cell> {
    Some(match shape {
        Shape::Text(_) | Shape::Enum(_) => Cell::text(value.as_str()?),
        Shape::Moment => Cell::Moment(value.as_i64()?),
        Shape::Int => Cell::Int(value.as_i64()?),
        Shape::Number => Cell::Number(value.as_f64()?),
        Shape::Flag => Cell::Flag(value.as_bool()?),
        Shape::Ref(_) => Cell::Ref(u32::try_from(value.as_u64()?).ok()?),
        Shape::Refs(_) => {
            let ids = value
                .as_array()?
                .iter()
                .map(|id| u32::try_from(id.as_u64()?).ok());
            Cell::Refs(ids.collect::<Option<_>>()?)
        }
        Shape::Texts | Shape::Ints | Shape::Objects | Shape::Loose => {
            Cell::Json(value.as_str()?.into())
        }
    })
}

/// Does what a line says; a line that cannot be understood is passed over.
pub(super) fn replay(world: &mut World, line: &Value) -> Option<()> {
    let kind = Kind::named(line[0].as_str()?)?;
    let id = u32::try_from(line[1].as_u64()?).ok()?;
    if line[2].is_null() {
        world.remove(kind, id);
        return Some(());
    }
    let word = |name: &str| Arc::<str>::from(line[2][name].as_str().unwrap_or_default());
    let mut row = Row::new(line[2]["entered"].as_i64()?, &word("enteredBy"));
    row.updated = line[2]["updated"].as_i64()?;
    row.updated_by = word("updatedBy");
    for (name, value) in line[2]["cells"].as_object()? {
        if let Some(at) = kind.schema().position(name) {
            row.put(at, cell(&kind.schema().fields[at].shape, value));
        }
    }
    world.add_as(kind, id, row);
    Some(())
}
