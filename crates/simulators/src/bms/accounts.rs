//! Accounts with their locations.

use super::envelope::{Refused, page, result};
use super::lists::{Wish, bare_or};
use super::state::{Answered, Call};
use super::tables::{Kind, Row, World, id_of, known, stamp};
use super::write::{Member, Takes, body, fill, member, operations};
use serde_json::{Map, Value, json};

const ACCOUNT: &[Member] = &[
    ("AccountName", Takes::Text, true),
    ("AccountTypeId", Takes::Id(Kind::AccountTypes), true),
    ("BusinessTypeId", Takes::Id(Kind::BusinessTypes), true),
    ("AccountManagerId", Takes::Id(Kind::Employees), true),
    ("AccountCode", Takes::Text, false),
    ("ParentId", Takes::Id(Kind::Accounts), false),
    ("Website", Takes::Text, false),
    ("Description", Takes::Text, false),
    ("IsActive", Takes::Flag, false),
    ("CreditLimit", Takes::Amount, false),
    ("NetDays", Takes::Amount, false),
    ("AcquiredDate", Takes::Text, false),
];

const LOCATION: &[Member] = &[
    ("LocationName", Takes::Text, true),
    ("Addresses", Takes::List, true),
    ("IsMain", Takes::Flag, false),
    ("IsActive", Takes::Flag, false),
];

pub(super) fn account_row(world: &World, id: u32, row: &Row) -> Row {
    let mut shown = row.clone();
    for (member, kind, of, name) in [
        ("AccountType", Kind::AccountTypes, "AccountTypeId", "Name"),
        (
            "BusinessType",
            Kind::BusinessTypes,
            "BusinessTypeId",
            "Name",
        ),
        (
            "AccountManagerUserName",
            Kind::Employees,
            "AccountManagerId",
            "Name",
        ),
    ] {
        shown.insert(member.into(), world.shown(kind, id_of(row, of), name));
    }
    let locations = world
        .of(Kind::Locations, "AccountId", id)
        .map(|(_, location)| {
            let mut location = location.clone();
            location.remove("AccountId");
            Value::Object(location)
        });
    shown.insert("Locations".into(), locations.collect());
    shown
}

pub(super) fn accounts(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let world = &call.state.world;
    let rows = world
        .rows(Kind::Accounts)
        .map(|(id, row)| account_row(world, id, row));
    let (list, total) = Wish::of(&call.parameters).apply(rows);
    Ok(page(list, total))
}

pub(super) fn account(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let world = &call.state.world;
    let row = world
        .get(Kind::Accounts, ids[0])
        .map(|row| account_row(world, ids[0], row));
    bare_or(row, "The account")
}

pub(super) fn account_names(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let tenant = call.state.options.tenant.clone();
    let rows = call.state.world.rows(Kind::Accounts).map(|(id, row)| {
        let mut shown = Map::new();
        shown.insert("Id".into(), id.into());
        shown.insert("Name".into(), row["AccountName"].clone());
        shown.insert("TenantName".into(), tenant.clone().into());
        shown.insert("IsActive".into(), row["IsActive"].clone());
        shown
    });
    let (list, _) = Wish {
        size: Some(1000),
        ..Wish::of(&call.parameters)
    }
    .apply(rows);
    Ok(result(Value::Array(list)))
}

pub(super) fn locations(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let world = &call.state.world;
    known(world, Kind::Accounts, ids[0], "The account")?;
    let rows = world.of(Kind::Locations, "AccountId", ids[0]).map(|(id, row)| {
        json!({ "Id": id, "Name": row["LocationName"], "AccountId": ids[0], "IsMain": row["IsMain"] })
    });
    Ok(result(rows.collect()))
}

fn account_answer(call: &Call<'_>, id: u32) -> Answered {
    let world = &call.state.world;
    let row = known(world, Kind::Accounts, id, "The account")?;
    Ok(result(Value::Object(account_row(world, id, &row))))
}

pub(super) fn new_account(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let world = &mut call.state.world;
    let mut row = Row::new();
    fill(world, ACCOUNT, &body, &mut row)?;
    let given = member(&body, "Locations").and_then(Value::as_array);
    let given = given.filter(|list| !list.is_empty());
    let given = given.ok_or_else(|| Refused::invalid(vec!["Locations is required.".to_owned()]))?;
    let mut locations = Vec::new();
    for location in given {
        let mut row = Row::new();
        let members = location.as_object().cloned().unwrap_or_default();
        fill(world, LOCATION, &members, &mut row)?;
        locations.push(row);
    }
    let taken = world
        .rows(Kind::Accounts)
        .any(|(_, held)| held["AccountName"] == row["AccountName"]);
    if taken {
        return Err(Refused::invalid(vec!["AccountName is taken.".to_owned()]));
    }
    row.entry("IsActive").or_insert(true.into());
    row.insert("IsBilling".into(), false.into());
    stamp(&mut row, call.now, call.user);
    let id = world.add(Kind::Accounts, row);
    let main = locations
        .iter()
        .any(|location| location.get("IsMain") == Some(&Value::Bool(true)));
    for (n, mut location) in locations.into_iter().enumerate() {
        location.insert("AccountId".into(), id.into());
        location.entry("IsActive").or_insert(true.into());
        let first = n == 0 && !main;
        let held = location
            .get("IsMain")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        location.insert("IsMain".into(), (held || first).into());
        let addresses = location
            .get("Addresses")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let addresses = addresses
            .into_iter()
            .zip(1..)
            .map(|(address, n)| settle_address(&address, n));
        let addresses: Vec<Value> = addresses.collect();
        location.insert("Addresses".into(), addresses.into());
        stamp(&mut location, call.now, call.user);
        world.add(Kind::Locations, location);
    }
    account_answer(call, id)
}

/// An address in the description's names, with its number.
fn settle_address(address: &Value, number: u32) -> Value {
    let given = address.as_object().cloned().unwrap_or_default();
    let text = |name: &str| {
        member(&given, name)
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let flag = |name: &str| {
        member(&given, name)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    };
    json!({
        "Id": number,
        "Address1": text("Address1"),
        "City": text("City"),
        "State": text("State"),
        "ZipCode": text("ZipCode"),
        "Phone": text("Phone"),
        "EmailAddress": text("EmailAddress"),
        "IsMain": flag("IsMain"),
        "IsBilling": flag("IsBilling"),
    })
}

fn change_account(call: &mut Call<'_>, id: u32, body: &Map<String, Value>) -> Answered {
    let world = &mut call.state.world;
    let mut row = known(world, Kind::Accounts, id, "The account")?;
    fill(world, ACCOUNT, body, &mut row)?;
    stamp(&mut row, call.now, call.user);
    world.put(Kind::Accounts, id, row);
    account_answer(call, id)
}

pub(super) fn put_account(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    // What is needed to make one is needed to replace one.
    fill(&call.state.world, ACCOUNT, &body, &mut Row::new())?;
    change_account(call, ids[0], &body)
}

pub(super) fn patch_account(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = operations(&call.question.body)?;
    change_account(call, ids[0], &body)
}
