//! Contacts and how they are reached.

use super::{Draft, Stamp};
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use crate::connectwise::write::id_of;
use serde_json::{Map, Value, json};

/// Most items of a contact that get numbers of their own.
const ITEMS: u32 = 8;

pub(super) fn settle(draft: &mut Draft<'_>) -> Result<(), Refused> {
    if draft.text("firstName").is_none() {
        return Err(draft.refuse(Fault::missing("firstName")));
    }
    draft.flags(&[
        "inactiveFlag",
        "marriedFlag",
        "childrenFlag",
        "unsubscribeFlag",
        "defaultFlag",
        "defaultBillingFlag",
    ]);
    if draft.old.is_none() {
        draft.default("portalSecurityLevel", Cell::Int(1));
        draft.default("disablePortalLoginFlag", Cell::Flag(true));
        let company = draft
            .id("company")
            .and_then(|id| draft.world.get(Kind::Companies, id));
        if let Some(site) = company.and_then(|row| row.id(Kind::Companies, "site")) {
            draft.default("site", Cell::Ref(site));
        }
    }
    if let Some(ids) = draft.text("typeIds") {
        let ids: Vec<u32> = serde_json::from_str(ids).unwrap_or_default();
        let known = ids
            .into_iter()
            .filter(|id| draft.world.get(Kind::ContactTypes, *id).is_some());
        let types = Cell::Refs(known.collect());
        draft.set("types", types);
        draft.row.set(draft.kind, "typeIds", None);
    }
    draft.row.set(draft.kind, "ignoreDuplicates", None);
    let items: Vec<Value> = draft
        .text("communicationItems")
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let mut settled = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let item = settle_item(draft.world, item).map_err(|fault| draft.refuse(fault))?;
        settled.push((n, item));
    }
    let mut used: Vec<u32> = settled
        .iter()
        .filter_map(|(_, item)| id_of(item.get("id")?))
        .collect();
    let mut list = Vec::new();
    for (_, mut item) in settled {
        if item.get("id").and_then(id_of).is_none() {
            let from = draft.id.saturating_mul(ITEMS);
            let free = (from..).find(|id| !used.contains(id)).unwrap_or(from);
            used.push(free);
            item.insert("id".into(), free.into());
        }
        list.push(Value::Object(item));
    }
    let phone = |item: &&Value| item["communicationType"] == "Phone";
    let default = list
        .iter()
        .filter(phone)
        .find(|item| item["defaultFlag"] == true);
    for (field, member) in [
        ("defaultPhoneNbr", "value"),
        ("defaultPhoneExtension", "extension"),
    ] {
        let text = default
            .and_then(|item| item[member].as_str())
            .map(Cell::text);
        draft.row.set(draft.kind, field, text);
    }
    let kind = default
        .and_then(|item| item["type"]["name"].as_str())
        .map(Cell::text);
    draft.row.set(draft.kind, "defaultPhoneType", kind);
    let text = Value::from(list).to_string();
    draft.set("communicationItems", Cell::Json(text.into_boxed_str()));
    Ok(())
}

fn settle_item(world: &World, item: &Value) -> Result<Map<String, Value>, Fault> {
    let field = "communicationItems";
    let wrong = |message: &str| Fault::invalid(field, message);
    let value = item["value"].as_str().unwrap_or_default();
    if value.is_empty() {
        return Err(wrong("The value field is required."));
    }
    if value.chars().count() > 250 {
        return Err(wrong(
            "The field value must be a string with a maximum length of 250.",
        ));
    }
    let kind = Kind::CommunicationTypes;
    let by_id = id_of(&item["type"]["id"]).filter(|id| world.get(kind, *id).is_some());
    let by_name = || world.find(kind, "description", item["type"]["name"].as_str()?);
    let of = by_id
        .or_else(by_name)
        .ok_or_else(|| wrong("The type field is required."))?;
    let row = world.get(kind, of);
    let flag = |name: &str| row.is_some_and(|row| row.flag(kind, name));
    let form = if flag("emailFlag") {
        "Email"
    } else if flag("faxFlag") {
        "Fax"
    } else {
        "Phone"
    };
    if form == "Email" && !value.contains('@') {
        return Err(wrong("The email address is not valid."));
    }
    let name = world.shown(kind, of, "name");
    let mut settled = Map::new();
    if let Some(id) = item.get("id").and_then(id_of) {
        settled.insert("id".into(), id.into());
    }
    settled.insert("type".into(), json!({ "id": of, "name": name }));
    settled.insert("value".into(), value.into());
    if let Some(extension) = item["extension"].as_str().filter(|text| !text.is_empty()) {
        settled.insert("extension".into(), extension.into());
    }
    let default = item["defaultFlag"].as_bool().unwrap_or(false);
    settled.insert("defaultFlag".into(), default.into());
    if form == "Email"
        && let Some((_, domain)) = value.rsplit_once('@')
    {
        settled.insert("domain".into(), format!("@{domain}").into());
    }
    settled.insert("communicationType".into(), form.into());
    Ok(settled)
}

pub(super) fn follow(world: &mut World, id: u32, old: Option<&Row>, stamp: &Stamp) {
    let kind = Kind::Contacts;
    let Some(contact) = world.get(kind, id).cloned() else {
        return;
    };
    if old.is_none() {
        for of in contact.ids(kind, "types") {
            let mut row = Row::new(stamp.at, &stamp.by);
            row.set(Kind::ContactTypeAssociations, "type", Some(Cell::Ref(*of)));
            row.set(
                Kind::ContactTypeAssociations,
                "contact",
                Some(Cell::Ref(id)),
            );
            world.add(Kind::ContactTypeAssociations, row);
        }
    }
    // A company has one default contact, and one for its bills.
    for (flag, shown) in [
        ("defaultFlag", "defaultContact"),
        ("defaultBillingFlag", "billingContact"),
    ] {
        let became = contact.flag(kind, flag) && !old.is_some_and(|old| old.flag(kind, flag));
        let Some(company) = contact.id(kind, "company").filter(|_| became) else {
            continue;
        };
        let others: Vec<u32> = world
            .rows(kind)
            .filter(|(other, row)| {
                *other != id && row.id(kind, "company") == Some(company) && row.flag(kind, flag)
            })
            .map(|(other, _)| other)
            .collect();
        for other in others {
            world.change(
                kind,
                other,
                stamp.at,
                &stamp.by,
                [(flag, Some(Cell::Flag(false)))],
            );
        }
        world.change(
            Kind::Companies,
            company,
            stamp.at,
            &stamp.by,
            [(shown, Some(Cell::Ref(id)))],
        );
    }
}

/// A contact shows the types of its associations.
pub(super) fn gather_types(world: &mut World, contact: Option<u32>, stamp: &Stamp) {
    let Some(contact) = contact else { return };
    let kind = Kind::ContactTypeAssociations;
    let of_contact = world
        .rows(kind)
        .filter(|(_, row)| row.id(kind, "contact") == Some(contact));
    let types: Vec<u32> = of_contact
        .filter_map(|(_, row)| row.id(kind, "type"))
        .collect();
    let cell = Cell::Refs(types.into_boxed_slice());
    world.change(
        Kind::Contacts,
        contact,
        stamp.at,
        &stamp.by,
        [("types", Some(cell))],
    );
}

/// Frees a contact that is to be deleted: its types go, its company names another or none, and with a
/// heir everything else names the heir.
pub(crate) fn release(world: &mut World, id: u32, heir: Option<u32>, stamp: &Stamp) {
    let kind = Kind::ContactTypeAssociations;
    let held = world
        .rows(kind)
        .filter(|(_, row)| row.id(kind, "contact") == Some(id));
    for association in held.map(|(id, _)| id).collect::<Vec<_>>() {
        world.remove(kind, association);
    }
    let heir = heir.filter(|heir| *heir != id && world.get(Kind::Contacts, *heir).is_some());
    let to = heir.map(Cell::Ref);
    let fields: [(Kind, &'static [&'static str]); 4] = [
        (Kind::Companies, &["defaultContact", "billingContact"]),
        (Kind::Tickets, &["contact"]),
        (Kind::Configurations, &["contact"]),
        (Kind::Agreements, &["contact"]),
    ];
    for (kind, names) in fields {
        // Only the company lets go of a contact without an heir.
        if heir.is_none() && kind != Kind::Companies {
            continue;
        }
        for name in names {
            let naming = world
                .rows(kind)
                .filter(|(_, row)| row.id(kind, name) == Some(id));
            for other in naming.map(|(id, _)| id).collect::<Vec<_>>() {
                world.change(kind, other, stamp.at, &stamp.by, [(*name, to.clone())]);
            }
        }
    }
}
