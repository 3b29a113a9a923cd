//! Users (RFC 7643, 4.1) and the extension for enterprises (4.3).

use super::{Attribute, Kind, Schema};

/// The schema of users.
pub const USER: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:core:2.0:User",
    name: "User",
    about: "A person who signs in",
    attributes: &[
        Attribute::text(
            "userName",
            "The name by which the person is known to the client.",
        )
        .required()
        .unique(),
        Attribute::new("name", Kind::Complex(NAME), "The parts of the name."),
        Attribute::text("displayName", "The name as it is shown."),
        Attribute::text("title", "What the person is in the company."),
        Attribute::text("userType", "How the person stands to the company."),
        Attribute::text("preferredLanguage", "The language of pages and mails."),
        Attribute::text("locale", "How dates and numbers are written."),
        Attribute::text(
            "timezone",
            "The time zone, by its name in the IANA database.",
        )
        .exact(),
        Attribute::new("active", Kind::Boolean, "Whether the person may sign in."),
        Attribute::new("emails", Kind::Complex(EMAIL), "Mail addresses.").many(),
        Attribute::new("phoneNumbers", Kind::Complex(PLAIN), "Phone numbers.").many(),
        Attribute::new("roles", Kind::Complex(PLAIN), "Roles.").many(),
        Attribute::new(
            "groups",
            Kind::Complex(GROUPS),
            "The groups that the person is in.",
        )
        .many()
        .read_only(),
    ],
    dropped: &[
        "nickName",
        "profileUrl",
        "password",
        "ims",
        "photos",
        "addresses",
        "entitlements",
        "x509Certificates",
    ],
};

const NAME: &[Attribute] = &[
    Attribute::text("formatted", "The whole name."),
    Attribute::text("familyName", "The family name."),
    Attribute::text("givenName", "The given name."),
    Attribute::text("middleName", "The middle names."),
    Attribute::text("honorificPrefix", "What stands before the name."),
    Attribute::text("honorificSuffix", "What stands after the name."),
];

const PRIMARY: Attribute = Attribute::new(
    "primary",
    Kind::Boolean,
    "Whether it is the preferred value; at most one is.",
);

const EMAIL: &[Attribute] = &[
    Attribute::text("value", "The address."),
    Attribute::text("display", "The address as it is shown."),
    Attribute::text("type", "What it is used for.").usual(&["work", "home", "other"]),
    PRIMARY,
];

const PLAIN: &[Attribute] = &[
    Attribute::text("value", "The value."),
    Attribute::text("display", "The value as it is shown."),
    Attribute::text("type", "What it is used for."),
    PRIMARY,
];

const GROUPS: &[Attribute] = &[
    Attribute::text("value", "The id of the group.")
        .exact()
        .read_only(),
    Attribute::new("$ref", Kind::Reference, "The address of the group.")
        .exact()
        .read_only(),
    Attribute::text("display", "The name of the group.").read_only(),
    Attribute::text("type", "Whether directly or through another group.")
        .read_only()
        .usual(&["direct", "indirect"]),
];

/// The extension for enterprises.
pub const ENTERPRISE: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    name: "EnterpriseUser",
    about: "A person as an employee",
    attributes: &[
        Attribute::text("employeeNumber", "The number of the employee."),
        Attribute::text("costCenter", "The cost centre."),
        Attribute::text("organization", "The organisation."),
        Attribute::text("division", "The division."),
        Attribute::text("department", "The department."),
        Attribute::new("manager", Kind::Complex(MANAGER), "The manager."),
    ],
    dropped: &[],
};

const MANAGER: &[Attribute] = &[
    Attribute::text("value", "The id of the manager.").exact(),
    Attribute::new("$ref", Kind::Reference, "The address of the manager.").exact(),
    Attribute::text("displayName", "The name of the manager.").read_only(),
];
