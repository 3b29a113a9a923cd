//! Linking tenants and accounts, and coming through the hub.

use serde_json::json;

use super::bench::{Bench, PASSWORD, account};
use crate::fake_hub::Coming;
use crate::{AccountKey, Accounts};

#[tokio::test]
async fn a_security_admin_links_and_people_come_through_the_hub() {
    let bench = Bench::matched().await;
    let stranger = bench
        .hub
        .add_person("Demo Technician", "tech@example.com", "tech");
    let mut browser = bench.browser();
    bench
        .come(&mut browser, &stranger)
        .await
        .refused("unified_login_off");
    bench.linked().await;
    let page = bench.come(&mut browser, &stranger).await;
    page.at("/").has("Demo Technician").has("\"hub\":true");
    let settings = browser.get("/my-settings").await;
    settings
        .has("with Vestibule")
        .has("App Launcher")
        .has("Backup Console")
        .lacks("evil.example");
    // Her account is hers from now on, whatever her address becomes.
    let hers = bench
        .accounts
        .find_by("t1", AccountKey::HubSubject(&stranger))
        .await
        .unwrap();
    assert_eq!(hers[0].id, bench.tech);
    bench
        .hub
        .set(|s| s.claims = json!({ "email": "other@example.com", "preferred_username": "x" }));
    bench
        .come(&mut browser, &stranger)
        .await
        .at("/")
        .has(&format!("\"account\":\"{}\"", bench.tech));
    // The password goes on to work.
    let mut other = bench.browser();
    other.log_in("tech@example.com").await.at("/");
    let out = browser.get("/logout").await;
    out.has("logs you out of Vestibule too");
}

#[tokio::test]
async fn a_session_through_the_hub_ends_when_the_policy_says() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    bench.hub.change(&link, |d| d.session_hours = 1);
    bench.refresh().await;
    let tech = bench
        .hub
        .add_person("Demo Technician", "tech@example.com", "tech");
    let mut browser = bench.browser();
    bench.come(&mut browser, &tech).await.at("/");
    let sessions = &bench.login.inner.party.inner.sessions;
    let key = browser.cookie("module_portal");
    let now = crate::clock::now();
    // In use all the time, so that only the end that was told counts.
    for passed in (0..3600 - 60).step_by(600) {
        assert!(sessions.find(&key, now + passed).is_some(), "{passed}");
    }
    assert!(sessions.find(&key, now + 3601).is_none());
}

#[tokio::test]
async fn whoever_matches_nobody_for_sure_is_refused() {
    let bench = Bench::matched().await;
    bench
        .accounts
        .add(account("t1", "twin@example.com", "Twin", &[]), None);
    bench
        .accounts
        .add(account("t1", "twin@example.com", "Other twin", &[]), None);
    let mut off = account("t1", "off@example.com", "Off", &[]);
    off.active = false;
    bench.accounts.add(off, None);
    bench.linked().await;
    let mut browser = bench.browser();
    let refused =
        async |browser: &mut super::bench::Browser, email: &str, username: &str, code: &str| {
            let sub = bench.hub.add_person("Somebody", email, username);
            bench.come(browser, &sub).await.refused(code);
        };
    refused(&mut browser, "nobody@example.com", "nobody", "no_account").await;
    refused(
        &mut browser,
        "twin@example.com",
        "nobody2",
        "match_ambiguous",
    )
    .await;
    refused(
        &mut browser,
        "off@example.com",
        "nobody3",
        "account_deactivated_at_module",
    )
    .await;
    // Address and username lead to different accounts.
    refused(&mut browser, "tech@example.com", "OWNER", "match_ambiguous").await;
    let first = bench.hub.add_person("Tech", "tech@example.com", "nobody4");
    bench.come(&mut browser, &first).await.at("/");
    refused(
        &mut browser,
        "tech@example.com",
        "nobody5",
        "account_of_another_person",
    )
    .await;
    // An address that nobody proved matches nothing.
    bench
        .hub
        .set(|s| s.claims = json!({ "email_verified": false }));
    refused(&mut browser, "owner@example.com", "nobody6", "no_account").await;
    // A token for a tenant that is not linked, or that is not there.
    for tenant in ["t2", "t3", ""] {
        bench.hub.set(|s| s.claims = json!({ "tenant": tenant }));
        bench
            .come(&mut browser, &first)
            .await
            .refused("unified_login_off");
    }
}

#[tokio::test]
async fn an_account_is_made_when_that_is_on() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let new = bench.hub.add_person("New Person", "new@example.com", "new");
    let mut browser = bench.browser();
    bench.come(&mut browser, &new).await.refused("no_account");
    bench.hub.change(&link, |d| {
        d.policy.jit_provisioning = true;
        d.policy.default_role = Some("member".into());
    });
    bench.refresh().await;
    // No token can raise the role.
    bench.hub.set(|s| {
        s.claims = json!({ "role_for_new": "security-admin", "roles": ["security-admin"] })
    });
    bench
        .come(&mut browser, &new)
        .await
        .at("/")
        .has("New Person")
        .has("[\"member\"]");
    bench.come(&mut browser, &new).await.at("/");
    let made = bench
        .accounts
        .find_by("t1", AccountKey::Email("new@example.com"))
        .await
        .unwrap();
    assert_eq!(made.len(), 1);
    assert!(made[0].made_by_hub && made[0].hub_subject.as_deref() == Some(new.as_str()));
    // She has no password, so none opens her account.
    let mut other = bench.browser();
    other
        .post(
            "/local-login",
            &[("login", "new@example.com"), ("password", PASSWORD)],
        )
        .await
        .refused("wrong_credentials");
}

#[tokio::test]
async fn refusals_of_the_hub_are_told_where_they_were_met() {
    let bench = Bench::matched().await;
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    for (code, words) in [
        (
            "unified_login_invite_only",
            "currently an invite-only feature",
        ),
        ("link_needs_master", "Only a master"),
        (
            "hub_tenant_already_mapped",
            "already linked to another tenant",
        ),
        ("wrong_region", "Module URLs"),
    ] {
        bench.hub.set(|s| s.coming = Coming::Refusal(code.into()));
        let page = admin
            .post("/admin/security-settings/link", &[("log_in", "on")])
            .await;
        page.refused(code)
            .has(words)
            .has("Single Sign-on (SSO)")
            .lacks("is now enabled");
    }
    // Cancelled.
    bench
        .hub
        .set(|s| s.coming = Coming::Refusal("The person said no".into()));
    let page = admin
        .post("/admin/security-settings/link", &[("log_in", "on")])
        .await;
    page.refused("access_denied");
    // The hub does not answer.
    bench.hub.set(|s| s.away = true);
    let page = admin
        .post("/admin/security-settings/link", &[("log_in", "on")])
        .await;
    page.refused("hub_unreachable");
    bench.hub.set(|s| s.away = false);
    // At the login page, with no session.
    for code in ["hub_account_inactive", "not_granted"] {
        bench.hub.set(|s| s.coming = Coming::Refusal(code.into()));
        let mut browser = bench.browser();
        browser.get("/login").await.refused(code).has("Password");
        browser.get("/").await.at("/local-login");
    }
}

#[tokio::test]
async fn nobody_else_ends_what_an_admin_began() {
    let bench = Bench::matched().await;
    let mut tech = bench.browser();
    tech.log_in("tech@example.com").await;
    let page = tech
        .post("/admin/security-settings/link", &[("log_in", "on")])
        .await;
    page.refused("not_security_admin");
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    let page = admin
        .post_from(
            "same-site",
            "/admin/security-settings/link",
            &[("log_in", "on")],
        )
        .await;
    page.refused("other_site");
    // The hub says that it linked another tenant than was asked for: nothing is kept.
    admin
        .get("/unified-login/linked?code=x&state=y")
        .await
        .refused("login_expired");
    assert!(!bench.login.inner.policies.of("t1").linked());
}

#[tokio::test]
async fn an_answer_for_a_link_opens_no_session_and_one_for_a_login_makes_no_link() {
    let bench = Bench::matched().await;
    bench.linked().await;
    let tech = bench
        .hub
        .add_person("Demo Technician", "tech@example.com", "tech");
    bench.hub.set(|s| s.coming = Coming::Person(tech));
    for (begin, end) in [
        ("/login", "/unified-login/linked"),
        ("/admin/security-settings/link", "/login/callback"),
    ] {
        let mut browser = bench.browser();
        browser.log_in("owner@example.com").await.at("/");
        if begin != "/login" {
            bench.login.link_ended("t1").await;
        }
        let answer = browser.stop_at_answer(begin).await;
        let query = answer.query().unwrap().to_owned();
        browser
            .get(&format!("{end}?{query}"))
            .await
            .lacks("is now enabled");
        browser.get("/").await.at("/").has("Demo Owner");
    }
    assert!(!bench.login.inner.policies.of("t1").linked());
}

#[tokio::test]
async fn each_person_links_her_own_account_where_a_module_wants_that() {
    let bench = Bench::explicit().await;
    let tech = bench
        .hub
        .add_person("Demo Technician", "tech@example.com", "tech");
    let mut browser = bench.browser();
    browser.log_in("tech@example.com").await;
    browser
        .get("/my-settings")
        .await
        .lacks("Enable Login with Vestibule");
    browser
        .post("/my-settings/link", &[])
        .await
        .refused("tenant_not_linked");
    bench.linked().await;
    browser
        .get("/my-settings")
        .await
        .has("Enable Login with Vestibule");
    // Even with the same address: nobody is matched here.
    let mut other = bench.browser();
    bench
        .come(&mut other, &tech)
        .await
        .refused("account_not_linked")
        .has("Log in with Vestibule");
    bench
        .hub
        .set(|s| s.coming = Coming::Refusal("hub_person_already_linked".into()));
    browser
        .post("/my-settings/link", &[])
        .await
        .refused("hub_person_already_linked")
        .has("My Settings");
    bench.hub.set(|s| s.coming = Coming::Person(tech.clone()));
    let page = browser.post("/my-settings/link", &[]).await;
    page.at("/my-settings")
        .has("from now on")
        .has("Disable Log in with Vestibule");
    browser
        .post("/my-settings/link", &[])
        .await
        .refused("module_account_already_linked");
    bench
        .come(&mut other, &tech)
        .await
        .at("/")
        .has("Demo Technician");
    // Another person of the hub for the same account.
    let thief = bench.hub.add_person("Thief", "tech@example.com", "thief");
    bench
        .hub
        .set(|s| s.claims = json!({ "account": bench.tech.clone() }));
    bench
        .come(&mut other, &thief)
        .await
        .refused("account_of_another_person");
    bench.hub.set(|s| s.claims = json!({}));
    // Disable, after a question.
    browser
        .post("/my-settings/unlink", &[])
        .await
        .has("Disable login with Vestibule?");
    browser
        .get("/my-settings")
        .await
        .has("Disable Log in with Vestibule");
    let page = browser
        .post("/my-settings/unlink", &[("sure", "yes")])
        .await;
    page.at("/my-settings")
        .has("with your password from now on")
        .has("Enable Login with Vestibule");
    bench
        .come(&mut other, &tech)
        .await
        .refused("account_not_linked");
}

#[tokio::test]
async fn turning_off_suspends_and_turning_on_again_brings_back() {
    let bench = Bench::explicit().await;
    let tech = bench
        .hub
        .add_person("Demo Technician", "tech@example.com", "tech");
    bench.linked().await;
    let mut browser = bench.browser();
    browser.log_in("tech@example.com").await;
    bench.hub.set(|s| s.coming = Coming::Person(tech.clone()));
    browser
        .post("/my-settings/link", &[])
        .await
        .at("/my-settings");
    let mut hub_side = bench.browser();
    bench.come(&mut hub_side, &tech).await.at("/");
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    let page = admin.post("/admin/security-settings/link", &[]).await;
    page.has("Turn off logging in with Vestibule?")
        .has("One person uses it");
    let page = admin
        .post("/admin/security-settings/unlink", &[("sure", "yes")])
        .await;
    page.at("/admin/security-settings").has("is now disabled");
    // The session through the hub is over, the one by password is not.
    hub_side.get("/").await.at("/local-login");
    browser
        .get("/my-settings")
        .await
        .at("/my-settings")
        .has("Suspended");
    bench
        .come(&mut hub_side, &tech)
        .await
        .refused("unified_login_off");
    bench
        .hub
        .set(|s| s.coming = Coming::Person("mem_owner".into()));
    admin
        .post("/admin/security-settings/link", &[("log_in", "on")])
        .await
        .has("is now enabled");
    bench.hub.set(|s| s.tenant = None);
    bench.come(&mut hub_side, &tech).await.at("/");
}
