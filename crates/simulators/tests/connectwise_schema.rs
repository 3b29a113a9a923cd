//! Every answer held against the public API description. It is not part of this repository: where
//! `../shared/psa` is missing, this says so and judges nothing.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod schema;

use reqwest::{Client, Method};
use schema::Description;
use serde_json::{Value, json};
use simulators::connectwise::{Options, Simulator};
use tokio::net::TcpListener;

const DESCRIPTION: &str = "connectwise-manage-trimmed.json";

struct Judge {
    description: Description,
    client: Client,
    simulator: Simulator,
    judged: usize,
}

impl Judge {
    async fn ask(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let keys = self.simulator.keys().remove(0);
        let url = format!("{}/v4_6_release/apis/3.0/{path}", self.simulator.url());
        let mut request = self
            .client
            .request(Method::from_bytes(method.as_bytes()).unwrap(), url)
            .basic_auth(
                format!("{}+{}", keys.company, keys.public),
                Some(keys.private),
            )
            .header("clientId", "01234567-89ab-cdef-0123-456789abcdef");
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let answer: Value = answer.json().await.unwrap_or_default();
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
        let bare = path.split('?').next().unwrap();
        let found = self.description.judge(method, bare, status, &answer);
        assert_eq!(found, Vec::<String>::new(), "{method} {path}");
        self.judged += 1;
        answer
    }

    async fn get(&mut self, path: &str) -> Value {
        self.ask("GET", path, &Value::Null).await
    }
}

/// Lists with their count; every record of the first page is judged, and the first by itself.
const LISTS: &[&str] = &[
    "company/companies",
    "company/companies/types",
    "company/companies/statuses",
    "company/companies/2/typeAssociations",
    "company/companies/2/sites",
    "company/companies/2/notes",
    "company/companyTypeAssociations",
    "company/contacts",
    "company/contacts/types",
    "company/contacts/1/typeAssociations",
    "company/contacts/1/communications",
    "company/communicationTypes",
    "company/portalSecurityLevels",
    "company/portalSecuritySettings",
    "company/configurations",
    "company/configurations/types",
    "company/configurations/types/1/questions",
    "company/configurations/types/1/questions/3/values",
    "company/configurations/statuses",
    "service/boards",
    "service/boards/1/statuses",
    "service/boards/1/types",
    "service/boards/1/subtypes",
    "service/boards/1/items",
    "service/boards/1/teams",
    "service/boards/1/typeSubTypeItemAssociations",
    "service/priorities",
    "service/sources",
    "service/impacts",
    "service/severities",
    "service/tickets",
    "service/tickets/1/notes",
    "service/tickets/1/allNotes",
    "service/tickets/1/tasks",
    "service/tickets/1/configurations",
    "service/tickets/1/timeentries",
    "service/tickets/1/documents",
    "time/entries",
    "finance/agreements",
    "finance/agreements/types",
    "finance/invoices",
    "finance/invoices/1/payments",
    "finance/billingStatuses",
    "finance/billingTerms",
    "system/members",
    "system/apiMembers",
    "system/securityroles",
    "system/securityRoles/1/settings",
    "system/callbacks",
    "system/locations",
    "system/departments",
    "system/timeZoneSetups",
    "system/links",
    "system/userDefinedFields",
];

/// Slim forms.
const SLIM: &[&str] = &[
    "company/companies/info",
    "company/companies/info/types",
    "company/companies/2/sites/info",
    "company/contacts/1/info",
    "company/contacts/types/info",
    "company/configurations/types/1/info",
    "company/configurations/statuses/info",
    "service/boards/1/statuses/info",
    "service/info/boards",
    "service/sources/info",
    "service/tickets/info",
    "finance/billingStatuses/info",
    "system/securityroles/info",
    "system/info/members",
    "system/info/locations",
    "system/info/departments",
    "system/timeZoneSetups/info",
];

/// What is made, so that lists that the seed leaves empty hold something: address, body.
fn new_records() -> Vec<(&'static str, Value)> {
    vec![
        (
            "company/companies",
            json!({"identifier": "Judged", "name": "Judged", "city": "Tampa", "types": [{"id": 1}], "integratorTags": ["a"]}),
        ),
        (
            "company/companies/2/sites",
            json!({"name": "Second", "city": "Tampa"}),
        ),
        (
            "company/companies/2/notes",
            json!({"text": "Called them", "type": {"id": 1, "name": "Comments"}}),
        ),
        (
            "company/contacts",
            json!({"firstName": "Ann", "company": {"id": 2}, "types": [{"id": 2}], "communicationItems":
                [{"type": {"id": 1}, "value": "ann@judged.example", "defaultFlag": true}]}),
        ),
        (
            "company/contacts/1/typeAssociations",
            json!({"type": {"id": 2}}),
        ),
        (
            "company/contacts/1/communications",
            json!({"type": {"id": 3}, "value": "555"}),
        ),
        (
            "company/companies/2/typeAssociations",
            json!({"type": {"id": 4}}),
        ),
        (
            "company/configurations/types/1/questions",
            json!({"fieldType": "Number", "entryType": "EntryField", "sequenceNumber": 90, "question": "Score"}),
        ),
        (
            "company/configurations",
            json!({"name": "PC", "type": {"id": 1}, "company": {"id": 2}, "questions": [{"questionId": 1, "answer": "Yes"}],
                "purchaseDate": "2026-01-02T00:00:00Z", "macAddress": "00:11:22:33:44:55"}),
        ),
        (
            "service/tickets",
            json!({"summary": "Judged", "company": {"id": 2}, "contact": {"id": 1}, "board": {"id": 1}, "type": {"id": 1},
                "subType": {"id": 1}, "item": {"id": 1}, "initialDescription": "Text", "budgetHours": 1.5,
                "customFields": [{"id": 1, "caption": "C", "type": "Text", "entryMethod": "EntryField", "value": "x"}]}),
        ),
        (
            "service/tickets/1/notes",
            json!({"text": "Note", "member": {"identifier": "tech2"}}),
        ),
        ("service/tickets/1/tasks", json!({"notes": "Do it"})),
        ("service/tickets/1/configurations", json!({"id": 1})),
        (
            "time/entries",
            json!({"chargeToId": 1, "chargeToType": "ServiceTicket", "timeStart": "2026-01-02T10:00:00Z",
                "timeEnd": "2026-01-02T11:00:00Z", "notes": "Worked", "member": {"id": 5}}),
        ),
        (
            "finance/agreements",
            json!({"name": "A", "type": {"id": 1}, "company": {"id": 2}, "contact": {"id": 1}}),
        ),
        (
            "finance/invoices",
            json!({"type": "Standard", "company": {"id": 2}, "subtotal": 10.5}),
        ),
        (
            "finance/invoices/1/payments",
            json!({"amount": 1.5, "paymentDate": "2026-01-02T00:00:00Z"}),
        ),
        (
            "system/callbacks",
            json!({"url": "http://127.0.0.1:1/?recordId=", "objectId": 1, "type": "ticket", "level": "owner"}),
        ),
        (
            "system/links",
            json!({"name": "Hub", "url": "https://hub.example", "screenLink": "Company"}),
        ),
        (
            "system/userDefinedFields",
            json!({"podId": 1, "caption": "C", "sequenceNumber": 1, "fieldTypeIdentifier": "Text", "entryTypeIdentifier": "EntryField"}),
        ),
    ]
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let Some(description) = Description::read(DESCRIPTION) else {
        eprintln!("left out: ../shared/psa/{DESCRIPTION} is not there");
        return;
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options {
        companies: 30,
        contacts: 200,
        configurations: 120,
        tickets: 40,
        per_minute: None,
        ..Options::default()
    };
    let simulator = Simulator::start(listener, options).await.unwrap();
    let client = Client::new();
    let mut judge = Judge {
        description,
        client,
        simulator,
        judged: 0,
    };
    judge.get("system/info").await;
    for (path, body) in new_records() {
        let made = judge.ask("POST", path, &body).await;
        let patched = !path.contains("/communications") && !path.ends_with("/configurations");
        if patched || path == "company/configurations" {
            judge
                .ask("PATCH", &format!("{path}/{}", made["id"]), &json!([]))
                .await;
        }
    }
    for path in LISTS {
        let list = judge.get(&format!("{path}?pageSize=1000")).await;
        if !path.ends_with("allNotes") && !path.ends_with("payments") {
            judge.get(&format!("{path}/count")).await;
        }
        let first = list.as_array().and_then(|list| list.first()).cloned();
        let whole = !path.contains("allNotes")
            && !path.ends_with("timeentries")
            && !path.ends_with("documents");
        if let Some(first) = first.filter(|_| whole) {
            judge.get(&format!("{path}/{}", first["id"])).await;
        }
    }
    for path in SLIM {
        judge.get(path).await;
    }
    judge.get("company/contacts/1/portalSecurity").await;
    judge
        .ask(
            "POST",
            "service/tickets/search",
            &json!({"conditions": "id < 5"}),
        )
        .await;
    let merge = json!({"mergeTicketIds": [2], "status": {"name": "New"}});
    judge.ask("POST", "service/tickets/1/merge", &merge).await;
    judge
        .ask(
            "POST",
            "company/companies/3/merge",
            &json!({"toCompanyId": 2}),
        )
        .await;
    assert!(judge.judged > 150, "{}", judge.judged);
}
