//! Contacts.

use super::envelope::{page, result};
use super::lists::{Wish, bare_or};
use super::state::{Answered, Call};
use super::tables::{Kind, Row, World, id_of, known, stamp};
use super::write::{Member, Takes, belongs, body, fill, member, operations};
use serde_json::{Map, Value, json};

const NEW_CONTACT: &[Member] = &[
    ("AccountId", Takes::Id(Kind::Accounts), true),
    ("LocationId", Takes::Id(Kind::Locations), true),
    ("FirstName", Takes::Text, true),
    ("LastName", Takes::Text, false),
];

/// What a change of a contact takes, and what it is called in the record.
const CONTACT: &[Member] = &[
    ("AccountId", Takes::Id(Kind::Accounts), false),
    ("LocationId", Takes::Id(Kind::Locations), false),
    ("FirstName", Takes::Text, false),
    ("MiddleName", Takes::Text, false),
    ("LastName", Takes::Text, false),
    ("JobTitle", Takes::Text, false),
    ("Poc", Takes::Flag, false),
    ("IsActive", Takes::Flag, false),
    ("ReceiveInvoices", Takes::Flag, false),
    ("BillByContact", Takes::Flag, false),
    ("EffectiveDate", Takes::Text, false),
];

pub(super) fn contact_names(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let world = &call.state.world;
    known(world, Kind::Accounts, ids[0], "The account")?;
    let rows = world
        .of(Kind::Contacts, "AccountId", ids[0])
        .map(|(id, row)| {
            let location = id_of(row, "LocationId");
            json!({
                "Id": id,
                "Name": full_name(row),
                "LocationId": location,
                "LocationName": world.shown(Kind::Locations, location, "LocationName"),
                "Phone": row["Phones"][0]["Phone"],
                "EmailAddress": row["Emails"][0]["EmailAddress"],
            })
        });
    Ok(result(rows.collect()))
}

fn full_name(row: &Row) -> String {
    let part = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    format!("{} {}", part("FirstName"), part("LastName"))
        .trim()
        .to_owned()
}

pub(super) fn contact_row(world: &World, row: &Row) -> Row {
    let mut shown = row.clone();
    shown.remove("HasClientPortalAccess");
    shown.remove("MiddleName");
    let account = id_of(row, "AccountId");
    let location = id_of(row, "LocationId");
    shown.insert(
        "AccountName".into(),
        world.shown(Kind::Accounts, account, "AccountName"),
    );
    shown.insert(
        "LocationName".into(),
        world.shown(Kind::Locations, location, "LocationName"),
    );
    shown
}

pub(super) fn contacts(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let world = &call.state.world;
    let rows = world
        .rows(Kind::Contacts)
        .map(|(_, row)| contact_row(world, row));
    let (list, total) = Wish::of(&call.parameters).apply(rows);
    Ok(page(list, total))
}

pub(super) fn contact(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let world = &call.state.world;
    let row = world
        .get(Kind::Contacts, ids[0])
        .map(|row| contact_row(world, row));
    bare_or(row, "The contact")
}

pub(super) fn search_contacts(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let world = &call.state.world;
    let rows = world.rows(Kind::Contacts).map(|(_, row)| {
        let full = contact_row(world, row);
        let mut shown = Map::new();
        for name in [
            "Id",
            "AccountId",
            "AccountName",
            "LocationId",
            "LocationName",
            "FirstName",
            "LastName",
            "JobTitle",
            "IsPoc",
            "IsActive",
        ] {
            shown.insert(name.into(), full.get(name).cloned().unwrap_or_default());
        }
        shown.insert(
            "EmailAddress".into(),
            row["Emails"][0]["EmailAddress"].clone(),
        );
        let access = row
            .get("HasClientPortalAccess")
            .cloned()
            .unwrap_or(false.into());
        shown.insert("HasClientPortalAccess".into(), access);
        shown
    });
    let (list, _) = Wish::of(&call.parameters).apply(rows);
    Ok(result(Value::Array(list)))
}

/// Emails or phones of a new contact: what is given, in the record's names.
fn reached(given: Option<&Value>, from: &str, to: &str) -> Vec<Value> {
    let list = given.and_then(Value::as_array).cloned().unwrap_or_default();
    let parts = list.iter().zip(1..).map(|(part, n)| {
        let members = part.as_object().cloned().unwrap_or_default();
        let of = format!(
            "{}Id",
            if to == "Phone" {
                "PhoneType"
            } else {
                "EmailType"
            }
        );
        let kind = member(&members, &of).and_then(Value::as_i64).unwrap_or(1);
        json!({
            "Id": n,
            to: member(&members, from).and_then(Value::as_str).unwrap_or_default(),
            of: kind,
            "IsDefault": member(&members, "IsDefault").and_then(Value::as_bool).unwrap_or(false),
        })
    });
    parts.collect()
}

pub(super) fn new_contact(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let world = &mut call.state.world;
    let mut row = Row::new();
    fill(world, NEW_CONTACT, &body, &mut row)?;
    belongs(world, &row, "LocationId")?;
    let emails = reached(member(&body, "Emails"), "EmailAddress", "EmailAddress");
    row.insert("Emails".into(), emails.into());
    let phones = reached(member(&body, "Phones"), "PhoneNumber", "Phone");
    row.insert("Phones".into(), phones.into());
    for (name, flag) in [
        ("IsPoc", false),
        ("IsActive", true),
        ("IsBillable", false),
        ("CanRecieveInvoices", false),
    ] {
        row.insert(name.into(), flag.into());
    }
    stamp(&mut row, call.now, call.user);
    let id = world.add(Kind::Contacts, row);
    let row = known(world, Kind::Contacts, id, "The contact")?;
    let full = contact_row(world, &row);
    let mut shown = Map::new();
    for name in [
        "Id",
        "FirstName",
        "LastName",
        "AccountId",
        "AccountName",
        "LocationId",
        "LocationName",
    ] {
        shown.insert(name.into(), full.get(name).cloned().unwrap_or_default());
    }
    shown.insert(
        "EmailAddress".into(),
        row["Emails"][0]["EmailAddress"].clone(),
    );
    shown.insert("PhoneNumber".into(), row["Phones"][0]["Phone"].clone());
    shown.insert("CustomFieldsData".into(), Value::Array(Vec::new()));
    Ok(result(Value::Object(shown)))
}

fn change_contact(call: &mut Call<'_>, id: u32, body: &Map<String, Value>) -> Answered {
    let world = &mut call.state.world;
    let mut row = known(world, Kind::Contacts, id, "The contact")?;
    fill(world, CONTACT, body, &mut row)?;
    belongs(world, &row, "LocationId")?;
    // Written by one name, read by another.
    for (written, read) in [
        ("Poc", "IsPoc"),
        ("ReceiveInvoices", "CanRecieveInvoices"),
        ("BillByContact", "IsBillable"),
    ] {
        if let Some(value) = row.remove(written) {
            row.insert(read.into(), value);
        }
    }
    stamp(&mut row, call.now, call.user);
    world.put(Kind::Contacts, id, row.clone());
    let mut shown = contact_row(world, &row);
    for (held, name) in [
        ("IsPoc", "Poc"),
        ("CanRecieveInvoices", "RecieveInvoices"),
        ("IsBillable", "BillByContact"),
    ] {
        let value = shown.remove(held).unwrap_or_default();
        shown.insert(name.into(), value);
    }
    Ok(result(Value::Object(shown)))
}

pub(super) fn put_contact(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    change_contact(call, ids[0], &body)
}

pub(super) fn patch_contact(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = operations(&call.question.body)?;
    change_contact(call, ids[0], &body)
}

pub(super) fn delete_contact(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    known(&call.state.world, Kind::Contacts, ids[0], "The contact")?;
    call.state.world.remove(Kind::Contacts, ids[0]);
    Ok(result(Value::Null))
}
