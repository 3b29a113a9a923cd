//! Companies and their sites.

use super::{Draft, Stamp, default_of};
use crate::connectwise::errors::Refused;
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use crate::psa::moment;

pub(super) fn settle(draft: &mut Draft<'_>) -> Result<(), Refused> {
    draft.unique("identifier")?;
    draft.flags(&["leadFlag", "unsubscribeFlag", "deletedFlag", "isVendorFlag"]);
    if let Some(status) = default_of(draft.world, Kind::CompanyStatuses, |_| true) {
        draft.default("status", Cell::Ref(status));
    }
    if draft.old.is_none()
        && let Some(id) = default_of(draft.world, Kind::CompanyTypes, |_| true)
    {
        draft.default("types", Cell::Refs([id].into()));
    }
    let deleted = draft.row.flag(draft.kind, "deletedFlag");
    let was = draft
        .old
        .is_some_and(|old| old.flag(draft.kind, "deletedFlag"));
    if deleted && !was {
        draft.set("dateDeleted", Cell::Moment(draft.stamp.at));
        draft.set("deletedBy", Cell::text(&*draft.stamp.by));
    } else if was && !deleted {
        draft.row.set(draft.kind, "dateDeleted", None);
        draft.row.set(draft.kind, "deletedBy", None);
    }
    Ok(())
}

pub(super) fn settle_site(draft: &mut Draft<'_>) -> Result<(), Refused> {
    draft.flags(&[
        "primaryAddressFlag",
        "defaultShippingFlag",
        "defaultBillingFlag",
        "defaultMailingFlag",
        "inactiveFlag",
    ]);
    Ok(())
}

pub(super) fn follow(world: &mut World, id: u32, old: Option<&Row>, stamp: &Stamp) {
    if old.is_some() {
        return;
    }
    let Some(company) = world.get(Kind::Companies, id).cloned() else {
        return;
    };
    for of in company.ids(Kind::Companies, "types") {
        let mut row = Row::new(stamp.at, &stamp.by);
        row.set(Kind::CompanyTypeAssociations, "type", Some(Cell::Ref(*of)));
        row.set(
            Kind::CompanyTypeAssociations,
            "company",
            Some(Cell::Ref(id)),
        );
        world.add(Kind::CompanyTypeAssociations, row);
    }
    if company.id(Kind::Companies, "site").is_some() {
        return;
    }
    let mut site = Row::new(stamp.at, &stamp.by);
    site.set(Kind::Sites, "name", Some(Cell::text("Main")));
    site.set(Kind::Sites, "company", Some(Cell::Ref(id)));
    for name in ["addressLine1", "addressLine2", "city", "zip", "phoneNumber"] {
        site.set(
            Kind::Sites,
            name,
            company.get(Kind::Companies, name).cloned(),
        );
    }
    for (name, flag) in [
        ("primaryAddressFlag", true),
        ("defaultShippingFlag", true),
        ("defaultBillingFlag", true),
        ("defaultMailingFlag", true),
        ("inactiveFlag", false),
    ] {
        site.set(Kind::Sites, name, Some(Cell::Flag(flag)));
    }
    let site = world.add(Kind::Sites, site);
    world.amend(Kind::Companies, id, |row| {
        row.set(Kind::Companies, "site", Some(Cell::Ref(site)));
    });
}

/// A company shows the types of its associations.
pub(super) fn gather_types(world: &mut World, company: Option<u32>, stamp: &Stamp) {
    let Some(company) = company else { return };
    let kind = Kind::CompanyTypeAssociations;
    let of_company = world
        .rows(kind)
        .filter(|(_, row)| row.id(kind, "company") == Some(company));
    let types: Vec<u32> = of_company
        .filter_map(|(_, row)| row.id(kind, "type"))
        .collect();
    let cell = Cell::Refs(types.into_boxed_slice());
    world.change(
        Kind::Companies,
        company,
        stamp.at,
        &stamp.by,
        [("types", Some(cell))],
    );
}

/// Deletes as the vendor does: the record stays readable and says so.
pub(crate) fn delete(world: &mut World, id: u32, stamp: &Stamp) {
    let fields = [
        ("deletedFlag", Some(Cell::Flag(true))),
        ("dateDeleted", Some(Cell::Moment(stamp.at))),
        ("deletedBy", Some(Cell::text(&*stamp.by))),
    ];
    world.change(Kind::Companies, id, stamp.at, &stamp.by, fields);
    tracing::debug!(
        company = id,
        at = moment::text(stamp.at),
        "a company is deleted"
    );
}

/// Merges one company into another: what belongs to it moves, and its record is gone.
pub(crate) fn merge(world: &mut World, from: u32, to: u32, stamp: &Stamp) {
    for kind in [
        Kind::Sites,
        Kind::Contacts,
        Kind::Configurations,
        Kind::Tickets,
        Kind::Agreements,
        Kind::Invoices,
        Kind::TimeEntries,
        Kind::CompanyNotes,
    ] {
        let moving: Vec<u32> = world
            .rows(kind)
            .filter(|(_, row)| row.id(kind, "company") == Some(from))
            .map(|(id, _)| id)
            .collect();
        for id in moving {
            let mut fields = vec![("company", Some(Cell::Ref(to)))];
            if kind == Kind::Contacts {
                fields.push(("defaultFlag", Some(Cell::Flag(false))));
            }
            world.change(kind, id, stamp.at, &stamp.by, fields);
        }
    }
    let kind = Kind::CompanyTypeAssociations;
    let held = world
        .rows(kind)
        .filter(|(_, row)| row.id(kind, "company") == Some(from));
    for id in held.map(|(id, _)| id).collect::<Vec<_>>() {
        world.remove(kind, id);
    }
    world.remove(Kind::Companies, from);
    world.change(Kind::Companies, to, stamp.at, &stamp.by, []);
}
