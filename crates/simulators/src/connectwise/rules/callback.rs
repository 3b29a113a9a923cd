//! Callback entries.

use super::Draft;
use crate::connectwise::errors::{Fault, Refused};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use crate::psa::chance::Chance;
use crate::psa::text::same_text;

/// Which levels each type of callback has.
const LEVELS: &[(&str, &[&str])] = &[
    (
        "ticket",
        &[
            "owner",
            "board",
            "project",
            "phase",
            "status",
            "ticket",
            "integratortag",
        ],
    ),
    (
        "company",
        &[
            "owner",
            "status",
            "type",
            "territory",
            "company",
            "integratortag",
        ],
    ),
    (
        "contact",
        &["owner", "type", "territory", "company", "contact"],
    ),
    (
        "configuration",
        &["owner", "type", "status", "configuration"],
    ),
    ("invoice", &["owner", "status", "company", "invoice"]),
    ("agreement", &["owner", "type", "company", "agreement"]),
    ("member", &["owner", "location", "securityrole", "member"]),
    ("project", &["owner", "status", "board", "project"]),
    ("time", &["owner"]),
    ("site", &["owner"]),
    ("activity", &["owner"]),
    ("expense", &["owner"]),
    ("opportunity", &["owner"]),
    ("purchaseorder", &["owner"]),
    ("productcatalog", &["owner"]),
    ("schedule", &["owner"]),
];

pub(super) fn settle(draft: &mut Draft<'_>) -> Result<(), Refused> {
    let text = |name| draft.text(name).unwrap_or_default().to_owned();
    let (url, of, level) = (text("url"), text("type"), text("level"));
    let mut faults = Vec::new();
    let host = url
        .split_once("://")
        .filter(|(scheme, _)| ["http", "https"].contains(scheme));
    if !host.is_some_and(|(_, rest)| !rest.is_empty() && !rest.starts_with('/')) {
        faults.push(Fault::invalid("url", "Invalid URL"));
    }
    let levels = LEVELS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&of));
    if levels.is_none() {
        faults.push(Fault::new("InvalidObject", "type", "Unrecognized type"));
    } else if !levels.is_some_and(|(_, levels)| levels.contains(&&*level.to_ascii_lowercase())) {
        let message =
            "Unrecognized level for type, see documentation for supported levels for each type";
        faults.push(Fault::new("InvalidObject", "level", message));
    }
    if !faults.is_empty() {
        return Err(Refused::object(&draft.kind.word(), faults));
    }
    if level.eq_ignore_ascii_case("owner") {
        draft.set("objectId", Cell::Int(1));
    }
    draft.flags(&["inactiveFlag", "isSoapCallbackFlag", "isSelfSuppressedFlag"]);
    draft.default("payloadVersion", Cell::text("3.0.0"));
    if draft.old.is_none() {
        draft.set("memberId", Cell::Int(draft.stamp.member.into()));
    }
    let same = |name: &str, row: &Row| {
        let (held, given) = (row.text(draft.kind, name), draft.text(name));
        same_text(held.unwrap_or_default(), given.unwrap_or_default())
    };
    let twin = draft.world.rows(draft.kind).any(|(id, row)| {
        id != draft.id
            && ["url", "type", "level"].iter().all(|name| same(name, row))
            && row.get(draft.kind, "objectId") == draft.row.get(draft.kind, "objectId")
    });
    if twin {
        let message = "A matching callback entry already exists";
        return Err(draft.refuse(Fault::new("ObjectExists", "objectId", message)));
    }
    Ok(())
}

/// Each entry signs with a key of its own.
pub(super) fn follow(world: &mut World, id: u32) {
    let kind = Kind::Callbacks;
    let row = world.get(kind, id);
    if row.is_none_or(|row| row.text(kind, "signingKey").is_some()) {
        return;
    }
    let entered = row.map_or(0, |row| row.entered);
    let mut chance = Chance::new(u64::from(id) ^ entered.unsigned_abs().rotate_left(20));
    let (key, guid) = (chance.key(32), chance.guid());
    world.amend(kind, id, |row| {
        row.set(kind, "signingKey", Some(Cell::text(key)));
        row.set(kind, "connectWiseID", Some(Cell::text(guid)));
    });
}
