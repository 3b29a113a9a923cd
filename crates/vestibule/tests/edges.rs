//! Where two rules meet: found by review, each first a test.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Actor, Browser, Party, TestHub, on_both_engines};

/// Activates the newcomer up to the enrolment page; her password and the path.
async fn activated(hub: &TestHub, browser: &Browser) -> (String, String) {
    let link = hub.mailed_link("newcomer@example.com").await;
    let password = "quiet lamps over the harbour".to_owned();
    let form = [
        ("display_name", "Demo Newcomer"),
        ("password", password.as_str()),
        ("repeat", password.as_str()),
    ];
    let page = browser.post(&link, &form).await;
    assert_eq!(page.status, 303, "{}", page.body);
    (password, page.location().to_owned())
}

/// The secret that an enrolment page proposes, and its code now.
async fn proposed(hub: &TestHub, browser: &Browser, path: &str) -> (String, String) {
    let page = browser.get(path).await;
    let typed: String = page
        .between("id=\"secret\">", "</dd>")
        .split_whitespace()
        .collect();
    let secret = kernel::Secret::new(protocol::totp::from_base32(&typed).expect("base32"));
    (typed, protocol::totp::code_at(&secret, hub.now()).unwrap())
}

on_both_engines! {
    async fn a_password_alone_cannot_enrol_once_the_owner_has(hub) {
        let owner = hub.browser();
        let (password, path) = activated(hub, &owner).await;
        // A thief of the password opens a sign-in of his own before she has enrolled.
        let thief = hub.browser();
        let newcomer = Actor { email: "newcomer@example.com".into(), password, totp_secret: String::new(), client: false };
        let stolen = newcomer.identify(&thief).await;
        thief.post(&stolen, &[("password", &newcomer.password)]).await;
        let (_, thiefs_code) = proposed(hub, &thief, &stolen).await;
        let (secret, code) = proposed(hub, &owner, &path).await;
        owner.post(&path, &[("code", &code)]).await;
        owner.post(&path, &[("saved", "yes")]).await;
        assert_eq!(owner.get("/modules").await.status, 200);
        let page = thief.post(&stolen, &[("code", &thiefs_code)]).await;
        assert_eq!(page.location(), stolen);
        assert_eq!(thief.get(&stolen).await.heading(), "Enter your code", "her authenticator is asked for");
        assert_eq!(thief.post(&stolen, &[("code", &thiefs_code)]).await.status, 422);
        assert_eq!(thief.get("/modules").await.location(), "/sign-in");
        let newcomer = Actor { totp_secret: secret, ..newcomer };
        newcomer.sign_in(hub).await;
    }

    async fn an_office_behind_one_address_signs_in_all_morning(hub) {
        let technician = hub.actor("technician");
        for _ in 0..70 {
            technician.sign_in(hub).await;
            hub.wait(Span::seconds(1));
        }
    }

    async fn a_blocked_address_does_not_use_up_a_known_device(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        let stranger = hub.browser();
        for n in 0..70 {
            let path = stranger.post("/sign-in", &[("identifier", &format!("nobody{n}@example.com"))]).await.location().to_owned();
            stranger.post(&path, &[("password", "guess")]).await;
        }
        for _ in 0..8 {
            let path = technician.identify(&own).await;
            let page = technician.sign_in_with(hub, &own, &path).await;
            assert_eq!(page.location(), "/modules", "{}", page.body);
        }
    }

    async fn max_age_zero_asks_once(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        for changes in [("max_age", "0"), ("max_age", "1")] {
            hub.wait(Span::seconds(5));
            let page = browser.get(&Party::PORTAL.authorize(&[changes])).await;
            let path = page.location().to_owned();
            assert!(path.starts_with("/sign-in/"), "{path}");
            browser.post(&path, &[("identifier", &technician.email)]).await;
            let page = technician.sign_in_with(hub, &browser, &path).await;
            hub.wait(Span::seconds(5));
            let page = browser.follow(page).await;
            assert!(Party::PORTAL.returned(&page).contains_key("code"), "{changes:?}");
        }
    }

    async fn a_hint_is_kept_through_the_sign_in(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let hint = Party::PORTAL.tokens(&owner).await["id_token"].as_str().unwrap().to_owned();
        for (name, expected) in [("owner", "code"), ("technician", "error")] {
            let actor = hub.actor(name);
            let browser = hub.browser();
            let page = browser.get(&Party::PORTAL.authorize(&[("id_token_hint", &hint)])).await;
            let path = page.location().to_owned();
            browser.post(&path, &[("identifier", &actor.email)]).await;
            let page = actor.sign_in_with(hub, &browser, &path).await;
            let page = browser.follow(page).await;
            let returned = Party::PORTAL.returned(&page);
            assert!(returned.contains_key(expected), "{name}: {returned:?}");
            assert_eq!(returned["state"], "the-state");
        }
    }

    async fn tokens_end_with_the_session_and_with_a_new_password(hub) {
        let technician = hub.actor("technician");
        let party = Party::PORTAL;
        let bound = async |browser: &Browser, scope: &str| {
            let page = browser.get(&party.authorize(&[("scope", scope)])).await;
            let code = party.returned(&page)["code"].clone();
            party.exchange(browser, &code, &[]).await.json()["refresh_token"].as_str().unwrap().to_owned()
        };
        let browser = technician.sign_in(hub).await;
        let token = bound(&browser, "openid").await;
        let offline = bound(&browser, "openid offline_access").await;
        hub.wait(Span::hours(13));
        assert_eq!(party.refresh(&browser, &token).await.json()["error"], "invalid_grant", "the session is over");
        let page = party.refresh(&browser, &offline).await;
        assert_eq!(page.status, 200);
        let offline = page.json()["refresh_token"].as_str().unwrap().to_owned();
        browser.post("/forgot", &[("identifier", &technician.email)]).await;
        let link = hub.mailed_link(&technician.email).await;
        let new = "nine brass bells in winter";
        browser.post(&link, &[("password", new), ("repeat", new)]).await;
        assert_eq!(party.refresh(&browser, &offline).await.json()["error"], "invalid_grant", "a new password ends all");
    }

    async fn a_refusal_that_passes_does_not_use_a_refresh_token_up(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let token = party.tokens(&browser).await["refresh_token"].as_str().unwrap().to_owned();
        let module = |on: bool| format!("[[partner]]\nname = \"Example MSP\"\n[[partner.module]]\nkey = \"portal\"\nname = \"Partner Portal\"\nregion = \"EU\"\nurl = \"https://portal.example.com/\"\nunified_login = {on}\nclaims = {{ groups = \"groups\", roles = \"roles\" }}\n");
        hub.apply(&module(false)).await.unwrap();
        assert_eq!(party.refresh(&browser, &token).await.json()["error"], "invalid_grant");
        hub.apply(&module(true)).await.unwrap();
        assert_eq!(party.refresh(&browser, &token).await.status, 200);
    }

    async fn client_people_are_led_to_their_own_entrance(hub) {
        let office = hub.actor("client-office");
        let browser = hub.browser();
        // By the module that she wants to open, before the hub knows anything of her.
        let mut tx = hub.engine.db().read().await.unwrap();
        let partner = store::directory::partners::find_by_key(&mut tx, &kernel::name::name_key("Example MSP")).await.unwrap().unwrap();
        let scope = kernel::Scope::of(partner.id);
        let corner = store::access::modules::find_instance_by_key(&mut tx, scope, "client-corner").await.unwrap().unwrap();
        drop(tx);
        let page = browser.get(&format!("/open/{}", corner.id)).await;
        let page = browser.follow(page).await;
        let action = page.between("action=\"", "\"").to_owned();
        let path = browser.post(&action, &[("identifier", &office.email)]).await.location().to_owned();
        office.sign_in_with(hub, &browser, &path).await;
        let choice = browser.get(&path).await.between("name=\"affiliation\" value=\"", "\"").to_owned();
        let page = browser.post(&path, &[("affiliation", &choice)]).await;
        assert_eq!(page.location(), format!("/open/{}", corner.id));
        // And from then on by every way, since the browser remembers the entrance.
        hub.wait(Span::hours(13));
        for way in ["/settings", "/launcher", "/portal", "/sign-in"] {
            let page = browser.get(way).await;
            let page = browser.follow(page).await;
            assert!(page.body.contains("action=\"/sign-in?for=client\""), "{way}: {}", page.body);
        }
    }

    async fn a_logout_token_names_the_subject_that_the_module_knows(hub) {
        let text = "[[partner]]\nname = \"Example MSP\"\n[[partner.module]]\nkey = \"client-corner\"\nname = \"Client Corner\"\nurl = \"https://corner.example.com/\"\naudience = \"client\"\n[partner.module.client]\nid = \"corner\"\nredirect_uris = [\"https://corner.example.com/callback\"]\nbackchannel_logout_uri = \"https://corner.example.com/backchannel\"\nid_token_alg = \"ES256\"\n";
        hub.apply(text).await.unwrap();
        let office = hub.actor("client-office");
        let browser = hub.browser();
        let path = office.identify(&browser).await;
        office.sign_in_with(hub, &browser, &path).await;
        let choose = async |path: &str, n: usize| {
            let page = browser.get(path).await;
            let value = page.body.split("name=\"affiliation\" value=\"").nth(n).unwrap().split('"').next().unwrap().to_owned();
            browser.post(path, &[("affiliation", &value)]).await;
            value
        };
        let first = choose(&path, 1).await;
        Party::CORNER.tokens(&browser).await;
        let path = browser.get("/choose").await.location().to_owned();
        let second = choose(&path, 2).await;
        assert_ne!(first, second);
        let csrf = browser.get("/sign-out").await.input("csrf").to_owned();
        browser.post("/sign-out", &[("csrf", &csrf)]).await;
        let posted = hub.deliver().await;
        let token = &posted.iter().find(|p| p.to.ends_with("/backchannel")).expect("a logout token").text;
        let keys = hub.engine.keys();
        assert_eq!(keys.verifier.verify(token, "logout+jwt").unwrap()["sub"], first.as_str());
    }

    async fn a_deactivated_company_ends_its_peoples_access_at_once(hub) {
        let office = hub.actor("client-office");
        let browser = hub.browser();
        let path = office.identify(&browser).await;
        office.sign_in_with(hub, &browser, &path).await;
        let choice = browser.get(&path).await.between("name=\"affiliation\" value=\"", "\"").to_owned();
        browser.post(&path, &[("affiliation", &choice)]).await;
        let tokens = Party::CORNER.tokens(&browser).await;
        let text = "[[partner]]\nname = \"Example MSP\"\n[[partner.company]]\nname = \"First Client\"\nstate = \"deactivated\"\n[[partner.company]]\nname = \"Second Client\"\nstate = \"deactivated\"\n";
        hub.apply(text).await.unwrap();
        assert_eq!(browser.get("/portal").await.status, 303);
        let token = tokens["access_token"].as_str().unwrap();
        assert_eq!(Party::CORNER.call(&browser, "/oidc/introspect", &[("token", token)]).await.json()["active"], false);
        hub.apply(&text.replace("deactivated", "active")).await.unwrap();
        assert_eq!(browser.get("/portal").await.status, 303, "an old session does not come back");
    }

    async fn a_withdrawn_invitation_is_never_accepted_for_her(hub) {
        let state = |word: &str| format!("[[partner]]\nname = \"Third MSP\"\n[[partner.member]]\nemail = \"first@example.net\"\nname = \"First\"\nrole = \"master\"\n[[partner.member]]\nemail = \"technician@example.com\"\nname = \"T\"\nstate = \"{word}\"\n");
        for (word, changes) in [("deactivated", 3), ("deactivated", 0), ("active", 1), ("active", 0), ("deactivated", 1), ("active", 1)] {
            assert_eq!(hub.apply(&state(word)).await.unwrap().len(), changes, "{word}");
        }
        let browser = hub.actor("technician").sign_in(hub).await;
        assert!(!browser.get("/modules").await.body.contains("/choose"), "she is still at one partner");
        let link = hub.mailed_link("technician@example.com").await;
        assert_eq!(browser.get(&link).await.status, 200, "a new link came when she was brought back");
    }

    async fn a_token_is_not_active_once_the_grant_is_gone(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = Party::PORTAL.tokens(&browser).await;
        let token = tokens["access_token"].as_str().unwrap();
        let active = async || Party::PORTAL.call(&browser, "/oidc/introspect", &[("token", token)]).await.json()["active"].clone();
        assert_eq!(active().await, true);
        let text = "[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"technician@example.com\"\nname = \"T\"\nusername = \"tech\"\ngroups = []\n";
        hub.apply(text).await.unwrap();
        assert_eq!(active().await, false);
    }

    async fn beginning_sign_ins_has_a_limit_for_each_network(hub) {
        let browser = hub.browser();
        let mut last = 0;
        for _ in 0..320 {
            let page = browser.get(&Party::PORTAL.authorize(&[])).await;
            last = page.status;
            if last == 429 {
                break;
            }
        }
        assert_eq!(last, 429);
        hub.wait(Span::minutes(2));
        assert_eq!(browser.get(&Party::PORTAL.authorize(&[])).await.status, 303);
    }

    async fn the_operator_makes_a_link_when_mail_does_not_work(hub) {
        use model::identity::Population::{Client, Staff};
        let browser = hub.browser();
        let link = hub.engine.operator_link(Staff, "newcomer@example.com").await.unwrap();
        assert_eq!(browser.get(&link).await.heading(), "Activate your account");
        let link = hub.engine.operator_link(Staff, "technician@example.com").await.unwrap();
        let new = "nine brass bells in winter";
        let page = browser.post(&link, &[("password", new), ("repeat", new)]).await;
        assert_eq!(browser.get(page.location()).await.heading(), "Enter your code", "the second factor is asked for as ever");
        assert!(hub.engine.operator_link(Client, "technician@example.com").await.is_err(), "the populations stay apart");
        assert!(hub.engine.operator_link(Staff, "nobody@example.com").await.is_err());
        assert_eq!(hub.audit().await.iter().filter(|l| l.starts_with("link.made")).count(), 2);
    }

    async fn a_double_click_leads_to_the_same_place(hub) {
        let technician = hub.actor("technician");
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        let form = [("password", technician.password.as_str())];
        let (a, b) = tokio::join!(browser.post(&path, &form), browser.post(&path, &form));
        assert_eq!([(a.status, a.location()), (b.status, b.location())], [(303, path.as_str()); 2]);
        let code = technician.next_code(hub);
        let form = [("code", code.as_str())];
        let (a, b) = tokio::join!(browser.post(&path, &form), browser.post(&path, &form));
        assert!([&a, &b].iter().any(|p| p.location() == "/modules"), "{} {}", a.status, b.status);
        assert!([&a, &b].iter().all(|p| p.location() == "/modules" || p.status == 422), "{} {}", a.status, b.status);
        assert_eq!(browser.get("/modules").await.status, 200);
    }

    async fn programs_in_browsers_may_call_and_read_errors(hub) {
        let browser = hub.browser();
        for path in ["/oidc/token", "/oidc/userinfo", "/oidc/revoke"] {
            let request = browser.request("OPTIONS", path).header("origin", "https://app.example").header("access-control-request-headers", "authorization");
            let page = browser.send(request, path).await;
            assert_eq!((page.status, page.header("access-control-allow-origin")), (204, "*"), "{path}");
            assert!(page.header("access-control-allow-headers").contains("authorization"));
            let page = browser.send(browser.request("POST", path).header("origin", "https://app.example").form(&[("x", "y")]), path).await;
            assert!(page.status >= 400);
            assert_eq!(page.header("access-control-allow-origin"), "*", "{path}");
        }
        let page = browser.get("/oidc/userinfo").await;
        assert!(page.status == 401 && !page.header("www-authenticate").contains("error"), "RFC 6750, 3.1");
        for body in ["a=%0a&b=\n", "client_id=é", "client_id=x&client_id=y"] {
            for path in ["/oidc/authorize", "/oidc/logout"] {
                let request = browser.request("POST", path).header("content-type", "application/x-www-form-urlencoded").body(body.to_owned());
                let page = browser.send(request, path).await;
                assert!([303, 400].contains(&page.status), "{path} {body:?}: {}", page.status);
                assert!(page.location().is_ascii());
            }
        }
    }
}
