//! Something dangerous needs a new proof: the short confirmation, spoken by people at a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Browser, Page, TestHub, on_both_engines};

const CODES: &str = "/settings/recovery-codes";

fn asked(page: &Page) {
    assert_eq!(
        (page.status, page.heading()),
        (403, "Confirm that it is you"),
        "{}",
        page.body
    );
}

async fn csrf(browser: &Browser) -> String {
    let page = browser.get("/settings").await;
    page.input("csrf").to_owned()
}

/// How often an audit line begins so.
async fn entries(hub: &TestHub, start: &str) -> usize {
    hub.audit()
        .await
        .iter()
        .filter(|l| l.starts_with(start))
        .count()
}

on_both_engines! {
    async fn a_new_proof_is_asked_for_after_ten_minutes_and_leads_back(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        hub.wait(Span::seconds(599));
        assert_eq!(browser.get(CODES).await.status, 200, "the sign-in itself is a proof");
        hub.wait(Span::seconds(1));
        let page = browser.get(&format!("{CODES}?from=there")).await;
        asked(&page);
        assert_eq!(page.input("to"), "/settings/recovery-codes?from=there");
        let (to, csrf) = (page.input("to").to_owned(), page.input("csrf").to_owned());
        let before = browser.cookie("vst_session").unwrap();
        let code = technician.next_code(hub);
        let form = [("to", to.as_str()), ("strong", "yes"), ("csrf", &csrf), ("confirm_code", &code)];
        let page = browser.post("/confirm", &form).await;
        assert_eq!((page.status, page.location()), (303, to.as_str()), "{}", page.body);
        // The session goes on under a new cookie; the old one, which a thief may have, is void.
        let thief = hub.browser();
        thief.plant("vst_session", "/", &before);
        assert_eq!(thief.get("/settings").await.location(), "/sign-in");
        assert_eq!(browser.get(CODES).await.status, 200);
        hub.wait(Span::minutes(10));
        asked(&browser.get(CODES).await);
        assert_eq!(entries(hub, "session.confirmed ses_").await, 1);
    }

    async fn a_form_is_carried_through_the_confirmation(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let token = csrf(&browser).await;
        hub.wait(Span::minutes(11));
        let page = browser.post(CODES, &[("csrf", &token), ("note", "kept \"<&"), ("password", "never in a page")]).await;
        asked(&page);
        assert!(page.body.contains(&format!("action=\"{CODES}\"")), "{}", page.body);
        assert!(page.body.contains("name=\"note\" value=\"kept &#34;&#60;&#38;\""), "{}", page.body);
        assert!(!page.body.contains("never in a page"));
        let wrong = browser.post(CODES, &[("csrf", &token), ("note", "kept"), ("confirm_code", "000000")]).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.input("note"), "kept");
        let code = technician.next_code(hub);
        let page = browser.post(CODES, &[("csrf", &token), ("note", "kept"), ("confirm_code", &code)]).await;
        assert_eq!((page.status, page.body.matches("name=\"code\"").count()), (200, 10), "{}", page.body);
        assert_eq!(browser.get("/settings").await.status, 200, "the new cookie came with the answer");
        assert_eq!(entries(hub, "confirmation.refused ses_").await, 1);
        assert_eq!(entries(hub, "recovery_codes.made").await, 1);
        let told = hub.deliver().await;
        assert!(told.iter().any(|p| p.to == technician.email && p.subject.contains("recovery codes")));
    }

    async fn a_code_is_not_taken_twice_nor_another_persons_nor_a_password_for_factors(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let token = csrf(&browser).await;
        hub.wait(Span::minutes(11));
        let with = async |name: &str, value: &str| {
            browser.post(CODES, &[("csrf", token.as_str()), (name, value)]).await
        };
        let page = with("confirm_password", &technician.password).await;
        asked(&page);
        assert!(!page.body.contains("type=\"password\""), "a password is not offered here");
        let others = hub.actor("owner").next_code(hub);
        assert_eq!(with("confirm_code", &others).await.status, 422);
        let code = technician.next_code(hub);
        assert_eq!(with("confirm_code", &code).await.status, 200);
        hub.wait(Span::minutes(10));
        assert_eq!(with("confirm_code", &code).await.status, 422);
    }

    async fn a_foreign_form_and_a_foreign_address_get_nothing(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let token = csrf(&browser).await;
        hub.wait(Span::minutes(11));
        let code = technician.next_code(hub);
        let page = browser.post("/confirm", &[("to", "/settings"), ("confirm_code", &code)]).await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains("foreign_form"));
        let page = browser.post(CODES, &[("csrf", "x"), ("confirm_code", &code)]).await;
        assert!(page.body.contains("foreign_form"), "{}", page.body);
        let page = browser.post("/confirm", &[("to", "//evil.example/"), ("csrf", &token), ("confirm_password", &technician.password)]).await;
        assert_eq!((page.status, page.location()), (303, "/"));
    }

    async fn guessing_in_a_stolen_session_is_slowed_like_the_sign_in(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let token = csrf(&browser).await;
        hub.wait(Span::minutes(11));
        // A thief has the session, not the device cookie.
        let thief = hub.browser();
        thief.plant("vst_session", "/", &browser.cookie("vst_session").unwrap());
        let mut statuses = Vec::new();
        for _ in 0..8 {
            let form = [("csrf", token.as_str()), ("to", "/"), ("confirm_password", "a guess of a thief")];
            statuses.push(thief.post("/confirm", &form).await.status);
        }
        assert_eq!(&statuses[..5], [422; 5]);
        assert!(statuses[5..].iter().all(|s| *s == 429), "{statuses:?}");
        // The front door counts the same guesses; her own browser is not slowed.
        let stranger = hub.browser();
        let path = technician.identify(&stranger).await;
        let page = stranger.post(&path, &[("password", &technician.password)]).await;
        assert_eq!(page.status, 429);
        let own = browser.post("/confirm", &[("csrf", &token), ("to", "/settings"), ("confirm_password", &technician.password)]).await;
        assert_eq!(own.status, 303, "{}", own.body);
    }

    async fn tokens_keep_the_moment_of_the_sign_in(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let before = testkit::Party::PORTAL.tokens(&browser).await;
        let token = csrf(&browser).await;
        hub.wait(Span::minutes(11));
        let form = [("csrf", token.as_str()), ("to", "/"), ("confirm_password", &technician.password)];
        assert_eq!(browser.post("/confirm", &form).await.status, 303);
        let after = testkit::Party::PORTAL.tokens(&browser).await;
        let auth_time = |tokens: &serde_json::Value| {
            tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap().to_owned()
        };
        let claim = |payload: &str| {
            let bytes = decode(payload);
            let claims: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            (claims["auth_time"].as_i64().unwrap(), claims["amr"].clone())
        };
        assert_eq!(claim(&auth_time(&before)), claim(&auth_time(&after)));
    }
}

fn decode(text: &str) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|l| *l == letter).unwrap();
        held = held << 6 | u32::try_from(value).unwrap();
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
        }
    }
    out
}
