//! Who is told of what, and how.

use super::Office;
use crate::connectwise::callbacks::signature;
use crate::psa::faults::{Effect, Fault};
use serde_json::{Value, json};

fn register(office: &mut Office, of: &str, level: &str, object: u32) -> (u16, Value) {
    let body = json!({
        "url": "http://127.0.0.1:1/hook?recordId=", "objectId": object, "type": of, "level": level,
    });
    office.tell("POST", "system/callbacks", &body)
}

fn waiting(office: &mut Office) -> Vec<String> {
    office
        .state
        .due()
        .into_iter()
        .map(|d| d.url.split("recordId=").nth(1).unwrap().to_owned())
        .collect()
}

#[test]
fn entries_are_checked_and_stand_once() {
    let mut office = Office::new();
    let (status, made) = register(&mut office, "ticket", "owner", 0);
    assert_eq!(
        (status, &made["objectId"], &made["inactiveFlag"]),
        (201, &json!(1), &json!(false))
    );
    assert!(made.get("signingKey").is_none());
    let (status, twin) = register(&mut office, "ticket", "Owner", 1);
    assert_eq!(
        (
            status,
            &twin["errors"][0]["code"],
            &twin["errors"][0]["field"]
        ),
        (400, &json!("ObjectExists"), &json!("objectId"))
    );
    let body = json!({"url": "nowhere", "objectId": 1, "type": "contact", "level": "board"});
    let (status, wrong) = office.tell("POST", "system/callbacks", &body);
    let codes: Vec<&Value> = wrong["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["code"])
        .collect();
    assert_eq!(
        (status, codes),
        (400, vec![&json!("InvalidField"), &json!("InvalidObject")])
    );
    assert_eq!(register(&mut office, "site", "owner", 1).0, 201);
}

#[test]
fn levels_choose_what_is_told() {
    for (of, level, object, told) in [
        ("ticket", "owner", 0, true),
        ("ticket", "board", 1, true),
        ("ticket", "board", 2, false),
        ("ticket", "status", 1, true),
        ("ticket", "status", 2, false),
        ("company", "owner", 0, false),
    ] {
        let mut office = Office::new();
        assert_eq!(register(&mut office, of, level, object).0, 201);
        let made = office.post(
            "service/tickets",
            &json!({"summary": "S", "company": {"id": 2}, "board": {"id": 1}}),
        );
        let wanted = if told {
            vec![format!("{}&action=added", made["id"])]
        } else {
            vec![]
        };
        assert_eq!(waiting(&mut office), wanted, "{of} {level} {object}");
    }
    let mut office = Office::new();
    register(&mut office, "company", "type", 2);
    let prospect = office.edit(json!({"act": "create", "kind": "companies", "fields":
        {"identifier": "P", "name": "P", "types": [{"id": 2}]}}));
    office.edit(
        json!({"act": "create", "kind": "companies", "fields": {"identifier": "C", "name": "C"}}),
    );
    assert_eq!(waiting(&mut office), [format!("{prospect}&action=added")]);
    office.edit(json!({"act": "delete", "kind": "companies", "id": prospect}));
    assert_eq!(
        waiting(&mut office),
        [format!("{prospect}&action=updated")],
        "deleting a company marks it"
    );
    office.edit(json!({"act": "merge", "from": prospect, "to": 2}));
    assert!(waiting(&mut office).contains(&format!("{prospect}&action=deleted")));
}

#[test]
fn a_notice_is_signed_thin_and_tells_where_the_key_is() {
    let mut office = Office::new();
    register(&mut office, "contact", "owner", 1);
    let id = office.edit(json!({"act": "create", "kind": "contacts", "fields": {"firstName": "Ann", "company": {"id": 2}}}));
    let notice = office.state.due().pop().unwrap();
    let body: Value = serde_json::from_str(&notice.body).unwrap();
    assert_eq!(
        (&body["Action"], &body["ID"], &body["Type"]),
        (&json!("added"), &json!(id), &json!("contact"))
    );
    let entity: Value = serde_json::from_str(body["Entity"].as_str().unwrap()).unwrap();
    assert!(entity["firstName"] == "Ann" && entity.get("company").is_none());
    assert!(entity.get("communicationItems").is_none());
    let address = body["Metadata"]["key_url"].as_str().unwrap();
    let mut question = office.question("GET", "", None);
    let (path, query) = address
        .strip_prefix("http://127.0.0.1:8099")
        .unwrap()
        .split_once('?')
        .unwrap();
    (question.path, question.query) = (path.to_owned(), query.to_owned());
    let key: Value = serde_json::from_slice(&office.state.handle(&question).body).unwrap();
    assert_eq!(
        signature(key["signing_key"].as_str().unwrap(), &notice.body),
        notice.signature
    );
    office.edit(json!({"act": "remove", "kind": "contacts", "id": id}));
    let gone = office.state.due().pop().unwrap();
    let body: Value = serde_json::from_str(&gone.body).unwrap();
    assert_eq!(
        (&body["Action"], &body["Entity"]),
        (&json!("deleted"), &Value::Null)
    );
}

#[test]
fn echoes_can_be_kept_back() {
    let mut office = Office::new();
    let (_, made) = register(&mut office, "ticket", "owner", 1);
    let path = format!("system/callbacks/{}", made["id"]);
    let ticket = json!({"summary": "S", "company": {"id": 2}});
    let silent = json!({"summary": "S", "company": {"id": 2}, "skipCallback": true});
    office.post("service/tickets", &silent);
    assert_eq!(waiting(&mut office).len(), 0);
    office.post("service/tickets", &ticket);
    assert_eq!(waiting(&mut office).len(), 1);
    office.patch(&path, "isSelfSuppressedFlag", json!(true));
    office.post("service/tickets", &ticket);
    assert_eq!(waiting(&mut office).len(), 0);
    office.act_as("Integration");
    office.post("service/tickets", &ticket);
    assert_eq!(waiting(&mut office).len(), 1, "others are told of");
    office.act_as("Admin");
    office.patch(&path, "inactiveFlag", json!(true));
    office.act_as("Integration");
    office.post("service/tickets", &ticket);
    assert_eq!(waiting(&mut office).len(), 0);
}

#[test]
fn notices_are_lost_or_doubled_to_order() {
    let mut office = Office::new();
    register(&mut office, "ticket", "owner", 1);
    let ticket = json!({"summary": "S", "company": {"id": 2}});
    for (effect, count) in [(Effect::LostCallbacks, 0), (Effect::DuplicateCallbacks, 2)] {
        office.state.faults.order(Fault::once("POST", "", effect));
        office.post("service/tickets", &ticket);
        let due = office.state.due();
        assert_eq!(due.len(), count);
        assert!(
            due.windows(2).all(|two| two[0].body == two[1].body),
            "the same message twice"
        );
    }
}

#[test]
fn a_refused_notice_comes_again_when_its_time_is_there() {
    let mut office = Office::new();
    register(&mut office, "ticket", "owner", 1);
    office.post(
        "service/tickets",
        &json!({"summary": "S", "company": {"id": 2}}),
    );
    for pause in [2, 4] {
        let notice = office.state.due().pop().unwrap();
        office.state.delivered(notice, Some(429));
        assert!(office.state.due().is_empty());
        office.pass(pause);
    }
    let last = office.state.due().pop().unwrap();
    office.state.delivered(last, Some(429));
    office.pass(100);
    assert!(office.state.due().is_empty());
    assert_eq!(office.state.told.len(), 3);
}
