//! Passwords of the module.

use super::bench::{Bench, PASSWORD, account};
use crate::{AccountChange, Accounts};

#[tokio::test]
async fn a_password_opens_and_logging_out_closes() {
    let bench = Bench::matched().await;
    let mut browser = bench.browser();
    browser
        .get("/?a=b")
        .await
        .at("/local-login")
        .has("Log In with Vestibule");
    let page = browser
        .post(
            "/local-login",
            &[
                ("login", "TECH@example.com"),
                ("password", PASSWORD),
                ("return_to", "/?x=y"),
            ],
        )
        .await;
    page.at("/").has("Demo Technician").has("\"hub\":false");
    assert_eq!(page.url.query(), Some("x=y"));
    browser.get("/local-login").await.at("/");
    browser
        .get("/my-settings")
        .await
        .at("/my-settings")
        .has("with a password of Partner Portal");
    browser
        .get("/admin/security-settings")
        .await
        .refused("not_security_admin");
    browser
        .get("/logout")
        .await
        .has("Log out?")
        .lacks("logs you out of Vestibule");
    browser
        .post_from("cross-site", "/logout", &[])
        .await
        .refused("other_site");
    browser.get("/").await.at("/");
    browser.post("/logout", &[]).await;
    browser.get("/").await.at("/local-login");
    let known = bench
        .accounts
        .find("t1", &bench.tech)
        .await
        .unwrap()
        .unwrap();
    assert!(known.last_local_login.is_some());
}

#[tokio::test]
async fn wrong_passwords_and_too_many() {
    let bench = Bench::matched().await;
    let mut browser = bench.browser();
    for password in ["", "wrong"] {
        let form = [("login", "tech@example.com"), ("password", password)];
        browser
            .post("/local-login", &form)
            .await
            .refused("wrong_credentials")
            .lacks("wrong\"");
    }
    for _ in 0..4 {
        let form = [("login", "tech@example.com"), ("password", "wrong")];
        browser.post("/local-login", &form).await;
    }
    let right = browser.log_in("tech@example.com").await;
    assert_eq!(right.status, 429);
    right.has("too_many_tries");
    browser.log_in("owner@example.com").await.at("/");
    let page = browser
        .post_from("cross-site", "/local-login", &[("login", "x")])
        .await;
    page.refused("other_site");
    // An open redirect leads home.
    let mut other = bench.browser();
    let form = [
        ("login", "owner@example.com"),
        ("password", PASSWORD),
        ("return_to", "//evil.example"),
    ];
    other.post("/local-login", &form).await.at("/");
}

#[tokio::test]
async fn a_deactivated_account_loses_its_session() {
    let bench = Bench::matched().await;
    let mut browser = bench.browser();
    browser.log_in("tech@example.com").await.at("/");
    let off = AccountChange::SetActive(false);
    bench
        .login
        .change_account("t1", &bench.tech, None, off)
        .await
        .unwrap();
    browser.get("/").await.at("/local-login");
    browser
        .log_in("tech@example.com")
        .await
        .refused("account_deactivated");
}

#[tokio::test]
async fn several_accounts_are_chosen_from() {
    let bench = Bench::matched().await;
    let twin = account("t2", "tech@example.com", "Consultant", &["member"]);
    bench.accounts.add(twin, Some(PASSWORD));
    let mut browser = bench.browser();
    let page = browser.log_in("tech@example.com").await;
    page.has("Choose which account to open")
        .has("Example MSP")
        .has("Example Reseller");
    let key = page.text.split("name=\"key\" value=\"").nth(1).unwrap();
    let key = key.split('"').next().unwrap().to_owned();
    let choose = |n: &'static str, key: &str| [("key", key.to_owned()), ("account", n.to_owned())];
    let mut thief = bench.browser();
    let form = choose("1", &key);
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    thief
        .post("/local-login/choose", &form)
        .await
        .refused("login_expired");
    browser
        .post("/local-login/choose", &form)
        .await
        .at("/")
        .has("Consultant");
    browser
        .post("/local-login/choose", &form)
        .await
        .refused("login_expired");
}

#[tokio::test]
async fn every_answer_is_safe() {
    let bench = Bench::matched().await;
    for path in [
        "/",
        "/local-login",
        "/nothing",
        "/admin/security-settings",
        "/unified-login/style.css",
    ] {
        let answer = bench
            .http
            .get(format!("{}{path}", bench.base))
            .send()
            .await
            .unwrap();
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'"),
            "{path}"
        );
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
    let manifest = bench
        .http
        .get(format!("{}/.well-known/unified-login", bench.base));
    let manifest = manifest.send().await.unwrap().bytes().await.unwrap();
    let read = unified_login::Manifest::read(&manifest, &bench.base).unwrap();
    assert_eq!(read.name, "Partner Portal");
    assert!(read.scim.unwrap().ends_with("/scim/v2"));
}
