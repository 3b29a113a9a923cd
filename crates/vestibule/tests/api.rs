//! The JSON API: what programs do with members, how it refuses, what keys may do.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Failure;
use kernel::{DisplayName, Secret, Span};
use model::operation::{ApiKeyDraft, ApiKeyRefusal, ApiScope};
use serde_json::{Value, json};
use testkit::program::{good, refused};
use testkit::{Program, TestHub, on_both_engines};

async fn member(program: &Program, q: &str) -> String {
    let found = good(program.get(&format!("/api/v1/members?q={q}")).await);
    found["data"][0]["id"].as_str().unwrap().to_owned()
}

async fn key_of(
    hub: &TestHub,
    scopes: &[ApiScope],
    change: impl FnOnce(&mut ApiKeyDraft),
) -> String {
    let owner = hub.actor("owner").sign_in(hub).await;
    let admin = hub.administrator(&owner).await;
    let mut draft = ApiKeyDraft {
        name: DisplayName::parse("Nightly report").unwrap(),
        scopes: scopes.iter().copied().collect(),
        networks: vec![],
        expires_at: None,
    };
    change(&mut draft);
    let made = hub.engine.make_api_key(&admin, draft).await.unwrap();
    made.text.reveal().clone()
}

on_both_engines! {
    async fn a_member_is_invited_changed_and_let_go_by_a_program(hub) {
        let program = hub.mighty_program("owner").await;
        let asked = json!({"email": "new@example.com", "name": "New Person", "role": "billing", "groups": []});
        let made = program.call("POST", "/api/v1/members", asked.clone()).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let id = good(made)["id"].as_str().unwrap().to_owned();
        assert!(hub.mailed_link("new@example.com").await.contains("/activate/"));
        assert_eq!(refused(&program.call("POST", "/api/v1/members", asked).await), (409, "already_member".into()));
        let path = format!("/api/v1/members/{id}");
        let seen = good(program.get(&path).await);
        assert_eq!((&seen["member"]["role"], &seen["member"]["standing"]), (&json!("billing"), &json!("invited")));
        assert_eq!(refused(&program.call("POST", &format!("{path}/invitation"), Value::Null).await), (429, "sent_just_now".into()));
        let named = good(program.call("PUT", &format!("{path}/username"), json!({"username": "newbie"})).await);
        assert_eq!(named["username"], "newbie");
        assert_eq!(refused(&program.call("PUT", &format!("{path}/username"), json!({"username": "tech"})).await), (409, "username_taken".into()));
        assert_eq!(good(program.call("PUT", &format!("{path}/role"), json!({"role": "user"})).await)["role"], "user");
        assert_eq!(good(program.call("POST", &format!("{path}/deactivate"), Value::Null).await)["standing"], "deactivated");
        assert_eq!(good(program.call("DELETE", &path, Value::Null).await)["standing"], "being_deleted");
        assert_eq!(good(program.call("POST", &format!("{path}/restore"), Value::Null).await)["standing"], "deactivated");
        // The last master stays, whoever asks.
        let owner = member(&program, "owner@example.com").await;
        let owner = format!("/api/v1/members/{owner}");
        assert_eq!(refused(&program.call("PUT", &format!("{owner}/role"), json!({"role": "user"})).await).0, 403, "a root master is no program's");
        // A lost phone, a leaver signed out.
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let tech = member(&program, "technician@example.com").await;
        good(program.call("DELETE", &format!("/api/v1/members/{tech}/sessions"), Value::Null).await);
        assert_eq!(browser.get("/modules").await.location(), "/sign-in");
        good(program.call("POST", &format!("/api/v1/members/{tech}/factor-reset"), Value::Null).await);
        let told = hub.deliver().await;
        assert!(told.iter().any(|p| p.to == technician.email && p.text.contains("Test program removed")));
        // Each is in the audit log under the key.
        let log = good(program.get("/api/v1/audit?action=member.deactivated").await);
        assert!(log["data"][0]["actor"].as_str().unwrap().starts_with("key_"), "{log}");
        assert_eq!(good(program.call("POST", "/api/v1/audit/check", Value::Null).await)["state"], "whole");
    }

    async fn lists_come_by_the_page(hub) {
        let program = hub.program("owner", &[ApiScope::MembersRead, ApiScope::GroupsWrite, ApiScope::GroupsRead, ApiScope::AuditRead]).await;
        for order in ["name", "newest", "longest_unseen"] {
            let (mut seen, mut path) = (Vec::new(), format!("/api/v1/members?limit=2&order={order}"));
            for _ in 0..10 {
                let page = good(program.get(&path).await);
                seen.extend(page["data"].as_array().unwrap().iter().map(|m| m["id"].clone()));
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                path = format!("/api/v1/members?limit=2&order={order}&cursor={cursor}");
            }
            assert_eq!(seen.len(), 5, "{order}");
            seen.sort_by_key(|v| v.to_string());
            seen.dedup();
            assert_eq!(seen.len(), 5, "{order}");
        }
        for name in ["B", "A", "C"] {
            good(program.call("POST", "/api/v1/groups", json!({"name": name})).await);
        }
        let first = good(program.get("/api/v1/groups?limit=2").await);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = good(program.get(&format!("/api/v1/groups?limit=2&cursor={cursor}")).await);
        let names: Vec<_> = first["data"].as_array().unwrap().iter().chain(second["data"].as_array().unwrap()).map(|g| g["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names, ["A", "B", "C", "Technicians"]);
        let page = good(program.get("/api/v1/audit?limit=1").await);
        let cursor = page["next_cursor"].as_str().unwrap();
        let next = good(program.get(&format!("/api/v1/audit?limit=1&cursor={cursor}")).await);
        assert!(next["data"][0]["seq"].as_i64() < page["data"][0]["seq"].as_i64());
        for (path, parameter) in [
            ("/api/v1/members?limit=0", "limit"),
            ("/api/v1/members?limit=many", "limit"),
            ("/api/v1/members?cursor=nonsense", "cursor"),
            ("/api/v1/members?colour=red", "colour"),
            ("/api/v1/members?role=queen", "role"),
            ("/api/v1/members?q=a%00b", "q"),
            ("/api/v1/audit?from=yesterday", "from"),
        ] {
            let page = program.get(path).await;
            assert_eq!(refused(&page), (422, "invalid_fields".into()), "{path}");
            assert_eq!(page.json()["errors"][0]["parameter"], parameter, "{}", page.body);
        }
    }

    async fn refusals_are_problems_and_never_pages(hub) {
        let program = hub.mighty_program("owner").await;
        let nobody = program.with_key(hub, "");
        let wrong = program.with_key(hub, &format!("vsk_{}", "x".repeat(43)));
        let none = hub.browser().get("/api/v1/members").await;
        assert_eq!(refused(&none), (401, "no_api_key".into()));
        assert_eq!(none.header("www-authenticate"), "Bearer realm=\"api\"");
        assert_eq!(refused(&nobody.get("/api/v1/members").await), (401, "no_api_key".into()));
        assert_eq!(refused(&wrong.get("/api/v1/members").await), (401, "wrong_api_key".into()));
        // Neither a session nor an address stands in for a key.
        let owner = hub.actor("owner").sign_in(hub).await;
        assert_eq!(owner.get("/api/v1/members").await.status, 401);
        let by_address = format!("/api/v1/members?key={}", program.key);
        assert_eq!(hub.browser().get(&by_address).await.status, 401);
        for (method, path, status, code) in [
            ("GET", "/api/v1/nothing", 404, "not_found"),
            ("GET", "/api/", 404, "not_found"),
            ("GET", "/api/v1/members/mem_1", 404, "member_unknown"),
            ("GET", "/api/v1/members/%ff", 400, "address_unreadable"),
            ("DELETE", "/api/v1/members", 405, "method_not_allowed"),
            ("POST", "/api/v1/members", 415, "content_type"),
            ("PUT", "/api/v1/settings", 415, "content_type"),
        ] {
            let page = program.call(method, path, Value::Null).await;
            assert_eq!(refused(&page), (status, code.into()), "{method} {path}");
        }
        let allowed = program.call("DELETE", "/api/v1/members", Value::Null).await;
        assert!(allowed.header("allow").contains("POST"), "{:?}", allowed.headers);
        // Announced and not sent: the answer does not wait for it.
        let head = format!("POST /api/v1/members HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n", program.key);
        let mut socket = tokio::net::TcpStream::connect(hub.base.trim_start_matches("http://")).await.unwrap();
        tokio::io::AsyncWriteExt::write_all(&mut socket, head.as_bytes()).await.unwrap();
        let mut said = [0_u8; 4_096];
        let n = tokio::io::AsyncReadExt::read(&mut socket, &mut said).await.unwrap();
        let said = String::from_utf8_lossy(&said[..n]).to_lowercase();
        assert!(said.starts_with("http/1.1 413") && said.contains("application/problem+json"), "{said}");
        let broken = program.request("POST", "/api/v1/members").header("content-type", "application/json").body("{\"email\": ");
        assert_eq!(refused(&program.send(broken, "/api/v1/members").await), (400, "json_unreadable".into()));
        for (body, pointer) in [
            (json!({"email": "a@example.com", "name": "A", "root": true}), "/root"),
            (json!({"email": "a@example.com"}), "/name"),
            (json!({"email": 7, "name": "A"}), "/email"),
            (json!({"email": "nobody", "name": "A"}), "/email"),
            (json!({"email": "a@example.com", "name": "A", "role": "queen"}), "/role"),
            (json!({"email": "a@example.com", "name": "A", "groups": ["grp_1"]}), "/groups/0"),
            (json!({"email": "a@example.com", "name": "A", "groups": ["grp_00000000000070008000000000000000"]}), "/groups/0"),
        ] {
            let page = program.call("POST", "/api/v1/members", body.clone()).await;
            assert_eq!(refused(&page), (422, "invalid_fields".into()), "{body}");
            assert_eq!(page.json()["errors"][0]["pointer"], pointer, "{}", page.body);
        }
        let two = program.call("POST", "/api/v1/members", json!({"email": "x", "name": ""})).await;
        assert_eq!(two.json()["errors"].as_array().unwrap().len(), 2, "all faults at once");
    }

    async fn a_key_does_what_its_rights_say_and_no_more(hub) {
        let reader = hub.program("owner", &[ApiScope::MembersRead]).await;
        let tech = member(&reader, "technician@example.com").await;
        let page = reader.call("POST", &format!("/api/v1/members/{tech}/deactivate"), Value::Null).await;
        assert_eq!(refused(&page), (403, "missing_scope".into()));
        assert!(page.body.contains("members:state"), "{}", page.body);
        // Everyday rights give no role, not by the back door either.
        let writer = hub.program("owner", &[ApiScope::MembersWrite, ApiScope::MembersImport, ApiScope::MembersRead]).await;
        let boss = json!({"email": "boss@example.com", "name": "Boss", "role": "master"});
        assert_eq!(refused(&writer.call("POST", "/api/v1/members", boss).await), (403, "missing_scope".into()));
        let all = json!({"action": {"do": "set_role", "role": "master"}, "ids": [tech]});
        assert_eq!(refused(&writer.call("POST", "/api/v1/member-actions", all.clone()).await), (403, "missing_scope".into()));
        assert_eq!(good(writer.call("POST", "/api/v1/member-actions/preview", all).await)["changed"], 1);
        let file = writer.request("POST", "/api/v1/member-imports?file_name=x.csv").header("content-type", "text/csv").body("email,name,role\nboss@example.com,Boss,master\n");
        let import = good(writer.send(file, "/api/v1/member-imports").await);
        let start = format!("/api/v1/member-imports/{}/start", import["id"].as_str().unwrap());
        assert_eq!(refused(&writer.call("POST", &start, json!({"invite": false})).await), (403, "missing_scope".into()));
        // A key makes no keys: there is no address, and the verb refuses besides.
        let mighty = hub.mighty_program("owner").await;
        assert_eq!(mighty.call("POST", "/api/v1/api-keys", json!({})).await.status, 405);
        let caller = hub.engine.api_caller(&Secret::from(mighty.key.as_str()), "192.0.2.1").await.unwrap();
        let draft = ApiKeyDraft { name: DisplayName::parse("x").unwrap(), scopes: [ApiScope::KeysRevoke].into(), networks: vec![], expires_at: None };
        assert!(matches!(hub.engine.make_api_key(&caller.admin, draft).await, Err(Failure::Refused(ApiKeyRefusal::ByKey))));
        // It may end itself.
        let own = good(mighty.get("/api/v1/api-keys?limit=1").await)["data"][0]["id"].as_str().unwrap().to_owned();
        assert!(good(mighty.call("DELETE", &format!("/api/v1/api-keys/{own}"), Value::Null).await)["revoked_at"].is_string());
        assert_eq!(refused(&mighty.get("/api/v1/members").await), (401, "api_key_revoked".into()));
    }

    async fn a_key_ends_and_is_bound_to_networks(hub) {
        let now = hub.now();
        let reads = [ApiScope::MembersRead];
        let short = key_of(hub, &reads, |d| d.expires_at = Some(now + Span::hours(1))).await;
        let program = hub.program("owner", &reads).await;
        let short = program.with_key(hub, &short);
        good(short.get("/api/v1/members").await);
        hub.wait(Span::hours(1));
        assert_eq!(refused(&short.get("/api/v1/members").await), (401, "api_key_expired".into()));
        let elsewhere = key_of(hub, &reads, |d| d.networks = vec!["203.0.113.0/24".parse().unwrap()]).await;
        assert_eq!(refused(&program.with_key(hub, &elsewhere).get("/api/v1/members").await), (403, "api_key_network".into()));
        // The text is nowhere in the database but as a digest; uses are noted seldom.
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let used = || async { hub.engine.list_api_keys(&admin, None, 10).await.unwrap().into_iter().map(|c| c.key.last_used_at).collect::<Vec<_>>() };
        good(program.get("/api/v1/members").await);
        let before = used().await;
        good(program.get("/api/v1/members").await);
        assert_eq!(used().await, before);
        // A key outlives the role of who made it.
        hub.apply("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"sales@example.com\"\nname = \"Demo Sales\"\nrole = \"master\"\n").await.unwrap();
        let hers = hub.program("sales", &reads).await;
        hub.apply("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"sales@example.com\"\nname = \"Demo Sales\"\nrole = \"user\"\n").await.unwrap();
        good(hers.get("/api/v1/members").await);
        let cards = hub.engine.list_api_keys(&admin, None, 10).await.unwrap();
        assert_eq!((cards[0].made_by.as_deref(), cards[0].maker_is_master), (Some("Demo Sales"), false));
    }

    async fn a_key_that_calls_too_often_waits(hub) {
        let program = hub.program("owner", &[ApiScope::ModulesRead]).await;
        let key = Secret::from(program.key.as_str());
        for _ in 0..600 {
            hub.engine.api_caller(&key, "127.0.0.1").await.unwrap();
        }
        let page = program.get("/api/v1/modules").await;
        assert_eq!(refused(&page), (429, "too_many_calls".into()));
        assert_eq!(page.header("retry-after"), "1");
        hub.wait(Span::seconds(1));
        good(program.get("/api/v1/modules").await);
    }

    async fn keys_are_made_and_revoked_in_the_console(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let blank = owner.get("/console/api-keys/new").await;
        let csrf = blank.input("csrf").to_owned();
        let nothing = owner.post("/console/api-keys/new", &[("csrf", &csrf), ("name", "")]).await;
        assert_eq!(nothing.status, 422, "{}", nothing.body);
        let form = [("csrf", csrf.as_str()), ("name", "Nightly report"), ("scope-look", "members:read"), ("until", "2099-01-01")];
        assert!(owner.post("/console/api-keys/new", &form).await.body.contains("three years away"));
        let form = [("csrf", csrf.as_str()), ("name", "Nightly report"), ("scope-look", "members:read")];
        let made = owner.post("/console/api-keys/new", &form).await;
        assert_eq!(made.heading(), "Copy the key now", "{}", made.body);
        let text = made.between("value=\"vsk_", "\"").to_owned();
        let program = hub.program("owner", &[ApiScope::JobsRead]).await.with_key(hub, &format!("vsk_{text}"));
        good(program.get("/api/v1/members").await);
        let list = owner.get("/console/api-keys").await;
        assert!(list.body.contains("Nightly report") && !list.body.contains(&text), "shown once");
        let id = list.body.split("/console/api-keys/key_").nth(2).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/console/api-keys/key_{id}");
        let form = [("csrf", csrf.as_str()), ("do", "save"), ("name", "Nightly report"), ("scope-look", "audit:read")];
        assert_eq!(owner.post(&path, &form).await.location(), format!("{path}?done=saved"));
        assert_eq!(refused(&program.get("/api/v1/members").await).1, "missing_scope");
        let form = [("csrf", csrf.as_str()), ("do", "revoke"), ("sure", "yes")];
        assert_eq!(owner.post(&path, &form).await.location(), "/console/api-keys?done=revoked");
        assert_eq!(refused(&program.get("/api/v1/audit").await).1, "api_key_revoked");
        // An old proof is not enough.
        hub.wait(Span::minutes(11));
        let page = owner.post("/console/api-keys/new", &[("csrf", csrf.as_str()), ("name", "Thief"), ("scope-look", "members:read")]).await;
        assert_eq!(page.status, 403);
        let audit = hub.audit().await;
        for action in ["api_key.made", "api_key.changed", "api_key.revoked"] {
            assert!(audit.iter().any(|l| l.starts_with(action)), "{action}");
        }
    }
}
