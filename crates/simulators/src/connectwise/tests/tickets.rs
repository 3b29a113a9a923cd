//! Tickets, notes, time, configurations, documents and money.

use super::{Office, escaped, ids};
use serde_json::{Value, json};

fn new(office: &mut Office, fields: Value) -> Value {
    let mut body = json!({"summary": "Broken", "company": {"id": 2}});
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    office.post("service/tickets", &body)
}

#[test]
fn a_ticket_gets_its_defaults_and_its_first_notes() {
    let mut office = Office::new();
    let made = new(
        &mut office,
        json!({
            "initialDescription": "The whole\nstory", "initialInternalAnalysis": "Psst", "externalXRef": "x-1",
        }),
    );
    for (field, name) in [
        ("board", "Help Desk"),
        ("status", "New"),
        ("priority", "Priority 3 - Medium"),
    ] {
        assert_eq!(made[field]["name"], name, "{field}");
    }
    assert_eq!(
        (&made["closedFlag"], &made["recordType"]),
        (&json!(false), &json!("ServiceTicket"))
    );
    assert!(
        made.get("initialDescription").is_none(),
        "written, never read"
    );
    let path = format!("service/tickets/{}", made["id"]);
    let notes = office.get(&format!("{path}/notes"));
    assert_eq!(notes[0]["text"], "The whole\nstory");
    assert_eq!(
        (
            &notes[0]["detailDescriptionFlag"],
            &notes[1]["internalAnalysisFlag"]
        ),
        (&json!(true), &json!(true))
    );
    let found = office.get(&format!(
        "service/tickets?conditions={}",
        escaped("externalXRef=\"x-1\"")
    ));
    assert_eq!(ids(&found), [made["id"].as_u64().unwrap()]);
    let searched = office.post(
        "service/tickets/search?pageSize=5",
        &json!({"conditions": "externalXRef='x-1'"}),
    );
    assert_eq!(ids(&searched), ids(&found));
}

#[test]
fn notes_and_time_make_a_ticket_newer_and_all_notes_mix_them() {
    let mut office = Office::new();
    let made = new(&mut office, json!({}));
    let path = format!("service/tickets/{}", made["id"]);
    office.pass(60);
    assert_eq!(
        office.tell("POST", &format!("{path}/notes"), &json!({})).0,
        400
    );
    let note = office.post(
        &format!("{path}/notes"),
        &json!({"text": "Hello", "internalAnalysisFlag": true}),
    );
    assert_eq!(
        (&note["createdBy"], &note["detailDescriptionFlag"]),
        (&json!("apiAdmin"), &json!(false))
    );
    assert_ne!(
        office.get(&path)["_info"]["lastUpdated"],
        made["_info"]["lastUpdated"]
    );
    let time = |start: &str| {
        json!({
            "chargeToId": made["id"], "chargeToType": "ServiceTicket", "timeStart": start,
            "timeEnd": "2026-06-01T10:30:00Z", "notes": "Worked", "member": {"identifier": "tech2"},
        })
    };
    assert_eq!(
        office
            .tell("POST", "time/entries", &time("2026-06-01T10:00:00.000Z"))
            .0,
        400,
        "milliseconds"
    );
    let entry = office.post("time/entries", &time("2026-06-01T10:00:00Z"));
    assert_eq!(entry["actualHours"], 0.5);
    assert_eq!(
        office
            .get(&format!("{path}/notes"))
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let all = office.get(&format!("{path}/allNotes"));
    let types: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|note| &note["noteType"])
        .collect();
    assert_eq!(types, ["TicketNote", "TimeEntryNote"]);
    assert_eq!(
        ids(&office.get(&format!("{path}/timeentries"))),
        [entry["id"].as_u64().unwrap()]
    );
    let email = json!({"text": "x", "member": {"identifier": "tech2@provider.example"}});
    assert_eq!(
        office.tell("POST", &format!("{path}/notes"), &email).0,
        400,
        "members have no address here"
    );
}

#[test]
fn statuses_and_triples_belong_to_a_board() {
    let mut office = Office::new();
    let made = new(
        &mut office,
        json!({"board": {"name": "Integration"}, "status": {"name": "Closed"}}),
    );
    assert_eq!(
        (&made["status"]["id"], &made["closedFlag"]),
        (&json!(11), &json!(false)),
        "'Closed' closes nothing here"
    );
    let ticket = |fields: Value| {
        let mut body = json!({"summary": "S", "company": {"id": 2}, "board": {"id": 1}});
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        body
    };
    for (fields, status) in [
        (json!({"status": {"id": 7}}), 400),
        (json!({"type": {"name": "Hardware"}}), 201),
        (
            json!({"type": {"name": "Hardware"}, "subType": {"name": "Server"}}),
            201,
        ),
        (
            json!({"type": {"name": "Hardware"}, "subType": {"name": "Patch"}}),
            400,
        ),
        (json!({"subType": {"name": "Patch"}}), 400),
        (
            json!({"type": {"id": 1}, "subType": {"id": 1}, "item": {"name": "Repair"}}),
            201,
        ),
        (
            json!({"type": {"id": 1}, "subType": {"id": 1}, "item": {"name": "Remove"}}),
            400,
        ),
    ] {
        let (got, body) = office.tell("POST", "service/tickets", &ticket(fields.clone()));
        assert_eq!(got, status, "{fields}: {body}");
    }
    let path = format!("service/tickets/{}", made["id"]);
    let (status, moved) = office.patch(&path, "board", json!({"id": 3}));
    assert_eq!((status, &moved["status"]["name"]), (200, &json!("New")));
    assert_eq!(
        office.get("service/boards/3/typeSubTypeItemAssociations"),
        json!([])
    );
}

#[test]
fn closing_asks_for_a_right_of_its_own() {
    let mut office = Office::new().acting("Integration");
    let made = new(&mut office, json!({}));
    let path = format!("service/tickets/{}", made["id"]);
    let close = |office: &mut Office| office.patch(&path, "status", json!({"name": "Closed"}));
    let right = |edit: &str| {
        serde_json::from_value(json!({
            "role": "Integration", "module": "Service Desk", "function": "Close Service Tickets",
            "add": "None", "edit": edit, "delete": "None", "inquire": "None",
        }))
        .unwrap()
    };
    assert!(office.state.allow(&right("None")));
    assert_eq!(close(&mut office).0, 403);
    assert!(office.state.allow(&right("All")));
    let (status, closed) = close(&mut office);
    assert_eq!(
        (status, &closed["closedFlag"], &closed["closedBy"]),
        (200, &json!(true), &json!("apiIntegration"))
    );
    let (_, open) = office.patch(&path, "status", json!({"name": "New"}));
    assert!(open["closedFlag"] == false && open.get("closedDate").is_none());
}

#[test]
fn configurations_hang_on_tickets_and_find_them() {
    let mut office = Office::new();
    let made = new(&mut office, json!({}));
    let path = format!("service/tickets/{}/configurations", made["id"]);
    let (status, body) = office.tell("POST", &path, &json!({}));
    assert_eq!(
        (status, &body["errors"][0]["message"]),
        (400, &json!("id or deviceIdentifier is required."))
    );
    let identifier = office.get("company/configurations/3")["deviceIdentifier"].clone();
    office.post(&path, &json!({"deviceIdentifier": identifier}));
    office.post(&path, &json!({"id": 4}));
    assert_eq!(ids(&office.get(&path)), [3, 4]);
    assert_eq!(office.get(&format!("{path}/count"))["count"], 2);
    let found = office.get(&format!(
        "service/tickets?conditions={}",
        escaped("configuration/id=4")
    ));
    assert_eq!(ids(&found), [made["id"].as_u64().unwrap()]);
    assert_eq!(
        office.tell("DELETE", &format!("{path}/3"), &Value::Null).0,
        204
    );
    assert_eq!(ids(&office.get(&path)), [4]);
}

#[test]
fn tickets_are_merged_into_one() {
    let mut office = Office::new();
    let (one, two) = (new(&mut office, json!({})), new(&mut office, json!({})));
    let body = json!({"mergeTicketIds": [two["id"]], "status": {"name": "Closed"}});
    office.post(&format!("service/tickets/{}/merge", one["id"]), &body);
    let merged = office.get(&format!("service/tickets/{}", two["id"]));
    assert_eq!(
        (&merged["mergedParentTicket"]["id"], &merged["closedFlag"]),
        (&one["id"], &json!(true))
    );
}

#[test]
fn documents_are_forms_and_come_back_as_they_were() {
    let mut office = Office::new();
    assert_eq!(
        office
            .tell("POST", "system/documents", &json!({"recordType": "Ticket"}))
            .0,
        415
    );
    let send = |office: &mut Office, record: &str| {
        let mut question = office.question("POST", "system/documents", None);
        let kind = "multipart/form-data; boundary=b0";
        question
            .headers
            .insert("content-type", kind.parse().unwrap());
        let mut form = String::new();
        for (name, value) in [
            ("recordType", "Ticket"),
            ("recordId", record),
            ("title", "Log"),
        ] {
            form += &format!(
                "--b0\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        form += "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"log.txt\"\r\n\r\nline\r\n--b0--\r\n";
        question.body = form.into();
        office.state.handle(&question)
    };
    assert_eq!(send(&mut office, "99999").status, 404);
    let made: Value = serde_json::from_slice(&send(&mut office, "1").body).unwrap();
    assert_eq!(
        (&made["title"], &made["fileName"], &made["size"]),
        (&json!("Log"), &json!("log.txt"), &json!(4))
    );
    assert!(made.get("content").is_none());
    let file = office.ask(
        "GET",
        &format!("system/documents/{}/download", made["id"]),
        None,
    );
    assert_eq!(file.body, b"line");
    let listed = office.get("system/documents?recordType=ticket&recordId=1");
    assert_eq!(
        ids(&listed),
        ids(&office.get("service/tickets/1/documents"))
    );
    assert_eq!(office.tell("GET", "system/documents", &Value::Null).0, 400);
}

#[test]
fn payments_lower_the_balance_and_invoices_print() {
    let mut office = Office::new();
    let open = office.get(&format!(
        "finance/invoices?conditions={}",
        escaped("balance > 0")
    ));
    let path = format!("finance/invoices/{}", open[0]["id"]);
    let payment = json!({"type": "Check", "amount": 10.0, "paymentDate": "2026-06-01T00:00:00Z"});
    office.post(&format!("{path}/payments"), &payment);
    let rest = office.get(&path)["balance"].as_f64().unwrap();
    assert!((open[0]["balance"].as_f64().unwrap() - rest - 10.0).abs() < 0.001);
    let pdf = office.ask("GET", &format!("{path}/pdf"), None);
    assert!(pdf.body.starts_with(b"%PDF-"));
    let made = office.post(
        "finance/invoices",
        &json!({"type": "Standard", "company": {"id": 2}, "subtotal": 50.0}),
    );
    assert_eq!(
        (&made["total"], &made["balance"]),
        (&json!(50.0), &json!(50.0))
    );
}

#[test]
fn the_portal_checks_passwords_of_contacts_that_may_use_it() {
    let mut office = Office::new();
    let items = json!([{"type": {"id": 1}, "value": "ann@portal.example"}]);
    let fields = json!({"firstName": "Ann", "company": {"id": 2}, "portalPassword": "secret", "communicationItems": items});
    let made = office.post("company/contacts", &fields);
    assert!(made.get("portalPassword").is_none());
    let check = |office: &mut Office, password: &str| {
        let body = json!({"email": "ANN@portal.example", "password": password});
        office.post("company/contacts/validatePortalCredentials", &body)["success"].clone()
    };
    assert_eq!(
        check(&mut office, "secret"),
        false,
        "the login is off at first"
    );
    let path = format!("company/contacts/{}", made["id"]);
    office.patch(&path, "disablePortalLoginFlag", json!(false));
    assert_eq!(
        (check(&mut office, "secret"), check(&mut office, "wrong")),
        (json!(true), json!(false))
    );
    office.patch(&path, "portalSecurityLevel", json!(5));
    let security = office.get(&format!("{path}/portalSecurity"));
    assert!(
        security
            .as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["enabled"] == true)
    );
}
