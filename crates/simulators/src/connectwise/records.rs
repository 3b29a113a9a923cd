//! The verbs that all records share: list, count, read, create, change, replace, delete.

use super::conditions::{Filter, Order, Parts};
use super::errors::{Fault, Refused};
use super::fields::Shape;
use super::kind::{Kind, Place};
use super::paging::{Page, forward_link, links, parameter};
use super::render::{Render, Selection, View};
use super::roles::{Deed, Level};
use super::route::{Route, Target, parent_kind, route};
use super::row::{Cell, Row};
use super::rules::{self, Draft, Stamp};
use super::state::Call;
use super::world::World;
use super::{patch, write};
use crate::psa::serve::{Question, Reply};
use serde_json::{Value, json};

/// The media type of answers.
pub(super) const JSON: &str = "application/vnd.connectwise.com+json; version=2026.1; charset=utf-8";

pub(super) fn answer(call: &mut Call<'_>) -> Result<Reply, Refused> {
    let route = route(call.path).ok_or_else(Refused::no_endpoint)?;
    version_fits(call.question, route.place.kind)?;
    parents_exist(&call.state.world, &route)?;
    let method = call.question.method.as_str();
    if method != "GET" && (route.info || !route.place.offer.contains(&method)) {
        return Err(Refused::no_method());
    }
    match (method, route.target) {
        ("GET", _) => read(call, &route),
        ("POST", Target::List) => create(call, &route),
        ("PATCH" | "PUT", Target::One(id)) => change(call, &route, id),
        ("DELETE", Target::One(id)) => delete(call, &route, id),
        _ => Err(Refused::no_method()),
    }
}

/// An address may be younger than the version that a client asks for.
fn version_fits(question: &Question, kind: Kind) -> Result<(), Refused> {
    let accept = question.header("accept");
    let pin = accept
        .split("version=")
        .nth(1)
        .and_then(|v| v.split([';', ',']).next());
    let year = pin.and_then(|v| v.trim().split('.').next()?.parse::<u32>().ok());
    let too_old =
        kind == Kind::CommunicationTypes && year.is_some_and(|year| (4..2020).contains(&year));
    if too_old {
        let message = format!("Version {} is not supported here.", pin.unwrap_or_default());
        return Err(Refused::new(400, "ConnectWiseApi", message));
    }
    Ok(())
}

fn parents_exist(world: &World, route: &Route) -> Result<(), Refused> {
    for (field, id) in route.place.parents.iter().zip(&route.parents) {
        let Some(kind) = parent_kind(route.place.kind, field) else {
            continue;
        };
        if world.get(kind, *id).is_none() {
            return Err(Refused::no_record(kind.schema().object, id));
        }
    }
    Ok(())
}

/// Whether a record stands under the parents of a path.
fn belongs(place: &Place, parents: &[u32], row: &Row) -> bool {
    let mut pairs = place.parents.iter().zip(parents);
    pairs.all(|(field, id)| row.id(place.kind, field) == Some(*id))
}

fn inquire(call: &Call<'_>, route: &Route) -> Result<Level, Refused> {
    // The slim form of a set-up table needs no right to the table.
    if route.info && route.place.right.table.is_some() {
        return Ok(Level::All);
    }
    call.right(&route.place.right, Deed::Inquire)
}

fn view(call: &Call<'_>, route: &Route) -> View {
    let fields = parameter(&call.parameters, "fields");
    View {
        info: route.info,
        fields: (!fields.trim().is_empty()).then(|| Selection::new(route.place.kind, fields)),
    }
}

fn read(call: &mut Call<'_>, route: &Route) -> Result<Reply, Refused> {
    let level = inquire(call, route)?;
    let view = view(call, route);
    let own = (level == Level::My).then(|| call.caller.identifier.clone());
    let (kind, base) = (route.place.kind, call.base.clone());
    match route.target {
        Target::Usages => Ok(Reply::new(200, JSON, "[]")),
        Target::One(id) => call.read(|world| {
            let row = world
                .get(kind, id)
                .filter(|row| belongs(route.place, &route.parents, row));
            let row = row.ok_or_else(|| Refused::no_record(kind.schema().object, id))?;
            if own.is_some_and(|own| *row.entered_by != *own) {
                return Err(Refused::forbidden());
            }
            let body = Render { world, base: &base }.one(kind, id, &view)?;
            Ok(Reply::new(200, JSON, body))
        }),
        Target::List | Target::Count => {
            let find = Find::new(kind, &call.parameters)?;
            list(call, route, &find, own.as_deref(), &view)
        }
    }
}

/// What is looked for in a list.
pub(super) struct Find {
    filter: Option<Filter>,
    children: Option<Parts>,
    custom: Option<Parts>,
    order: Option<Order>,
}

impl Find {
    pub(super) fn new(kind: Kind, parameters: &[(String, String)]) -> Result<Self, Refused> {
        Ok(Self {
            filter: Filter::new(kind, parameter(parameters, "conditions"))?,
            children: Parts::children(kind, parameter(parameters, "childConditions"))?,
            custom: Parts::custom(kind, parameter(parameters, "customFieldConditions"))?,
            order: Order::new(kind, parameter(parameters, "orderBy"))?,
        })
    }

    fn everything(&self) -> bool {
        self.filter.is_none() && self.children.is_none() && self.custom.is_none()
    }

    fn holds(&self, kind: Kind, world: &World, id: u32, row: &Row) -> bool {
        let parts = |parts: &Option<Parts>| parts.as_ref().is_none_or(|p| p.hold(kind, world, row));
        self.filter.as_ref().is_none_or(|f| f.holds(world, id, row))
            && parts(&self.children)
            && parts(&self.custom)
    }
}

/// A list, or the count of it.
pub(super) fn list(
    call: &mut Call<'_>,
    route: &Route,
    find: &Find,
    own: Option<&str>,
    view: &View,
) -> Result<Reply, Refused> {
    let (place, kind) = (route.place, route.place.kind);
    let (base, parameters) = (call.base.clone(), call.parameters.clone());
    let address = format!("{base}{}", call.path);
    let counting = matches!(route.target, Target::Count);
    let page = Page::of(call.question, &parameters)?;
    let parents = route.parents.clone();
    call.read(|world| {
        let fits = |id: u32, row: &Row| {
            own.is_none_or(|own| *row.entered_by == *own)
                && belongs(place, &parents, row)
                && find.holds(kind, world, id, row)
        };
        let all = find.everything() && own.is_none() && parents.is_empty();
        if counting {
            let rows = world.rows(kind);
            let count = if all {
                world.count(kind)
            } else {
                rows.filter(|(id, row)| fits(*id, row)).count()
            };
            return Ok(Reply::new(200, JSON, json!({ "count": count }).to_string()));
        }
        let (rows, link) = match page {
            Page::Forward { after, size } => {
                let rows = world
                    .rows_after(kind, after)
                    .filter(|(id, row)| fits(*id, row));
                let mut rows: Vec<_> = rows.take(size + 1).collect();
                let more = rows.len() > size;
                rows.truncate(size);
                let last = rows.last().map_or(after, |(id, _)| *id);
                (
                    rows,
                    more.then(|| forward_link(&address, &parameters, last)),
                )
            }
            Page::Number { page, size } => {
                let skip = (page - 1).saturating_mul(size);
                let (rows, total) = if all && find.order.is_none() {
                    let rows = world.rows(kind).skip(skip).take(size).collect();
                    (rows, world.count(kind))
                } else {
                    let rows = world.rows(kind).filter(|(id, row)| fits(*id, row));
                    let mut rows: Vec<_> = rows.collect();
                    if let Some(order) = &find.order {
                        order.sort(world, &mut rows);
                    }
                    let total = rows.len();
                    (
                        rows.into_iter().skip(skip).take(size).collect::<Vec<_>>(),
                        total,
                    )
                };
                (rows, links(&address, &parameters, page, size, total))
            }
        };
        let render = Render { world, base: &base };
        let mut body = Vec::with_capacity(64 + rows.len() * 1536);
        body.push(b'[');
        for (n, (id, row)) in rows.into_iter().enumerate() {
            if n > 0 {
                body.push(b',');
            }
            render.row(&mut body, kind, id, row, view);
        }
        body.push(b']');
        let reply = Reply::new(200, JSON, body);
        Ok(match link {
            Some(link) => reply.with("link", link),
            None => reply,
        })
    })
}

pub(super) fn body(question: &Question) -> Result<Value, Refused> {
    serde_json::from_slice(&question.body).map_err(|_| Refused::unreadable())
}

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

fn create(call: &mut Call<'_>, route: &Route) -> Result<Reply, Refused> {
    call.right(&route.place.right, Deed::Add)?;
    let kind = route.place.kind;
    if kind == Kind::Documents {
        return Err(Refused::new(
            415,
            "UnsupportedMediaType",
            "A document is sent as multipart/form-data.",
        ));
    }
    let body = body(call.question)?;
    let given: Vec<(&'static str, u32)> = route
        .place
        .parents
        .iter()
        .copied()
        .zip(route.parents.iter().copied())
        .collect();
    let id = make(&mut call.state.world, kind, &given, &body, &call.stamp)?;
    let render = Render {
        world: &call.state.world,
        base: &call.base,
    };
    let body = render.one(kind, id, &View::default())?;
    Ok(Reply::new(201, JSON, body))
}

/// Refuses a record that is not there, or that the level does not reach.
fn reach(call: &Call<'_>, route: &Route, id: u32, deed: Deed) -> Result<(), Refused> {
    let level = call.right(&route.place.right, deed)?;
    let kind = route.place.kind;
    let row = call
        .state
        .world
        .get(kind, id)
        .filter(|row| belongs(route.place, &route.parents, row));
    let row = row.ok_or_else(|| Refused::no_record(kind.schema().object, id))?;
    if level == Level::My && *row.entered_by != *call.caller.identifier {
        return Err(Refused::forbidden());
    }
    Ok(())
}

fn change(call: &mut Call<'_>, route: &Route, id: u32) -> Result<Reply, Refused> {
    reach(call, route, id, Deed::Edit)?;
    let kind = route.place.kind;
    let body = body(call.question)?;
    let whole = call.question.method == "PUT";
    if whole && kind == Kind::Contacts && body.get("communicationItems").is_some() {
        let message = "The communicationItems could not be validated.";
        return Err(Refused::object(
            &kind.word(),
            vec![Fault::invalid("communicationItems", message)],
        ));
    }
    remake(
        &mut call.state.world,
        kind,
        id,
        &call.stamp,
        |world, row| {
            if whole {
                replace(world, kind, row, &body)
            } else {
                patch::apply(world, kind, row, &body)
            }
        },
    )?;
    let render = Render {
        world: &call.state.world,
        base: &call.base,
    };
    Ok(Reply::new(
        200,
        JSON,
        render.one(kind, id, &View::default())?,
    ))
}

/// PUT: what is left out goes to its default or away; custom fields stay, and so does what only the
/// system writes.
fn replace(world: &World, kind: Kind, row: &mut Row, body: &Value) -> Result<(), Refused> {
    use super::fields::Open;
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
    let mut places = super::kind::PLACES.iter();
    places.any(|place| place.kind == kind && place.parents.contains(&field))
}

fn delete(call: &mut Call<'_>, route: &Route, id: u32) -> Result<Reply, Refused> {
    reach(call, route, id, Deed::Delete)?;
    let kind = route.place.kind;
    let transfer = parameter(&call.parameters, "transferContactId")
        .parse()
        .ok();
    erase(&mut call.state.world, kind, id, transfer, &call.stamp)?;
    Ok(Reply::empty(204))
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
