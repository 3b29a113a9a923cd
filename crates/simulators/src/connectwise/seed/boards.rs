//! Boards with what hangs on them, priorities, sources, impacts and severities.

use super::{Sower, text};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::Cell;

const T: Cell = Cell::Flag(true);
const F: Cell = Cell::Flag(false);

pub(super) fn sow(sower: &mut Sower) {
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
