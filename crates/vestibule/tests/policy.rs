//! The policy of a link: who may change it, whom it shuts out, what its module is told.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use serde_json::{Value, json};
use testkit::desk::{Desk, PORTAL, payload, tenant};
use testkit::{Page, TestHub, on_both_engines};

/// A linked portal with people in every state: 1 is a security admin, 2 a primary user, 3 is a
/// technician who may come in, 4 has no hub account, 5 was not granted the module, 6 and 7 share an
/// address.
async fn portal(hub: &TestHub) -> Desk {
    let portal = Desk::start(hub, &PORTAL).await;
    let wish = tenant("t1", "Example MSP");
    portal
        .link(hub, &hub.browser(), &hub.actor("owner"), &wish)
        .await
        .unwrap();
    portal
        .has(
            hub,
            "t1",
            &[
                ("1", "boss@elsewhere.example!"),
                ("2", "first@elsewhere.example*"),
                ("3", "technician@example.com"),
                ("4", "nobody@example.com"),
                ("5", "sales@example.com"),
                ("6", "twin@example.com"),
                ("7", "twin@example.com"),
            ],
        )
        .await;
    portal
}

async fn policy(hub: &TestHub, portal: &Desk) -> (Value, String) {
    let link = portal.the_link(hub).await;
    let page = portal
        .ask(
            hub,
            "GET",
            &format!("/api/module/v1/links/{link}/policy"),
            None,
        )
        .await;
    (page.json(), page.header("etag").to_owned())
}

async fn wish(hub: &TestHub, portal: &Desk, change: Value, confirm: Value) -> Page {
    let (document, tag) = policy(hub, portal).await;
    let mut policy = document["policy"].clone();
    for (name, value) in change.as_object().unwrap() {
        policy[name] = value.clone();
    }
    let link = portal.the_link(hub).await;
    let body = json!({"by": {"account": "1"}, "policy": policy, "confirm": confirm});
    let path = format!("/api/module/v1/links/{link}/policy");
    portal
        .ask_with(hub, "PUT", &path, &[("if-match", &tag)], Some(body))
        .await
}

fn code(page: &Page) -> String {
    page.json()["code"].as_str().unwrap_or_default().to_owned()
}

on_both_engines! {
    async fn require_shows_whom_it_shuts_out_and_asks_for_their_number(hub) {
        let portal = portal(hub).await;
        let page = wish(hub, &portal, json!({"require_unified_login": true}), json!({})).await;
        assert_eq!((page.status, code(&page)), (409, "people_shut_out".into()));
        let told = page.json();
        let names: Vec<_> = told["shut_out"].as_array().unwrap().iter().map(|r| r["account"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names, ["4", "5"], "exempt, linked and twins are not among them: {told}");
        let reasons: Vec<_> = told["shut_out"].as_array().unwrap().iter().map(|r| r["reason"].as_str().unwrap().to_owned()).collect();
        assert!(reasons[0].contains("No hub account") && reasons[1].contains("not granted"), "{reasons:?}");
        // Another number than she was shown is not yes.
        let page = wish(hub, &portal, json!({"require_unified_login": true}), json!({"shut_out": 1})).await;
        assert_eq!(code(&page), "people_shut_out");
        // An exception takes one of them off the list; exempt people need none.
        let link = portal.the_link(hub).await;
        let exception = |account: &str| format!("/api/module/v1/links/{link}/exceptions/{account}");
        let by = json!({"by": {"account": "1"}});
        assert_eq!(portal.ask(hub, "PUT", &exception("5"), Some(by.clone())).await.status, 204);
        let page = portal.ask(hub, "PUT", &exception("1"), Some(by.clone())).await;
        assert_eq!(code(&page), "exempt_already");
        assert_eq!(code(&portal.ask(hub, "PUT", &exception("99"), Some(by.clone())).await), "no_such_account");
        let page = wish(hub, &portal, json!({"require_unified_login": true}), json!({"shut_out": 1})).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let document = page.json();
        assert_eq!(document["policy"]["require_unified_login"], true);
        assert_eq!(document["exceptions"], json!(["5"]));
        assert_eq!(document["several_partners"], json!(["6", "7"]));
        // The module was told each time that there is something to fetch.
        let news: Vec<_> = hub.deliver().await.into_iter().filter(|p| p.to.ends_with("/unified-login/events")).map(|p| payload(&p.text)).collect();
        // They leave side by side; the numbers say which is the newest.
        let mut news = news;
        news.sort_by_key(|n| n["seq"].as_u64());
        let last = news.last().unwrap();
        assert_eq!(last["events"]["urn:vestibule:event:policy-changed"]["version"], document["version"]);
        assert_eq!((&last["aud"], &last["tenant"]), (&json!(portal.party.id), &json!("t1")));
        let seqs: Vec<_> = news.iter().map(|n| n["seq"].as_u64().unwrap()).collect();
        let distinct: std::collections::BTreeSet<_> = seqs.iter().collect();
        assert!(distinct.len() == seqs.len() && seqs.len() > 1, "{seqs:?}");
    }

    async fn log_in_is_first_and_takes_the_rest_along(hub) {
        let portal = portal(hub).await;
        let page = wish(hub, &portal, json!({"unified_login": false, "require_unified_login": true}), json!({})).await;
        assert_eq!(page.status, 200, "nothing hangs on it yet: {}", page.body);
        let page = wish(hub, &portal, json!({"jit_provisioning": true, "default_role": "tech"}), json!({})).await;
        assert_eq!(code(&page), "log_in_not_enabled");
        let page = wish(hub, &portal, json!({"unified_login": true, "jit_provisioning": true}), json!({})).await;
        assert_eq!(code(&page), "default_role_missing");
        for (role, refusal) in [("security-admin", "default_role_forbidden"), ("admin", "default_role_high"), ("wizard", "default_role_unknown")] {
            let page = wish(hub, &portal, json!({"unified_login": true, "jit_provisioning": true, "default_role": role}), json!({})).await;
            assert_eq!(code(&page), refusal);
        }
        let on = json!({"unified_login": true, "jit_provisioning": true, "deprovisioning": true, "default_role": "tech"});
        assert_eq!(wish(hub, &portal, on, json!({})).await.status, 200);
        assert_eq!(code(&wish(hub, &portal, json!({"groups_to_roles": true}), json!({})).await), "module_cannot_do_this");
        let hers = hub.actor("technician").sign_in(hub).await;
        assert_eq!(portal.enter(&hers).await.unwrap()["account"], "3");
        let page = wish(hub, &portal, json!({"unified_login": false}), json!({})).await;
        assert_eq!(code(&page), "also_turned_off");
        let page = wish(hub, &portal, json!({"unified_login": false}), json!({"also_off": true})).await;
        assert_eq!(page.json()["policy"]["deprovisioning"], false);
        assert!(portal.enter(&hers).await.is_err());
    }

    async fn what_was_changed_meanwhile_is_not_written_over(hub) {
        let portal = portal(hub).await;
        let (document, tag) = policy(hub, &portal).await;
        let link = portal.the_link(hub).await;
        let path = format!("/api/module/v1/links/{link}/policy");
        let body = |on: bool| {
            let mut policy = document["policy"].clone();
            policy["deprovisioning"] = on.into();
            Some(json!({"by": {"account": "1"}, "policy": policy}))
        };
        let matching = [("if-match", tag.as_str())];
        let (a, b) = tokio::join!(
            portal.ask_with(hub, "PUT", &path, &matching, body(true)),
            portal.ask_with(hub, "PUT", &path, &matching, body(true)),
        );
        let mut both = [a.status, b.status];
        both.sort_unstable();
        assert_eq!(both, [200, 409]);
        assert_eq!(portal.ask(hub, "PUT", &path, body(false)).await.status, 428);
        let (_, tag) = policy(hub, &portal).await;
        let page = portal.ask_with(hub, "GET", &path, &[("if-none-match", &tag)], None).await;
        assert_eq!((page.status, page.body.as_str()), (304, ""));
    }

    async fn whoever_is_deactivated_is_told_of_at_once_and_stays_in_the_document(hub) {
        let portal = portal(hub).await;
        assert_eq!(wish(hub, &portal, json!({"deprovisioning": true}), json!({})).await.status, 200);
        let technician = hub.actor("technician");
        let hers = technician.sign_in(hub).await;
        let sub = portal.enter(&hers).await.unwrap()["sub"].clone();
        hub.deliver().await;
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let member = hub.signed(&hers).await.affiliation.id;
        let model::identity::AffiliationId::Member(member) = member else { panic!("a member") };
        hub.engine.change_member(&admin, member, model::identity::MemberChange::Deactivate).await.unwrap();
        let news: Vec<_> = hub.deliver().await.into_iter().filter(|p| p.to.ends_with("/unified-login/events")).map(|p| payload(&p.text)).collect();
        let event = news.iter().rev().find(|n| n["events"].get("https://schemas.openid.net/secevent/risc/event-type/account-disabled").is_some()).unwrap();
        assert_eq!(event["sub_id"]["sub"], sub);
        let (document, _) = policy(hub, &portal).await;
        assert_eq!(document["deactivated"], json!(["3"]));
        // Back again, she is not among them any more.
        hub.engine.change_member(&admin, member, model::identity::MemberChange::Reactivate).await.unwrap();
        let (document, _) = policy(hub, &portal).await;
        assert_eq!(document["deactivated"], json!([]));
    }

    async fn a_list_that_breaks_off_loses_nobody(hub) {
        let portal = portal(hub).await;
        let link = portal.the_link(hub).await;
        hub.outside.answer_calls(|_| Ok(engine::ModuleAnswer { status: 200, body: br#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":7,"Resources":[]}"#.to_vec(), ..Default::default() }));
        let path = format!("/api/module/v1/links/{link}/accounts/changed");
        assert_eq!(portal.ask(hub, "POST", &path, None).await.status, 202);
        hub.deliver().await;
        let page = wish(hub, &portal, json!({"require_unified_login": true}), json!({})).await;
        assert_eq!(page.json()["shut_out"].as_array().unwrap().len(), 2, "those who were read before are still known");
        for body in ["<html>", "{}", r#"{"totalResults":1,"Resources":[{"id":""}]}"#] {
            let body = body.as_bytes().to_vec();
            hub.outside.answer_calls(move |_| Ok(engine::ModuleAnswer { status: 200, body: body.clone(), ..Default::default() }));
            hub.wait(kernel::Span::hours(1));
            hub.deliver().await;
        }
        portal.has(hub, "t1", &[("1", "boss@elsewhere.example!")]).await;
        hub.wait(kernel::Span::hours(1));
        hub.deliver().await;
    }
}
