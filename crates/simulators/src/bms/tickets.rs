//! Tickets and their notes.

use super::envelope::{Refused, page, result};
use super::lists::Wish;
use super::state::{Answered, Call};
use super::tables::{Kind, Row, World, id_of, known, stamp};
use super::write::{Member, Takes, belongs, body, fill, member, operations};
use crate::psa::moment;
use serde_json::{Map, Value};

const TICKET: &[Member] = &[
    ("Title", Takes::Text, true),
    ("Details", Takes::Text, true),
    ("AccountId", Takes::Id(Kind::Accounts), true),
    ("LocationId", Takes::Id(Kind::Locations), true),
    ("StatusId", Takes::Id(Kind::Statuses), true),
    ("PriorityId", Takes::Id(Kind::Priorities), true),
    ("TypeId", Takes::Id(Kind::TicketTypes), true),
    ("SourceId", Takes::Number, true),
    ("OpenDate", Takes::Text, true),
    ("DueDate", Takes::Text, false),
    ("ContactId", Takes::Id(Kind::Contacts), false),
    ("HardwareAssetId", Takes::Id(Kind::Assets), false),
    ("QueueId", Takes::Id(Kind::Queues), false),
    ("IssueTypeId", Takes::Id(Kind::IssueTypes), false),
    ("SubIssueTypeId", Takes::Id(Kind::SubIssueTypes), false),
    ("ContractId", Takes::Id(Kind::Contracts), false),
    ("AssigneeId", Takes::Id(Kind::Employees), false),
    ("SLAId", Takes::Id(Kind::Slas), false),
];

const NOTE: &[Member] = &[
    ("Details", Takes::Text, true),
    ("IsInternal", Takes::Flag, true),
    ("TypeId", Takes::Id(Kind::NoteTypes), true),
    ("NoteDate", Takes::Text, true),
    ("StatusId", Takes::Id(Kind::Statuses), false),
];

const RESOLVE: &[Member] = &[
    ("Comment", Takes::Text, true),
    ("StatusId", Takes::Id(Kind::Statuses), true),
    ("IsInternal", Takes::Flag, false),
];

fn ticket_row(world: &World, row: &Row) -> Row {
    let mut shown = row.clone();
    for (name, kind, of, member) in [
        ("AccountName", Kind::Accounts, "AccountId", "AccountName"),
        ("AccountCode", Kind::Accounts, "AccountId", "AccountCode"),
        (
            "LocationName",
            Kind::Locations,
            "LocationId",
            "LocationName",
        ),
        ("ContactName", Kind::Contacts, "ContactId", "FirstName"),
        ("HardwareAssetName", Kind::Assets, "HardwareAssetId", "Name"),
        ("StatusName", Kind::Statuses, "StatusId", "Name"),
        ("PriorityName", Kind::Priorities, "PriorityId", "Name"),
        ("TypeName", Kind::TicketTypes, "TypeId", "Name"),
        ("IssueTypeName", Kind::IssueTypes, "IssueTypeId", "Name"),
        (
            "SubIssueTypeName",
            Kind::SubIssueTypes,
            "SubIssueTypeId",
            "Name",
        ),
        ("QueueName", Kind::Queues, "QueueId", "Name"),
        ("AssigneeName", Kind::Employees, "AssigneeId", "Name"),
        ("SLAName", Kind::Slas, "SLAId", "Name"),
        ("CreatedByName", Kind::Employees, "CreatedBy", "Name"),
    ] {
        shown.insert(name.into(), world.shown(kind, id_of(row, of), member));
    }
    shown.insert(
        "StatusOrder".into(),
        row.get("StatusId").cloned().unwrap_or_default(),
    );
    shown.insert("IsScheduled".into(), 0.into());
    shown
}

/// The form of lists: without what only a single ticket shows.
fn listed(world: &World, row: &Row) -> Row {
    let mut shown = ticket_row(world, row);
    shown.entry("HardwareAssetId").or_insert(0.into());
    shown
}

fn ticket_answer(call: &Call<'_>, id: u32) -> Answered {
    let row = known(&call.state.world, Kind::Tickets, id, "The ticket")?;
    let mut shown = ticket_row(&call.state.world, &row);
    for (name, value) in [
        ("TenantId", Value::from(1)),
        ("HasPostedEntries", false.into()),
        ("IsReadOnly", false.into()),
        ("OpenDateLocked", false.into()),
    ] {
        shown.insert(name.into(), value);
    }
    Ok(result(Value::Object(shown)))
}

pub(super) fn tickets(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let world = &call.state.world;
    let rows = world.rows(Kind::Tickets).map(|(_, row)| listed(world, row));
    let (list, total) = Wish::of(&call.parameters).apply(rows);
    Ok(page(list, total))
}

pub(super) fn search_tickets(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let mut wish = Wish {
        number: 1,
        ..Wish::default()
    };
    let plain = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    };
    for (name, value) in &body {
        wish.take(&name.to_ascii_lowercase(), &plain(value));
    }
    let filters = member(&body, "Filter").and_then(Value::as_object);
    for (name, value) in filters
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
    {
        wish.filters.push((name.to_ascii_lowercase(), plain(value)));
    }
    let world = &call.state.world;
    let (list, total) = wish.apply(world.rows(Kind::Tickets).map(|(_, row)| listed(world, row)));
    Ok(page(list, total))
}

pub(super) fn ticket(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    ticket_answer(call, ids[0])
}

fn settle_ticket(world: &World, row: &mut Row, now: i64) -> Result<(), Refused> {
    let mut faults = Vec::new();
    for name in ["OpenDate", "DueDate"] {
        let text = row.get(name).and_then(Value::as_str).map(str::to_owned);
        // The description's moments may have fractions; they are cut off.
        match text.map(|text| moment::parse(text.split('.').next().unwrap_or_default())) {
            Some(Some(at)) => {
                row.insert(name.into(), moment::text(at).into());
            }
            Some(None) => faults.push(format!("{name} is not valid.")),
            None => {}
        }
    }
    let source = row
        .get("SourceId")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    if !(0..=9).contains(&source) {
        faults.push("SourceId is not valid.".to_owned());
    }
    let sub = id_of(row, "SubIssueTypeId").and_then(|id| world.get(Kind::SubIssueTypes, id));
    if sub.is_some_and(|sub| sub.get("IssueTypeId") != row.get("IssueTypeId")) {
        faults.push("SubIssueTypeId is not valid.".to_owned());
    }
    if !faults.is_empty() {
        return Err(Refused::invalid(faults));
    }
    let status = id_of(row, "StatusId").and_then(|id| world.get(Kind::Statuses, id));
    let completed = status.is_some_and(|row| row.get("Name") == Some(&Value::from("Completed")));
    if completed {
        row.entry("CompletedDate")
            .or_insert(moment::text(now).into());
    } else {
        row.remove("CompletedDate");
    }
    row.insert("LastActivityUpdate".into(), moment::text(now).into());
    Ok(())
}

pub(super) fn new_ticket(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let mut row = Row::new();
    fill(&call.state.world, TICKET, &body, &mut row)?;
    belongs(&call.state.world, &row, "LocationId")?;
    settle_ticket(&call.state.world, &mut row, call.now)?;
    stamp(&mut row, call.now, call.user);
    let id = call.state.world.add(Kind::Tickets, row);
    if let Some(mut row) = call.state.world.get(Kind::Tickets, id).cloned() {
        row.insert("TicketNumber".into(), format!("{:05}", id + 1000).into());
        call.state.world.put(Kind::Tickets, id, row);
    }
    ticket_answer(call, id)
}

fn change_ticket(call: &mut Call<'_>, id: u32, body: &Map<String, Value>) -> Answered {
    let mut row = known(&call.state.world, Kind::Tickets, id, "The ticket")?;
    fill(&call.state.world, TICKET, body, &mut row)?;
    belongs(&call.state.world, &row, "LocationId")?;
    settle_ticket(&call.state.world, &mut row, call.now)?;
    stamp(&mut row, call.now, call.user);
    call.state.world.put(Kind::Tickets, id, row);
    ticket_answer(call, id)
}

pub(super) fn put_ticket(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    fill(&call.state.world, TICKET, &body, &mut Row::new())?;
    change_ticket(call, ids[0], &body)
}

pub(super) fn patch_ticket(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = operations(&call.question.body)?;
    change_ticket(call, ids[0], &body)
}

pub(super) fn delete_ticket(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    known(&call.state.world, Kind::Tickets, ids[0], "The ticket")?;
    call.state.world.remove(Kind::Tickets, ids[0]);
    Ok(result(Value::Null))
}

fn note_row(world: &World, row: &Row) -> Row {
    let mut shown = row.clone();
    shown.remove("TicketId");
    shown.remove("NoteDate");
    shown.remove("StatusId");
    shown.insert(
        "TypeName".into(),
        world.shown(Kind::NoteTypes, id_of(row, "TypeId"), "Name"),
    );
    shown.insert(
        "CreatedByName".into(),
        world.shown(Kind::Employees, id_of(row, "CreatedBy"), "Name"),
    );
    shown.insert("Attachments".into(), Value::Array(Vec::new()));
    shown
}

pub(super) fn notes(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let world = &call.state.world;
    known(world, Kind::Tickets, ids[0], "The ticket")?;
    let rows = world.of(Kind::Notes, "TicketId", ids[0]);
    Ok(result(
        rows.map(|(_, row)| Value::Object(note_row(world, row)))
            .collect(),
    ))
}

fn add_note(call: &mut Call<'_>, ticket: u32, mut row: Row) -> u32 {
    row.insert("TicketId".into(), ticket.into());
    stamp(&mut row, call.now, call.user);
    call.state.world.add(Kind::Notes, row)
}

pub(super) fn new_note(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    known(&call.state.world, Kind::Tickets, ids[0], "The ticket")?;
    let body = body(&call.question.body)?;
    let mut row = Row::new();
    fill(&call.state.world, NOTE, &body, &mut row)?;
    // A note may move the ticket on.
    let mut change = Map::new();
    if let Some(status) = row.get("StatusId") {
        change.insert("StatusId".into(), status.clone());
    }
    change_ticket(call, ids[0], &change)?;
    let id = add_note(call, ids[0], row);
    let row = known(&call.state.world, Kind::Notes, id, "The note")?;
    Ok(result(Value::Object(note_row(&call.state.world, &row))))
}

pub(super) fn resolve(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let mut given = Row::new();
    fill(&call.state.world, RESOLVE, &body, &mut given)?;
    let mut change = Map::new();
    change.insert("StatusId".into(), given["StatusId"].clone());
    let answer = change_ticket(call, ids[0], &change)?;
    let mut note = Row::new();
    note.insert("Details".into(), given["Comment"].clone());
    note.insert(
        "IsInternal".into(),
        given.get("IsInternal").cloned().unwrap_or(false.into()),
    );
    note.insert("TypeId".into(), 1.into());
    add_note(call, ids[0], note);
    Ok(answer)
}
