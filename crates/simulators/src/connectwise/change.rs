//! What it takes to write: making, changing, replacing and deleting a record, with its rules.

use super::errors::Refused;
use super::fields::{Open, Shape};
use super::kind::Kind;
use super::places::PLACES;
use super::row::{Cell, Row};
use super::rules::{self, Draft, Stamp};
use super::world::World;
use super::write;
use serde_json::Value;

/// Makes a record of a body; the parents' ids stand already. Gives its id.
pub(super) fn make(
    world: &mut World,
    kind: Kind,
    given: &[(&'static str, u32)],
    body: &Value,
    stamp: &Stamp,
) -> Result<u32, Refused> {
    let mut row = Row::new(stamp.at, &stamp.by);
    let set_parents = |row: &mut Row| {
        for (field, id) in given {
            let position = kind.schema().position(field);
            let is_ref =
                position.is_some_and(|at| matches!(kind.schema().fields[at].shape, Shape::Ref(_)));
            let cell = if is_ref {
                Cell::Ref(*id)
            } else {
                Cell::Int((*id).into())
            };
            row.set(kind, field, Some(cell));
        }
    };
    set_parents(&mut row);
    let mut body = body.clone();
    if let Some(body) = body.as_object_mut() {
        for (field, _) in given {
            body.remove(*field);
        }
    }
    write::fill(world, kind, &mut row, &body)?;
    set_parents(&mut row);
    let id = world.next_id(kind);
    rules::settle(Draft {
        world,
        kind,
        id,
        old: None,
        row: &mut row,
        stamp,
    })?;
    world.add(kind, row);
    rules::follow(world, kind, id, None, stamp);
    Ok(id)
}

/// Changes a record in place; `edit` does what the body says.
pub(super) fn remake(
    world: &mut World,
    kind: Kind,
    id: u32,
    stamp: &Stamp,
    edit: impl FnOnce(&World, &mut Row) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let old = world.get(kind, id).cloned();
    let old = old.ok_or_else(|| Refused::no_record(kind.schema().object, id))?;
    let mut row = old.clone();
    edit(world, &mut row)?;
    row.updated = stamp.at;
    row.updated_by = stamp.by.clone();
    rules::settle(Draft {
        world,
        kind,
        id,
        old: Some(&old),
        row: &mut row,
        stamp,
    })?;
    world.put(kind, id, row);
    rules::follow(world, kind, id, Some(&old), stamp);
    Ok(())
}

/// PUT: what is left out goes to its default or away; custom fields stay, and so does what only the
/// system writes.
pub(super) fn replace(
    world: &World,
    kind: Kind,
    row: &mut Row,
    body: &Value,
) -> Result<(), Refused> {
    let mut fresh = Row::new(row.entered, &row.entered_by);
    for (at, cell) in row.cells() {
        let field = &kind.schema().fields[at];
        let stays = matches!(field.open, Open::ReadOnly | Open::Own)
            || ["customFields", "communicationItems"].contains(&field.name)
            || (kind == Kind::Companies && field.name == "types")
            || route_parent(kind, field.name);
        if stays {
            fresh.put(at, Some(cell.clone()));
        }
    }
    write::fill(world, kind, &mut fresh, body)?;
    *row = fresh;
    Ok(())
}

fn route_parent(kind: Kind, field: &str) -> bool {
    let mut places = PLACES.iter();
    places.any(|place| place.kind == kind && place.parents.contains(&field))
}

/// Deletes a record as its kind is deleted; `transfer` takes over what belongs to a contact.
pub(super) fn erase(
    world: &mut World,
    kind: Kind,
    id: u32,
    transfer: Option<u32>,
    stamp: &Stamp,
) -> Result<(), Refused> {
    if kind == Kind::Companies {
        rules::delete_company(world, id, stamp);
        return Ok(());
    }
    if kind == Kind::Contacts {
        rules::release_contact(world, id, transfer, stamp);
    }
    if let Some(user) = world.referrer(kind, id) {
        let message = format!(
            "{} {id} is in use by {}.",
            kind.schema().object,
            user.word()
        );
        return Err(Refused::new(409, "ConnectWiseApi", message));
    }
    let gone = world.get(kind, id).cloned();
    world.remove(kind, id);
    if let Some(gone) = gone {
        rules::follow_removal(world, kind, &gone, stamp);
    }
    Ok(())
}
