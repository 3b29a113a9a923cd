//! How a contact is reached, and the classic portal.

use super::{Answered, page_of, right};
use crate::connectwise::change::remake;
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::records::{JSON, body};
use crate::connectwise::roles::Deed;
use crate::connectwise::row::Cell;
use crate::connectwise::state::Call;
use crate::connectwise::world::World;
use crate::psa::serve::Reply;
use crate::psa::text::same_text;
use serde_json::{Value, json};

const KIND: Kind = Kind::Contacts;

/// The items of a contact as records of their own.
fn items(world: &World, contact: u32) -> Result<Vec<Value>, Refused> {
    let row = world
        .get(KIND, contact)
        .ok_or_else(|| Refused::no_record("Contact", contact))?;
    let text = row.text(KIND, "communicationItems").unwrap_or("[]");
    let mut items: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    for item in &mut items {
        item["contactId"] = contact.into();
    }
    Ok(items)
}

fn keep(call: &mut Call<'_>, contact: u32, items: Vec<Value>) -> Result<(), Refused> {
    let text = Value::from(items).to_string().into_boxed_str();
    let stamp = call.stamp.clone();
    remake(&mut call.state.world, KIND, contact, &stamp, |_, row| {
        row.set(KIND, "communicationItems", Some(Cell::Json(text)));
        Ok(())
    })
}

pub(super) fn communications(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let contact = ids[0];
    let items = call.read(|world| items(world, contact))?;
    page_of(call, items)
}

pub(super) fn count_communications(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    communications(call, ids)
}

pub(super) fn communication(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let (contact, id) = (ids[0], ids[1]);
    let items = call.read(|world| items(world, contact))?;
    let found = items.into_iter().find(|item| item["id"] == id);
    let found = found.ok_or_else(|| Refused::no_record("ContactCommunication", id))?;
    Ok(Reply::new(200, JSON, found.to_string()))
}

pub(super) fn add_communication(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Edit)?;
    let contact = ids[0];
    let mut held = items(&call.state.world, contact)?;
    let mut item = body(call.question)?;
    let absent: Vec<Fault> = ["type", "value"]
        .into_iter()
        .filter(|name| item[*name].is_null())
        .map(Fault::missing)
        .collect();
    if !absent.is_empty() {
        return Err(Refused::object("contactCommunication", absent));
    }
    if let Some(item) = item.as_object_mut() {
        item.remove("id");
    }
    held.push(item);
    keep(call, contact, held)?;
    let last = items(&call.state.world, contact)?.pop().unwrap_or_default();
    Ok(Reply::new(201, JSON, last.to_string()))
}

pub(super) fn remove_communication(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Edit)?;
    let (contact, id) = (ids[0], ids[1]);
    let mut held = items(&call.state.world, contact)?;
    let before = held.len();
    held.retain(|item| item["id"] != id);
    if held.len() == before {
        return Err(Refused::no_record("ContactCommunication", id));
    }
    keep(call, contact, held)?;
    Ok(Reply::empty(204))
}

/// What the contact's level opens in the portal.
pub(super) fn portal_security(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let contact = ids[0];
    let list = call.read(|world| {
        let row = world
            .get(KIND, contact)
            .ok_or_else(|| Refused::no_record("Contact", contact))?;
        let level = match row.get(KIND, "portalSecurityLevel") {
            Some(Cell::Int(level)) => *level,
            _ => 0,
        };
        let names = [
            "levelOne",
            "levelTwo",
            "levelThree",
            "levelFour",
            "levelFive",
            "levelSix",
        ];
        let column = usize::try_from(level - 1).ok().and_then(|at| names.get(at));
        let kind = Kind::PortalSecuritySettings;
        let settings = world.rows(kind).map(|(_, row)| {
            let enabled = column.is_some_and(|name| row.flag(kind, name));
            json!({ "identifier": row.text(kind, "functionIdentifier"), "enabled": enabled })
        });
        Ok(settings.collect::<Vec<_>>())
    })?;
    Ok(Reply::new(200, JSON, Value::from(list).to_string()))
}

/// Contacts with this address, inactive ones left out.
fn by_email(world: &World, email: &str) -> Vec<u32> {
    let has = |text: &str| {
        let items: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
        items.iter().any(|item| {
            item["value"]
                .as_str()
                .is_some_and(|held| same_text(held, email))
        })
    };
    let rows = world.rows(KIND).filter(|(_, row)| {
        !row.flag(KIND, "inactiveFlag") && row.text(KIND, "communicationItems").is_some_and(has)
    });
    rows.map(|(id, _)| id).collect()
}

pub(super) fn validate(call: &mut Call<'_>, _: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let body = body(call.question)?;
    let word = |name: &str| body[name].as_str().unwrap_or_default();
    let world = &call.state.world;
    let found = by_email(world, word("email")).into_iter().find(|id| {
        world.get(KIND, *id).is_some_and(|row| {
            row.text(KIND, "portalPassword")
                .is_some_and(|held| held == word("password"))
                && !row.flag(KIND, "disablePortalLoginFlag")
        })
    });
    let answer = json!({ "success": found.is_some(), "contactId": found.unwrap_or_default() });
    Ok(Reply::new(201, JSON, answer.to_string()))
}

pub(super) fn request_password(call: &mut Call<'_>, _: &[u32]) -> Answered {
    right(call, KIND, Deed::Inquire)?;
    let body = body(call.question)?;
    match body["email"].as_str() {
        // The mail itself is not simulated; nobody learns whether the address is known.
        Some(_) => Ok(Reply::empty(201)),
        None => Err(Refused::object(
            "requestPasswordRequest",
            vec![Fault::missing("email")],
        )),
    }
}
