//! Devices without a keyboard (RFC 8628).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use serde_json::Value;
use testkit::{Browser, Page, Party, TestHub, on_both_engines};

const TOOL: Party = Party::TOOL;
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The public client of the command line tool may begin devices.
async fn with_devices(hub: &TestHub) {
    hub.apply(&format!("[[partner]]\nname = \"Example MSP\"\n[[partner.module]]\nkey = \"tool\"\nname = \"Command line tool\"\nurl = \"https://tool.example.com/\"\n[partner.module.client]\nid = \"tool\"\nauth_method = \"none\"\nid_token_alg = \"EdDSA\"\ngrant_types = [\"{GRANT}\", \"refresh_token\"]\n")).await.unwrap();
}

async fn begin(device: &Browser) -> Value {
    let page = TOOL
        .call(
            device,
            "/oidc/device",
            &[("scope", "openid email offline_access secret")],
        )
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

async fn poll(device: &Browser, begun: &Value) -> Page {
    TOOL.call(
        device,
        "/oidc/token",
        &[
            ("grant_type", GRANT),
            ("device_code", begun["device_code"].as_str().unwrap()),
        ],
    )
    .await
}

fn error(page: &Page) -> String {
    page.json()["error"].as_str().unwrap_or("none").to_owned()
}

/// Types the code; the page that comes.
async fn type_code(browser: &Browser, code: &str) -> Page {
    let csrf = browser.get("/device").await.input("csrf").to_owned();
    browser
        .post("/device", &[("csrf", &csrf), ("code", code)])
        .await
}

async fn answer(browser: &Browser, page: &Page, answer: &str) -> Page {
    let (csrf, code) = (page.input("csrf").to_owned(), page.input("code").to_owned());
    browser
        .post(
            "/device/answer",
            &[("csrf", &csrf), ("code", &code), ("answer", answer)],
        )
        .await
}

on_both_engines! {
    async fn a_device_is_allowed_once_by_its_person(hub) {
        with_devices(hub).await;
        let device = hub.browser();
        let begun = begin(&device).await;
        assert_eq!((begun["expires_in"].as_i64(), begun["interval"].as_i64()), (Some(600), Some(5)));
        assert_eq!(begun["verification_uri"], format!("{}/device", hub.base));
        let shown = begun["user_code"].as_str().unwrap();
        assert_eq!(begun["verification_uri_complete"], format!("{}/device?code={shown}", hub.base));
        assert_eq!(error(&poll(&device, &begun).await), "authorization_pending");
        assert_eq!(error(&poll(&device, &begun).await), "slow_down", "RFC 8628, 3.5");
        hub.wait(Span::seconds(6));
        assert_eq!(error(&poll(&device, &begun).await), "slow_down", "ten seconds are due now");
        hub.wait(Span::seconds(15));
        assert_eq!(error(&poll(&device, &begun).await), "authorization_pending");
        // Not signed in: the sign-in leads back to the code.
        let technician = hub.actor("technician");
        let browser = hub.browser();
        let page = browser.get(&format!("/device?code={shown}")).await;
        let path = page.location().to_owned();
        assert!(path.starts_with("/sign-in?device="), "{path}");
        let page = browser.post(&path, &[("identifier", &technician.email)]).await;
        let path = page.location().to_owned();
        let page = technician.sign_in_with(hub, &browser, &path).await;
        let page = browser.follow(page).await;
        assert_eq!((page.heading(), page.input("code")), ("Connect a device", shown), "filled in, not sent");
        // Typed in small letters with spaces.
        let page = type_code(&browser, &shown.replace('-', " ").to_lowercase()).await;
        assert_eq!(page.heading(), "Allow this device?");
        for part in [shown, "Command line tool", "127.0.0.1", "technician@example.com"] {
            assert!(page.body.contains(part), "{part}");
        }
        hub.wait(Span::seconds(20));
        assert_eq!(error(&poll(&device, &begun).await), "authorization_pending", "looking allows nothing");
        let done = answer(&browser, &page, "allow").await;
        assert_eq!(done.heading(), "The device is connected");
        assert_eq!(answer(&browser, &page, "deny").await.status, 422, "answered already");
        // Another client cannot fetch it; its own does once.
        let other = Party::PORTAL.call(&device, "/oidc/token", &[("grant_type", GRANT), ("device_code", begun["device_code"].as_str().unwrap())]).await;
        assert_eq!(error(&other), "unauthorized_client");
        let (a, b) = tokio::join!(poll(&device, &begun), poll(&device, &begun));
        let (good, bad) = if a.status == 200 { (a, b) } else { (b, a) };
        assert_eq!((good.status, error(&bad).as_str()), (200, "invalid_grant"), "of two one wins");
        let tokens = good.json();
        assert_eq!(tokens["scope"], "openid email offline_access", "what it may have of what it asked for");
        assert!(tokens["id_token"].is_string() && tokens["refresh_token"].is_string());
        assert_eq!(TOOL.refresh(&device, tokens["refresh_token"].as_str().unwrap()).await.status, 200);
        let info = device.request("GET", "/oidc/userinfo").bearer_auth(tokens["access_token"].as_str().unwrap());
        assert_eq!(device.send(info, "/oidc/userinfo").await.json()["email"], "technician@example.com");
        assert!(hub.audit().await.iter().any(|l| l.starts_with("device.allowed")));
    }

    async fn a_no_and_too_long_a_wait_end_it(hub) {
        with_devices(hub).await;
        let device = hub.browser();
        let browser = hub.actor("technician").sign_in(hub).await;
        let begun = begin(&device).await;
        let page = type_code(&browser, begun["user_code"].as_str().unwrap()).await;
        assert_eq!(answer(&browser, &page, "").await.heading(), "The device was turned away", "anything but a plain yes");
        assert_eq!(error(&poll(&device, &begun).await), "access_denied");
        let begun = begin(&device).await;
        let page = type_code(&browser, begun["user_code"].as_str().unwrap()).await;
        hub.wait(Span::minutes(10));
        assert_eq!(error(&poll(&device, &begun).await), "expired_token");
        assert_eq!(answer(&browser, &page, "allow").await.status, 422, "too late for her too");
        assert_eq!(error(&poll(&device, &serde_json::json!({"device_code": "nonsense"})).await), "invalid_grant");
    }

    async fn who_may_not_enter_cannot_allow_it(hub) {
        with_devices(hub).await;
        let device = hub.browser();
        let begun = begin(&device).await;
        let sales = hub.actor("sales").sign_in(hub).await;
        let page = type_code(&sales, begun["user_code"].as_str().unwrap()).await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains("not_granted"), "{}", page.body);
        let csrf = sales.get("/device").await.input("csrf").to_owned();
        let page = sales.post("/device/answer", &[("csrf", &csrf), ("code", begun["user_code"].as_str().unwrap()), ("answer", "allow")]).await;
        assert_eq!(page.status, 403, "nor by leaving out the question");
        let other = hub.actor("second").sign_in(hub).await;
        assert!(type_code(&other, begun["user_code"].as_str().unwrap()).await.body.contains("not_at_partner"));
        hub.wait(Span::seconds(5));
        assert_eq!(error(&poll(&device, &begun).await), "authorization_pending");
        assert!(hub.audit().await.iter().any(|l| l.starts_with("module.refused") && l.ends_with("not_granted")));
        // A form of another site does nothing.
        let technician = hub.actor("technician").sign_in(hub).await;
        let page = technician.post("/device/answer", &[("code", begun["user_code"].as_str().unwrap()), ("answer", "allow")]).await;
        assert_eq!(page.status, 403, "no form token");
    }

    async fn codes_cannot_be_tried_out(hub) {
        with_devices(hub).await;
        let device = hub.browser();
        let begun = begin(&device).await;
        let browser = hub.actor("technician").sign_in(hub).await;
        let mut slow = 0;
        for n in 0..8 {
            let page = type_code(&browser, &format!("BBBB-BBB{}", char::from(b"BCDFGHJK"[n]))).await;
            slow += usize::from(page.status == 429);
        }
        assert!(slow >= 2, "{slow}");
        assert_eq!(type_code(&browser, begun["user_code"].as_str().unwrap()).await.status, 429, "not even the right one");
        hub.wait(Span::minutes(5));
        assert_eq!(type_code(&browser, begun["user_code"].as_str().unwrap()).await.status, 200);
    }

    async fn only_registered_clients_begin_devices(hub) {
        let device = hub.browser();
        let page = TOOL.call(&device, "/oidc/device", &[("scope", "openid")]).await;
        assert_eq!(error(&page), "unauthorized_client");
        with_devices(hub).await;
        for (form, code) in [(&[("resource", "https://api.example.com/")][..], "invalid_target"), (&[("scope", "a\"b")], "invalid_scope")] {
            assert_eq!(error(&TOOL.call(&device, "/oidc/device", form).await), code);
        }
        let stranger = Party { secret: "wrong-wrong-wrong-wrong-wrong-wrong", ..Party::PORTAL };
        assert_eq!(stranger.call(&device, "/oidc/device", &[]).await.status, 401);
        let told = device.get("/.well-known/openid-configuration").await.json();
        assert_eq!(told["device_authorization_endpoint"], format!("{}/oidc/device", hub.base));
        assert!(told["grant_types_supported"].as_array().unwrap().contains(&GRANT.into()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_turned_off_is_refused_and_not_in_discovery() {
    let hub = TestHub::start_with(testkit::Kind::Sqlite, |settings| {
        settings.protocol.device_flow = false;
        settings.protocol.pushed_requests = false;
    })
    .await
    .unwrap();
    with_devices(&hub).await;
    let browser = hub.actor("technician").sign_in(&hub).await;
    let page = TOOL
        .call(&browser, "/oidc/device", &[("scope", "openid")])
        .await;
    assert_eq!(error(&page), "unauthorized_client");
    let page = type_code(&browser, "WDJB-MJHT").await;
    assert!(page.body.contains("device_flow_off"), "{}", page.body);
    let parameters = Party::PORTAL.parameters(&[]);
    let form: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        error(&Party::PORTAL.call(&browser, "/oidc/par", &form).await),
        "invalid_request"
    );
    let told = browser
        .get("/.well-known/openid-configuration")
        .await
        .json();
    for key in [
        "device_authorization_endpoint",
        "pushed_authorization_request_endpoint",
        "require_pushed_authorization_requests",
    ] {
        assert!(told.get(key).is_none(), "{key}");
    }
    assert!(
        !told["grant_types_supported"]
            .as_array()
            .unwrap()
            .contains(&GRANT.into())
    );
}
