//! The set-up tables, members and roles.

use super::{Sower, text, words};
use crate::connectwise::auth::Keys;
use crate::connectwise::kind::{Kind, RIGHTS};
use crate::connectwise::roles::{self, Level, Levels};
use crate::connectwise::row::Cell;
use crate::connectwise::rules::Stamp;
use crate::psa::words::{FIRST, LAST};

const T: Cell = Cell::Flag(true);
const F: Cell = Cell::Flag(false);

pub(super) fn sow(sower: &mut Sower, company: &str) -> Vec<Keys> {
    let keys = members(sower, company);
    companies(sower);
    configurations(sower);
    boards(sower);
    money(sower);
    keys
}

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

fn members(sower: &mut Sower, company: &str) -> Vec<Keys> {
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

fn companies(sower: &mut Sower) {
    for (name, default, inactive) in [
        ("Active", T, F),
        ("Inactive", F, F),
        ("Delinquent", F, F),
        ("Not Approved", F, F),
        ("Solvent (old)", F, T),
    ] {
        let fields = [
            ("name", text(name)),
            ("defaultFlag", default),
            ("inactiveFlag", inactive),
        ];
        sower.set_up(Kind::CompanyStatuses, &fields);
    }
    for (name, default, vendor) in [
        ("Client", T, F),
        ("Prospect", F, F),
        ("Vendor", F, T),
        ("Partner", F, F),
        ("Former Client", F, F),
        ("Owner", F, F),
    ] {
        let fields = [
            ("name", text(name)),
            ("defaultFlag", default),
            ("vendorFlag", vendor),
        ];
        sower.set_up(Kind::CompanyTypes, &fields);
    }
    for name in ["End User", "Decision Maker", "Billing", "Technical"] {
        sower.set_up(Kind::ContactTypes, &words("description", name));
    }
    for (name, email, phone, fax) in [
        ("Email", T, F, F),
        ("Direct", F, T, F),
        ("Mobile", F, T, F),
        ("Fax", F, F, T),
        ("Home Email", T, F, F),
    ] {
        let default = Cell::Flag(name == "Email" || name == "Direct");
        let flags = [
            ("emailFlag", email),
            ("phoneFlag", phone),
            ("faxFlag", fax),
            ("defaultFlag", default),
        ];
        let mut fields = vec![("description", text(name))];
        fields.extend(flags);
        sower.set_up(Kind::CommunicationTypes, &fields);
    }
    for (n, name) in ["User", "Own tickets", "Site", "Company", "Billing", "Full"]
        .iter()
        .enumerate()
    {
        let fields = [
            ("captionIdentifier", text(format!("Level{}", n + 1))),
            ("caption", text(*name)),
            ("isDefaultFlag", Cell::Flag(n == 0)),
        ];
        sower.set_up(Kind::PortalSecurityLevels, &fields);
    }
    let levels = [
        "levelOne",
        "levelTwo",
        "levelThree",
        "levelFour",
        "levelFive",
        "levelSix",
    ];
    for (name, from) in [
        ("MyTickets", 1),
        ("CompanyTickets", 3),
        ("Configurations", 4),
        ("Invoices", 5),
    ] {
        let mut fields = vec![
            ("functionIdentifier", text(name)),
            ("functionDescription", text(format!("{name} in the portal"))),
        ];
        fields.extend(
            levels
                .iter()
                .zip(1..)
                .map(|(level, n)| (*level, Cell::Flag(n >= from))),
        );
        sower.set_up(Kind::PortalSecuritySettings, &fields);
    }
}

fn configurations(sower: &mut Sower) {
    for (name, closed) in [("Active", F), ("Retired", T), ("In Stock", F)] {
        let default = Cell::Flag(name == "Active");
        let fields = [
            ("description", text(name)),
            ("closedFlag", closed),
            ("defaultFlag", default),
        ];
        sower.set_up(Kind::ConfigurationStatuses, &fields);
    }
    for name in super::devices::TYPES {
        let inactive = Cell::Flag(name.starts_with("Legacy"));
        let fields = [
            ("name", text(*name)),
            ("inactiveFlag", inactive),
            ("systemFlag", F),
        ];
        sower.set_up(Kind::ConfigurationTypes, &fields);
    }
    for (of, number, question, form, entry, required) in super::devices::QUESTIONS {
        let id = sower.set_up(
            Kind::ConfigurationQuestions,
            &[
                ("configurationType", Cell::Ref(*of)),
                ("fieldType", text(*form)),
                ("entryType", text(*entry)),
                ("sequenceNumber", Cell::Number(*number)),
                ("question", text(*question)),
                ("requiredFlag", Cell::Flag(*required)),
                ("inactiveFlag", F),
            ],
        );
        if *entry == "List" {
            for value in ["Gold", "Silver", "Bronze"] {
                let fields = [
                    ("configurationType", Cell::Ref(*of)),
                    ("question", Cell::Ref(id)),
                    ("value", text(value)),
                    ("defaultFlag", Cell::Flag(value == "Silver")),
                    ("inactiveFlag", F),
                ];
                sower.set_up(Kind::ConfigurationQuestionValues, &fields);
            }
        }
    }
}

fn boards(sower: &mut Sower) {
    for (name, project, inactive) in [
        ("Help Desk", F, F),
        ("Integration", F, F),
        ("Alerts", F, F),
        ("Projects", T, F),
        ("Old Help Desk", F, T),
    ] {
        let board = sower.set_up(
            Kind::Boards,
            &[
                ("name", text(name)),
                ("location", Cell::Ref(1)),
                ("department", Cell::Ref(1)),
                ("projectFlag", project),
                ("inactiveFlag", inactive),
                ("problemSort", text("Ascending")),
            ],
        );
        statuses(sower, board, name);
        // A board may have no types at all.
        if name != "Alerts" {
            types(sower, board);
        }
        sower.set_up(
            Kind::BoardTeams,
            &[
                ("name", text("Service Team")),
                ("boardId", Cell::Int(board.into())),
                ("teamLeader", Cell::Ref(5)),
                ("members", Cell::Json("[5,6,7]".into())),
                ("defaultFlag", T),
            ],
        );
    }
    for (n, (name, color, level)) in [
        ("Priority 1 - Critical", "Red", "Critical"),
        ("Priority 2 - High", "Orange", "High"),
        ("Priority 3 - Medium", "Yellow", "Medium"),
        ("Priority 4 - Low", "White", "Low"),
    ]
    .into_iter()
    .enumerate()
    {
        let fields = [
            ("name", text(name)),
            ("color", text(color)),
            ("level", text(level)),
            (
                "sortOrder",
                Cell::Int(i64::try_from(n).unwrap_or_default() + 1),
            ),
            ("defaultFlag", Cell::Flag(level == "Medium")),
        ];
        sower.set_up(Kind::Priorities, &fields);
    }
    for name in ["Phone", "Email Connector", "Portal", "Internal", "RMM"] {
        let fields = [
            ("name", text(name)),
            ("defaultFlag", Cell::Flag(name == "Phone")),
        ];
        sower.set_up(Kind::Sources, &fields);
    }
    for name in ["Low", "Medium", "High"] {
        for kind in [Kind::Impacts, Kind::Severities] {
            let fields = [
                ("name", text(name)),
                ("description", text(format!("{name} for the company"))),
                ("defaultFlag", Cell::Flag(name == "Medium")),
            ];
            sower.set_up(kind, &fields);
        }
    }
}

fn statuses(sower: &mut Sower, board: u32, name: &str) {
    // Statuses of one name have another id on each board, and on one board 'Closed' closes nothing.
    let closes = name != "Integration";
    for (n, (status, closed, inactive)) in [
        ("New", false, false),
        ("In Progress", false, false),
        ("Waiting on Customer", false, false),
        ("Resolved", true, false),
        ("Closed", closes, false),
        ("Assigned (old)", false, true),
    ]
    .into_iter()
    .enumerate()
    {
        let fields = [
            ("name", text(status)),
            ("board", Cell::Ref(board)),
            (
                "sortOrder",
                Cell::Int(i64::try_from(n).unwrap_or_default() * 10),
            ),
            ("displayOnBoard", T),
            ("inactive", Cell::Flag(inactive)),
            ("closedStatus", Cell::Flag(closed)),
            ("defaultFlag", Cell::Flag(n == 0)),
            ("timeEntryNotAllowed", F),
            ("customerPortalFlag", T),
            (
                "escalationStatus",
                text(if closed { "Resolved" } else { "NotResponded" }),
            ),
        ];
        sower.set_up(Kind::BoardStatuses, &fields);
    }
}

fn types(sower: &mut Sower, board: u32) {
    let named = |name: &str| {
        vec![
            ("name", text(name)),
            ("board", Cell::Ref(board)),
            ("inactiveFlag", F),
        ]
    };
    let mut add = |kind, name: &str| sower.set_up(kind, &named(name));
    let types = ["Hardware", "Software", "Security"].map(|name| add(Kind::BoardTypes, name));
    let below = ["Workstation", "Server", "Application", "Account", "Patch"]
        .map(|name| add(Kind::BoardSubTypes, name));
    let items = ["Install", "Repair", "Remove"].map(|name| add(Kind::BoardItems, name));
    // Only some triples are legal.
    for (of, sub) in [(0, 0), (0, 1), (1, 2), (1, 4), (2, 3), (2, 4)] {
        for item in [None, Some(items[0]), Some(items[1])] {
            let mut fields = vec![
                ("type", Cell::Ref(types[of])),
                ("subType", Cell::Ref(below[sub])),
                ("board", Cell::Ref(board)),
            ];
            fields.extend(item.map(|item| ("item", Cell::Ref(item))));
            sower.set_up(Kind::BoardTriples, &fields);
        }
    }
}

fn money(sower: &mut Sower) {
    for (name, closed, sent) in [
        ("New", F, F),
        ("Sent", F, T),
        ("Paid", T, T),
        ("Void", T, F),
    ] {
        let default = Cell::Flag(name == "New");
        let fields = [
            ("name", text(name)),
            ("closedFlag", closed),
            ("sentFlag", sent),
            ("defaultFlag", default),
        ];
        sower.set_up(Kind::BillingStatuses, &fields);
    }
    for (name, days) in [("Net 14", 14), ("Net 30", 30)] {
        let fields = [
            ("name", text(name)),
            ("dueDays", Cell::Int(days)),
            ("defaultFlag", Cell::Flag(days == 30)),
        ];
        sower.set_up(Kind::BillingTerms, &fields);
    }
    for name in ["Managed Services", "Block Hours", "Backup"] {
        let fields = [
            ("name", text(name)),
            ("employeeCompRate", text("Actual")),
            ("employeeCompNotExceed", text("Billing")),
            ("invoicingCycle", text("CalendarYear")),
            ("billTime", text("Billable")),
            ("billExpenses", text("Billable")),
            ("billProducts", text("Billable")),
            ("inactiveFlag", F),
        ];
        sower.set_up(Kind::AgreementTypes, &fields);
    }
}
