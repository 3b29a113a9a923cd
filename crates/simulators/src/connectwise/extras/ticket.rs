//! What hangs on a ticket: its search by POST, merging, notes of all sorts, configurations, time.

use super::{Answered, id_in, page_of, right};
use crate::connectwise::change::remake;
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::list::{Find, list};
use crate::connectwise::records::{JSON, body};
use crate::connectwise::render::View;
use crate::connectwise::roles::Deed;
use crate::connectwise::route::{Target, route};
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::state::Call;
use crate::connectwise::world::World;
use crate::psa::moment;
use crate::psa::serve::Reply;
use serde_json::{Value, json};

const KIND: Kind = Kind::Tickets;

pub(super) fn search(call: &mut Call<'_>, _: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let body = body(call.question)?;
    let given = [
        "conditions",
        "orderBy",
        "childConditions",
        "customFieldConditions",
    ];
    for (name, value) in body.as_object().into_iter().flatten() {
        let known = given.iter().find(|known| known.eq_ignore_ascii_case(name));
        if let (Some(known), Some(text)) = (known, value.as_str()) {
            call.parameters.push(((*known).to_owned(), text.to_owned()));
        }
    }
    let mut route = route("service/tickets").ok_or_else(Refused::no_endpoint)?;
    route.target = Target::List;
    let find = Find::new(KIND, &call.parameters)?;
    let mut reply = list(call, &route, &find, None, &View::default())?;
    reply.status = 201;
    Ok(reply)
}

fn ticket(world: &World, id: u32) -> Result<&Row, Refused> {
    world
        .get(KIND, id)
        .ok_or_else(|| Refused::no_record("Ticket", id))
}

pub(super) fn merge(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Edit)?;
    let body = body(call.question)?;
    ticket(&call.state.world, ids[0])?;
    let children: Option<Vec<u32>> = body["mergeTicketIds"].as_array().map(|list| {
        list.iter()
            .filter_map(|id| u32::try_from(id.as_u64()?).ok())
            .collect()
    });
    let missing = || Refused::object("ticketMerge", vec![Fault::missing("mergeTicketIds")]);
    let children = children.ok_or_else(missing)?;
    for child in &children {
        ticket(&call.state.world, *child)?;
    }
    let stamp = call.stamp.clone();
    let operations = json!([{ "op": "replace", "path": "status", "value": body["status"] }]);
    for child in children {
        remake(&mut call.state.world, KIND, child, &stamp, |world, row| {
            crate::connectwise::patch::apply(world, KIND, row, &operations)?;
            row.set(KIND, "mergedParentTicket", Some(Cell::Ref(ids[0])));
            Ok(())
        })?;
    }
    let flag = [("hasMergedChildTicketFlag", Some(Cell::Flag(true)))];
    call.state
        .world
        .change(KIND, ids[0], stamp.at, &stamp.by, flag);
    Ok(Reply::new(
        201,
        JSON,
        r#"{"success":true,"message":"Merged."}"#,
    ))
}

/// Notes and the notes of time entries, oldest first.
pub(super) fn all_notes(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let id = ids[0];
    let all = call.read(|world| {
        ticket(world, id)?;
        let reference = json!({ "id": id, "summary": world.shown(KIND, id, "summary") });
        let mut all = Vec::new();
        let note = |kind: Kind, note: u32, row: &Row, name: &str, text: &str| {
            let start = match row.get(kind, "timeStart") {
                Some(Cell::Moment(at)) => *at,
                _ => row.entered,
            };
            let flag = |name| row.flag(kind, name);
            json!({
                "id": note,
                "noteType": name,
                "ticket": reference,
                "text": text,
                "isMarkdownFlag": false,
                "detailDescriptionFlag": flag("detailDescriptionFlag") || flag("addToDetailDescriptionFlag"),
                "internalAnalysisFlag": flag("internalAnalysisFlag") || flag("addToInternalAnalysisFlag"),
                "resolutionFlag": flag("resolutionFlag") || flag("addToResolutionFlag"),
                "timeStart": moment::text(start),
                "bundledFlag": false,
                "mergedFlag": false,
                "issueFlag": flag("issueFlag"),
                "originalAuthor": &*row.entered_by,
                "createdByParentFlag": false,
            })
        };
        let kind = Kind::TicketNotes;
        for (at, row) in world.rows(kind).filter(|(_, row)| row.id(kind, "ticketId") == Some(id)) {
            let text = row.text(kind, "text").unwrap_or_default();
            all.push((row.entered, note(kind, at, row, "TicketNote", text)));
        }
        for (at, row) in time_of(world, id) {
            if let Some(text) = row.text(Kind::TimeEntries, "notes") {
                all.push((row.entered, note(Kind::TimeEntries, at, row, "TimeEntryNote", text)));
            }
        }
        all.sort_by_key(|(entered, _)| *entered);
        Ok(all.into_iter().map(|(_, note)| note).collect())
    })?;
    page_of(call, all)
}

fn time_of(world: &World, ticket: u32) -> impl Iterator<Item = (u32, &Row)> {
    let kind = Kind::TimeEntries;
    world.rows(kind).filter(move |(_, row)| {
        row.id(kind, "chargeToId") == Some(ticket)
            && row.text(kind, "chargeToType") == Some("ServiceTicket")
    })
}

pub(super) fn time_entries(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let (id, base) = (ids[0], call.base.clone());
    let all = call.read(|world| {
        ticket(world, id)?;
        let entries = time_of(world, id).map(|(entry, _)| {
            json!({ "id": entry, "_info": { "timeentry_href": format!("{base}time/entries/{entry}") } })
        });
        Ok(entries.collect())
    })?;
    page_of(call, all)
}

fn reference(world: &World, base: &str, id: u32) -> Value {
    let identifier = world.shown(Kind::Configurations, id, "deviceIdentifier");
    let href = format!("{base}company/configurations/{id}");
    let mut shown = json!({ "id": id, "_info": { "configuration_href": href } });
    if let Some(identifier) = identifier {
        shown["deviceIdentifier"] = identifier.into();
    }
    shown
}

pub(super) fn configurations(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let (id, base) = (ids[0], call.base.clone());
    let all = call.read(|world| {
        let held = ticket(world, id)?.ids(KIND, "configurations");
        Ok(held
            .iter()
            .map(|held| reference(world, &base, *held))
            .collect())
    })?;
    page_of(call, all)
}

pub(super) fn configuration(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let (id, wanted, base) = (ids[0], ids[1], call.base.clone());
    call.read(|world| {
        if !ticket(world, id)?
            .ids(KIND, "configurations")
            .contains(&wanted)
        {
            return Err(Refused::no_record("Configuration", wanted));
        }
        Ok(Reply::new(
            200,
            JSON,
            reference(world, &base, wanted).to_string(),
        ))
    })
}

pub(super) fn attach(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Edit)?;
    let body = body(call.question)?;
    let world = &call.state.world;
    let mut held = ticket(world, ids[0])?.ids(KIND, "configurations").to_vec();
    let kind = Kind::Configurations;
    let wanted = id_in(&body, "id")
        .filter(|id| *id > 0)
        .or_else(|| world.find(kind, "deviceIdentifier", body["deviceIdentifier"].as_str()?));
    let missing = || {
        let message = "id or deviceIdentifier is required.";
        Refused::object(
            "configurationReference",
            vec![Fault::new("MissingRequiredField", "id", message)],
        )
    };
    let wanted = wanted.ok_or_else(missing)?;
    if world.get(kind, wanted).is_none() {
        return Err(Refused::no_record("Configuration", wanted));
    }
    if !held.contains(&wanted) {
        held.push(wanted);
    }
    put(call, ids[0], held);
    let shown = reference(&call.state.world, &call.base, wanted);
    Ok(Reply::new(201, JSON, shown.to_string()))
}

pub(super) fn detach(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Edit)?;
    let held = ticket(&call.state.world, ids[0])?.ids(KIND, "configurations");
    if !held.contains(&ids[1]) {
        return Err(Refused::no_record("Configuration", ids[1]));
    }
    let held = held.iter().copied().filter(|id| *id != ids[1]).collect();
    put(call, ids[0], held);
    Ok(Reply::empty(204))
}

fn put(call: &mut Call<'_>, ticket: u32, held: Vec<u32>) {
    let stamp = call.stamp.clone();
    let cell = Cell::Refs(held.into_boxed_slice());
    call.state.world.change(
        KIND,
        ticket,
        stamp.at,
        &stamp.by,
        [("configurations", Some(cell))],
    );
}
