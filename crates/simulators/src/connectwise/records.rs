//! The verbs that all records share: list, count, read, create, change, replace, delete.

use super::change::{erase, make, remake, replace};
use super::errors::{Fault, Refused};
use super::kind::Kind;
use super::list::{Find, list};
use super::paging::parameter;
use super::patch;
use super::places::Place;
use super::render::{Render, Selection, View};
use super::roles::{Deed, Level};
use super::route::{Route, Target, parent_kind, route};
use super::row::Row;
use super::state::Call;
use super::world::World;
use crate::psa::serve::{Question, Reply};
use serde_json::Value;

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
pub(super) fn belongs(place: &Place, parents: &[u32], row: &Row) -> bool {
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

pub(super) fn body(question: &Question) -> Result<Value, Refused> {
    serde_json::from_slice(&question.body).map_err(|_| Refused::unreadable())
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

fn delete(call: &mut Call<'_>, route: &Route, id: u32) -> Result<Reply, Refused> {
    reach(call, route, id, Deed::Delete)?;
    let kind = route.place.kind;
    let transfer = parameter(&call.parameters, "transferContactId")
        .parse()
        .ok();
    erase(&mut call.state.world, kind, id, transfer, &call.stamp)?;
    Ok(Reply::empty(204))
}
