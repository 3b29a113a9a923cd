//! The hub's own SCIM 2.0 service: people and groups, as an upstream directory writes them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod scim_bench;

use model::operation::ApiScope;
use scim_bench::{USER, ada, directory, done, good, group, no, told};
use serde_json::{Value, json};
use testkit::on_both_engines;

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
