//! The JSON API at work: groups, grants, readiness, settings, clients, files of members.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::{MemberId, Span};
use serde_json::{Value, json};
use testkit::program::{good, refused};
use testkit::{Program, on_both_engines};

async fn member(program: &Program, q: &str) -> String {
    let found = good(program.get(&format!("/api/v1/members?q={q}")).await);
    found["data"][0]["id"].as_str().unwrap().to_owned()
}

on_both_engines! {
    async fn groups_grants_and_readiness_by_a_program(hub) {
        let program = hub.mighty_program("owner").await;
        let rule = json!({"combine": "all", "conditions": [{"field": "email_domain", "value": "example.com"}]});
        let preview = good(program.call("POST", "/api/v1/group-rules/preview", json!({"rule": rule})).await);
        assert_eq!(preview["matching"], 5, "{preview}");
        let made = good(program.call("POST", "/api/v1/groups", json!({"name": "Everybody", "rule": rule})).await);
        let (group, members) = (made["id"].as_str().unwrap().to_owned(), made["members"].clone());
        assert_eq!(members, 5);
        let path = format!("/api/v1/groups/{group}");
        let changed = good(program.call("PUT", &path, json!({"name": "By hand", "description": "Put in", "rule": null})).await);
        assert_eq!((&changed["members"], &changed["description"]), (&json!(0), &json!("Put in")));
        let sales = member(&program, "sales@example.com").await;
        good(program.call("PUT", &format!("{path}/members/{sales}"), Value::Null).await);
        assert_eq!(good(program.get(&format!("{path}/members")).await)["data"][0]["id"], sales);
        let modules = good(program.get("/api/v1/modules").await);
        let portal = modules["data"].as_array().unwrap().iter().find(|m| m["key"] == "portal").unwrap()["id"].as_str().unwrap().to_owned();
        let outcome = |found: Value| found["data"].as_array().unwrap().iter().find(|m| m["module"] == portal).unwrap()["outcome"].clone();
        let before = outcome(good(program.get(&format!("/api/v1/members/{sales}/readiness")).await));
        assert_eq!((&before["gets_in"], before["code"].is_string()), (&json!(false), true));
        good(program.call("PUT", &format!("{path}/grants/{portal}"), Value::Null).await);
        let after = outcome(good(program.get(&format!("/api/v1/members/{sales}/readiness")).await));
        assert_eq!(after["by_group"], group);
        let check = good(program.get(&format!("/api/v1/readiness/{portal}?group={group}")).await);
        assert_eq!((&check["gets_in"], &check["people"]["data"][0]["person"]), (&json!(1), &json!(sales)));
        good(program.call("DELETE", &format!("{path}/members/{sales}"), Value::Null).await);
        good(program.call("DELETE", &path, Value::Null).await);
        assert_eq!(refused(&program.get(&path).await), (404, "group_unknown".into()));
        for (body, pointer) in [
            (json!({"name": "X", "rule": {"combine": "all", "conditions": []}}), "/rule"),
            (json!({"name": "X", "description": "x".repeat(201)}), "/description"),
            (json!({"name": "X", "rule": {"combine": "some", "conditions": []}}), "/rule/combine"),
        ] {
            let page = program.call("POST", "/api/v1/groups", body).await;
            assert_eq!(page.json()["errors"][0]["pointer"], pointer, "{}", page.body);
        }
    }

    async fn settings_are_changed_by_who_has_read_them(hub) {
        let program = hub.mighty_program("owner").await;
        let page = program.get("/api/v1/settings").await;
        let tag = page.header("etag").to_owned();
        let change = |tag: Option<&str>, body: Value| {
            let request = program.request("PUT", "/api/v1/settings").json(&body);
            match tag {
                Some(tag) => request.header("if-match", tag),
                None => request,
            }
        };
        let body = json!({"networks": ["127.0.0.0/8", "::1"], "idle_minutes": 30, "absolute_hours": null, "password_length": null});
        let send = |request| program.send(request, "/api/v1/settings");
        assert_eq!(refused(&send(change(None, body.clone())).await), (428, "if_match_needed".into()));
        assert_eq!(refused(&send(change(Some("\"old\""), body.clone())).await), (412, "settings_changed".into()));
        assert_eq!(good(send(change(Some(&tag), body.clone())).await)["idle_minutes"], 30);
        assert_eq!(refused(&send(change(Some(&tag), body)).await), (412, "settings_changed".into()));
        let tag = program.get("/api/v1/settings").await.header("etag").to_owned();
        let out = json!({"networks": ["203.0.113.0/24"], "idle_minutes": null, "absolute_hours": null, "password_length": null});
        assert_eq!(refused(&send(change(Some(&tag), out)).await), (409, "network_shuts_you_out".into()));
        let bad = json!({"networks": ["office"], "idle_minutes": null, "absolute_hours": null, "password_length": null});
        assert_eq!(send(change(Some(&tag), bad)).await.json()["errors"][0]["pointer"], "/networks/0");
    }

    async fn a_client_and_its_secrets_by_a_program(hub) {
        let program = hub.mighty_program("owner").await;
        let settings = json!({"auth_method": "client_secret_basic", "grant_types": ["client_credentials"], "scopes": ["reports.read"]});
        let made = good(program.call("POST", "/api/v1/clients", json!({"client_id": "nightly", "settings": settings})).await);
        let path = format!("/api/v1/clients/{}", made["client"]["id"].as_str().unwrap());
        let with = |secret: String| {
            let browser = hub.browser();
            async move {
                let request = browser.request("POST", "/oidc/token").basic_auth("nightly", Some(secret)).form(&[("grant_type", "client_credentials")]);
                browser.send(request, "/oidc/token").await.status
            }
        };
        let old = made["secret"].as_str().unwrap().to_owned();
        hub.wait(Span::seconds(1));
        let new = good(program.call("POST", &format!("{path}/secrets"), json!({"old_lives_for_hours": 24})).await)["secret"].as_str().unwrap().to_owned();
        assert_eq!((with(old.clone()).await, with(new.clone()).await), (200, 200), "both, for a day");
        let seen = good(program.get(&path).await);
        assert_eq!(seen["secrets"].as_array().unwrap().len(), 2);
        assert!(!seen.to_string().contains(&new), "shown once");
        let oldest = seen["secrets"][1]["id"].as_str().unwrap();
        good(program.call("DELETE", &format!("{path}/secrets/{oldest}"), Value::Null).await);
        assert_eq!((with(old).await, with(new).await), (401, 200));
        let mut narrow = settings.clone();
        narrow["scopes"] = json!(["reports.count"]);
        assert_eq!(good(program.call("PUT", &path, narrow).await)["client"]["settings"]["scopes"][0], "reports.count");
        let mut bad = settings;
        bad["id_token_alg"] = json!("none");
        assert_eq!(refused(&program.call("PUT", &path, bad).await), (400, "client_unfit".into()));
        good(program.call("DELETE", &path, Value::Null).await);
        assert_eq!(refused(&program.get(&path).await), (404, "client_absent".into()));
    }

    async fn a_file_of_members_by_a_program(hub) {
        let program = hub.mighty_program("owner").await;
        let file = "email,name,groups\nfirst@example.com,First,Technicians\nbroken,Nobody,\nowner@example.com,Demo Owner,\n";
        let path = "/api/v1/member-imports?file_name=people.csv";
        let request = program.request("POST", path).header("content-type", "text/csv").body(file);
        let import = good(program.send(request, path).await);
        assert_eq!((&import["total"], &import["known"], &import["faulty"], &import["state"]), (&json!(1), &json!(1), &json!(1), &json!("checked")));
        assert_eq!(import["faults"][0]["line"], 3);
        let path = format!("/api/v1/member-imports/{}", import["id"].as_str().unwrap());
        good(program.call("POST", &format!("{path}/start"), json!({"invite": true})).await);
        hub.engine.run_imports().await.unwrap();
        let done = good(program.get(&path).await);
        assert_eq!((&done["state"], &done["made"]), (&json!("done"), &json!(1)));
        assert_eq!(refused(&program.call("POST", &format!("{path}/cancel"), Value::Null).await), (409, "import_not_waiting".into()));
        let person: MemberId = member(&program, "first@example.com").await.parse().unwrap();
        assert!(hub.audit().await.iter().any(|l| l.contains(&person.to_string())));
        hub.mailed_link("first@example.com").await;
    }

    async fn a_module_from_the_catalogue_by_a_program(hub) {
        let program = hub.mighty_program("owner").await;
        let catalogue = good(program.get("/api/v1/catalogue").await);
        assert!(catalogue["data"].as_array().unwrap().iter().any(|e| e["key"] == "web-application"), "{catalogue}");
        let asked = json!({"entry": "web-application", "name": "Wiki", "address": "https://wiki.example.com"});
        let made = good(program.call("POST", "/api/v1/modules", asked).await);
        assert!(made["secret"].is_string() && made["module"]["unified_login"] == false, "{made}");
        let path = format!("/api/v1/modules/{}", made["module"]["id"].as_str().unwrap());
        assert_eq!(good(program.call("PUT", &format!("{path}/unified-login"), json!({"on": true})).await)["module"]["unified_login"], true);
        let change = json!({"name": "Team wiki", "region": "EU", "launch_url": "https://wiki.example.com/start", "claims": {"groups": "groups"}});
        let changed = good(program.call("PUT", &path, change).await);
        assert_eq!((&changed["module"]["name"], &changed["claims"]["groups"], &changed["client"]), (&json!("Team wiki"), &json!("groups"), &made["client"]));
        let nowhere = json!({"name": "Team wiki", "launch_url": "javascript:alert(1)"});
        assert_eq!(refused(&program.call("PUT", &path, nowhere).await), (400, "module_address".into()));
        let none = json!({"entry": "no-such", "name": "X", "address": "wiki"});
        assert_eq!(program.call("POST", "/api/v1/modules", none).await.json()["errors"][0]["pointer"], "/address");
        good(program.call("DELETE", &path, Value::Null).await);
        assert_eq!(refused(&program.get(&path).await), (404, "module_unknown".into()));
    }

    async fn a_webhook_by_a_program(hub) {
        let program = hub.mighty_program("owner").await;
        let asked = json!({"address": "http://127.0.0.1:9/in", "description": "To the scanner", "events": ["member.*"]});
        let made = good(program.call("POST", "/api/v1/webhooks", asked).await);
        let secret = made["secret"].as_str().unwrap();
        let path = format!("/api/v1/webhooks/{}", made["id"].as_str().unwrap());
        let seen = good(program.get(&path).await);
        assert_eq!((&seen["webhook"]["state"], &seen["webhook"]["events"]), (&json!("active"), &json!(["member.*"])));
        assert!(!seen.to_string().contains(secret), "shown once");
        assert_eq!(good(program.call("POST", &format!("{path}/pause"), Value::Null).await)["webhook"]["state"], "paused");
        assert_eq!(good(program.call("POST", &format!("{path}/resume"), json!({"from_now": true})).await)["webhook"]["state"], "active");
        let sent = good(program.call("POST", &format!("{path}/test"), Value::Null).await);
        let deliveries = good(program.get(&format!("{path}/deliveries")).await);
        assert_eq!(deliveries["data"][0]["id"], sent["delivery"]);
        hub.wait(Span::seconds(1));
        assert!(good(program.call("POST", &format!("{path}/secrets"), json!({"old_signs_for_hours": 1})).await)["secret"].is_string());
        let found = good(program.call("POST", &format!("{path}/replay/preview"), json!({"since": "2020-01-01T00:00:00Z"})).await);
        assert!(found["events"].is_number());
        for (body, pointer) in [
            (json!({"address": "http://127.0.0.1:9/in", "events": []}), "/events"),
            (json!({"address": "http://127.0.0.1:9/in", "events": ["Member"]}), "/events"),
            (json!({"address": "http://127.0.0.1:9/in", "events": ["*"], "secret": "x"}), "/secret"),
        ] {
            let page = program.call("PUT", &path, body).await;
            assert_eq!(page.json()["errors"][0]["pointer"], pointer, "{}", page.body);
        }
        let far = json!({"address": "ftp://example.com", "events": ["*"]});
        assert_eq!(refused(&program.call("PUT", &path, far).await), (400, "webhook_address".into()));
        good(program.call("DELETE", &path, Value::Null).await);
        assert_eq!(refused(&program.get(&path).await), (404, "webhook_unknown".into()));
    }
}
