//! Every answer held against the vendor's published description. It is not part of this repository:
//! where `../shared/psa` is missing, this says so and judges nothing.
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
use simulators::bms::{Options, Simulator};
use tokio::net::TcpListener;

const DESCRIPTION: &str = "kaseya-bms-openapi.json";

struct Judge {
    description: Description,
    client: Client,
    simulator: Simulator,
    token: String,
    judged: usize,
}

impl Judge {
    async fn ask(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let url = format!("{}/v2/{path}", self.simulator.url());
        let method_name = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self
            .client
            .request(method_name, url)
            .bearer_auth(&self.token);
        if !body.is_null() {
            request = request.json(body);
        }
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_ne!(answer["success"], false, "{method} {path}: {answer}");
        self.judge(method, path, &answer);
        answer["result"].clone()
    }

    fn judge(&mut self, method: &str, path: &str, answer: &Value) {
        let bare = format!("/v2/{}", path.split('?').next().unwrap());
        let found = self.description.judge(method, &bare, 200, answer);
        assert_eq!(found, Vec::<String>::new(), "{method} {path}");
        self.judged += 1;
    }
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let Some(description) = Description::read(DESCRIPTION) else {
        eprintln!("left out: ../shared/psa/{DESCRIPTION} is not there");
        return;
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options {
        accounts: 30,
        contacts: 100,
        assets: 60,
        tickets: 40,
        ..Options::default()
    };
    let simulator = Simulator::start(listener, options).await.unwrap();
    let client = Client::new();
    let login = simulator.logins().remove(0);
    let form = [
        ("GrantType", "password"),
        ("UserName", login.username.as_str()),
        ("Password", login.password.as_str()),
        ("Tenant", "Training MSP"),
    ];
    let url = format!("{}/v2/security/authenticate", simulator.url());
    let given: Value = client
        .post(url)
        .form(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let token = given["result"]["accessToken"].as_str().unwrap().to_owned();
    let mut judge = Judge {
        description: description.any_case(),
        client,
        simulator,
        token,
        judged: 0,
    };
    judge.judge("POST", "security/authenticate", &given);
    for path in [
        "security/userinfo",
        "security/ssostatus?Tenant=x",
        "crm/accounts/summary?PageSize=1000",
        "crm/accounts/summary/1",
        "crm/accounts/lookup",
        "crm/accounts/1/locations/lookup",
        "crm/accounts/1/contacts/lookup",
        "crm/contacts/summary?PageSize=1000",
        "crm/contacts/summary/1",
        "crm/contacts/search?PageSize=1000",
        "servicedesk/hardwareasset/searchselect?PageSize=1000",
        "servicedesk/hardwareasset/1",
        "servicedesk/tickets?PageSize=1000",
        "servicedesk/tickets/1",
        "servicedesk/tickets/1/notes",
        "finance/invoices/summary?PageSize=1000",
        "finance/invoices/1",
        "finance/contracts/lookup",
        "hr/employees/lookup",
        "hr/assignees/lookup",
        "system/accounttypes/lookup",
        "system/statuses/lookup",
        "system/priorities/lookup",
        "system/queues/lookup",
        "system/issuetypes/lookup",
        "system/issuetypes/1/issuesubtypes/lookup",
        "system/slas/lookup",
        "system/worktypes/lookup",
    ] {
        judge.ask("GET", path, &Value::Null).await;
    }
    let account = json!({
        "AccountName": "Judged", "AccountTypeId": 1, "BusinessTypeId": 1, "AccountManagerId": 4, "NetDays": 30.0,
        "Locations": [{"LocationName": "Main", "Addresses": [{"City": "Tampa", "IsMain": true}]}],
    });
    let id = judge.ask("POST", "crm/accounts", &account).await["id"].clone();
    judge
        .ask(
            "PATCH",
            &format!("crm/accounts/{id}"),
            &json!([{"op": "replace", "path": "/IsActive", "value": false}]),
        )
        .await;
    let place = judge
        .ask(
            "GET",
            &format!("crm/accounts/{id}/locations/lookup"),
            &Value::Null,
        )
        .await[0]["id"]
        .clone();
    let contact = json!({
        "FirstName": "Ann", "AccountId": id, "LocationId": place,
        "Emails": [{"EmailAddress": "a@b.example", "EmailTypeId": 1, "IsDefault": true}],
        "Phones": [{"PhoneNumber": "555", "PhoneTypeId": 1, "IsDefault": true}],
    });
    let person = judge.ask("POST", "crm/contacts/summary", &contact).await["id"].clone();
    judge
        .ask(
            "PUT",
            &format!("crm/contacts/{person}"),
            &json!({"JobTitle": "Owner", "Poc": true}),
        )
        .await;
    judge
        .ask(
            "GET",
            &format!("crm/contacts/summary/{person}"),
            &Value::Null,
        )
        .await;
    let asset = json!({"Name": "PC", "AccountId": id, "AccountLocationId": place, "CategoryId": 1, "ContactId": person});
    let device = judge.ask("POST", "servicedesk/hardwareasset", &asset).await["id"].clone();
    judge
        .ask(
            "PUT",
            &format!("servicedesk/hardwareasset/{device}"),
            &asset,
        )
        .await;
    let ticket = json!({
        "Title": "T", "Details": "D", "AccountId": id, "LocationId": place, "StatusId": 1, "PriorityId": 1,
        "TypeId": 1, "SourceId": 0, "OpenDate": "2026-01-01T00:00:00Z", "ContactId": person,
        "HardwareAssetId": device, "QueueId": 2, "IssueTypeId": 1, "SubIssueTypeId": 2, "SLAId": 1, "AssigneeId": 4,
    });
    let made = judge.ask("POST", "servicedesk/tickets", &ticket).await["id"].clone();
    let note = json!({"Details": "N", "IsInternal": false, "TypeId": 1, "NoteDate": "2026-01-01T00:00:00Z"});
    judge
        .ask("POST", &format!("servicedesk/tickets/{made}/notes"), &note)
        .await;
    judge
        .ask(
            "POST",
            &format!("servicedesk/tickets/{made}/resolve"),
            &json!({"Comment": "C", "StatusId": 4}),
        )
        .await;
    judge
        .ask("GET", &format!("servicedesk/tickets/{made}"), &Value::Null)
        .await;
    judge
        .ask(
            "POST",
            "servicedesk/tickets/search",
            &json!({"PageSize": 1000}),
        )
        .await;
    assert!(judge.judged > 40, "{}", judge.judged);
}
