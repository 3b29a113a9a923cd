//! Hardware assets.

use super::envelope::result;
use super::lists::Wish;
use super::state::{Answered, Call};
use super::tables::{Kind, Row, World, id_of, known, stamp};
use super::write::{Member, Takes, belongs, body, fill};
use serde_json::{Map, Value};

const ASSET: &[Member] = &[
    ("Name", Takes::Text, true),
    ("AccountId", Takes::Id(Kind::Accounts), true),
    ("AccountLocationId", Takes::Id(Kind::Locations), true),
    ("CategoryId", Takes::Id(Kind::Categories), true),
    ("ContactId", Takes::Id(Kind::Contacts), false),
    ("SerialNumber", Takes::Text, false),
    ("Description", Takes::Text, false),
    ("AssetTag", Takes::Text, false),
    ("ModelNumber", Takes::Text, false),
    ("IpAddress", Takes::Text, false),
    ("MacAddress", Takes::Text, false),
    ("OsType", Takes::Text, false),
    ("OsInfo", Takes::Text, false),
    ("LoginName", Takes::Text, false),
    ("WarrantyExpirationDate", Takes::Text, false),
    ("IsActive", Takes::Flag, false),
];

fn asset_row(world: &World, row: &Row) -> Row {
    let mut shown = row.clone();
    let location = id_of(row, "AccountLocationId");
    let contact = id_of(row, "ContactId");
    for (name, value) in [
        (
            "AccountName",
            world.shown(Kind::Accounts, id_of(row, "AccountId"), "AccountName"),
        ),
        (
            "AccountLocation",
            world.shown(Kind::Locations, location, "LocationName"),
        ),
        (
            "ContactFirstName",
            world.shown(Kind::Contacts, contact, "FirstName"),
        ),
        (
            "ContactLastName",
            world.shown(Kind::Contacts, contact, "LastName"),
        ),
        (
            "Category",
            world.shown(Kind::Categories, id_of(row, "CategoryId"), "Name"),
        ),
        ("DHCPEnabled", false.into()),
        ("WinsEnabled", false.into()),
    ] {
        shown.insert(name.into(), value);
    }
    for (id, name) in [("CreatedBy", "CreatedById"), ("ModifiedBy", "ModifiedById")] {
        let by = id_of(row, id);
        shown.insert(name.into(), by.into());
        shown.insert(id.into(), world.shown(Kind::Employees, by, "Name"));
    }
    shown
}

pub(super) fn assets(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let world = &call.state.world;
    let rows = world.rows(Kind::Assets).map(|(id, row)| {
        let full = asset_row(world, row);
        let of = |name: &str| full.get(name).cloned().unwrap_or_default();
        let contact = id_of(row, "ContactId");
        let mut shown = Map::new();
        for (name, value) in [
            ("Id", id.into()),
            ("AssetName", of("Name")),
            ("CategoryId", of("CategoryId")),
            ("CategoryName", of("Category")),
            ("LocationName", of("AccountLocation")),
            ("SerialNumber", of("SerialNumber")),
            ("IPAddress", of("IpAddress")),
            ("ContactId", contact.unwrap_or_default().into()),
            (
                "ContactName",
                world.shown(Kind::Contacts, contact, "FirstName"),
            ),
            ("AccountId", of("AccountId")),
            ("AccountName", of("AccountName")),
            ("IsActive", of("IsActive")),
        ] {
            shown.insert(name.into(), value);
        }
        shown
    });
    let (list, _) = Wish::of(&call.parameters).apply(rows);
    Ok(result(Value::Array(list)))
}

fn asset_answer(call: &Call<'_>, id: u32) -> Answered {
    let row = known(&call.state.world, Kind::Assets, id, "The asset")?;
    Ok(result(Value::Object(asset_row(&call.state.world, &row))))
}

pub(super) fn asset(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    asset_answer(call, ids[0])
}

pub(super) fn new_asset(call: &mut Call<'_>, _: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let mut row = Row::new();
    fill(&call.state.world, ASSET, &body, &mut row)?;
    belongs(&call.state.world, &row, "AccountLocationId")?;
    row.entry("IsActive").or_insert(true.into());
    stamp(&mut row, call.now, call.user);
    let id = call.state.world.add(Kind::Assets, row);
    asset_answer(call, id)
}

pub(super) fn put_asset(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    let body = body(&call.question.body)?;
    let mut row = known(&call.state.world, Kind::Assets, ids[0], "The asset")?;
    fill(&call.state.world, ASSET, &body, &mut Row::new())?;
    fill(&call.state.world, ASSET, &body, &mut row)?;
    belongs(&call.state.world, &row, "AccountLocationId")?;
    stamp(&mut row, call.now, call.user);
    call.state.world.put(Kind::Assets, ids[0], row);
    asset_answer(call, ids[0])
}

pub(super) fn delete_asset(call: &mut Call<'_>, ids: &[u32]) -> Answered {
    known(&call.state.world, Kind::Assets, ids[0], "The asset")?;
    call.state.world.remove(Kind::Assets, ids[0]);
    Ok(result(Value::Null))
}
