use super::{Filter, Order, Parts, parse};
use crate::connectwise::kind::Kind;
use crate::connectwise::row::{Cell, Row};
use crate::connectwise::world::World;
use crate::psa::moment;
use std::sync::Arc;

fn row(kind: Kind, at: &str, fields: &[(&str, Cell)]) -> Row {
    let mut row = Row::new(moment::parse(at).unwrap(), &Arc::from("seed"));
    for (name, cell) in fields {
        assert!(kind.schema().position(name).is_some(), "{name}");
        row.set(kind, name, Some(cell.clone()));
    }
    row
}

fn world() -> World {
    let mut world = World::default();
    let t = |text: &str| Cell::text(text);
    for (name, id) in [
        ("Alpha GmbH", "Alpha"),
        ("Beta [West]", "beta"),
        ("Gamma", "GAMMA"),
    ] {
        let fields = [("name", t(name)), ("identifier", t(id))];
        world.add(Kind::Companies, row(Kind::Companies, "2026-01-01", &fields));
    }
    world.add(
        Kind::Boards,
        row(Kind::Boards, "2026-01-01", &[("name", t("Integration"))]),
    );
    world.add(
        Kind::Configurations,
        row(Kind::Configurations, "2026-01-01", &[("name", t("PC-1"))]),
    );
    for (summary, company, at, closed) in [
        ("Printer on fire", 1, "2026-02-01T10:00:00Z", false),
        ("printer is fine", 2, "2026-02-02T10:00:00Z", true),
        ("Screen", 3, "2026-02-03T10:00:00Z", false),
    ] {
        let mut fields = vec![
            ("summary", t(summary)),
            ("company", Cell::Ref(company)),
            ("board", Cell::Ref(1)),
            ("closedFlag", Cell::Flag(closed)),
            ("impact", t("Low")),
        ];
        if company == 1 {
            fields.push(("configurations", Cell::Refs([1].into())));
            fields.push(("budgetHours", Cell::Number(2.5)));
            let custom =
                r#"[{"id":1,"caption":"TomNumber","value":"7"},{"id":2,"caption":"Other"}]"#;
            fields.push(("customFields", Cell::Json(custom.into())));
        }
        world.add(Kind::Tickets, row(Kind::Tickets, at, &fields));
    }
    let items = r#"[{"type":{"id":1,"name":"Email"},"value":"john@x.com","communicationType":"Email"},
        {"value":"555","communicationType":"Phone"}]"#;
    let person = [
        ("firstName", t("John")),
        ("communicationItems", Cell::Json(items.into())),
        ("types", Cell::Refs([4].into())),
    ];
    world.add(Kind::Contacts, row(Kind::Contacts, "2026-01-01", &person));
    world
}

fn tickets(condition: &str) -> Result<Vec<u32>, String> {
    let world = world();
    let filter = Filter::new(Kind::Tickets, condition).map_err(|refused| refused.message)?;
    let rows = world.rows(Kind::Tickets);
    let meant = rows.filter(|(id, row)| filter.as_ref().is_none_or(|f| f.holds(&world, *id, row)));
    Ok(meant.map(|(id, _)| id).collect())
}

#[test]
fn conditions_find_what_they_say() {
    for (condition, found) in [
        ("", vec![1, 2, 3]),
        ("id=2", vec![2]),
        ("id != 2", vec![1, 3]),
        (
            "board/name=\"Integration\" and summary contains \"PRINTER\"",
            vec![1, 2],
        ),
        ("board/id in (3,2,1)", vec![1, 2, 3]),
        ("id not in (1,2)", vec![3]),
        ("summary not contains \"printer\"", vec![3]),
        ("closedFlag = False", vec![1, 3]),
        ("closedFlag=true or summary='screen'", vec![2, 3]),
        ("(closedFlag=true or summary='screen') and id<3", vec![2]),
        ("not (id=1) and not id=2", vec![3]),
        ("lastUpdated > [2026-02-02T10:00:00Z]", vec![3]),
        ("lastUpdated >= [2026-02-02T10:00:00Z]", vec![2, 3]),
        ("_info/lastUpdated < [2026-02-02]", vec![1]),
        ("_info/dateEntered <= [2026-02-02T10:00:00Z]", vec![1, 2]),
        ("company/identifier=\"ALPHA\"", vec![1]),
        ("company/name like \"*[[]west]\"", vec![2]),
        ("company/id=3", vec![3]),
        ("company = 3", vec![3]),
        ("summary like \"print%\"", vec![1, 2]),
        ("budgetHours != null", vec![1]),
        ("budgetHours = null", vec![2, 3]),
        ("budgetHours > 2", vec![1]),
        ("impact=\"low\"", vec![1, 2, 3]),
        ("configuration/id=1", vec![1]),
        ("CLOSEDFLAG=TRUE", vec![2]),
    ] {
        assert_eq!(tickets(condition), Ok(found), "{condition}");
    }
}

#[test]
fn conditions_that_cannot_be_read_are_refused() {
    for (condition, message) in [
        (
            "invoiceDate > [2026-01-01]",
            "invoiceDate is not a recognized name.",
        ),
        (
            "company/color = 1",
            "company/color is not a recognized name.",
        ),
        ("signingKey = 1", "signingKey is not a recognized name."),
        (
            "configurations = 1",
            "configurations is not a recognized name.",
        ),
        ("impact=\"Huge\"", "Enum value supplied was invalid"),
        (
            "customFields/id = 1",
            "customFields/id is a list; use childConditions.",
        ),
        (
            "lastUpdated > [yesterday]",
            "'yesterday' is not a valid date.",
        ),
        (
            "configuration/id=1 or configuration/id=2",
            "configuration/id can be asked for once only.",
        ),
        (
            "summary = \"open",
            "The condition cannot be read near '\"open'.",
        ),
        ("summary", "The condition cannot be read near 'end'."),
        ("(id=1", "The condition cannot be read near 'end'."),
        ("id=1)", "The condition cannot be read near ')'."),
        ("id in ()", "The condition cannot be read near ')'."),
        ("id = ;", "The condition cannot be read near ';'."),
        ("id == 1", "The condition cannot be read near '='."),
        ("id not = 1", "The condition cannot be read near '='."),
    ] {
        assert_eq!(tickets(condition), Err(message.to_owned()), "{condition}");
    }
    let deep = format!("{}id=1{}", "(".repeat(5000), ")".repeat(4990));
    assert_eq!(
        tickets(&deep),
        Err("The condition is nested too deeply.".to_owned())
    );
    assert!(parse(&"a".repeat(10_001)).is_err());
}

#[test]
fn conditions_over_parts_ask_for_one_part_that_meets_all() {
    let world = world();
    let contact = world.get(Kind::Contacts, 1).unwrap();
    for (condition, holds) in [
        (
            "communicationItems/value like \"john@x.com\" AND communicationItems/communicationType=\"Email\"",
            true,
        ),
        (
            "communicationItems/value=\"555\" AND communicationItems/communicationType=\"Email\"",
            false,
        ),
        ("communicationItems/type/name=\"email\"", true),
        ("types/id=4", true),
        ("types/id=5", false),
    ] {
        let parts = Parts::children(Kind::Contacts, condition).unwrap().unwrap();
        assert_eq!(
            parts.hold(Kind::Contacts, &world, contact),
            holds,
            "{condition}"
        );
    }
    assert!(Parts::children(Kind::Contacts, "firstName=\"John\"").is_err());
    assert!(Parts::children(Kind::Contacts, "types/id=1 or communicationItems/id=2").is_err());
    let ticket = world.get(Kind::Tickets, 1).unwrap();
    for (condition, holds) in [
        ("caption=\"TomNumber\" AND value != null", true),
        ("caption=\"Other\" AND value != null", false),
    ] {
        let parts = Parts::custom(Kind::Tickets, condition).unwrap().unwrap();
        assert_eq!(
            parts.hold(Kind::Tickets, &world, ticket),
            holds,
            "{condition}"
        );
    }
}

#[test]
fn orders_sort() {
    let world = world();
    for (order, sorted) in [
        ("id desc", vec![3, 2, 1]),
        ("summary", vec![2, 1, 3]),
        ("closedFlag desc, id asc", vec![2, 1, 3]),
        ("company/name desc", vec![3, 2, 1]),
        ("budgetHours asc", vec![2, 3, 1]),
        ("lastUpdated desc", vec![3, 2, 1]),
    ] {
        let mut rows: Vec<_> = world.rows(Kind::Tickets).collect();
        Order::new(Kind::Tickets, order)
            .unwrap()
            .unwrap()
            .sort(&world, &mut rows);
        let ids: Vec<u32> = rows.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, sorted, "{order}");
    }
    assert!(Order::new(Kind::Tickets, "summary sideways").is_err());
    assert!(Order::new(Kind::Tickets, "colour").is_err());
}
