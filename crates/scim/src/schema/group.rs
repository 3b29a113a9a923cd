//! Groups (RFC 7643, 4.2).

use super::{Attribute, Kind, Schema};

/// The schema of groups.
pub const GROUP: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:core:2.0:Group",
    name: "Group",
    about: "A group of people",
    attributes: &[
        Attribute::text("displayName", "The name of the group.").required(),
        Attribute::new("members", Kind::Complex(MEMBER), "Who is in the group.").many(),
    ],
    dropped: &[],
};

// The standard's own document calls `value` case-insensitive; it holds an `id`, and ids have case.
const MEMBER: &[Attribute] = &[
    Attribute::text("value", "The id of the member.")
        .exact()
        .immutable(),
    Attribute::new("$ref", Kind::Reference, "The address of the member.")
        .exact()
        .immutable(),
    Attribute::text("display", "The name of the member.").immutable(),
    Attribute::text("type", "What the member is.")
        .immutable()
        .usual(&["User", "Group"]),
];
