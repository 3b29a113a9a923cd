//! Members, roles and keys.

use super::{Sower, text};
use crate::connectwise::auth::Keys;
use crate::connectwise::kind::Kind;
use crate::connectwise::places::RIGHTS;
use crate::connectwise::roles::{self, Level, Levels};
use crate::connectwise::row::Cell;
use crate::connectwise::rules::Stamp;
use crate::psa::words::{FIRST, LAST};

const F: Cell = Cell::Flag(false);

/// What each role may do: function, levels. A role that is not named here may do everything.
const ROLES: &[(&str, &[(&str, Levels)])] = &[
    ("Admin", &[]),
    (
        // Exactly what a scanner's set-up guide asks for.
        "Scanner",
        &[
            ("Company Maintenance", Levels::INQUIRE),
            ("Configurations", Levels::WRITE),
            ("BrightGauge", Levels::INQUIRE),
            ("Service Tickets", Levels::WRITE),
            ("Close Service Tickets", Levels::WRITE),
            ("API Reports", Levels::INQUIRE),
            ("Member Maintenance", Levels::INQUIRE),
            ("My Company", Levels::INQUIRE),
            ("Table Setup (Customize)", Levels::ADD),
        ],
    ),
    (
        // The same, with contacts, agreements, invoices, time and callbacks.
        "Integration",
        &[
            ("Company Maintenance", Levels::INQUIRE),
            ("Contacts", Levels::INQUIRE),
            ("Configurations", Levels::WRITE),
            ("Manage Documents", Levels::WRITE),
            ("Agreements", Levels::INQUIRE),
            ("Invoicing", Levels::INQUIRE),
            ("BrightGauge", Levels::INQUIRE),
            ("Service Tickets", Levels::WRITE),
            ("Close Service Tickets", Levels::WRITE),
            ("API Reports", Levels::INQUIRE),
            ("Member Maintenance", Levels::INQUIRE),
            ("My Company", Levels::INQUIRE),
            ("Security Roles", Levels::INQUIRE),
            ("Time Entry", Levels::WRITE),
            (
                "Table Setup (Customize)",
                Levels::of(Level::All, Level::All, Level::All, Level::All),
            ),
        ],
    ),
    ("Read Only", &[]),
];

/// The set-up tables that the guide's role reaches.
const SCANNER_TABLES: &[&str] = &[
    "Company/Configuration",
    "Company/Company Status",
    "Company/Company Type",
    "Service/Priority",
    "Service/Service Board",
    "Service/Source",
];

pub(super) fn sow(sower: &mut Sower, company: &str) -> Vec<Keys> {
    for name in ["Tampa Office", "Remote"] {
        let level = Cell::Json(r#"{"id":1,"name":"Location"}"#.into());
        sower.set_up(
            Kind::Locations,
            &[("name", text(name)), ("structureLevel", level)],
        );
    }
    for (identifier, name) in [("SERV", "Service"), ("SALES", "Sales")] {
        sower.set_up(
            Kind::Departments,
            &[("identifier", text(identifier)), ("name", text(name))],
        );
    }
    for (name, zone) in [
        ("Eastern", "Eastern Standard Time"),
        ("Central Europe", "W. Europe Standard Time"),
    ] {
        let zone = Cell::Json(format!("{{\"id\":1,\"name\":\"{zone}\"}}").into_boxed_str());
        sower.set_up(Kind::TimeZones, &[("name", text(name)), ("timeZone", zone)]);
    }
    let stamp = Stamp {
        at: super::NOW,
        by: sower.by.clone(),
        member: 0,
        may_close: true,
    };
    for (name, allowed) in ROLES {
        let admin = *name == "Admin";
        let role = sower.set_up(
            Kind::SecurityRoles,
            &[
                ("name", text(*name)),
                ("roleType", text("Custom")),
                ("adminFlag", Cell::Flag(admin)),
                ("inactiveFlag", F),
            ],
        );
        roles::no_rights(&mut sower.world, role, &stamp);
        for right in RIGHTS {
            let levels = match allowed
                .iter()
                .find(|(function, _)| *function == right.function)
            {
                Some((_, levels)) => *levels,
                None if admin => Levels::ALL,
                None if *name == "Read Only" => Levels::INQUIRE,
                None => Levels::NONE,
            };
            let table = *name == "Scanner" && right.function.starts_with("Table Setup");
            let tables = if table { SCANNER_TABLES } else { &[] };
            roles::allow(
                &mut sower.world,
                name,
                (right.module, right.function),
                levels,
                tables,
            );
        }
    }
    let mut keys = Vec::new();
    for (n, (role, _)) in ROLES.iter().enumerate() {
        let role_id = u32::try_from(n).unwrap_or_default() + 1;
        let identifier = format!("api{}", role.replace(' ', ""));
        let identifier: String = identifier.chars().take(15).collect();
        member(sower, &identifier, ("API", role), "A", role_id);
        sower.set_up(
            Kind::ApiMembers,
            &[
                ("identifier", text(identifier.as_str())),
                ("name", text(format!("{role} integration"))),
                ("securityRole", Cell::Ref(role_id)),
                ("inactiveFlag", F),
            ],
        );
        keys.push(Keys {
            company: company.to_owned(),
            public: sower.chance.key(16),
            private: sower.chance.key(16),
            member: identifier,
            role: (*role).to_owned(),
        });
    }
    for n in 1..=8 {
        let first = sower.chance.pick(FIRST);
        let last = sower.chance.pick(LAST);
        let role = if n == 1 { 1 } else { 4 };
        let identifier = if n == 1 {
            "admin1".to_owned()
        } else {
            format!("tech{n}")
        };
        member(sower, &identifier, (first, last), "F", role);
    }
    keys
}

fn member(sower: &mut Sower, identifier: &str, name: (&str, &str), class: &str, role: u32) {
    let email = format!("{}@provider.example", identifier.to_lowercase());
    sower.set_up(
        Kind::Members,
        &[
            ("identifier", text(identifier)),
            ("firstName", text(name.0)),
            ("lastName", text(name.1)),
            ("hireDate", Cell::Moment(super::NOW - 1000 * super::DAY)),
            ("licenseClass", text(class)),
            ("defaultEmail", text("Office")),
            ("defaultPhone", text("Office")),
            ("officeEmail", text(email.as_str())),
            ("primaryEmail", text(email.as_str())),
            ("securityRole", Cell::Ref(role)),
            ("timeZone", Cell::Ref(1)),
            ("defaultLocation", Cell::Ref(1)),
            ("defaultDepartment", Cell::Ref(1)),
            ("inactiveFlag", F),
            ("adminFlag", Cell::Flag(role == 1)),
        ],
    );
}
