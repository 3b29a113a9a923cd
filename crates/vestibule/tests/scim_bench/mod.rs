//! A directory for tests of the hub's own SCIM service.
#![allow(dead_code, reason = "each test program uses a part of it")]

use model::operation::ApiScope;
use serde_json::{Value, json};
use testkit::{Page, Program, TestHub};

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
pub const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
pub const BULK: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

/// A directory with a key.
pub struct Directory(pub Program);

pub async fn directory(hub: &TestHub, master: &str) -> Directory {
    Directory(hub.program(master, &[ApiScope::ScimWrite]).await)
}

impl Directory {
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        tag: Option<(&str, &str)>,
        body: String,
    ) -> Page {
        let path = format!("/scim/v2{path}");
        let mut request = self.0.request(method, &path);
        if let Some((name, tag)) = tag {
            request = request.header(name, tag);
        }
        if !body.is_empty() {
            request = request
                .header("content-type", "application/scim+json")
                .body(body);
        }
        self.0.send(request, &path).await
    }

    pub async fn call(&self, method: &str, path: &str, body: Value) -> Page {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(method, path, None, body).await
    }

    pub async fn get(&self, path: &str) -> Page {
        self.call("GET", path, Value::Null).await
    }

    pub async fn patch(&self, path: &str, operations: Value) -> Page {
        let body = json!({"schemas": [PATCH], "Operations": operations});
        self.call("PATCH", path, body).await
    }

    /// What a filter finds.
    pub async fn find(&self, kind: &str, filter: &str) -> Vec<Value> {
        let filter: String = filter.bytes().map(|b| format!("%{b:02x}")).collect();
        let page = good(self.get(&format!("/{kind}?filter={filter}")).await, 200);
        page["Resources"].as_array().unwrap().clone()
    }

    /// The id of the member of an address.
    pub async fn id(&self, email: &str) -> String {
        let found = self
            .find("Users", &format!("emails.value eq \"{email}\""))
            .await;
        found[0]["id"].as_str().unwrap().to_owned()
    }
}

/// An answer that must be good.
pub fn good(page: Page, status: u16) -> Value {
    assert_eq!(page.status, status, "{}", page.body);
    assert_eq!(page.header("content-type"), "application/scim+json");
    page.json()
}

/// A refusal in SCIM's own form: its status, its kind and the code of the house in its detail.
pub fn no(page: &Page) -> (u16, String, String) {
    assert!(page.status >= 400, "{} {}", page.status, page.body);
    assert_eq!(
        page.header("content-type"),
        "application/scim+json",
        "{}",
        page.body
    );
    let error = page.json();
    assert_eq!(error["schemas"], json!([ERROR]));
    assert_eq!(error["status"], page.status.to_string());
    let detail = error["detail"].as_str().unwrap();
    let code = detail
        .rsplit_once('(')
        .map_or("", |(_, code)| code.trim_end_matches(')'));
    let kind = error["scimType"].as_str().unwrap_or_default();
    (page.status, kind.to_owned(), code.to_owned())
}

pub fn told(status: u16, kind: &str, code: &str) -> (u16, String, String) {
    (status, kind.to_owned(), code.to_owned())
}

pub fn ada() -> Value {
    json!({
        "schemas": [USER, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId": "0a21f0f2", "userName": "ada@contoso.example", "active": true,
        "name": {"givenName": "Ada", "familyName": "Lovelace"}, "displayName": "Ada Lovelace",
        "emails": [{"primary": true, "type": "work", "value": "ada@example.com"}],
        "phoneNumbers": [{"type": "work", "value": "1"}], "roles": [{"value": "master"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "d"},
    })
}

pub fn group(name: &str, external_id: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
    json!({"schemas": [GROUP], "displayName": name, "externalId": external_id, "members": members})
}

/// What the audit log says that a key has done, newest first.
pub async fn done(hub: &TestHub, action: &str) -> Vec<Value> {
    let reader = hub.program("owner", &[ApiScope::AuditRead]).await;
    let log = reader
        .get(&format!("/api/v1/audit?action={action}"))
        .await
        .json();
    let all = log["data"].as_array().unwrap().iter();
    all.filter(|e| e["actor"].as_str().unwrap().starts_with("key_"))
        .cloned()
        .collect()
}
