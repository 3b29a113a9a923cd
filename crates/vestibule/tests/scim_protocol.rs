//! The hub's own SCIM 2.0 service as a protocol: lists, versions, bulk, nonsense, keys.
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
use scim_bench::{BULK, Directory, GROUP, PATCH, USER, ada, directory, good, group, no, told};
use serde_json::{Value, json};
use testkit::on_both_engines;
use testkit::program::refused;

on_both_engines! {
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
}
