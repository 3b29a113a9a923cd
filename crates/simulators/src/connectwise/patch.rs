//! The vendor's dialect of PATCH, with its traps: a bare list of operations whose path is a field's name.

use super::errors::{Fault, Refused};
use super::fields::{Open, Shape};
use super::kind::Kind;
use super::row::{Cell, Row};
use super::world::World;
use super::write;
use serde_json::Value;

/// An operation with its path cut up.
struct Operation<'v> {
    verb: String,
    head: &'v str,
    rest: Vec<&'v str>,
    value: &'v Value,
}

fn operation(value: &Value) -> Result<Operation<'_>, Refused> {
    let word = |name: &str| value.get(name).and_then(Value::as_str);
    let verb = word("op").unwrap_or_default().to_ascii_lowercase();
    let path = word("path").unwrap_or_default();
    if !["add", "replace", "remove"].contains(&verb.as_str()) {
        return Err(Refused::new(
            400,
            "InvalidObject",
            format!("op {verb} is not valid"),
        ));
    }
    let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
    Ok(Operation {
        verb,
        head: parts.next().unwrap_or_default(),
        rest: parts.collect(),
        value: value.get("value").unwrap_or(&Value::Null),
    })
}

/// Custom fields are sent whole, and what is left out stays: the given values go to the fields of the
/// same id or caption, and an empty list changes nothing.
fn merge_custom_fields(held: &[Value], given: &[Value]) -> Vec<Value> {
    let same = |a: &Value, b: &Value| {
        let by = |key: &str| {
            a.get(key)
                .is_some_and(|v| !v.is_null() && b.get(key) == Some(v))
        };
        by("id") || by("caption")
    };
    let mut merged = held.to_vec();
    for field in given {
        match merged.iter_mut().find(|held| same(held, field)) {
            Some(held) => {
                if let (Some(held), Some(value)) = (held.as_object_mut(), field.get("value")) {
                    held.insert("value".into(), value.clone());
                }
            }
            None => merged.push(field.clone()),
        }
    }
    merged
}

fn objects(row: &Row, at: usize) -> Vec<Value> {
    match row.at(at) {
        Some(Cell::Json(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn put_objects(row: &mut Row, at: usize, list: Vec<Value>) {
    let text = Value::from(list).to_string().into_boxed_str();
    row.put(at, Some(Cell::Json(text)));
}

/// An operation on one object of a list: `/communicationItems/1/value`.
fn inside_list(row: &mut Row, at: usize, operation: &Operation<'_>) -> Result<(), Refused> {
    let mut list = objects(row, at);
    let path = || {
        Refused::new(
            400,
            "InvalidObject",
            format!("path {} is not valid", operation.head),
        )
    };
    let place = operation.rest.first().copied().unwrap_or_default();
    let index = if place == "-" {
        list.len()
    } else {
        place.parse().map_err(|_| path())?
    };
    let member = operation.rest.get(1);
    match (operation.verb.as_str(), member) {
        ("add", None) => {
            let mut item = operation.value.clone();
            // An item added in front goes to the end all the same, and its default flag is lost.
            if index < list.len()
                && let Some(item) = item.as_object_mut()
            {
                item.remove("defaultFlag");
            }
            list.push(item);
        }
        ("remove", None) if index < list.len() => {
            list.remove(index);
        }
        ("replace", None) if index < list.len() => list[index] = operation.value.clone(),
        (verb, Some(member)) if index < list.len() => {
            let item = list[index].as_object_mut().ok_or_else(path)?;
            if verb == "remove" {
                item.remove(*member);
            } else {
                item.insert((*member).to_owned(), operation.value.clone());
            }
        }
        _ => return Err(path()),
    }
    put_objects(row, at, list);
    Ok(())
}

/// Applies the operations to a record.
pub(super) fn apply(world: &World, kind: Kind, row: &mut Row, body: &Value) -> Result<(), Refused> {
    let operations = body.as_array().ok_or_else(Refused::unreadable)?;
    for value in operations {
        let operation = operation(value)?;
        let head = operation.head;
        let schema = kind.schema();
        let at = schema
            .position(head)
            .filter(|at| schema.fields[*at].open != Open::Own);
        let Some(at) = at else {
            if head == "id" || head == "_info" {
                continue;
            }
            return Err(Refused::new(
                400,
                "InvalidObject",
                format!("path {head} is not valid"),
            ));
        };
        let field = &schema.fields[at];
        // Types of a company are taken when it is made; afterwards they have an address of their own.
        let passed_over =
            field.open == Open::ReadOnly || (kind == Kind::Companies && head == "types");
        if passed_over {
            continue;
        }
        if !operation.rest.is_empty() {
            if field.shape == Shape::Objects {
                inside_list(row, at, &operation)?;
            }
            // Into a reference nothing is written, and yet the answer is 200.
            continue;
        }
        if operation.verb == "remove" {
            row.put(at, None);
            continue;
        }
        let cell =
            write::cell(world, (kind, row), field, operation.value).map_err(|fault| match field
                .shape
            {
                Shape::Ref(_) if !operation.value.is_object() => {
                    Refused::new(400, "InvalidObject", fault.message)
                }
                _ => Refused::object(&kind.word(), vec![fault]),
            })?;
        match cell {
            Some(Cell::Json(text)) if head == "customFields" => {
                let given: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
                let merged = merge_custom_fields(&objects(row, at), &given);
                put_objects(row, at, merged);
            }
            cell => row.put(at, cell),
        }
    }
    let absent: Vec<Fault> = write::missing(kind, row);
    if absent.is_empty() {
        Ok(())
    } else {
        Err(Refused::object(&kind.word(), absent))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Row, World, apply};
    use crate::connectwise::row::Cell;
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn world() -> World {
        let mut world = World::default();
        let by: Arc<str> = Arc::from("seed");
        for name in ["Web", "Phone"] {
            let mut row = Row::new(1, &by);
            row.set(Kind::Sources, "name", Some(Cell::text(name)));
            world.add(Kind::Sources, row);
        }
        world
    }

    fn ticket() -> Row {
        let mut row = Row::new(1, &Arc::from("seed"));
        let custom = r#"[{"id":1,"caption":"A","value":"1"},{"id":2,"caption":"B","value":"2"}]"#;
        for (name, cell) in [
            ("summary", Cell::text("Old")),
            ("company", Cell::Ref(1)),
            ("source", Cell::Ref(1)),
            ("customFields", Cell::Json(custom.into())),
        ] {
            row.set(Kind::Tickets, name, Some(cell));
        }
        row
    }

    fn patched(operations: Value) -> Result<Row, String> {
        let mut row = ticket();
        let done = apply(&world(), Kind::Tickets, &mut row, &operations);
        done.map(|()| row)
            .map_err(|refused| refused.body().to_string())
    }

    #[test]
    fn operations_do_what_the_vendor_does() {
        let set =
            |path: &str, value: Value| json!([{"op": "replace", "path": path, "value": value}]);
        let summary = |row: &Row| row.text(Kind::Tickets, "summary").map(str::to_owned);
        let source = |row: &Row| row.id(Kind::Tickets, "source");
        for path in ["summary", "/summary"] {
            assert_eq!(
                summary(&patched(set(path, json!("New"))).unwrap()),
                Some("New".into())
            );
        }
        let by_name = patched(set("source", json!({"name": "phone"}))).unwrap();
        let by_id = patched(set("source", json!({"id": "2"}))).unwrap();
        assert_eq!((source(&by_name), source(&by_id)), (Some(2), Some(2)));
        let lied = patched(set("source/name", json!("Phone"))).unwrap();
        assert_eq!(
            lied,
            ticket(),
            "a nested path answers well and changes nothing"
        );
        let gone = patched(json!([{"op": "remove", "path": "source"}])).unwrap();
        assert_eq!(source(&gone), None);
        let read_only = patched(set("closedFlag", json!(true))).unwrap();
        assert_eq!(read_only, ticket());
    }

    #[test]
    fn operations_are_refused() {
        for (operations, said) in [
            (
                json!([{"op": "replace", "path": "Summary", "value": "x"}]),
                "path Summary is not valid",
            ),
            (
                json!([{"op": "replace", "path": "source", "value": "Phone"}]),
                "path source is not valid",
            ),
            (
                json!([{"op": "replace", "path": "source", "value": {"id": 9}}]),
                "The source was not found.",
            ),
            (
                json!([{"op": "replace", "path": "configurations", "value": []}]),
                "path configurations is not valid",
            ),
            (
                json!([{"op": "move", "path": "summary"}]),
                "op move is not valid",
            ),
            (
                json!([{"op": "remove", "path": "summary"}]),
                "The summary field is required.",
            ),
            (
                json!([{"op": "replace", "path": "summary", "value": "x".repeat(101)}]),
                "maximum length of 100",
            ),
            (json!({"op": "replace"}), "could not be read"),
        ] {
            let refused = patched(operations.clone()).unwrap_err();
            assert!(refused.contains(said), "{operations}: {refused}");
        }
    }

    #[test]
    fn custom_fields_keep_what_is_left_out() {
        let custom = |row: &Row| row.text(Kind::Tickets, "customFields").unwrap().to_owned();
        let path = "customFields";
        let one =
            patched(json!([{"op": "replace", "path": path, "value": [{"id": 2, "value": "9"}]}]));
        let held: Value = serde_json::from_str(&custom(&one.unwrap())).unwrap();
        assert_eq!(
            (&held[0]["value"], &held[1]["value"]),
            (&json!("1"), &json!("9"))
        );
        let none = patched(json!([{"op": "replace", "path": path, "value": []}])).unwrap();
        let values = |row: &Row| serde_json::from_str::<Value>(&custom(row)).unwrap();
        assert_eq!(values(&none), values(&ticket()));
    }

    #[test]
    fn items_are_reached_by_index() {
        let contact = |items: Value| {
            let mut row = Row::new(1, &Arc::from("seed"));
            row.set(
                Kind::Contacts,
                "communicationItems",
                Some(Cell::Json(items.to_string().into())),
            );
            row
        };
        let run = |operations: Value| {
            let mut row = contact(json!([{"value": "a"}, {"value": "b"}]));
            apply(&world(), Kind::Contacts, &mut row, &operations).unwrap();
            let text = row
                .text(Kind::Contacts, "communicationItems")
                .unwrap()
                .to_owned();
            serde_json::from_str::<Value>(&text).unwrap()
        };
        let path =
            |path: &str, op: &str, value: Value| json!([{"op": op, "path": path, "value": value}]);
        assert_eq!(
            run(path("/communicationItems/1/value", "replace", json!("c"))),
            json!([{"value": "a"}, {"value": "c"}])
        );
        assert_eq!(
            run(path(
                "/communicationItems/0",
                "add",
                json!({"value": "c", "defaultFlag": true})
            )),
            json!([{"value": "a"}, {"value": "b"}, {"value": "c"}])
        );
        assert_eq!(
            run(path(
                "/communicationItems/2",
                "add",
                json!({"value": "c", "defaultFlag": true})
            )),
            json!([{"value": "a"}, {"value": "b"}, {"value": "c", "defaultFlag": true}])
        );
        assert_eq!(
            run(path("/communicationItems/0", "remove", json!(null))),
            json!([{"value": "b"}])
        );
    }
}
