//! The page Security Settings, and what its switches do.

use super::bench::{Bench, account};
use crate::fake_hub::Coming;

const HERE: &str = "/admin/security-settings";

#[tokio::test]
async fn sections_come_with_log_in() {
    let bench = Bench::matched().await;
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    let page = admin.get(HERE).await;
    page.at(HERE)
        .has("Enable Login with Vestibule")
        .lacks("Require Log In")
        .lacks("User Exceptions");
    bench.linked().await;
    let page = admin.get(HERE).await;
    page.has("Require Log In with Vestibule")
        .has("Enable Automatic User Creation")
        .has("Select default role for JIT implementation")
        .has("Enable Automatic User Deactivation")
        .has("Authenticators and passkeys for Unified Login")
        .lacks("User Exceptions")
        .lacks("value=\"security-admin\"");
}

#[tokio::test]
async fn require_shows_whom_it_shuts_out_and_then_does() {
    let bench = Bench::matched().await;
    let sales = account("t1", "sales@example.com", "Demo Sales", &["member"]);
    let sales = bench.accounts.add(sales, Some(super::bench::PASSWORD));
    let several = account("t1", "both@example.com", "Demo Consultant", &["member"]);
    bench.accounts.add(several, Some(super::bench::PASSWORD));
    bench
        .accounts
        .add(account("t2", "both@example.com", "Same", &[]), None);
    let mut primary = account("t1", "first@example.com", "Demo Primary", &["member"]);
    primary.primary = true;
    bench.accounts.add(primary, Some(super::bench::PASSWORD));
    bench.linked().await;
    let row = |id: &str, name: &str| {
        (
            id.to_owned(),
            name.to_owned(),
            "No hub account with this email".to_owned(),
        )
    };
    bench.hub.set(|s| {
        s.shut_out = vec![
            row(&bench.tech, "Demo Technician"),
            row(&sales, "Demo Sales"),
        ]
    });
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    let mut tech = bench.browser();
    tech.log_in("tech@example.com").await.at("/");
    let require = format!("{HERE}/require");
    let page = admin.post(&require, &[("require", "on")]).await;
    page.refused("people_shut_out")
        .has("2 people could not log in")
        .has("No hub account with this email");
    tech.get("/").await.at("/");
    // A number that is not the one of now asks again.
    let page = admin
        .post(&require, &[("require", "on"), ("shut_out", "1")])
        .await;
    page.refused("people_shut_out");
    // An exception from the list goes on with what was begun.
    let form = [
        ("account", sales.as_str()),
        ("exception", "yes"),
        ("then", "require"),
    ];
    let page = admin.post(&format!("{HERE}/exceptions"), &form).await;
    page.refused("people_shut_out")
        .has("One person could not log in")
        .lacks("Demo Sales");
    let page = admin
        .post(&require, &[("require", "on"), ("shut_out", "1")])
        .await;
    page.at(HERE).has("is now required").has("User Exceptions");
    // The session of before does not outlive it; her password is refused with the button beside.
    tech.get("/").await.at("/local-login");
    let page = tech.log_in("tech@example.com").await;
    page.refused("unified_login_required")
        .has("Log In with Vestibule");
    for let_in in [
        "owner@example.com",
        "sales@example.com",
        "both@example.com",
        "first@example.com",
    ] {
        bench.browser().log_in(let_in).await.at("/");
    }
    // A wrong password says nothing of the policy.
    let form = [("login", "tech@example.com"), ("password", "wrong")];
    tech.post("/local-login", &form)
        .await
        .refused("wrong_credentials");
    let page = admin.get(&format!("{HERE}?q=demo")).await;
    page.has("Security Admins are always exempt")
        .has("Primary users are always exempt")
        .has("multiple Resellers or MSPs are always exempt");
    admin
        .get(&format!("{HERE}?q=nobody%3Cb%3E"))
        .await
        .has("Nobody fits")
        .lacks("nobody<b>");
    // Plus and dustbin.
    let form = [("account", bench.tech.as_str()), ("exception", "yes")];
    admin
        .post(&format!("{HERE}/exceptions"), &form)
        .await
        .at(HERE)
        .has("The exception was added.");
    tech.log_in("tech@example.com").await.at("/");
    let form = [("account", bench.tech.as_str()), ("exception", "no")];
    admin
        .post(&format!("{HERE}/exceptions"), &form)
        .await
        .has("The exception was removed.");
    tech.get("/").await.at("/local-login");
    let form = [("account", bench.admin.as_str()), ("exception", "yes")];
    admin
        .post(&format!("{HERE}/exceptions"), &form)
        .await
        .refused("exempt_already");
    admin
        .post(&format!("{HERE}/exceptions"), &[("account", "99")])
        .await
        .refused("no_account");
    admin
        .post(&require, &[])
        .await
        .at(HERE)
        .has("Both ways")
        .lacks("User Exceptions");
    tech.log_in("tech@example.com").await.at("/");
}

#[tokio::test]
async fn creation_and_deactivation_are_saved() {
    let bench = Bench::start({
        let mut manifest = crate::manifest("Partner Portal");
        manifest.roles.insert(
            1,
            unified_login::RoleEntry {
                key: "admin".into(),
                title: "Admin".into(),
                high: true,
                security_admin: false,
            },
        );
        manifest.defaults.push(unified_login::DefaultField {
            key: "department".into(),
            title: "Department".into(),
            required: true,
            choices: vec!["Service".into()],
        });
        manifest
    })
    .await;
    bench.linked().await;
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    let creation = format!("{HERE}/creation");
    admin
        .post(&creation, &[("creation", "on")])
        .await
        .refused("default_role_missing");
    let form = [("creation", "on"), ("default_role", "member")];
    admin
        .post(&creation, &form)
        .await
        .refused("default_value_missing");
    let form = [
        ("creation", "on"),
        ("default_role", "admin"),
        ("field.department", "Service"),
    ];
    let page = admin.post(&creation, &form).await;
    assert_eq!(page.status, 409);
    page.has("high level of access")
        .has("name=\"high_role\" value=\"yes\"")
        .has("value=\"admin\"");
    let form = [
        ("creation", "on"),
        ("default_role", "security-admin"),
        ("field.department", "Service"),
        ("high_role", "yes"),
    ];
    admin
        .post(&creation, &form)
        .await
        .refused("default_role_forbidden");
    let form = [
        ("creation", "on"),
        ("default_role", "member"),
        ("field.department", "Service"),
    ];
    admin
        .post(&creation, &form)
        .await
        .at(HERE)
        .has("Automatic User Creation was saved.");
    let page = admin
        .post(&format!("{HERE}/deactivation"), &[("deactivation", "on")])
        .await;
    page.at(HERE).has("Automatic User Deactivation was saved.");
    let document = bench.login.inner.policies.of("t1").document.unwrap();
    assert!(document.policy.jit_provisioning && document.policy.deprovisioning);
    assert_eq!(document.policy.defaults["department"], "Service");
    // Turning Log In off says what goes with it.
    let page = admin.post(&format!("{HERE}/unlink"), &[]).await;
    page.has("Automatic User Creation")
        .has("Automatic User Deactivation")
        .has("Turn off");
    admin.get(HERE).await.has("Log In enabled");
    let page = admin
        .post(&format!("{HERE}/unlink"), &[("sure", "yes")])
        .await;
    page.at(HERE)
        .has("is now disabled")
        .has("Enable Login with Vestibule");
}

#[tokio::test]
async fn two_admins_at_once_and_a_hub_that_is_away() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    let mut admin = bench.browser();
    admin.log_in("owner@example.com").await;
    bench.hub.change(&link, |d| d.policy.deprovisioning = true);
    let form = [("creation", "on"), ("default_role", "member")];
    let page = admin.post(&format!("{HERE}/creation"), &form).await;
    page.refused("policy_changed_meanwhile");
    // The page has what is there now, so that the next try counts.
    admin
        .post(&format!("{HERE}/creation"), &form)
        .await
        .at(HERE);
    // What the hub changes by itself is no other admin.
    bench.hub.change(&link, |d| {
        d.deactivated.insert("somebody".into());
    });
    let form = [("default_role", "member")];
    let page = admin.post(&format!("{HERE}/creation"), &form).await;
    page.at(HERE).has("Automatic User Creation was saved.");
    bench.hub.set(|s| s.away = true);
    let page = admin.post(&format!("{HERE}/deactivation"), &[]).await;
    page.refused("hub_unreachable").has("nothing was changed");
    assert!(bench.login.refresh_all().await.is_err());
    // Logins go on without it.
    bench.browser().log_in("tech@example.com").await.at("/");
}

#[tokio::test]
async fn what_was_kept_holds_after_a_restart_and_old_documents_do_not() {
    let bench = Bench::matched().await;
    let link = bench.linked().await;
    bench
        .hub
        .change(&link, |d| d.policy.require_unified_login = true);
    bench.refresh().await;
    // Another program on the same store, while the hub is away.
    bench.hub.set(|s| s.away = true);
    let again = Bench::open(
        &bench.hub,
        &bench.base,
        crate::manifest("Partner Portal"),
        &bench.accounts,
    )
    .await;
    let tech = crate::Accounts::find(&bench.accounts, "t1", &bench.tech)
        .await
        .unwrap()
        .unwrap();
    assert!(again.decide_local_login(&tech).is_err());
    let admin = crate::Accounts::find(&bench.accounts, "t1", &bench.admin)
        .await
        .unwrap()
        .unwrap();
    assert!(again.decide_local_login(&admin).is_ok());
    bench.hub.set(|s| s.away = false);
    // A replay of an older version changes nothing.
    bench.hub.set(|s| {
        let document = &mut s.links.get_mut(&link).unwrap().document;
        document.version -= 1;
        document.policy.require_unified_login = false;
    });
    bench.refresh().await;
    assert!(bench.login.decide_local_login(&tech).is_err());
    // The hub forgot the link: nobody is locked out.
    bench.hub.set(|s| s.links.clear());
    bench.refresh().await;
    assert!(bench.login.decide_local_login(&tech).is_ok());
    // The policy is lost and the link is not: only the exempt get in.
    bench
        .hub
        .set(|s| s.coming = Coming::Person("mem_owner".into()));
    let mut browser = bench.browser();
    browser.log_in("owner@example.com").await;
    browser
        .post(&format!("{HERE}/link"), &[("log_in", "on")])
        .await
        .at(HERE);
    crate::Accounts::keep(&bench.accounts, "policy/t1", None)
        .await
        .unwrap();
    let again = Bench::open(
        &bench.hub,
        &bench.base,
        crate::manifest("Partner Portal"),
        &bench.accounts,
    )
    .await;
    assert_eq!(
        again.decide_local_login(&tech),
        Err(unified_login::LocalRefusal::PolicyUnknown)
    );
    assert!(again.decide_local_login(&admin).is_ok());
}
