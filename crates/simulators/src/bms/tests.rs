//! The simulator as a client meets it, without a socket between.

use super::state::State;
use super::tables::Kind;
use super::{Options, open};
use crate::psa::faults::{Effect, Fault};
use crate::psa::serve::{Question, Reply};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// 2026-06-01T00:00:00Z.
const START: u64 = 1_780_272_000;

struct Office {
    state: State,
    clock: Arc<AtomicU64>,
    token: String,
}

impl Office {
    fn with(options: Options) -> Self {
        let clock = Arc::new(AtomicU64::new(START));
        let held = clock.clone();
        let options = Options {
            clock: Arc::new(move || held.load(Ordering::SeqCst)),
            ..options
        };
        Self {
            state: open(options).unwrap(),
            clock,
            token: String::new(),
        }
    }

    fn new() -> Self {
        let options = Options {
            accounts: 12,
            contacts: 40,
            assets: 20,
            tickets: 15,
            ..Options::default()
        };
        let mut office = Self::with(options);
        office.log_in("api.full");
        office
    }

    fn send(&mut self, method: &str, target: &str, kind: &str, body: &str) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut question = Question {
            method: method.to_owned(),
            path: format!("/v2/{path}"),
            query: query.to_owned(),
            body: body.to_owned().into(),
            ..Question::default()
        };
        question
            .headers
            .insert("content-type", kind.parse().unwrap());
        let bearer = format!("Bearer {}", self.token);
        question
            .headers
            .insert("authorization", bearer.parse().unwrap());
        self.state.handle(&question)
    }

    fn log_in(&mut self, username: &str) -> Value {
        let login = self
            .state
            .logins
            .iter()
            .find(|l| l.username == username)
            .unwrap()
            .clone();
        let answer = self.authenticate(username, &login.password, "Training MSP");
        self.token = answer["result"]["accessToken"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        answer
    }

    fn authenticate(&mut self, username: &str, password: &str, tenant: &str) -> Value {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("GrantType", "password"),
            ("UserName", username),
            ("Password", password),
            ("Tenant", tenant),
        ] {
            form.append_pair(name, value);
        }
        let kind = "application/x-www-form-urlencoded";
        let reply = self.send("POST", "security/authenticate", kind, &form.finish());
        assert_eq!(reply.status, 200, "good or not");
        serde_json::from_slice(&reply.body).unwrap()
    }

    fn ask(&mut self, method: &str, target: &str, body: &Value) -> Value {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let reply = self.send(method, target, "application/json", &text);
        assert_eq!(reply.status, 200, "{method} {target}");
        serde_json::from_slice(&reply.body).unwrap()
    }

    /// The result of a good answer.
    fn good(&mut self, method: &str, target: &str, body: &Value) -> Value {
        let answer = self.ask(method, target, body);
        assert_eq!(answer["success"], true, "{method} {target}: {answer}");
        answer["result"].clone()
    }

    /// The error of an answer that says no with status 200.
    fn bad(&mut self, method: &str, target: &str, body: &Value) -> Value {
        let answer = self.ask(method, target, body);
        assert_eq!(answer["success"], false, "{method} {target}: {answer}");
        assert!(
            answer["error"]
                .as_object()
                .unwrap()
                .contains_key("stackStrace")
        );
        answer["error"].clone()
    }
}

#[test]
fn logins_get_tokens_that_end_and_are_refreshed() {
    let mut office = Office::new();
    let answer = office.log_in("api.full");
    let refresh = answer["result"]["refreshToken"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        answer["result"]["accessTokenExpireOn"],
        "2026-06-01T01:00:00Z"
    );
    for (username, password, tenant, code) in [
        ("api.full", "wrong", "Training MSP", 401),
        ("api.full", "", "Other MSP", 401),
        ("nobody", "x", "Training MSP", 401),
    ] {
        assert_eq!(
            office.authenticate(username, password, tenant)["error"]["code"],
            code
        );
    }
    let locked = office.state.logins[2].clone();
    let answer = office.authenticate(&locked.username, &locked.password, "Training MSP");
    assert_eq!(answer["error"]["code"], 403, "no API access");
    office.clock.fetch_add(3600, Ordering::SeqCst);
    let late = office.send("GET", "crm/accounts/summary", "application/json", "");
    assert_eq!(late.status, 401);
    let multipart = format!(
        "--b\r\nContent-Disposition: form-data; name=\"AccessToken\"\r\n\r\n{}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"RefreshToken\"\r\n\r\n{refresh}\r\n--b--\r\n",
        office.token
    );
    let kind = "multipart/form-data; boundary=b";
    let reply = office.send("POST", "security/refreshtoken", kind, &multipart);
    let answer: Value = serde_json::from_slice(&reply.body).unwrap();
    office.token = answer["result"]["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(
        office.good("GET", "security/userinfo", &Value::Null)["fullName"],
        "API Full"
    );
    let again = office.send("POST", "security/refreshtoken", kind, &multipart);
    let again: Value = serde_json::from_slice(&again.body).unwrap();
    assert_eq!(again["success"], false, "each works once");
}

#[test]
fn lists_are_filtered_and_paged_until_an_empty_page() {
    let mut office = Office::new();
    for begin in [0, 1] {
        let mut found = Vec::new();
        for number in begin.. {
            let answer = office.ask(
                "GET",
                &format!("crm/contacts/summary?PageSize=9&PageNumber={number}"),
                &Value::Null,
            );
            assert_eq!(answer["totalRecords"], 40);
            let list = answer["result"].as_array().unwrap().clone();
            if list.is_empty() {
                break;
            }
            found.extend(list.into_iter().map(|row| row["id"].as_u64().unwrap()));
        }
        found.dedup();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, (1..=40).collect::<Vec<u64>>(), "from {begin}");
    }
    let first =
        office.ask("GET", "crm/accounts/summary?PageSize=1", &Value::Null)["result"][0].clone();
    let name = first["accountName"]
        .as_str()
        .unwrap()
        .replace(' ', "+")
        .replace('&', "%26")
        .to_uppercase();
    for (filter, count) in [
        (format!("Filter.AccountName={name}"), 1),
        ("filter.accountcode=A00003".to_owned(), 1),
        (
            "Filter.AccountTypeId=1&Filter.IsActive=true&Filter.AccountName=nobody".to_owned(),
            0,
        ),
        ("Filter.ModifiedOnFrom=2026-01-01".to_owned(), 0),
        ("Filter.ModifiedOnTo=2026-01-01T00:00:00Z".to_owned(), 12),
        ("Filter.Unknown=1".to_owned(), 12),
    ] {
        let answer = office.ask(
            "GET",
            &format!("crm/accounts/summary?{filter}"),
            &Value::Null,
        );
        assert_eq!(answer["totalRecords"], count, "{filter}");
    }
    let sorted = office.ask(
        "GET",
        "crm/accounts/summary?Sort=AccountName+desc&Exclude=Locations,Website",
        &Value::Null,
    );
    let names: Vec<&str> = sorted["result"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["accountName"].as_str().unwrap())
        .collect();
    assert!(
        names
            .windows(2)
            .all(|two| two[0].to_lowercase() >= two[1].to_lowercase())
    );
    assert!(
        sorted["result"][0].get("locations").is_none()
            && sorted["result"][0].get("website").is_none()
    );
}

#[test]
fn accounts_and_contacts_are_made_changed_and_removed() {
    let mut office = Office::new();
    let refused = office.bad("POST", "crm/accounts", &json!({"AccountTypeId": 99}));
    let parts = refused["subErrors"].as_array().unwrap();
    assert_eq!(
        (refused["code"].as_u64(), parts.len()),
        (Some(400), 4),
        "{refused}"
    );
    let new = json!({
        "accountName": "Judged", "AccountTypeId": 1, "BusinessTypeId": 1, "AccountManagerId": 4,
        "Locations": [{"LocationName": "Main", "Addresses": [{"City": "Tampa"}]}],
    });
    let made = office.good("POST", "crm/accounts", &new);
    assert_eq!(
        (&made["accountType"], &made["locations"][0]["isMain"]),
        (&json!("Client"), &json!(true))
    );
    office.bad("POST", "crm/accounts", &new);
    let id = made["id"].as_u64().unwrap();
    let patch = json!([{"op": "replace", "path": "/AccountName", "value": "Judged & Co"}]);
    assert_eq!(
        office.good("PATCH", &format!("crm/accounts/{id}"), &patch)["accountName"],
        "Judged & Co"
    );
    let bare = office.ask("GET", &format!("crm/accounts/summary/{id}"), &Value::Null);
    assert_eq!(
        bare["accountName"], "Judged & Co",
        "this address answers without the envelope"
    );
    let places = office.good(
        "GET",
        &format!("crm/accounts/{id}/locations/lookup"),
        &Value::Null,
    );
    let contact = json!({
        "FirstName": "Ann", "AccountId": id, "LocationId": places[0]["id"],
        "Emails": [{"EmailAddress": "ann@judged.example", "EmailTypeId": 1, "IsDefault": true}],
        "Phones": [{"PhoneNumber": "555", "PhoneTypeId": 1}],
    });
    let made = office.good("POST", "crm/contacts/summary", &contact);
    assert_eq!(
        (&made["emailAddress"], &made["phoneNumber"]),
        (&json!("ann@judged.example"), &json!("555"))
    );
    let elsewhere = json!({"FirstName": "Bob", "AccountId": id, "LocationId": 1});
    office.bad("POST", "crm/contacts/summary", &elsewhere);
    let found = office.good(
        "GET",
        "crm/contacts/search?Filter.EmailAddress=ANN@judged.example",
        &Value::Null,
    );
    assert_eq!(
        (found.as_array().unwrap().len(), &found[0]["id"]),
        (1, &made["id"])
    );
    let path = format!("crm/contacts/{}", made["id"]);
    let changed = office.good(
        "PUT",
        &path,
        &json!({"IsActive": false, "ReceiveInvoices": true}),
    );
    assert_eq!(
        (&changed["isActive"], &changed["recieveInvoices"]),
        (&json!(false), &json!(true))
    );
    let listed = office.ask(
        "GET",
        &format!("crm/contacts/summary/{}", made["id"]),
        &Value::Null,
    );
    assert_eq!(listed["canRecieveInvoices"], true);
    office.good("DELETE", &path, &Value::Null);
    assert_eq!(office.bad("DELETE", &path, &Value::Null)["code"], 404);
}

#[test]
fn tickets_live_from_new_to_completed() {
    let mut office = Office::new();
    let location =
        office.good("GET", "crm/accounts/2/locations/lookup", &Value::Null)[0]["id"].clone();
    let new = json!({
        "Title": "Broken", "Details": "All of it", "AccountId": 2, "LocationId": location, "StatusId": 1,
        "PriorityId": 2, "TypeId": 4, "SourceId": 5, "OpenDate": "2026-06-01T00:00:00.123Z", "IssueTypeId": 3,
        "SubIssueTypeId": 4,
    });
    assert_eq!(
        office.bad("POST", "servicedesk/tickets", &json!({}))["subErrors"]
            .as_array()
            .unwrap()
            .len(),
        9
    );
    for (name, value) in [
        ("SourceId", json!(10)),
        ("SubIssueTypeId", json!(1)),
        ("OpenDate", json!("now")),
        ("LocationId", json!(9999)),
    ] {
        let mut wrong = new.clone();
        wrong[name] = value;
        assert!(
            office
                .bad("POST", "servicedesk/tickets", &wrong)
                .to_string()
                .contains(name)
        );
    }
    let made = office.good("POST", "servicedesk/tickets", &new);
    assert_eq!(
        (&made["statusName"], &made["openDate"]),
        (&json!("New"), &json!("2026-06-01T00:00:00Z"))
    );
    let path = format!("servicedesk/tickets/{}", made["id"]);
    let note = json!({"Details": "Looked", "IsInternal": true, "TypeId": 1, "NoteDate": "2026-06-01T00:00:00Z", "StatusId": 2});
    office.good("POST", &format!("{path}/notes"), &note);
    assert_eq!(
        office.good("GET", &path, &Value::Null)["statusName"],
        "In Progress"
    );
    let done = office.good(
        "POST",
        &format!("{path}/resolve"),
        &json!({"Comment": "Mended", "StatusId": 4}),
    );
    assert!(done["completedDate"].is_string());
    assert_eq!(
        office
            .good("GET", &format!("{path}/notes"), &Value::Null)
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let search = json!({"Filter": {"Title": "broken", "ExcludeCompleted": 1}, "PageSize": 10, "PageNumber": 1});
    assert_eq!(
        office.ask("POST", "servicedesk/tickets/search", &search)["totalRecords"],
        0
    );
    let search = json!({"filter": {"title": "broken", "statusNames": "Completed,New"}});
    assert_eq!(
        office.ask("POST", "servicedesk/tickets/search", &search)["totalRecords"],
        1
    );
}

#[test]
fn readers_only_read_and_each_address_has_its_limit() {
    let mut office = Office::new();
    office.log_in("api.reader");
    office.good("GET", "system/statuses/lookup", &Value::Null);
    office.ask("POST", "servicedesk/tickets/search", &json!({}));
    let refused = office.bad("DELETE", "crm/contacts/1", &Value::Null);
    assert_eq!(refused["code"], 403);
    assert!(office.state.record.all().pop().unwrap().beyond_rights);
    office.state.limits.set(Some(2));
    for _ in 0..2 {
        office.good("GET", "system/queues/lookup", &Value::Null);
    }
    let reply = office.send("GET", "system/queues/lookup", "application/json", "");
    assert_eq!(reply.status, 429);
    assert!(
        reply.headers.iter().all(|(name, _)| *name != "retry-after"),
        "no header says how long"
    );
    office.good("GET", "system/priorities/lookup", &Value::Null);
    office.clock.fetch_add(3599, Ordering::SeqCst);
    office.log_in("api.reader");
    assert_eq!(
        office
            .send("GET", "system/queues/lookup", "application/json", "")
            .status,
        429
    );
    office.clock.fetch_add(1, Ordering::SeqCst);
    office.good("GET", "system/queues/lookup", &Value::Null);
}

#[test]
fn faults_come_as_ordered_and_the_journal_outlives_the_program() {
    let folder = std::env::temp_dir().join(format!("simulator-bms-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let options = || Options {
        accounts: 3,
        contacts: 3,
        assets: 3,
        tickets: 3,
        folder: Some(folder.clone()),
        ..Options::default()
    };
    let mut office = Office::with(options());
    office.log_in("api.full");
    let contact = json!({"FirstName": "Kept", "AccountId": 1, "LocationId": 1});
    for (effect, made) in [
        (Effect::Status(500), 3),
        (Effect::CutBefore, 3),
        (Effect::CutAfterWrite, 4),
    ] {
        office
            .state
            .faults
            .order(Fault::once("POST", "crm/contacts/*", effect.clone()));
        let reply = office.send(
            "POST",
            "crm/contacts/summary",
            "application/json",
            &contact.to_string(),
        );
        assert_eq!(reply.cut, effect != Effect::Status(500));
        assert_eq!(office.state.world.count(Kind::Contacts), made, "{effect:?}");
    }
    assert!(office.state.discard(Kind::Contacts, 1));
    assert!(
        office
            .state
            .edit(Kind::Accounts, 1, &json!({"AccountName": "Renamed"}))
    );
    drop(office);
    let again = Office::with(options());
    assert_eq!(
        again
            .state
            .world
            .rows(Kind::Contacts)
            .map(|(id, _)| id)
            .collect::<Vec<_>>(),
        [2, 3, 4]
    );
    assert_eq!(
        again.state.world.get(Kind::Accounts, 1).unwrap()["AccountName"],
        "Renamed"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
