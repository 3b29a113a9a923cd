//! The hub's own SCIM 2.0 service, as an upstream directory speaks to it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use model::operation::ApiScope;
use serde_json::{Value, json};
use testkit::program::refused;
use testkit::{Page, Program, TestHub, on_both_engines};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
const BULK: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

/// A directory with a key.
struct Directory(Program);

async fn directory(hub: &TestHub, master: &str) -> Directory {
    Directory(hub.program(master, &[ApiScope::ScimWrite]).await)
}

impl Directory {
    async fn send(
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

    async fn call(&self, method: &str, path: &str, body: Value) -> Page {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(method, path, None, body).await
    }

    async fn get(&self, path: &str) -> Page {
        self.call("GET", path, Value::Null).await
    }

    async fn patch(&self, path: &str, operations: Value) -> Page {
        let body = json!({"schemas": [PATCH], "Operations": operations});
        self.call("PATCH", path, body).await
    }

    /// What a filter finds.
    async fn find(&self, kind: &str, filter: &str) -> Vec<Value> {
        let filter: String = filter.bytes().map(|b| format!("%{b:02x}")).collect();
        let page = good(self.get(&format!("/{kind}?filter={filter}")).await, 200);
        page["Resources"].as_array().unwrap().clone()
    }

    /// The id of the member of an address.
    async fn id(&self, email: &str) -> String {
        let found = self
            .find("Users", &format!("emails.value eq \"{email}\""))
            .await;
        found[0]["id"].as_str().unwrap().to_owned()
    }
}

/// An answer that must be good.
fn good(page: Page, status: u16) -> Value {
    assert_eq!(page.status, status, "{}", page.body);
    assert_eq!(page.header("content-type"), "application/scim+json");
    page.json()
}

/// A refusal in SCIM's own form: its status, its kind and the code of the house in its detail.
fn no(page: &Page) -> (u16, String, String) {
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

fn told(status: u16, kind: &str, code: &str) -> (u16, String, String) {
    (status, kind.to_owned(), code.to_owned())
}

fn ada() -> Value {
    json!({
        "schemas": [USER, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId": "0a21f0f2", "userName": "ada@contoso.example", "active": true,
        "name": {"givenName": "Ada", "familyName": "Lovelace"}, "displayName": "Ada Lovelace",
        "emails": [{"primary": true, "type": "work", "value": "ada@example.com"}],
        "phoneNumbers": [{"type": "work", "value": "1"}], "roles": [{"value": "master"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "d"},
    })
}

fn group(name: &str, external_id: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|id| json!({"value": id})).collect();
    json!({"schemas": [GROUP], "displayName": name, "externalId": external_id, "members": members})
}

/// What the audit log says that a key has done, newest first.
async fn done(hub: &TestHub, action: &str) -> Vec<Value> {
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

on_both_engines! {
    async fn a_person_comes_changes_and_goes(hub) {
        let entra = directory(hub, "owner").await;
        assert!(entra.find("Users", "userName eq \"ada@contoso.example\"").await.is_empty());
        let page = entra.call("POST", "/Users", ada()).await;
        let (location, tag) = (page.header("location").to_owned(), page.header("etag").to_owned());
        let made = good(page, 201);
        let id = made["id"].as_str().unwrap().to_owned();
        assert_eq!(location, format!("{}/scim/v2/Users/{id}", hub.base));
        assert_eq!((&made["meta"]["location"], &made["meta"]["version"]), (&json!(location), &json!(tag)));
        assert_eq!((&made["userName"], &made["externalId"], &made["active"]), (&json!("ada@contoso.example"), &json!("0a21f0f2"), &json!(true)));
        assert_eq!(made["name"], json!({"givenName": "Ada", "familyName": "Lovelace"}));
        assert!(made.get("roles").is_none() && made.get("phoneNumbers").is_none());
        // She is invited, at the lowest role whatever was sent.
        assert!(hub.mailed_link("ada@example.com").await.contains("/activate/"));
        let reader = hub.program("owner", &[ApiScope::MembersRead]).await;
        let seen = reader.get(&format!("/api/v1/members/{id}")).await.json();
        assert_eq!((&seen["member"]["role"], &seen["member"]["standing"]), (&json!("user"), &json!("invited")));
        // Sent again, there is no second one.
        assert_eq!(no(&entra.call("POST", "/Users", ada()).await), told(409, "uniqueness", "upstream_user_name_taken"));
        let path = format!("/Users/{id}");
        for filter in [
            "userName eq \"ADA@contoso.example\"", "externalId eq \"0a21f0f2\"", "emails.value eq \"Ada@example.com\"",
            "emails[type eq \"work\" and value eq \"ada@example.com\"]", "name.familyName sw \"love\" and not (active eq false)",
            "displayName co \"lovel\" or userName ew \"nowhere\"", "meta.lastModified gt \"2011-05-13T04:42:34Z\" and name.givenName pr",
        ] {
            let found = entra.find("Users", filter).await;
            assert_eq!(found.iter().filter(|f| f["id"] == made["id"]).count(), 1, "{filter}");
        }
        // What Entra ID sends: capitals, texts for truths, names without a path.
        let changed = good(entra.patch(&path, json!([
            {"op": "Replace", "path": "name.familyName", "value": "King"},
            {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "2"},
            {"op": "Replace", "value": {"displayName": "Ada King", "active": "True"}},
        ])).await, 200);
        assert_eq!((&changed["displayName"], &changed["name"]["familyName"]), (&json!("Ada King"), &json!("King")));
        assert_ne!(changed["meta"]["version"], json!(tag));
        let gone = good(entra.patch(&path, json!([{"op": "Replace", "path": "active", "value": "False"}])).await, 200);
        assert_eq!(gone["active"], false);
        // The invitation was withdrawn; brought back, it is sent again.
        let before = hub.deliver().await.len();
        assert_eq!(good(entra.patch(&path, json!([{"op": "replace", "value": {"active": true}}])).await, 200)["active"], true);
        assert_eq!(hub.deliver().await.len(), before + 1);
        // PUT: what is left out is empty then, but her address and whether she may come in.
        let put = good(entra.call("PUT", &path, json!({"schemas": [USER], "userName": "ada.king", "displayName": "Ada"})).await, 200);
        assert_eq!((&put["userName"], &put["active"], &put["emails"][0]["value"]), (&json!("ada.king"), &json!(true), &json!("ada@example.com")));
        assert!(put.get("externalId").is_none() && put.get("name").is_none());
        assert_eq!(reader.get(&format!("/api/v1/members/{id}")).await.json()["member"]["username"], "ada.king");
        // Her address is hers; that she leaves is never held up by it.
        let moved = |active: bool| json!({"schemas": [USER], "userName": "ada.king", "active": active, "emails": [{"value": "other@example.com"}]});
        assert_eq!(no(&entra.call("PUT", &path, moved(true)).await), told(400, "mutability", "upstream_address_fixed"));
        assert_eq!(good(entra.call("PUT", &path, moved(false)).await, 200)["active"], false);
        assert_eq!(entra.call("DELETE", &path, Value::Null).await.status, 204);
        for method in ["GET", "DELETE"] {
            assert_eq!(no(&entra.call(method, &path, Value::Null).await).0, 404);
        }
        assert!(entra.find("Users", "userName eq \"ada.king\"").await.is_empty());
        // For the house she is there for thirty days, and only a master brings her back.
        assert_eq!(reader.get(&format!("/api/v1/members/{id}")).await.json()["member"]["standing"], "being_deleted");
        assert_eq!(no(&entra.call("POST", "/Users", ada()).await), told(409, "uniqueness", "upstream_being_deleted"));
        for action in ["person.invited", "member.provisioned", "person.renamed", "member.deactivated", "member.reactivated", "member.deletion_begun"] {
            assert!(!done(hub, action).await.is_empty(), "{action} under the key");
        }
    }

    async fn what_a_master_did_is_not_undone(hub) {
        let okta = directory(hub, "owner").await;
        let console = hub.program("owner", &[ApiScope::MembersState, ApiScope::MembersRoles]).await;
        let technician = okta.id("technician@example.com").await;
        let path = format!("/Users/{technician}");
        let active = |on: bool| json!([{"op": "replace", "path": "active", "value": on}]);
        // The directory ends and begins what it has ended itself, with all that the console does.
        let browser = hub.actor("technician").sign_in(hub).await;
        assert_eq!(good(okta.patch(&path, active(false)).await, 200)["active"], false);
        assert_eq!(browser.get("/modules").await.location(), "/sign-in");
        assert_eq!(good(okta.patch(&path, active(true)).await, 200)["active"], true);
        assert_eq!(console.call("POST", &format!("/api/v1/members/{technician}/deactivate"), Value::Null).await.status, 200);
        assert_eq!(no(&okta.patch(&path, active(true)).await), told(409, "", "upstream_ended_here"));
        assert_eq!(good(okta.patch(&path, active(false)).await, 200)["active"], false);
        assert_eq!(no(&okta.patch(&path, active(true)).await), told(409, "", "upstream_ended_here"));
        // Root masters and the last master stay.
        let owner = okta.id("owner@example.com").await;
        let root = format!("/Users/{owner}");
        assert_eq!(no(&okta.patch(&root, active(false)).await), told(409, "", "root_master"));
        assert_eq!(no(&okta.call("DELETE", &root, Value::Null).await), told(409, "", "root_master"));
        assert_eq!(no(&okta.patch(&root, json!([{"op": "replace", "path": "displayName", "value": "Nobody"}])).await), told(409, "", "upstream_root_master"));
        // Who is known elsewhere, too, keeps her own name.
        let consultant = okta.id("consultant@example.com").await;
        let renamed = okta.patch(&format!("/Users/{consultant}"), json!([{"op": "replace", "path": "displayName", "value": "Else"}])).await;
        assert_eq!(good(renamed, 200)["displayName"], "Demo Consultant");
    }

    async fn the_last_master_stays(hub) {
        let okta = directory(hub, "owner").await;
        let console = hub.program("owner", &[ApiScope::MembersRoles]).await;
        let (owner, sales) = (okta.id("owner@example.com").await, okta.id("sales@example.com").await);
        let role = json!({"role": "master"});
        assert_eq!(console.call("PUT", &format!("/api/v1/members/{sales}/role"), role).await.status, 200);
        // No root master stands before this one any more.
        let scope = hub.administrator(&hub.actor("owner").sign_in(hub).await).await.scope();
        let id: kernel::MemberId = owner.parse().unwrap();
        let now = hub.now();
        let written: Result<(), store::StoreFault> = hub.engine.db().write(move |tx| Box::pin(async move {
            let mut member = store::identity::members::find(tx, scope, id).await?.unwrap();
            let identity = store::identity::identities::find(tx, member.identity_id).await?.unwrap();
            member.root = false;
            member.hub_role = model::identity::HubRole::User;
            store::identity::members::update(tx, scope, &member, &identity, now).await
        })).await;
        written.unwrap();
        let leaves = json!([{"op": "replace", "path": "active", "value": false}]);
        assert_eq!(no(&okta.patch(&format!("/Users/{sales}"), leaves).await), told(409, "", "last_master"));
        assert_eq!(no(&okta.call("DELETE", &format!("/Users/{sales}"), Value::Null).await), told(409, "", "last_master"));
    }

    async fn groups_follow_the_directory_and_keep_what_they_open(hub) {
        let entra = directory(hub, "owner").await;
        let ids = [entra.id("sales@example.com").await, entra.id("technician@example.com").await];
        let made = good(entra.call("POST", "/Groups", group("Field", "g-1", &[&ids[0]])).await, 201);
        let path = format!("/Groups/{}", made["id"].as_str().unwrap());
        assert_eq!((&made["displayName"], &made["externalId"], &made["members"][0]["value"]), (&json!("Field"), &json!("g-1"), &json!(ids[0])));
        assert_eq!(no(&entra.call("POST", "/Groups", group("field", "g-2", &[])).await), told(409, "uniqueness", "group_name_taken"));
        assert_eq!(no(&entra.call("POST", "/Groups", group("Other", "g-1", &[])).await), told(409, "uniqueness", "upstream_external_id_taken"));
        // In and out one by one, as Entra ID does it; nothing comes back.
        let members = |op: &str, path: &str, value: Value| json!([{"op": op, "path": path, "value": value}]);
        assert_eq!(entra.patch(&path, members("Add", "members", json!([{"value": ids[1]}]))).await.status, 204);
        assert_eq!(entra.patch(&path, members("Remove", &format!("members[value eq \"{}\"]", ids[0]), Value::Null)).await.status, 204);
        let seen = good(entra.get(&path).await, 200);
        assert_eq!((seen["members"].as_array().unwrap().len(), &seen["members"][0]["value"]), (1, &json!(ids[1])));
        let lean = entra.get(&format!("{path}?excludedAttributes=members")).await;
        assert!(lean.header("etag").is_empty());
        assert!(good(lean, 200).get("members").is_none());
        for filter in ["displayName eq \"FIELD\"", "externalId eq \"g-1\"", &format!("members.value eq \"{}\" and displayName sw \"f\"", ids[1])] {
            assert_eq!(entra.find("Groups", filter).await.len(), 1, "{filter}");
        }
        assert!(entra.find("Groups", &format!("members eq \"{}\" and displayName eq \"Field\"", ids[0])).await.is_empty());
        let user = good(entra.get(&format!("/Users/{}", ids[1])).await, 200);
        assert!(user["groups"].as_array().unwrap().iter().any(|g| g["display"] == "Field"));
        for (who, code) in [("mem_00000000000070008000000000000000", "upstream_no_such_member"), (made["id"].as_str().unwrap(), "upstream_group_in_group")] {
            let page = entra.patch(&path, members("add", "members", json!([{"value": ids[0]}, {"value": who}]))).await;
            assert_eq!(no(&page), told(400, "invalidValue", code));
        }
        assert_eq!(good(entra.get(&path).await, 200)["members"].as_array().unwrap().len(), 1, "nothing of it happened");
        // A group that masters have made and given modules: renamed and filled, it opens what it did.
        let technicians = entra.find("Groups", "displayName eq \"Technicians\"").await;
        let path = format!("/Groups/{}", technicians[0]["id"].as_str().unwrap());
        let put = good(entra.call("PUT", &path, group("Engineers", "g-9", &[&ids[0]])).await, 200);
        assert_eq!(put["members"].as_array().unwrap().len(), 1);
        let reader = hub.program("owner", &[ApiScope::ReadinessRead]).await;
        let modules = reader.get(&format!("/api/v1/members/{}/readiness", ids[0])).await.json();
        assert!(modules.to_string().contains(put["id"].as_str().unwrap()), "{modules}");
        assert_eq!(entra.call("DELETE", &path, Value::Null).await.status, 204);
        assert_eq!(no(&entra.get(&path).await).0, 404);
        for action in ["group.made", "group.joined", "group.left", "group.changed", "group.provisioned", "group.deleted"] {
            assert!(!done(hub, action).await.is_empty(), "{action} under the key");
        }
    }

    async fn lists_come_by_the_page_and_by_what_is_asked_for(hub) {
        let entra = directory(hub, "owner").await;
        let all = good(entra.get("/Users").await, 200);
        assert_eq!((&all["totalResults"], &all["startIndex"], &all["itemsPerPage"]), (&json!(5), &json!(1), &json!(5)));
        let mut seen = Vec::new();
        for start in [1, 3, 5, 7] {
            let page = good(entra.get(&format!("/Users?startIndex={start}&count=2&sortBy=userName")).await, 200);
            assert_eq!(page["totalResults"], 5);
            seen.extend(page["Resources"].as_array().unwrap().iter().map(|u| u["userName"].as_str().unwrap().to_owned()));
        }
        assert_eq!(seen, ["consultant@example.com", "newcomer@example.com", "owner", "sales@example.com", "tech"]);
        let page = good(entra.get("/Users?startIndex=3&count=2").await, 200);
        assert_eq!((&page["startIndex"], page["Resources"].as_array().unwrap().len()), (&json!(3), 2));
        assert_eq!(good(entra.get("/Users?count=0").await, 200)["itemsPerPage"], 0);
        let lean = good(entra.get("/Users?attributes=userName&count=1").await, 200);
        let mut names: Vec<&String> = lean["Resources"][0].as_object().unwrap().keys().collect();
        names.sort();
        assert_eq!(names, ["id", "schemas", "userName"]);
        assert_eq!(good(entra.get("/Groups").await, 200)["totalResults"], 1);
        let search = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName sw \"o\"", "attributes": ["userName"]});
        assert_eq!(good(entra.call("POST", "/Users/.search", search.clone()).await, 200)["Resources"][0]["userName"], "owner");
        assert_eq!(good(entra.call("POST", "/Groups/.search", search.clone()).await, 200)["totalResults"], 0);
        assert_eq!(no(&entra.call("POST", "/.search", search).await).0, 501);
        for (query, kind) in [
            ("/Users?filter=userName", "invalidFilter"), ("/Users?count=many", "invalidValue"),
            ("/Users?filter=active%20gt%20true", "invalidFilter"), ("/Users?attributes=a&excludedAttributes=b", "invalidValue"),
        ] {
            assert_eq!(no(&entra.get(query).await), told(400, kind, ""), "{query}");
        }
        for path in ["/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/Schemas", &format!("/Schemas/{USER}")] {
            good(entra.get(path).await, 200);
        }
        let config = entra.get("/ServiceProviderConfig").await.json();
        assert_eq!((&config["bulk"]["maxOperations"], &config["bulk"]["maxPayloadSize"]), (&json!(100), &json!(1_048_576)));
        let schema = entra.get(&format!("/Schemas/{USER}")).await.json();
        assert!(!schema["attributes"].to_string().contains("roles"), "no roles come from a directory");
        for path in ["/Schemas/urn:x", "/ResourceTypes/Role", "/Nothing", "/Users/mem_1", "/Users/%F0%9F"] {
            assert!([400, 404].contains(&no(&entra.get(path).await).0), "{path}");
        }
    }

    async fn what_is_believed_is_compared(hub) {
        let entra = directory(hub, "owner").await;
        let id = entra.id("sales@example.com").await;
        let path = format!("/Users/{id}");
        let tag = entra.get(&path).await.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let same = entra.send("GET", &path, Some(("if-none-match", &tag)), String::new()).await;
        assert_eq!((same.status, same.body.as_str()), (304, ""));
        let named = |name: &str| json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": name}]}).to_string();
        let first = entra.send("PATCH", &path, Some(("if-match", &tag)), named("Sales")).await;
        let new = first.header("etag").to_owned();
        assert_eq!(good(first, 200)["displayName"], "Sales");
        for method in ["PATCH", "PUT", "DELETE"] {
            let body = match method {
                "PATCH" => named("Late"),
                "PUT" => json!({"schemas": [USER], "userName": "late"}).to_string(),
                _ => String::new(),
            };
            let late = entra.send(method, &path, Some(("if-match", &tag)), body).await;
            assert_eq!(no(&late).0, 412, "{method}");
        }
        assert_eq!(entra.get(&path).await.json()["displayName"], "Sales");
        assert_eq!(entra.send("DELETE", &path, Some(("if-match", &new)), String::new()).await.status, 204);
        let groups = entra.find("Groups", "displayName eq \"Technicians\"").await;
        let path = format!("/Groups/{}", groups[0]["id"].as_str().unwrap());
        let tag = entra.get(&path).await.header("etag").to_owned();
        let rename = |name: &str| json!({"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": name}]}).to_string();
        assert_eq!(entra.send("PATCH", &path, Some(("if-match", &tag)), rename("Techs")).await.status, 204);
        assert_eq!(no(&entra.send("PATCH", &path, Some(("if-match", &tag)), rename("Late")).await).0, 412);
        assert_eq!(no(&entra.send("DELETE", &path, Some(("if-match", &tag)), String::new()).await).0, 412);
    }

    async fn bulk_makes_what_it_refers_to_first(hub) {
        let entra = directory(hub, "owner").await;
        let tech = entra.id("technician@example.com").await;
        let new = |name: &str| json!({"schemas": [USER], "userName": format!("{name}@example.com")});
        let bulk = |operations: Value, most: Value| json!({"schemas": [BULK], "failOnErrors": most, "Operations": operations});
        let answer = good(entra.call("POST", "/Bulk", bulk(json!([
            {"method": "POST", "path": "/Groups", "bulkId": "g", "data": {"schemas": [GROUP], "displayName": "Made", "members": [{"value": "bulkId:u"}, {"value": tech}]}},
            {"method": "POST", "path": "/Users", "bulkId": "u", "data": new("bulk")},
            {"method": "POST", "path": "/Users", "bulkId": "again", "data": new("bulk")},
            {"method": "PATCH", "path": "/Groups/bulkId:g", "data": {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": "Renamed"}]}},
            {"method": "DELETE", "path": "/Users/mem_1"},
            {"method": "PATCH", "path": format!("/Users/{tech}"), "version": "W/\"old\"", "data": {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "active", "value": false}]}},
        ]), Value::Null)).await, 200);
        let statuses: Vec<&str> = answer["Operations"].as_array().unwrap().iter().map(|o| o["status"].as_str().unwrap()).collect();
        assert_eq!(statuses, ["201", "201", "409", "204", "404", "412"], "{answer}");
        assert_eq!(answer["Operations"][2]["response"]["scimType"], "uniqueness");
        let made = entra.find("Groups", "displayName eq \"Renamed\"").await;
        assert_eq!(made[0]["members"].as_array().unwrap().len(), 2);
        // After the first error nothing more is begun.
        let answer = good(entra.call("POST", "/Bulk", bulk(json!([
            {"method": "DELETE", "path": "/Users/mem_1"}, {"method": "POST", "path": "/Users", "bulkId": "u", "data": new("never")},
        ]), json!(1))).await, 200);
        assert_eq!(answer["Operations"].as_array().unwrap().len(), 1);
        assert!(entra.find("Users", "userName eq \"never@example.com\"").await.is_empty());
        let many: Vec<Value> = (0..101).map(|_| json!({"method": "DELETE", "path": "/Users/mem_1"})).collect();
        assert_eq!(no(&entra.call("POST", "/Bulk", bulk(json!(many), Value::Null)).await).0, 413);
    }

    async fn nonsense_is_refused_in_scims_own_form(hub) {
        let entra = directory(hub, "owner").await;
        let post = async |body: &str| no(&entra.send("POST", "/Users", None, body.to_owned()).await);
        for (body, kind) in [
            ("{", "invalidSyntax"), ("[]", "invalidSyntax"), ("{\"userName\":\"a\"}", "invalidSyntax"),
            (&json!({"schemas": [USER]}).to_string(), "invalidValue"),
            (&json!({"schemas": [USER], "userName": "no-address"}).to_string(), "invalidValue"),
            (&json!({"schemas": [USER], "userName": "a@example.com", "emails": [{"value": "nonsense"}]}).to_string(), "invalidValue"),
            (&json!({"schemas": [USER], "userName": "a\u{202e}b@example.com"}).to_string(), "invalidValue"),
        ] {
            let (status, said, _) = post(body).await;
            assert_eq!((status, said.as_str()), (400, kind), "{body}");
        }
        assert_eq!(post(&"x".repeat(1_200_000)).await.0, 413);
        // A message longer than a form is read: four thousand members who are none.
        let long = group("Long", "l", &vec!["mem_00000000000070008000000000000000"; 4_000]);
        assert_eq!(no(&entra.call("POST", "/Groups", long).await), told(400, "invalidValue", "upstream_no_such_member"));
        let id = entra.id("sales@example.com").await;
        for (operations, kind) in [
            (json!([]), "invalidSyntax"), (json!([{"op": "dance", "path": "active", "value": 1}]), "invalidSyntax"),
            (json!([{"op": "replace", "path": "shoeSize", "value": 1}]), "invalidPath"), (json!([{"op": "replace", "path": "id", "value": "x"}]), "mutability"),
            (json!([{"op": "remove", "path": "userName"}]), "mutability"), (json!([{"op": "replace", "path": "active", "value": "maybe"}]), "invalidValue"),
            (json!([{"op": "replace", "path": "userName", "value": "tech"}]), "uniqueness"),
        ] {
            assert_eq!(no(&entra.patch(&format!("/Users/{id}"), operations.clone()).await).1, kind, "{operations}");
        }
        for (method, path, status) in [("DELETE", "/Users", 405), ("PATCH", "/Schemas", 405), ("GET", "/Bulk", 405), ("GET", "/Me", 404)] {
            assert_eq!(no(&entra.call(method, path, Value::Null).await).0, status, "{method} {path}");
        }
        let form = entra.0.request("POST", "/scim/v2/Users").header("content-type", "text/plain").body("x");
        assert_eq!(no(&entra.0.send(form, "/scim/v2/Users").await).0, 415);
    }

    async fn a_key_opens_its_own_partner_alone(hub) {
        let (ours, theirs) = (directory(hub, "owner").await, directory(hub, "second").await);
        let sales = ours.id("sales@example.com").await;
        let technicians = ours.find("Groups", "displayName eq \"Technicians\"").await[0]["id"].as_str().unwrap().to_owned();
        for path in [format!("/Users/{sales}"), format!("/Groups/{technicians}")] {
            assert_eq!(no(&theirs.get(&path).await).0, 404);
            let whole = match path.starts_with("/Users") {
                true => json!({"schemas": [USER], "userName": "stolen"}),
                false => group("Stolen", "x", &[]),
            };
            assert_eq!(no(&theirs.call("PUT", &path, whole).await).0, 404);
            let off = json!([{"op": "replace", "path": if path.starts_with("/Users") { "active" } else { "displayName" }, "value": "false"}]);
            assert_eq!(no(&theirs.patch(&path, off).await).0, 404);
            assert_eq!(no(&theirs.call("DELETE", &path, Value::Null).await).0, 404);
        }
        for filter in ["userName eq \"sales@example.com\"", "emails.value eq \"sales@example.com\"", &format!("id eq \"{sales}\"")] {
            assert!(theirs.find("Users", filter).await.is_empty(), "{filter}");
        }
        // Nobody of ours comes into a group of theirs.
        let made = theirs.call("POST", "/Groups", group("Ours", "x", &[&sales])).await;
        assert_eq!(no(&made), told(400, "invalidValue", "upstream_no_such_member"));
        assert_eq!(good(theirs.get("/Groups").await, 200)["totalResults"], 0);
        // The same external id at two partners is two people.
        let consultant = json!({"schemas": [USER], "userName": "x-1@example.com", "externalId": "e-1"});
        good(ours.call("POST", "/Users", consultant.clone()).await, 201);
        good(theirs.call("POST", "/Users", consultant).await, 201);
        // No key, a wrong one, one without the right; and this right opens nothing else.
        let nobody = hub.browser().get("/scim/v2/Users").await;
        assert_eq!(no(&nobody), told(401, "", "no_api_key"));
        assert_eq!(nobody.header("www-authenticate"), "Bearer realm=\"api\"");
        let wrong = Directory(ours.0.with_key(hub, &format!("vsk_{}", "x".repeat(43))));
        assert_eq!(no(&wrong.get("/Users").await), told(401, "", "wrong_api_key"));
        let others: Vec<ApiScope> = ApiScope::ALL.iter().copied().filter(|s| *s != ApiScope::ScimWrite).collect();
        let lacking = Directory(hub.program("owner", &others).await);
        assert_eq!(no(&lacking.get("/Users").await), told(403, "", "missing_scope"));
        assert_eq!(no(&lacking.call("POST", "/Users", ada()).await), told(403, "", "missing_scope"));
        assert_eq!(refused(&ours.0.get("/api/v1/members").await).0, 403);
        // Too often.
        let mut last = ours.get("/ServiceProviderConfig").await;
        for _ in 0..700 {
            if last.status == 429 {
                break;
            }
            last = ours.get("/ServiceProviderConfig").await;
        }
        assert_eq!(no(&last), told(429, "", "too_many_calls"));
        assert!(!last.header("retry-after").is_empty());
    }

    async fn the_console_says_who_manages(hub) {
        let entra = directory(hub, "owner").await;
        let id = entra.id("sales@example.com").await;
        let owner = hub.actor("owner").sign_in(hub).await;
        let page = owner.get(&format!("/console/members/{id}")).await;
        assert!(!page.body.contains("A directory manages her"));
        good(entra.patch(&format!("/Users/{id}"), json!([{"op": "add", "path": "externalId", "value": "e"}])).await, 200);
        let page = owner.get(&format!("/console/members/{id}")).await;
        assert!(page.body.contains("A directory manages her") && page.body.contains("Test program"), "{}", page.body);
        let keys = owner.get("/console/api-keys").await;
        assert!(keys.body.contains(&format!("{}/scim/v2", hub.base)), "the address to paste");
    }
}
