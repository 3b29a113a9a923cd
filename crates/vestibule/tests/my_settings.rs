//! My Settings: what somebody changes in her own account, and who is told.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::{Secret, Span};
use testkit::{Actor, Browser, Page, Party, TestHub, on_both_engines};

async fn csrf(browser: &Browser) -> String {
    browser.get("/settings").await.input("csrf").to_owned()
}

/// Posts a form of the person's own pages.
async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = csrf(browser).await;
    let mut form = fields.to_vec();
    form.push(("csrf", &token));
    browser.post(path, &form).await
}

/// The newest link that was mailed to an address under a subject.
async fn link(hub: &TestHub, to: &str, subject: &str) -> Option<String> {
    let posted = hub.deliver().await;
    let mail = posted
        .iter()
        .rev()
        .find(|p| p.to == to && p.subject.contains(subject))?;
    let at = mail.text.find("http")?;
    mail.text[at..].split_whitespace().next().map(str::to_owned)
}

async fn told(hub: &TestHub, to: &str, subject: &str) -> usize {
    let posted = hub.deliver().await;
    posted
        .iter()
        .filter(|p| p.to == to && p.subject.contains(subject))
        .count()
}

/// Adds an authenticator; the secret and the answer.
async fn add_authenticator(hub: &TestHub, browser: &Browser, replace: bool) -> (String, Page) {
    let page = browser.get("/settings/authenticators/add").await;
    assert_eq!(page.heading(), "Add an authenticator", "{}", page.body);
    let typed: String = page
        .between("id=\"secret\">", "</dd>")
        .split_whitespace()
        .collect();
    let proposal = page.input("proposal").to_owned();
    let secret = Secret::new(protocol::totp::from_base32(&typed).unwrap());
    let wrong = send(
        browser,
        "/settings/authenticators/add",
        &[("proposal", &proposal), ("code", "000000")],
    )
    .await;
    assert_eq!(wrong.status, 422);
    assert_eq!(
        wrong.input("proposal"),
        proposal,
        "the same picture comes back"
    );
    let code = protocol::totp::code_at(&secret, hub.now()).unwrap();
    let replace = if replace { "yes" } else { "" };
    let form = [
        ("proposal", proposal.as_str()),
        ("code", &code),
        ("replace", replace),
    ];
    (
        typed,
        send(browser, "/settings/authenticators/add", &form).await,
    )
}

on_both_engines! {
    async fn a_password_is_changed_by_who_knows_it_and_ends_everything_else(hub) {
        let technician = hub.actor("technician");
        let other = technician.sign_in(hub).await;
        let own = technician.sign_in(hub).await;
        let tokens = Party::PORTAL.tokens(&other).await;
        let new = "four brown bears by the sea";
        for (current, password, repeat, says) in [
            ("a wrong old password", new, new, "not your password"),
            (technician.password.as_str(), "technician1", "technician1", "too easy"),
            (technician.password.as_str(), new, "something else here", "not the same"),
        ] {
            let page = send(&own, "/settings/password", &[("current", current), ("password", password), ("repeat", repeat)]).await;
            assert_eq!(page.status, 422);
            assert!(page.body.contains(says), "{says}: {}", page.body);
            assert!(!page.body.contains(new));
        }
        let page = send(&own, "/settings/password", &[("current", &technician.password), ("password", new), ("repeat", new)]).await;
        assert_eq!(page.location(), "/settings/security?done=password", "{}", page.body);
        assert_eq!(own.get("/modules").await.status, 200, "this session goes on");
        assert_eq!(other.get("/modules").await.location(), "/sign-in");
        let refreshed = Party::PORTAL.refresh(&other, tokens["refresh_token"].as_str().unwrap()).await;
        assert_eq!(refreshed.status, 400, "{}", refreshed.body);
        Actor { password: new.into(), ..technician.clone() }.sign_in(hub).await;
        assert_eq!(told(hub, &technician.email, "password").await, 1);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("password.changed idn_")));
    }

    async fn authenticators_are_added_replaced_and_the_last_one_stays(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        let first = own.get("/settings/security").await;
        assert!(!first.body.contains("/settings/authenticators/remove"), "the only one has no button");
        let (second, page) = add_authenticator(hub, &own, false).await;
        assert_eq!(page.location(), "/settings/security?done=added", "{}", page.body);
        let with_second = Actor { totp_secret: second, ..technician.clone() };
        with_second.sign_in(hub).await;
        technician.sign_in(hub).await;
        // One of two may go, the last one not, however the form is sent.
        let page = own.get("/settings/security").await;
        let factor = page.input("factor").to_owned();
        assert!(factor.starts_with("fac_"), "{}", page.body);
        assert_eq!(send(&own, "/settings/authenticators/remove", &[("factor", &factor)]).await.location(), "/settings/security?done=removed");
        let gone = send(&own, "/settings/authenticators/remove", &[("factor", &factor)]).await;
        assert!(gone.body.contains("factor_unknown"), "{}", gone.body);
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        browser.post(&path, &[("password", &technician.password)]).await;
        assert_eq!(browser.post(&path, &[("code", &technician.next_code(hub))]).await.status, 422);
        let (third, page) = add_authenticator(hub, &own, true).await;
        assert_eq!(page.status, 303, "{}", page.body);
        Actor { totp_secret: third, ..technician.clone() }.sign_in(hub).await;
        assert_eq!(told(hub, &technician.email, "authenticator was added").await, 2);
        assert_eq!(told(hub, &technician.email, "authenticator was removed").await, 2);
    }

    async fn the_last_factor_and_anothers_are_refused(hub) {
        let (technician, sales) = (hub.actor("technician"), hub.actor("sales"));
        let own = technician.sign_in(hub).await;
        let other = sales.sign_in(hub).await;
        let (_, page) = add_authenticator(hub, &own, false).await;
        assert_eq!(page.status, 303);
        let hers = own.get("/settings/security").await.input("factor").to_owned();
        let page = send(&other, "/settings/authenticators/remove", &[("factor", &hers)]).await;
        assert!(page.body.contains("factor_unknown"), "another person's: {}", page.body);
        send(&own, "/settings/authenticators/remove", &[("factor", &hers)]).await;
        let mut tx = hub.engine.db().read().await.unwrap();
        let signed = hub.engine.resume(&Secret::from(own.cookie("vst_session").unwrap())).await.unwrap().unwrap();
        let left = store::identity::factors::list_totp(&mut tx, signed.identity.id).await.unwrap();
        drop(tx);
        assert_eq!(left.len(), 1);
        let page = send(&own, "/settings/authenticators/remove", &[("factor", &left[0].id.to_string())]).await;
        assert_eq!(page.status, 409);
        assert!(page.body.contains("last_factor"), "{}", page.body);
        // A page of another session, or an old one, brings no secret of its own choice.
        let page = other.get("/settings/authenticators/add").await;
        let foreign = page.input("proposal").to_owned();
        let page = send(&own, "/settings/authenticators/add", &[("proposal", &foreign), ("code", "000000")]).await;
        assert!(page.body.contains("proposal_expired"), "{}", page.body);
    }

    async fn an_address_counts_once_it_is_confirmed(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        let new = "new.technician@example.com";
        assert_eq!(send(&own, "/settings/email", &[("email", "x@")]).await.status, 422);
        assert_eq!(send(&own, "/settings/email", &[("email", &technician.email)]).await.status, 422);
        assert_eq!(send(&own, "/settings/email", &[("email", new)]).await.location(), "/settings/profile?done=email");
        assert!(own.get("/settings/profile").await.body.contains(new));
        technician.sign_in(hub).await;
        let confirm = link(hub, new, "Confirm").await.expect("a link to the new address");
        assert_eq!(told(hub, &technician.email, "about to change").await, 1);
        let stranger = hub.browser();
        for _ in 0..2 {
            assert_eq!(stranger.get(&confirm).await.heading(), "Confirm your new address");
        }
        assert_eq!(stranger.post(&confirm, &[]).await.heading(), "Your address was changed");
        assert_eq!(stranger.post(&confirm, &[]).await.status, 410);
        let moved = Actor { email: new.into(), ..technician.clone() };
        moved.sign_in(hub).await;
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        assert_eq!(browser.post(&path, &[("password", &technician.password)]).await.status, 422);
        for to in [technician.email.as_str(), new] {
            assert_eq!(told(hub, to, "was changed").await, 1, "{to}");
        }
        // While the old address can still undo it, no second change takes that away.
        let own = moved.sign_in(hub).await;
        assert_eq!(send(&own, "/settings/email", &[("email", "third@example.com")]).await.status, 409);
        hub.wait(Span::days(3));
        let own = moved.sign_in(hub).await;
        assert_eq!(send(&own, "/settings/email", &[("email", "third@example.com")]).await.status, 303);
    }

    async fn the_old_address_stops_a_change_or_undoes_it(hub) {
        let technician = hub.actor("technician");
        let thief = technician.sign_in(hub).await;
        let new = "thief@example.org";
        send(&thief, "/settings/email", &[("email", new)]).await;
        let stop = link(hub, &technician.email, "about to change").await.unwrap();
        let confirm = link(hub, new, "Confirm").await.unwrap();
        let owner = hub.browser();
        assert_eq!(owner.post(&stop, &[]).await.heading(), "Your address stays");
        assert_eq!(owner.get(&confirm).await.status, 404, "the link is void");
        // Once more, and this time the thief is faster.
        hub.wait(Span::hours(5));
        let thief = technician.sign_in(hub).await;
        send(&thief, "/settings/email", &[("email", new)]).await;
        let stop = link(hub, &technician.email, "about to change").await.unwrap();
        let confirm = link(hub, new, "Confirm").await.unwrap();
        thief.post(&confirm, &[]).await;
        thief.post("/forgot", &[("identifier", new)]).await;
        let reset = link(hub, new, "password").await.expect("a reset link in the thief's mailbox");
        assert_eq!(owner.post(&stop, &[]).await.heading(), "Your address stays");
        assert_eq!(thief.get("/modules").await.location(), "/sign-in", "everybody is signed out");
        assert_eq!(thief.get(&reset).await.status, 410, "links in the other mailbox are void");
        technician.sign_in(hub).await;
    }

    async fn a_taken_address_is_told_to_its_owner_only(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        let page = send(&own, "/settings/email", &[("email", "Sales@example.com")]).await;
        assert_eq!(page.location(), "/settings/profile?done=email", "the same as for a free one");
        assert_eq!(link(hub, "sales@example.com", "Confirm").await, None);
        let posted = hub.deliver().await;
        assert!(posted.iter().any(|p| p.to.eq_ignore_ascii_case("sales@example.com") && p.subject.contains("another login")));
        // The same address in the other population is another matter: people are not addresses.
        let page = send(&own, "/settings/email", &[("email", "client-office@client.example.net")]).await;
        assert_eq!(page.status, 303);
        assert!(link(hub, "client-office@client.example.net", "Confirm").await.is_some());
    }

    async fn sessions_devices_and_activity(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        let phone = technician.sign_in(hub).await;
        let page = own.get("/settings/devices").await;
        assert_eq!(page.body.matches("name=\"session\"").count(), 1, "{}", page.body);
        let page = send(&own, "/settings/end-others", &[]).await;
        assert_eq!(page.location(), "/settings/devices?ended=others");
        assert_eq!(phone.get("/modules").await.location(), "/sign-in");
        assert_eq!(own.get("/modules").await.status, 200);
        let page = own.get("/settings/devices").await;
        let known = page.body.matches("name=\"device\"").count();
        assert_eq!((known, page.body.matches("This browser").count()), (2, 1), "{}", page.body);
        let device = page.input("device").to_owned();
        send(&own, "/settings/forget-device", &[("device", &device)]).await;
        assert_eq!(own.get("/settings/devices").await.body.matches("name=\"device\"").count(), 1);
        // Thirty more things happen, one of them not by her.
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        browser.post(&path, &[("password", "a guess by somebody")]).await;
        for n in 0..30 {
            hub.wait(Span::seconds(1));
            send(&own, "/settings/profile", &[("display_name", &format!("Demo {n}"))]).await;
        }
        let page = own.get("/settings/activity").await;
        assert_eq!(page.body.matches("<tr>").count(), 26, "{}", page.body);
        assert!(!page.body.contains("Not by you"));
        let older = page.between("href=\"?before=", "\"").to_owned();
        let page = own.get(&format!("/settings/activity?before={older}")).await;
        assert!(page.body.contains("Not by you") && page.body.contains("You signed in."), "{}", page.body);
        assert!(own.get("/settings").await.body.contains("Demo 29"));
    }

    async fn modules_come_in_her_own_order(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        let titles = |page: &Page| {
            let (a, b) = (page.body.find("Partner Portal").unwrap(), page.body.find("Command line tool").unwrap());
            if a < b { "portal first" } else { "tool first" }
        };
        // Ids of one millisecond come in an order that no test may count on.
        if titles(&own.get("/modules").await) == "tool first" {
            let tool = own.get("/settings/modules").await.input("module").to_owned();
            send(&own, "/settings/modules", &[("module", &tool), ("step", "down")]).await;
        }
        assert_eq!(titles(&own.get("/modules").await), "portal first");
        let page = own.get("/settings/modules").await;
        let portal = page.input("module").to_owned();
        assert_eq!(send(&own, "/settings/modules", &[("module", &portal), ("step", "down")]).await.location(), "/settings/modules");
        for path in ["/modules", "/settings/modules", "/launcher"] {
            assert_eq!(titles(&own.get(path).await), "tool first", "{path}");
        }
        send(&own, "/settings/modules", &[("module", &portal), ("step", "favourite")]).await;
        assert_eq!(titles(&own.get("/modules").await), "portal first");
        let other = hub.actor("owner").sign_in(hub).await;
        assert!(!other.get("/settings/modules").await.body.contains("Favourite</span>"), "her order is hers");
    }
}
