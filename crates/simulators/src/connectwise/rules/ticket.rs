//! Tickets and what is written on them.

use super::{Draft, Stamp, default_of};
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use crate::psa::moment;

pub(super) fn settle(draft: &mut Draft<'_>) -> Result<(), Refused> {
    let (world, kind) = (draft.world, draft.kind);
    draft.default("recordType", Cell::text("ServiceTicket"));
    if let Some(board) = default_of(world, Kind::Boards, |_| true) {
        draft.default("board", Cell::Ref(board));
    }
    let board = draft.id("board");
    let on_board = |of: Kind, id: u32| {
        world
            .get(of, id)
            .is_some_and(|row| row.id(of, "board") == board)
    };
    let moved = draft.old.is_some_and(|old| old.id(kind, "board") != board);
    for (field, of) in [
        ("status", Kind::BoardStatuses),
        ("type", Kind::BoardTypes),
        ("subType", Kind::BoardSubTypes),
        ("item", Kind::BoardItems),
    ] {
        let Some(id) = draft.id(field) else { continue };
        if on_board(of, id) {
            continue;
        }
        let kept = draft.old.and_then(|old| old.id(kind, field)) == Some(id);
        if moved && kept {
            draft.row.set(kind, field, None);
        } else {
            let message = format!("The {field} does not belong to the board.");
            return Err(draft.refuse(Fault::invalid(field, message)));
        }
    }
    let status = default_of(world, Kind::BoardStatuses, |row| {
        row.id(Kind::BoardStatuses, "board") == board && !row.flag(Kind::BoardStatuses, "inactive")
    });
    if let Some(status) = status {
        draft.default("status", Cell::Ref(status));
    }
    settle_triple(draft)?;
    if let Some(priority) = default_of(world, Kind::Priorities, |_| true) {
        draft.default("priority", Cell::Ref(priority));
    }
    settle_people(draft);
    draft.flags(&[
        "allowAllClientsPortalView",
        "customerUpdatedFlag",
        "automaticEmailContactFlag",
        "automaticEmailResourceFlag",
        "automaticEmailCcFlag",
        "hasChildTicket",
        "hasMergedChildTicketFlag",
    ]);
    let closed = draft.id("status").is_some_and(|id| {
        let row = world.get(Kind::BoardStatuses, id);
        row.is_some_and(|row| row.flag(Kind::BoardStatuses, "closedStatus"))
    });
    let was = draft.old.is_some_and(|old| old.flag(kind, "closedFlag"));
    if closed != was && !draft.stamp.may_close {
        return Err(Refused::forbidden());
    }
    draft.set("closedFlag", Cell::Flag(closed));
    if closed && !was {
        draft.set("closedDate", Cell::text(moment::text(draft.stamp.at)));
        draft.set("closedBy", Cell::text(&*draft.stamp.by));
    } else if was && !closed {
        draft.row.set(kind, "closedDate", None);
        draft.row.set(kind, "closedBy", None);
    }
    Ok(())
}

/// Type, subtype and item must be a row of the board's table, as far as they are set.
fn settle_triple(draft: &Draft<'_>) -> Result<(), Refused> {
    let triple = ["type", "subType", "item"].map(|field| draft.id(field));
    for (n, field) in ["subType", "item"].iter().enumerate() {
        if triple[n].is_none() && triple[n + 1].is_some() {
            let message = format!("The {field} needs the one before it.");
            return Err(draft.refuse(Fault::invalid(field, message)));
        }
    }
    if triple[1].is_none() {
        return Ok(());
    }
    let kind = Kind::BoardTriples;
    let legal = draft.world.rows(kind).any(|(_, row)| {
        let names = ["type", "subType", "item"];
        let mut pairs = names.iter().zip(triple);
        pairs.all(|(name, id)| id.is_none() || row.id(kind, name) == id)
    });
    if legal {
        return Ok(());
    }
    // Without the name of a field, as live systems answered it.
    Err(Refused::new(
        400,
        "InvalidObject",
        "We are not able to process your request.",
    ))
}

fn settle_people(draft: &mut Draft<'_>) {
    let world = draft.world;
    let contact = draft.id("contact");
    let changed = draft
        .old
        .is_none_or(|old| old.id(draft.kind, "contact") != contact);
    if let Some(id) = contact.filter(|_| changed) {
        if let Some(name) = world.shown(Kind::Contacts, id, "name") {
            draft.set(
                "contactName",
                Cell::text(name.chars().take(62).collect::<String>()),
            );
        }
        let row = world.get(Kind::Contacts, id);
        let items = row.and_then(|row| row.text(Kind::Contacts, "communicationItems"));
        let items: Vec<serde_json::Value> = items
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let email = items
            .iter()
            .find(|item| item["communicationType"] == "Email");
        if let Some(email) = email.and_then(|item| item["value"].as_str()) {
            draft.set("contactEmailAddress", Cell::text(email));
        }
    }
    let company = draft
        .id("company")
        .and_then(|id| world.get(Kind::Companies, id));
    if let Some(site) = company.and_then(|row| row.id(Kind::Companies, "site")) {
        draft.default("site", Cell::Ref(site));
    }
}

/// The texts that come with a new ticket become its first notes.
pub(super) fn follow(world: &mut World, id: u32, old: Option<&Row>, stamp: &Stamp) {
    let kind = Kind::Tickets;
    let Some(ticket) = world.get(kind, id).cloned() else {
        return;
    };
    for (field, flag) in [
        ("initialDescription", "detailDescriptionFlag"),
        ("initialInternalAnalysis", "internalAnalysisFlag"),
        ("initialResolution", "resolutionFlag"),
    ] {
        let text = ticket.text(kind, field).filter(|_| old.is_none());
        if let Some(text) = text {
            let mut note = Row::new(stamp.at, &stamp.by);
            note.set(Kind::TicketNotes, "ticketId", Some(Cell::Int(id.into())));
            note.set(Kind::TicketNotes, "text", Some(Cell::text(text)));
            for name in [
                "detailDescriptionFlag",
                "internalAnalysisFlag",
                "resolutionFlag",
            ] {
                note.set(Kind::TicketNotes, name, Some(Cell::Flag(name == flag)));
            }
            note_author(&mut note, stamp);
            world.add(Kind::TicketNotes, note);
        }
    }
    world.amend(kind, id, |row| {
        for name in [
            "initialDescription",
            "initialInternalAnalysis",
            "initialResolution",
            "processNotifications",
            "skipCallback",
            "contactEmailLookup",
            "initialDescriptionFrom",
        ] {
            row.set(kind, name, None);
        }
    });
    if let Some(parent) = ticket.id(kind, "parentTicketId") {
        world.amend(kind, parent, |row| {
            row.set(kind, "hasChildTicket", Some(Cell::Flag(true)))
        });
    }
}

fn note_author(note: &mut Row, stamp: &Stamp) {
    let kind = Kind::TicketNotes;
    note.set(
        kind,
        "dateCreated",
        Some(Cell::text(moment::text(stamp.at))),
    );
    note.set(kind, "createdBy", Some(Cell::text(&*stamp.by)));
    let internal = note.flag(kind, "internalAnalysisFlag");
    note.set(kind, "internalFlag", Some(Cell::Flag(internal)));
    note.set(kind, "externalFlag", Some(Cell::Flag(!internal)));
}

pub(super) fn settle_note(draft: &mut Draft<'_>) -> Result<(), Refused> {
    let kind = draft.kind;
    if draft.text("text").is_none() {
        return Err(draft.refuse(Fault::missing("text")));
    }
    let flags = [
        "detailDescriptionFlag",
        "internalAnalysisFlag",
        "resolutionFlag",
    ];
    if !flags.iter().any(|name| draft.row.flag(kind, name)) {
        draft.set("detailDescriptionFlag", Cell::Flag(true));
    }
    draft.flags(&flags);
    draft.flags(&["issueFlag", "customerUpdatedFlag"]);
    draft.row.set(kind, "processNotifications", None);
    if draft.old.is_none() {
        note_author(draft.row, draft.stamp);
    }
    Ok(())
}

pub(super) fn settle_time(draft: &mut Draft<'_>) -> Result<(), Refused> {
    let kind = draft.kind;
    let from = draft.row.get(kind, "timeStart").cloned();
    let to = draft.row.get(kind, "timeEnd").cloned();
    if let (Some(Cell::Moment(from)), Some(Cell::Moment(to))) = (from, to) {
        #[allow(clippy::cast_precision_loss, reason = "seconds of a working day")]
        let hours = (to - from).max(0) as f64 / 3600.0;
        draft.set("actualHours", Cell::Number(hours));
    }
    Ok(())
}

/// A note or a time entry makes its ticket newer.
pub(super) fn touch(world: &mut World, kind: Kind, id: u32, field: &str, stamp: &Stamp) {
    if let Some(ticket) = world.get(kind, id).and_then(|row| row.id(kind, field)) {
        world.change(Kind::Tickets, ticket, stamp.at, &stamp.by, []);
    }
}
