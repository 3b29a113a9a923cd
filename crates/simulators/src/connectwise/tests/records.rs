//! Lists, pages, and records that are made, changed and deleted.

use super::{Office, Options, escaped, header, ids};
use serde_json::{Value, json};

fn faults(body: &Value) -> Vec<(String, String)> {
    let list = body["errors"].as_array().unwrap();
    let pair = |fault: &Value| {
        let word = |name: &str| fault[name].as_str().unwrap().to_owned();
        (word("code"), word("field"))
    };
    list.iter().map(pair).collect()
}

#[test]
fn numbered_pages_lead_through_everything_by_their_links() {
    let mut office = Office::new();
    let all = ids(&office.get("company/contacts?pageSize=1000"));
    assert_eq!(all.len(), 60);
    let condition = escaped("id > 3 and inactiveFlag = false");
    let mut target = format!("company/contacts?pageSize=7&conditions={condition}");
    let mut found = Vec::new();
    loop {
        let reply = office.ask("GET", &target, None);
        let list: Value = serde_json::from_slice(&reply.body).unwrap();
        found.extend(ids(&list));
        let links = header(&reply, "link").to_owned();
        let Some(next) = links
            .split(", ")
            .find(|link| link.ends_with("rel=\"next\""))
        else {
            break;
        };
        let address = next[1..].split('>').next().unwrap();
        target = address.split("apis/3.0/").nth(1).unwrap().to_owned();
        assert!(target.contains("conditions="), "{target}");
    }
    let count = office.get(&format!("company/contacts/count?conditions={condition}"));
    assert_eq!(Some(found.len() as u64), count["count"].as_u64());
    assert!(found.windows(2).all(|two| two[0] < two[1]));
    assert_eq!(
        office.get("company/contacts?page=99"),
        json!([]),
        "beyond the end is no error"
    );
    assert_eq!(office.get("company/contacts").as_array().unwrap().len(), 25);
}

#[test]
fn forward_only_pages_keep_their_place_while_records_come_and_go() {
    let mut office = Office::new();
    let mut found: Vec<u64> = Vec::new();
    let mut target = "company/contacts?pageSize=20".to_owned();
    loop {
        let mut question = office.question("GET", &target, None);
        question
            .headers
            .insert("pagination-type", "forward-only".parse().unwrap());
        let reply = office.state.handle(&question);
        found.extend(ids(&serde_json::from_slice(&reply.body).unwrap()));
        if found.len() == 20 {
            office.edit(json!({"act": "remove", "kind": "contacts", "id": found[0]}));
        }
        let Some(link) = header(&reply, "link").strip_prefix('<') else {
            break;
        };
        target = link
            .split('>')
            .next()
            .unwrap()
            .split("apis/3.0/")
            .nth(1)
            .unwrap()
            .to_owned();
    }
    assert_eq!(found, (1..=60).collect::<Vec<u64>>());
}

#[test]
fn fields_and_slim_forms_show_less() {
    let mut office = Office::new();
    let row = office.get("company/companies/2?fields=id,name,status/id,nonsense");
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["id", "name", "status"],
        "an unknown name is left out, and so is _info"
    );
    assert_eq!(row["status"].as_object().unwrap().len(), 1);
    assert!(office.get("company/companies?fields=id,_info")[0]["_info"]["lastUpdated"].is_string());
    assert!(office.get("company/companies/2")["status"]["_info"]["status_href"].is_string());
    let slim = office.get("company/companies/info");
    assert!(slim[1]["identifier"].is_string() && slim[1].get("website").is_none());
    let status = office.get("service/boards/1/statuses/info");
    assert!(status[3]["closedFlag"] == true && status[3].get("closedStatus").is_none());
}

#[test]
fn errors_of_queries_are_the_vendors() {
    let mut office = Office::new();
    for (target, status, code, message) in [
        (
            "finance/invoices?conditions=invoiceDate>[2026-01-01]",
            400,
            "ApiFindCondition",
            "invoiceDate is not a recognized name.",
        ),
        (
            "finance/invoices?conditions=type%3D%22Odd%22",
            400,
            "ApiFindCondition",
            "Enum value supplied was invalid",
        ),
        (
            "company/contacts/57919",
            404,
            "NotFound",
            "Contact 57919 not found",
        ),
        (
            "company/nothing",
            404,
            "ConnectWiseApi",
            "The endpoint does not exist.",
        ),
        (
            "company/companies/99999/sites",
            404,
            "NotFound",
            "Company 99999 not found",
        ),
    ] {
        let (got, body) = office.tell("GET", target, &Value::Null);
        assert_eq!(
            (got, &body["code"], &body["message"]),
            (status, &json!(code), &json!(message)),
            "{target}"
        );
    }
    let sites = office.get("company/companies/2/sites");
    let (site, company) = (&sites[0]["id"], 3);
    assert_eq!(
        office
            .tell(
                "GET",
                &format!("company/companies/{company}/sites/{site}"),
                &Value::Null
            )
            .0,
        404
    );
    assert_eq!(
        office.tell("DELETE", "system/members/1", &Value::Null).0,
        405
    );
    let mut pinned = office.question("GET", "company/communicationTypes", None);
    pinned.headers.insert(
        "accept",
        "application/vnd.connectwise.com+json; version=2019.5"
            .parse()
            .unwrap(),
    );
    assert_eq!(office.state.handle(&pinned).status, 400);
}

#[test]
fn a_company_is_made_changed_merged_and_deleted() {
    let mut office = Office::new();
    let (status, body) = office.tell("POST", "company/companies", &json!({}));
    assert_eq!(
        (status, body["message"].as_str()),
        (400, Some("company object is invalid"))
    );
    let missing = |field: &str| ("MissingRequiredField".to_owned(), field.to_owned());
    assert_eq!(faults(&body), [missing("identifier"), missing("name")]);
    let long = json!({ "identifier": "x".repeat(31), "name": "N" });
    assert_eq!(
        faults(&office.tell("POST", "company/companies", &long).1)[0].0,
        "MaxLength"
    );
    let new = json!({ "identifier": "Acme", "name": "Acme", "city": "Tampa", "types": [{"id": 1}, {"name": "Vendor"}] });
    let made = office.post("company/companies", &new);
    let id = made["id"].as_u64().unwrap();
    assert_eq!(made["types"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&made["status"]["name"], &made["site"]["name"]),
        (&json!("Active"), &json!("Main"))
    );
    let (status, again) = office.tell(
        "POST",
        "company/companies",
        &json!({"identifier": "ACME", "name": "B"}),
    );
    assert_eq!(
        (status, faults(&again)[0].0.as_str()),
        (400, "ObjectExists")
    );
    let path = format!("company/companies/{id}");
    let (status, same) = office.patch(&path, "types", json!([{"id": 3}]));
    assert_eq!(
        (status, same["types"].as_array().unwrap().len()),
        (200, 2),
        "types are POST only"
    );
    office.post(
        &format!("{path}/typeAssociations"),
        &json!({"type": {"id": 4}}),
    );
    assert_eq!(office.get(&path)["types"].as_array().unwrap().len(), 3);
    let (status, renamed) = office.patch(&path, "name", json!("Acme & Co"));
    assert_eq!((status, &renamed["name"]), (200, &json!("Acme & Co")));
    let contact = office.post(
        "company/contacts",
        &json!({"firstName": "Ann", "company": {"identifier": "acme"}}),
    );
    assert_eq!(
        contact["company"]["name"], "Acme & Co",
        "names are looked up, not copied"
    );
    let (status, _) = office.tell("DELETE", &path, &Value::Null);
    assert_eq!(
        (status, &office.get(&path)["deletedFlag"]),
        (204, &json!(true))
    );
    let (status, _) = office.tell("POST", &format!("{path}/merge"), &json!({"toCompanyId": 2}));
    assert_eq!(status, 201);
    assert_eq!(office.tell("GET", &path, &Value::Null).0, 404);
    let moved = office.get(&format!("company/contacts/{}", contact["id"]));
    assert_eq!(moved["company"]["id"], 2);
}

#[test]
fn contacts_have_the_quirks_of_their_items() {
    let mut office = Office::new();
    let (status, body) = office.tell("POST", "company/contacts", &json!({"lastName": "Only"}));
    assert_eq!((status, faults(&body)[0].1.as_str()), (400, "firstName"));
    let items = json!([{"type": {"id": "1"}, "value": "a@x.example", "defaultFlag": true}]);
    let new = json!({"firstName": "Ann", "company": {"id": 2}, "communicationItems": items});
    let made = office.post("company/contacts", &new);
    let path = format!("company/contacts/{}", made["id"]);
    assert_eq!(
        (
            &made["portalSecurityLevel"],
            &made["disablePortalLoginFlag"]
        ),
        (&json!(1), &json!(true))
    );
    assert_eq!(made["communicationItems"][0]["communicationType"], "Email");
    assert_eq!(made["communicationItems"][0]["domain"], "@x.example");
    let phone = json!({"type": {"name": "Direct"}, "value": "555", "defaultFlag": true});
    let add = |at: u32| json!([{"op": "add", "path": format!("/communicationItems/{at}"), "value": phone}]);
    let (_, first) = office.tell("PATCH", &path, &add(0));
    assert_eq!(
        first["communicationItems"][1]["defaultFlag"], false,
        "in front the default flag is lost"
    );
    assert!(first.get("defaultPhoneNbr").is_none());
    let (_, end) = office.tell("PATCH", &path, &add(2));
    assert_eq!(
        (
            &end["communicationItems"][2]["defaultFlag"],
            &end["defaultPhoneNbr"]
        ),
        (&json!(true), &json!("555"))
    );
    assert_eq!(
        office.tell("PUT", &path, &end).0,
        400,
        "PUT with items is refused"
    );
    let email = escaped(
        "communicationItems/value=\"A@X.example\" and communicationItems/communicationType=\"Email\"",
    );
    let found = office.get(&format!("company/contacts?childConditions={email}"));
    assert_eq!(ids(&found), [made["id"].as_u64().unwrap()]);
    let sub = office.get(&format!("{path}/communications"));
    assert_eq!(sub.as_array().unwrap().len(), 3);
    let (status, _) = office.tell(
        "DELETE",
        &format!("{path}/communications/{}", sub[1]["id"]),
        &Value::Null,
    );
    assert_eq!(
        (
            status,
            office.get(&path)["communicationItems"]
                .as_array()
                .unwrap()
                .len()
        ),
        (204, 2)
    );
    let (status, _) = office.patch(&path, "defaultFlag", json!(true));
    assert_eq!(
        (
            status,
            &office.get("company/companies/2")["defaultContact"]["id"]
        ),
        (200, &made["id"])
    );
}

#[test]
fn a_contact_in_use_is_deleted_only_with_an_heir() {
    let mut office = Office::new();
    let contact = office.get("company/companies/2")["defaultContact"]["id"]
        .as_u64()
        .unwrap();
    let ticket = office.post(
        "service/tickets",
        &json!({"summary": "S", "company": {"id": 2}, "contact": {"id": contact}}),
    );
    let heir = office.post(
        "company/contacts",
        &json!({"firstName": "Heir", "company": {"id": 2}}),
    );
    let path = format!("company/contacts/{contact}");
    assert_eq!(office.tell("DELETE", &path, &Value::Null).0, 409);
    let with = format!("{path}?transferContactId={}", heir["id"]);
    assert_eq!(office.tell("DELETE", &with, &Value::Null).0, 204);
    assert_eq!(office.tell("GET", &path, &Value::Null).0, 404);
    let held = office.get(&format!("service/tickets/{}", ticket["id"]));
    assert_eq!(held["contact"]["id"], heir["id"]);
}

#[test]
fn questions_are_sent_whole() {
    let mut office = Office::new();
    let of = office.post(
        "company/configurations/types",
        &json!({"name": "Scanned device"}),
    );
    let types = format!("company/configurations/types/{}/questions", of["id"]);
    let ask = |text: &str, form: &str, number: u32| json!({"question": text, "fieldType": form, "entryType": "EntryField", "sequenceNumber": number});
    let (status, body) = office.tell("POST", &types, &json!({"question": "Q"}));
    assert_eq!((status, faults(&body).len()), (400, 3));
    let one = office.post(&types, &ask("Score", "Number", 1));
    let new = json!({
        "name": "PC-1", "type": {"id": of["id"]}, "company": {"id": 2},
        "questions": [{"questionId": one["id"], "answer": 7}],
    });
    let made = office.post("company/configurations", &new);
    let path = format!("company/configurations/{}", made["id"]);
    assert_eq!(made["questions"][0]["answer"], 7);
    let two = office.post(&types, &ask("Address", "IPAddress", 2));
    let held = office.get(&path);
    assert_eq!(
        held["questions"].as_array().unwrap().len(),
        2,
        "a new question stands everywhere"
    );
    assert_eq!(held["_info"]["lastUpdated"], made["_info"]["lastUpdated"]);
    let wrong = json!([{"questionId": two["id"], "answer": "here"}]);
    assert_eq!(office.patch(&path, "questions", wrong).0, 400);
    let only = json!([{"questionId": two["id"], "answer": "10.0.0.1"}]);
    let (status, lost) = office.patch(&path, "questions", only);
    assert_eq!(status, 200);
    assert!(
        lost["questions"][0].get("answer").is_none(),
        "what is left out is lost"
    );
    assert_eq!(office.patch(&path, "type", json!({"id": 1})).0, 400);
    assert_eq!(
        office
            .tell(
                "DELETE",
                &format!("company/configurations/types/{}", of["id"]),
                &Value::Null
            )
            .0,
        409
    );
    let seeded = office.get("company/configurations?conditions=type/id=2&pageSize=1");
    assert_eq!(seeded[0]["questions"].as_array().unwrap().len(), 5);
}

#[test]
fn the_same_seed_gives_the_same_world_and_a_journal_outlives_the_program() {
    let folder = std::env::temp_dir().join(format!("simulator-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let options = |seed: u64| Options {
        companies: 5,
        contacts: 10,
        configurations: 5,
        tickets: 3,
        seed,
        folder: Some(folder.clone()),
        ..Options::default()
    };
    let everything = |office: &mut Office| {
        let places = super::super::places::PLACES
            .iter()
            .filter(|p| p.parents.is_empty());
        let paths: Vec<String> = places
            .filter(|p| p.path != "system/documents")
            .map(|p| format!("{}?pageSize=1000", p.path))
            .collect();
        paths
            .iter()
            .map(|path| office.get(path))
            .collect::<Vec<Value>>()
    };
    let mut office = Office::with(options(7));
    let keys = office.state.keys.clone();
    office.post(
        "company/companies",
        &json!({"identifier": "Kept", "name": "Kept"}),
    );
    office.patch("company/contacts/1", "title", json!("Changed"));
    office.tell("DELETE", "company/contacts/types/4", &Value::Null);
    let before = everything(&mut office);
    drop(office);
    // As a sudden end leaves it: the last line is cut off.
    let file = folder.join("connectwise.jsonl");
    let mut text = std::fs::read(&file).unwrap();
    text.extend_from_slice(b"[\"Companies\",3,{\"ent");
    std::fs::write(&file, text).unwrap();
    let mut again = Office::with(options(7));
    assert_eq!(again.state.keys, keys);
    assert_eq!(everything(&mut again), before);
    assert!(
        crate::connectwise::open(options(8)).is_err(),
        "another seed is another world"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
