//! Links of tenants and accounts, and the policy of a link, as a module and a browser see them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use serde_json::json;
use testkit::desk::{DESK, Desk, PORTAL, account, payload, tenant};
use testkit::on_both_engines;

on_both_engines! {
    async fn a_master_links_a_tenant_and_its_people_come_in(hub) {
        let portal = Desk::start(hub, &PORTAL).await;
        let owner = hub.actor("owner");
        // Whatever session her browser has: for a link she proves herself anew, with both factors.
        let browser = owner.sign_in(hub).await;
        let answer = portal.link(hub, &browser, &owner, &tenant("t1", "Example MSP")).await.unwrap();
        assert_eq!(answer["module_link"]["tenant"], "t1");
        assert_eq!(answer["module_link"]["partner"], "Example MSP");
        assert!(answer.get("refresh_token").is_none());
        // The tokens of a link open nothing.
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(portal.get_with(&browser, "/oidc/userinfo", token).await.status, 401);
        // A technician was granted the module before; now its door is open.
        let technician = hub.actor("technician");
        let hers = technician.sign_in(hub).await;
        let claims = portal.enter(&hers).await.unwrap();
        assert_eq!(claims["tenant"], "t1");
        // Asked again for the same pair, nothing is made twice.
        let again = portal.link(hub, &browser, &owner, &tenant("t1", "Example MSP")).await.unwrap();
        assert_eq!(again["module_link"]["id"], answer["module_link"]["id"]);
        let links = portal.ask(hub, "GET", "/api/module/v1/links", None).await;
        assert_eq!(links.json().as_array().unwrap().len(), 1);
        // Turned off at the module: nobody comes in, and what was given out is not renewed.
        let link = answer["module_link"]["id"].as_str().unwrap().to_owned();
        let off = portal.ask(hub, "DELETE", &format!("/api/module/v1/links/{link}"), Some(json!({"by": {"account": "7"}}))).await;
        assert_eq!(off.status, 204, "{}", off.body);
        assert!(portal.enter(&hers).await.is_err());
        // Linked anew, the same link comes back.
        let resumed = portal.link(hub, &browser, &owner, &tenant("t1", "Example MSP")).await.unwrap();
        assert_eq!(resumed["module_link"]["id"].as_str(), Some(link.as_str()));
        assert!(resumed["module_link"]["policy_version"].as_u64() > answer["module_link"]["policy_version"].as_u64());
    }

    async fn a_link_is_refused_with_its_reason(hub) {
        let desk = Desk::start(hub, &DESK).await;
        let (owner, technician) = (hub.actor("owner"), hub.actor("technician"));
        let browser = hub.browser();
        let acme = tenant("acme", "Acme PSA");
        assert_eq!(desk.link(hub, &browser, &technician, &acme).await.unwrap_err(), "link_needs_master");
        desk.link(hub, &hub.browser(), &owner, &acme).await.unwrap();
        // One tenant at a time (S2-26); after it was ended another may come (S2-28).
        let bravo = tenant("bravo", "Bravo PSA");
        assert_eq!(desk.link(hub, &hub.browser(), &owner, &bravo).await.unwrap_err(), "hub_tenant_already_mapped");
        let links = desk.ask(hub, "GET", "/api/module/v1/links", None).await.json();
        let link = links[0]["id"].as_str().unwrap().to_owned();
        desk.ask(hub, "DELETE", &format!("/api/module/v1/links/{link}"), Some(json!({"by": {"account": "7"}}))).await;
        desk.link(hub, &hub.browser(), &owner, &bravo).await.unwrap();
        // The wrong region is told by name (S2-25).
        let mut british = tenant("crown", "Crown PSA");
        british["tenant"]["region"] = "uk".into();
        assert_eq!(desk.link(hub, &hub.browser(), &owner, &british).await.unwrap_err(), "hub_tenant_already_mapped");
        let link = desk.the_link(hub).await;
        desk.ask(hub, "DELETE", &format!("/api/module/v1/links/{link}"), Some(json!({"by": {"account": "7"}}))).await;
        assert_eq!(desk.link(hub, &hub.browser(), &owner, &british).await.unwrap_err(), "wrong_region");
        // Off for a partner until the operator turns it on (S2-03).
        hub.apply("[[partner]]\nname = \"Example MSP\"\nfeatures = []\n").await.unwrap();
        assert_eq!(desk.link(hub, &hub.browser(), &owner, &acme).await.unwrap_err(), "unified_login_invite_only");
        let log = hub.audit().await;
        assert!(log.iter().any(|l| l.starts_with("module_link.refused") && l.ends_with("hub_tenant_already_mapped")), "{log:#?}");
    }

    async fn a_request_for_a_link_comes_by_the_safe_road_alone(hub) {
        let portal = Desk::start(hub, &PORTAL).await;
        let owner = hub.actor("owner");
        let browser = owner.sign_in(hub).await;
        let wish = tenant("t1", "Example MSP").to_string();
        let page = browser.get(&portal.party.authorize(&[("link_request", &wish)])).await;
        assert_eq!(portal.party.returned(&page)["error_description"], "link_request_unsigned");
        for bad in ["", "{}", "[]", &wish.replace("t1", ""), &"x".repeat(3_000)] {
            if bad.is_empty() { continue; }
            let page = portal.push(&browser, &[("link_request", bad)]).await;
            assert_eq!(page.status, 400, "{bad}");
        }
    }

    async fn two_who_link_one_tenant_at_one_moment(hub) {
        let portal = Desk::start(hub, &PORTAL).await;
        let other = Desk::second(hub, &PORTAL).await;
        let (owner, second) = (hub.actor("owner"), hub.actor("second"));
        let wish = tenant("t1", "Example MSP");
        let code = portal.prove(hub, &hub.browser(), &owner, &wish).await.unwrap();
        let theirs = other.prove(hub, &hub.browser(), &second, &wish).await.unwrap();
        let visitor = hub.browser();
        let (a, b) = tokio::join!(portal.party.exchange(&visitor, &code, &[]), other.party.exchange(&visitor, &theirs, &[]));
        let mut both = [a.status, b.status];
        both.sort_unstable();
        assert_eq!(both, [200, 400], "{} {}", a.body, b.body);
        let lost = if a.status == 400 { a } else { b };
        assert_eq!(lost.json()["error_description"], "module_tenant_already_mapped");
    }

    async fn two_programs_that_call_a_tenant_alike_are_no_rivals(hub) {
        let portal = Desk::start(hub, &PORTAL).await;
        let elsewhere = testkit::desk::Deployment { origin: "https://elsewhere.example.com", manifest: testkit::desk::ELSEWHERE, ..PORTAL };
        let other = Desk::second(hub, &elsewhere).await;
        let wish = tenant("t1", "Example MSP");
        portal.link(hub, &hub.browser(), &hub.actor("owner"), &wish).await.unwrap();
        other.link(hub, &hub.browser(), &hub.actor("second"), &wish).await.unwrap();
    }

    async fn each_links_her_own_account_one_to_one(hub) {
        let desk = Desk::start(hub, &DESK).await;
        let owner = hub.actor("owner");
        desk.link(hub, &hub.browser(), &owner, &tenant("acme", "Acme PSA")).await.unwrap();
        let (technician, consultant) = (hub.actor("technician"), hub.actor("consultant"));
        let hers = technician.sign_in(hub).await;
        assert_eq!(desk.enter(&hers).await.unwrap_err(), "account_not_linked");
        desk.link(hub, &hers, &technician, &account("acme", "17")).await.unwrap();
        assert_eq!(desk.enter(&hers).await.unwrap()["account"], "17");
        // One hub person, one account; one account, one hub person (S2-46). Twice the same is no fault.
        desk.link(hub, &hers, &technician, &account("acme", "17")).await.unwrap();
        assert_eq!(desk.link(hub, &hers, &technician, &account("acme", "18")).await.unwrap_err(), "hub_person_already_linked");
        assert_eq!(desk.link(hub, &hub.browser(), &consultant, &account("acme", "17")).await.unwrap_err(), "module_account_already_linked");
        assert_eq!(desk.link(hub, &hub.browser(), &consultant, &account("bravo", "1")).await.unwrap_err(), "tenant_not_linked");
        // She ends it at the module, and both are free for others (S2-44).
        let link = desk.the_link(hub).await;
        let path = format!("/api/module/v1/links/{link}/account-links/17");
        assert_eq!(desk.ask(hub, "DELETE", &path, None).await.status, 204);
        assert_eq!(desk.enter(&hers).await.unwrap_err(), "account_not_linked");
        desk.link(hub, &hub.browser(), &consultant, &account("acme", "17")).await.unwrap();
        // Or at the hub, where she sees which account it is and where it opens (S2-20, S2-42).
        desk.link(hub, &hers, &technician, &account("acme", "18")).await.unwrap();
        let page = hers.get("/settings/module-urls").await;
        assert!(page.body.contains("Acme PSA") && page.body.contains("https://desk.example.com/") && page.body.contains(&link), "{}", page.body);
        let csrf = page.input("csrf").to_owned();
        let page = hers.post("/settings/module-urls", &[("csrf", &csrf), ("link", &link)]).await;
        assert_eq!((page.status, page.location()), (303, "/settings/module-urls?unlinked=yes"));
        assert_eq!(desk.enter(&hers).await.unwrap_err(), "account_not_linked");
        let page = hers.post("/settings/module-urls", &[("csrf", &csrf), ("link", &link)]).await;
        assert!(page.body.contains("account_not_linked"), "{}", page.body);
    }

    async fn an_unlinked_tenant_suspends_all_and_the_same_pair_brings_them_back(hub) {
        let desk = Desk::start(hub, &DESK).await;
        let (owner, technician) = (hub.actor("owner"), hub.actor("technician"));
        desk.link(hub, &hub.browser(), &owner, &tenant("acme", "Acme PSA")).await.unwrap();
        let hers = technician.sign_in(hub).await;
        desk.link(hub, &hers, &technician, &account("acme", "17")).await.unwrap();
        let link = desk.the_link(hub).await;
        desk.ask(hub, "DELETE", &format!("/api/module/v1/links/{link}"), Some(json!({"by": {"account": "7"}}))).await;
        assert!(desk.enter(&hers).await.is_err());
        desk.link(hub, &hub.browser(), &owner, &tenant("acme", "Acme PSA")).await.unwrap();
        assert_eq!(desk.enter(&hers).await.unwrap()["account"], "17");
    }

    async fn whoever_has_accounts_at_two_tenants_chooses(hub) {
        let portal = Desk::start(hub, &PORTAL).await;
        let owner = hub.actor("owner");
        portal.link(hub, &hub.browser(), &owner, &tenant("t1", "Example MSP")).await.unwrap();
        portal.link(hub, &hub.browser(), &owner, &tenant("t2", "Example Reseller")).await.unwrap();
        portal.has(hub, "t1", &[("1", "technician@example.com"), ("2", "owner@example.com")]).await;
        portal.has(hub, "t2", &[("9", "technician@example.com")]).await;
        let hers = hub.actor("technician").sign_in(hub).await;
        let page = hers.get(&portal.party.authorize(&[])).await;
        assert_eq!((page.status, page.heading()), (200, "Choose an account"), "{}", page.body);
        assert!(page.body.contains("Example Reseller"));
        let list = page.between("<nav class=\"choices\"", "</nav>");
        let href = list.split("href=\"").find(|a| a.contains("Example Reseller")).and_then(|a| a.split('"').next());
        let href = href.unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let page = hers.get(&href).await;
        let code = portal.party.returned(&page)["code"].clone();
        let tokens = portal.party.exchange(&hers, &code, &[]).await.json();
        let claims = payload(tokens["id_token"].as_str().unwrap());
        assert_eq!((&claims["tenant"], &claims["account"]), (&json!("t2"), &json!("9")));
        // With an account at one of them only she is not asked.
        let owners = owner.sign_in(hub).await;
        assert_eq!(portal.enter(&owners).await.unwrap()["tenant"], "t1");
    }

    async fn somebody_inactive_at_the_hub_goes_back_with_the_reason_and_without_a_session(hub) {
        let desk = Desk::start(hub, &DESK).await;
        desk.link(hub, &hub.browser(), &hub.actor("owner"), &tenant("acme", "Acme PSA")).await.unwrap();
        let technician = hub.actor("technician");
        desk.link(hub, &hub.browser(), &technician, &account("acme", "17")).await.unwrap();
        hub.apply("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"technician@example.com\"\nname = \"Demo Technician\"\nstate = \"deactivated\"\n").await.unwrap();
        let browser = hub.browser();
        let page = browser.get(&desk.party.authorize(&[])).await;
        let path = page.location().to_owned();
        let page = browser.post(&path, &[("identifier", &technician.email)]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let page = technician.sign_in_with(hub, &browser, &path).await;
        // Only after both proofs: nobody else learns that there is an account, and what became of it.
        assert_eq!(desk.party.returned(&page)["error_description"], "hub_account_inactive");
        assert_eq!(browser.cookie("vst_session"), None);
    }

    async fn a_linked_module_keeps_its_region_and_is_not_deleted_under_its_people(hub) {
        use kernel::Refusal as _;
        let desk = Desk::start(hub, &DESK).await;
        let owner = hub.actor("owner");
        let browser = owner.sign_in(hub).await;
        desk.link(hub, &browser, &owner, &tenant("acme", "Acme PSA")).await.unwrap();
        let admin = hub.administrator(&browser).await;
        let links = hub.engine.links(&admin, None).await.unwrap();
        let (instance, link) = (links[0].link.instance_id, links[0].link.id);
        let refused = |failure| match failure {
            engine::Failure::Refused(refusal) => refusal,
            engine::Failure::Broken(broken) => panic!("{broken}"),
        };
        let no = refused(hub.engine.delete_module(&admin, instance).await.unwrap_err());
        assert_eq!(no.code(), "module_is_linked");
        let no = refused(hub.engine.turn_login(&admin, instance, false).await.unwrap_err());
        assert_eq!(no.code(), "module_is_linked");
        let folder = hub.engine.look_at_module(&admin, instance).await.unwrap();
        let draft = model::access::ModuleDraft {
            display_name: folder.instance.display_name.clone(),
            region: None,
            launch_url: "https://deskemea.example.com/".into(),
            claims: folder.instance.claims.clone(),
        };
        // The tenant said no region, so either address of the module is right; elsewhere it says one.
        assert!(hub.engine.change_module(&admin, instance, draft).await.is_ok());
        let hand = engine::access::Hand::Administrator(admin.clone());
        hub.engine.unlink(&hand, link, unified_login::Confirmed::default()).await.unwrap();
        hub.engine.delete_module(&admin, instance).await.unwrap();
        assert!(hub.engine.links(&admin, None).await.unwrap().is_empty());
    }

    async fn a_module_speaks_of_its_own_links_alone(hub) {
        let portal = Desk::start(hub, &PORTAL).await;
        let desk = Desk::start(hub, &DESK).await;
        let owner = hub.actor("owner");
        portal.link(hub, &hub.browser(), &owner, &tenant("t1", "Example MSP")).await.unwrap();
        let link = portal.the_link(hub).await;
        let path = format!("/api/module/v1/links/{link}/policy");
        assert_eq!(desk.ask(hub, "GET", &path, None).await.status, 404);
        // No token, a person's token, nonsense.
        let browser = hub.browser();
        assert_eq!(browser.get(&path).await.status, 401);
        let hers = hub.actor("technician").sign_in(hub).await;
        let code = portal.party.code(&hers).await;
        let tokens = portal.party.exchange(&hers, &code, &[]).await.json();
        let token = tokens["access_token"].as_str().unwrap();
        assert_eq!(portal.get_with(&browser, &path, token).await.status, 401);
        assert_eq!(portal.get_with(&browser, &path, "nonsense").await.status, 401);
        let good = portal.ask(hub, "GET", &path, None).await;
        assert_eq!((good.status, good.header("etag")), (200, "\"1\""));
        let document = good.json();
        assert_eq!((&document["tenant"], &document["state"]), (&json!("t1"), &json!("active")));
    }
}
