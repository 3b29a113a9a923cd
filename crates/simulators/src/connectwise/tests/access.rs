//! Keys, hosts, codebases, rights, limits and faults.

use super::{Office, ids};
use crate::psa::faults::{Effect, Fault};
use base64::Engine as _;
use serde_json::{Value, json};
use std::time::Duration;

fn basic(text: &str) -> String {
    format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(text)
    )
}

#[test]
fn wrong_keys_are_answered_as_the_vendor_does() {
    let mut office = Office::new();
    let keys = office.state.keys[0].clone();
    let (public, private) = (keys.public, keys.private);
    for (authorization, client, status) in [
        (
            basic(&format!("training+{public}:{private}")),
            super::CLIENT,
            200,
        ),
        (
            basic(&format!("TRAINING+{public}:{private}")),
            super::CLIENT,
            200,
        ),
        (
            basic(&format!("nobody+{public}:{private}")),
            super::CLIENT,
            404,
        ),
        (
            basic(&format!("training+{public}:wrong")),
            super::CLIENT,
            401,
        ),
        (basic(&format!("{public}:{private}")), super::CLIENT, 401),
        (basic(&format!("training+{public}:{private}")), "", 403),
        (
            basic(&format!("training+{public}:{private}")),
            "my-client",
            403,
        ),
        ("Basic ***".to_owned(), super::CLIENT, 401),
        (String::new(), super::CLIENT, 401),
    ] {
        let mut question = office.question("GET", "company/companies?pageSize=1", None);
        question
            .headers
            .insert("authorization", authorization.parse().unwrap());
        question.headers.insert("clientid", client.parse().unwrap());
        assert_eq!(
            office.state.handle(&question).status,
            status,
            "{authorization} {client}"
        );
    }
}

#[test]
fn the_host_of_the_pages_is_not_that_of_the_api() {
    let mut office = Office::new();
    for (host, status) in [
        ("na.myconnectwise.net", 403),
        ("api-na.myconnectwise.net", 200),
        ("psa.example.com", 200),
    ] {
        let mut question = office.question("GET", "system/info", None);
        question.headers.insert("host", host.parse().unwrap());
        let reply = office.state.handle(&question);
        assert_eq!(reply.status, status, "{host}");
        if status == 403 {
            let body: Value = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(
                body,
                json!({"code": "Security", "message": "SSL is required.", "errors": null})
            );
        }
    }
}

#[test]
fn an_upgrade_moves_the_codebase_and_discovery_tells_of_it() {
    let mut office = Office::new();
    let ask = |office: &mut Office, path: &str| {
        let mut question = office.question("GET", "system/info", None);
        question.path = path.to_owned();
        let reply = office.state.handle(&question);
        (
            reply.status,
            serde_json::from_slice::<Value>(&reply.body).unwrap(),
        )
    };
    let info = |office: &mut Office| ask(office, "/login/companyinfo/Training").1;
    assert_eq!(info(&mut office)["Codebase"], "v2026_1/");
    assert_eq!(
        ask(&mut office, "/login/companyinfo/nobody"),
        (200, Value::Null)
    );
    assert_eq!(ask(&mut office, "/v2026_1/apis/3.0/system/info").0, 200);
    office.state.codebase = "v2026_2/".to_owned();
    assert_eq!(info(&mut office)["Codebase"], "v2026_2/");
    assert_eq!(ask(&mut office, "/v2026_1/apis/3.0/system/info").0, 404);
    assert_eq!(ask(&mut office, "/v2026_2/apis/3.0/system/info").0, 200);
    assert_eq!(
        ask(&mut office, "/v4_6_release/apis/3.0/system/info").0,
        200
    );
}

#[test]
fn roles_allow_what_they_say_and_no_more() {
    let new_company = json!({ "identifier": "New", "name": "New" });
    let status = json!({ "name": "Special" });
    for (role, method, path, body, wanted) in [
        ("Scanner", "GET", "company/companies", Value::Null, 200),
        (
            "Scanner",
            "POST",
            "company/companies",
            new_company.clone(),
            403,
        ),
        ("Scanner", "GET", "company/contacts", Value::Null, 403),
        ("Scanner", "GET", "company/configurations", Value::Null, 200),
        (
            "Scanner",
            "DELETE",
            "company/configurations/1",
            Value::Null,
            403,
        ),
        ("Scanner", "GET", "finance/invoices", Value::Null, 403),
        (
            "Scanner",
            "POST",
            "company/companies/statuses",
            status.clone(),
            201,
        ),
        (
            "Scanner",
            "POST",
            "company/contacts/types",
            json!({"description": "X"}),
            403,
        ),
        (
            "Scanner",
            "GET",
            "company/contacts/types/info",
            Value::Null,
            200,
        ),
        ("Scanner", "GET", "system/callbacks", Value::Null, 403),
        ("Scanner", "GET", "system/securityroles", Value::Null, 403),
        ("Integration", "GET", "company/contacts", Value::Null, 200),
        ("Integration", "GET", "finance/invoices", Value::Null, 200),
        (
            "Integration",
            "GET",
            "system/securityroles/2/settings",
            Value::Null,
            200,
        ),
        (
            "Integration",
            "POST",
            "company/companies",
            new_company.clone(),
            403,
        ),
        ("Read Only", "GET", "company/contacts", Value::Null, 200),
        ("Read Only", "PATCH", "company/contacts/1", json!([]), 403),
        ("Admin", "POST", "company/companies", new_company, 201),
    ] {
        let mut office = Office::new().acting(role);
        let (got, answer) = office.tell(method, path, &body);
        assert_eq!(got, wanted, "{role} {method} {path}: {answer}");
        let asked = office.state.record.all().pop().unwrap();
        assert_eq!(
            (asked.beyond_rights, asked.status),
            (wanted == 403, wanted),
            "{role} {path}"
        );
    }
}

#[test]
fn a_role_can_be_changed_and_my_means_ones_own() {
    let mut office = Office::new().acting("Integration");
    let allow = |inquire: &str| {
        serde_json::from_value(json!({
            "role": "Integration", "module": "Service Desk", "function": "Service Tickets",
            "add": "All", "edit": "My", "delete": "None", "inquire": inquire,
        }))
        .unwrap()
    };
    assert!(office.state.allow(&allow("My")));
    assert_eq!(office.get("service/tickets"), json!([]));
    let ticket = office.post(
        "service/tickets",
        &json!({ "summary": "Mine", "company": { "id": 2 } }),
    );
    assert_eq!(
        ids(&office.get("service/tickets")),
        [ticket["id"].as_u64().unwrap()]
    );
    assert_eq!(
        office.patch("service/tickets/1", "summary", json!("x")).0,
        403
    );
    let settings = office
        .get("system/securityroles/3/settings?conditions=moduleFunctionName%3D'Service%20Tickets'");
    assert_eq!(settings[0]["inquireLevel"], "My");
    assert!(office.state.allow(&allow("None")));
    assert_eq!(office.tell("GET", "service/tickets", &Value::Null).0, 403);
}

#[test]
fn too_many_requests_wait() {
    let mut office = Office::new();
    office.state.limits.set(Some(3));
    for _ in 0..3 {
        office.get("system/info");
    }
    let reply = office.ask("GET", "system/info", None);
    assert_eq!(
        (reply.status, super::header(&reply, "retry-after")),
        (429, "60")
    );
    let body: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(
        body["error"], "ConnectWiseAPI",
        "the key is not `code` here"
    );
    office.pass(60);
    office.get("system/info");
}

#[test]
fn faults_come_as_ordered() {
    let mut office = Office::new();
    let ticket = json!({ "summary": "Once", "company": { "id": 2 } });
    let count = |office: &mut Office| {
        office.get("service/tickets/count")["count"]
            .as_u64()
            .unwrap()
    };
    let before = count(&mut office);
    let order = |office: &mut Office, effect: Effect| {
        office
            .state
            .faults
            .order(Fault::once("POST", "service/tickets", effect));
    };
    order(&mut office, Effect::Status(500));
    let (status, body) = office.tell("POST", "service/tickets", &ticket);
    assert_eq!(
        (status, body["message"].as_str()),
        (500, Some("A timeout has occured. Please try again."))
    );
    order(&mut office, Effect::CutBefore);
    assert!(office.ask("POST", "service/tickets", Some(&ticket)).cut);
    assert_eq!(count(&mut office), before);
    order(&mut office, Effect::CutAfterWrite);
    assert!(office.ask("POST", "service/tickets", Some(&ticket)).cut);
    assert_eq!(count(&mut office), before + 1);
    order(&mut office, Effect::SlowMilliseconds(70));
    let reply = office.ask("POST", "service/tickets", Some(&ticket));
    assert_eq!(
        (reply.status, reply.after),
        (201, Duration::from_millis(70))
    );
    order(&mut office, Effect::StaleSeconds(5));
    let made = office.post("service/tickets", &ticket);
    assert_eq!(count(&mut office), before + 2);
    office.pass(5);
    assert_eq!(count(&mut office), before + 3);
    order(&mut office, Effect::ClockSkewSeconds(-3600));
    let skewed = office.post("service/tickets", &ticket);
    assert_ne!(skewed["_info"]["lastUpdated"], made["_info"]["lastUpdated"]);
    assert_eq!(skewed["_info"]["lastUpdated"], "2026-05-31T23:00:05Z");
}

#[test]
fn the_control_speaks_json_and_pages_show_what_is_there() {
    let mut office = Office::new();
    let control = |office: &mut Office, method: &str, path: &str, body: &Value| {
        let mut question = office.question(method, "", Some(body));
        question.path = path.to_owned();
        office.state.handle(&question)
    };
    for (path, body, status) in [
        (
            "/_control/faults",
            json!({"method": "GET", "times": 1, "effect": {"status": 429}}),
            204,
        ),
        (
            "/_control/faults",
            json!({"effect": "lost_callbacks", "percent": 10}),
            204,
        ),
        ("/_control/faults", json!({"effect": "earthquake"}), 400),
        ("/_control/limit", json!({"per_minute": null}), 204),
        ("/_control/upgrade", json!({"codebase": "v2026_9/"}), 204),
        (
            "/_control/edit",
            json!({"act": "update", "kind": "companies", "id": 2, "fields": {"name": "<b>"}}),
            200,
        ),
        (
            "/_control/edit",
            json!({"act": "update", "kind": "companies", "id": 2, "fields": {"name": ""}}),
            400,
        ),
        (
            "/_control/edit",
            json!({"act": "merge", "from": 3, "to": 3}),
            400,
        ),
        (
            "/_control/edit",
            json!({"act": "delete", "kind": "companies", "id": 99_999}),
            404,
        ),
        ("/_control/nothing", json!({}), 404),
    ] {
        let reply = control(&mut office, "POST", path, &body);
        assert_eq!(reply.status, status, "{path} {body}");
    }
    assert_eq!(office.ask("GET", "system/info", None).status, 429);
    let mut foreign = office.question("POST", "", Some(&json!({"per_minute": 1})));
    foreign.path = "/_control/limit".to_owned();
    foreign
        .headers
        .insert("content-type", "text/plain".parse().unwrap());
    assert_eq!(office.state.handle(&foreign).status, 415);
    for path in [
        "/",
        "/show/companies",
        "/show/Contacts",
        "/_control",
        "/_control/requests",
    ] {
        assert_eq!(
            control(&mut office, "GET", path, &Value::Null).status,
            200,
            "{path}"
        );
    }
    let page = control(&mut office, "GET", "/show/Companies", &Value::Null);
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("&lt;b&gt;") && !page.contains("<b>"));
}
