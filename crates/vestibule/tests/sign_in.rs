//! Signing in, activation and recovery, spoken by people at a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Browser, TestHub, on_both_engines};

/// Enrols an authenticator on the page that is due and goes past the recovery codes.
async fn enrol(hub: &TestHub, browser: &Browser, path: &str) -> (String, Vec<String>) {
    let page = browser.get(path).await;
    assert_eq!(page.heading(), "Set up your authenticator", "{}", page.body);
    let typed: String = page
        .between("id=\"secret\">", "</dd>")
        .split_whitespace()
        .collect();
    let secret =
        kernel::Secret::new(protocol::totp::from_base32(&typed).expect("base32 on the page"));
    let wrong = browser.post(path, &[("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    let code = protocol::totp::code_at(&secret, hub.now()).unwrap();
    let page = browser.post(path, &[("code", &code)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let page = browser.get(path).await;
    let file = browser.get(&format!("{path}/recovery-codes.txt")).await;
    let codes: Vec<String> = file
        .body
        .lines()
        .filter(|l| l.len() == 11)
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), 10, "{}", file.body);
    assert!(codes.iter().all(|c| page.body.contains(c.as_str())));
    let unsaved = browser.post(path, &[]).await;
    assert_eq!(unsaved.status, 422, "the codes must be confirmed");
    let page = browser.post(path, &[("saved", "yes")]).await;
    let page = browser.follow(page).await;
    assert_eq!(page.heading(), "My Modules", "{}", page.body);
    (typed, codes)
}

on_both_engines! {
    async fn email_password_code_then_my_modules(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let page = browser.get("/modules").await;
        assert!(page.body.contains("Partner Portal"));
        assert!(browser.get("/sign-in").await.location() == "/", "whoever is signed in goes on");
        assert!(hub.audit().await.iter().any(|l| l.starts_with("session.begun ses_")));
    }

    async fn username_asks_for_the_company_name(hub) {
        let technician = hub.actor("technician");
        for company in ["Example MSP", "  example   msp "] {
            let browser = hub.browser();
            let path = browser.post("/sign-in", &[("identifier", "TECH")]).await.location().to_owned();
            assert_eq!(browser.get(&path).await.heading(), "Your company");
            let empty = browser.post(&path, &[("company", "")]).await;
            assert_eq!(empty.status, 422);
            browser.post(&path, &[("company", company)]).await;
            let page = technician.sign_in_with(hub, &browser, &path).await;
            assert_eq!(page.location(), "/modules");
        }
        // The same username at another company is another person, or nobody.
        let browser = hub.browser();
        let path = browser.post("/sign-in", &[("identifier", "tech")]).await.location().to_owned();
        browser.post(&path, &[("company", "Second MSP")]).await;
        let page = browser.post(&path, &[("password", &technician.password)]).await;
        assert_eq!(page.status, 422);
    }

    async fn an_invited_member_activates_enrols_and_comes_in(hub) {
        let link = hub.mailed_link("newcomer@example.com").await;
        let browser = hub.browser();
        // Mail scanners open links: looking does not use it up.
        for _ in 0..3 {
            assert_eq!(browser.get(&link).await.heading(), "Activate your account");
        }
        let weak = browser.post(&link, &[("display_name", "Demo Newcomer"), ("password", "newcomer12"), ("repeat", "newcomer12")]).await;
        assert_eq!(weak.status, 422);
        assert!(weak.body.contains("too easy to guess"), "{}", weak.body);
        assert!(weak.body.contains("value=\"Demo Newcomer\""), "what was typed stays");
        let good = "quiet lamps over the harbour";
        let differ = browser.post(&link, &[("display_name", "Demo Newcomer"), ("password", good), ("repeat", "x")]).await;
        assert!(differ.body.contains("not the same"));
        let page = browser.post(&link, &[("display_name", "Demo Newcomer"), ("password", good), ("repeat", good)]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let path = page.location().to_owned();
        let (secret, _) = enrol(hub, &browser, &path).await;
        assert_eq!(browser.get(&link).await.status, 410, "the link is used up");
        // And once more from the front, as every day from now on.
        let newcomer = testkit::Actor { email: "newcomer@example.com".into(), password: good.into(), totp_secret: secret, client: false };
        newcomer.sign_in(hub).await;
        let subjects: Vec<String> = hub.deliver().await.into_iter().map(|p| p.subject).collect();
        assert!(subjects.iter().any(|s| s.to_lowercase().contains("authenticator")), "{subjects:?}");
    }

    async fn an_old_link_is_refused_and_a_new_one_comes_by_forgot_password(hub) {
        let link = hub.mailed_link("newcomer@example.com").await;
        hub.wait(Span::days(8));
        let browser = hub.browser();
        let page = browser.get(&link).await;
        assert_eq!(page.status, 410);
        assert!(page.body.contains("link_expired"));
        browser.post("/forgot", &[("identifier", "newcomer@example.com")]).await;
        let again = hub.mailed_link("newcomer@example.com").await;
        assert_ne!(link, again);
        assert_eq!(browser.get(&again).await.status, 200);
    }

    async fn a_recovery_code_works_once_and_its_use_is_told(hub) {
        // The newcomer has recovery codes, as she enrolled by herself.
        let link = hub.mailed_link("newcomer@example.com").await;
        let browser = hub.browser();
        let good = "quiet lamps over the harbour";
        let path = browser.post(&link, &[("display_name", "N"), ("password", good), ("repeat", good)]).await.location().to_owned();
        let (secret, codes) = enrol(hub, &browser, &path).await;
        let newcomer = testkit::Actor { email: "newcomer@example.com".into(), password: good.into(), totp_secret: secret, client: false };
        for (code, expected) in [(codes[0].to_uppercase(), 303), (codes[0].clone(), 422), ("nonsense".into(), 422), (codes[1].clone(), 303)] {
            let browser = hub.browser();
            let path = newcomer.identify(&browser).await;
            browser.post(&path, &[("password", good)]).await;
            let recovery = format!("{path}/recovery");
            assert_eq!(browser.get(&recovery).await.status, 200);
            let page = browser.post(&recovery, &[("code", &code)]).await;
            assert_eq!(page.status, expected, "{code}: {}", page.body);
        }
        let told = hub.deliver().await.iter().filter(|p| p.subject.contains("recovery code")).count();
        assert_eq!(told, 2);
    }

    async fn a_forgotten_password_is_set_by_mail_and_ends_all_sessions(hub) {
        let technician = hub.actor("technician");
        let other = technician.sign_in(hub).await;
        let browser = hub.browser();
        let sent = browser.post("/forgot", &[("identifier", "technician@example.com")]).await;
        assert!(sent.body.contains("no-reply@example.com"), "the fixed sender is named");
        let link = hub.mailed_link("technician@example.com").await;
        assert!(link.contains("/reset/"));
        let new = "nine brass bells in winter";
        let page = browser.post(&link, &[("password", new), ("repeat", new)]).await;
        let path = page.location().to_owned();
        assert_eq!(browser.get(&path).await.heading(), "Enter your code", "the second factor is still asked for");
        assert_eq!(other.get("/modules").await.status, 303, "other sessions ended");
        let page = browser.post(&path, &[("code", &technician.next_code(hub))]).await;
        assert_eq!(page.location(), "/modules");
        let old = hub.browser();
        let path = technician.identify(&old).await;
        assert_eq!(old.post(&path, &[("password", &technician.password)]).await.status, 422);
        let subjects: Vec<String> = hub.deliver().await.into_iter().map(|p| p.subject).collect();
        assert!(subjects.iter().any(|s| s.contains("password was changed")), "{subjects:?}");
    }

    async fn known_at_two_partners_she_chooses_and_may_choose_again(hub) {
        let consultant = hub.actor("consultant");
        let browser = hub.browser();
        let path = consultant.identify(&browser).await;
        let page = consultant.sign_in_with(hub, &browser, &path).await;
        assert_eq!(page.location(), path);
        let page = browser.get(&path).await;
        assert_eq!(page.heading(), "Choose an account");
        assert!(page.body.contains("Example MSP") && page.body.contains("Second MSP"));
        let stranger = browser.post(&path, &[("affiliation", "mem_00000000000070008000000000000000")]).await;
        assert_eq!(stranger.status, 403);
        let first = page.between("name=\"affiliation\" value=\"", "\"").to_owned();
        let page = browser.post(&path, &[("affiliation", &first)]).await;
        assert_eq!(page.location(), "/modules");
        let one = browser.get("/modules").await;
        let page = browser.get("/choose").await;
        let path = page.location().to_owned();
        let page = browser.get(&path).await;
        let other = page.body.split("name=\"affiliation\" value=\"").skip(1).map(|p| p.split('"').next().unwrap()).find(|v| *v != first).unwrap().to_owned();
        let page = browser.post(&path, &[("affiliation", &other)]).await;
        let two = browser.follow(page).await;
        assert_ne!(one.body.contains("Partner Portal"), two.body.contains("Partner Portal"));
    }

    async fn an_invitation_of_a_second_partner_is_accepted_with_the_login_she_has(hub) {
        let text = "[[partner]]\nname = \"Third MSP\"\n[[partner.member]]\nemail = \"technician@example.com\"\nname = \"Somebody Else\"\n";
        hub.apply(text).await.unwrap();
        let link = hub.mailed_link("technician@example.com").await;
        let technician = hub.actor("technician");
        // Somebody else who got hold of the mail cannot accept with her own login.
        let sales = hub.actor("sales");
        let browser = hub.browser();
        assert_eq!(browser.get(&link).await.status, 200);
        let path = browser.post(&link, &[]).await.location().to_owned();
        browser.post(&path, &[("identifier", &sales.email)]).await;
        let page = sales.sign_in_with(hub, &browser, &path).await;
        assert_eq!(page.status, 403, "{}", page.body);
        let browser = hub.browser();
        let path = browser.post(&link, &[]).await.location().to_owned();
        browser.post(&path, &[("identifier", &technician.email)]).await;
        let page = technician.sign_in_with(hub, &browser, &path).await;
        let page = browser.follow(page).await;
        assert!(page.body.contains("Third MSP"), "{}", page.body);
        assert_eq!(browser.get(&link).await.status, 410);
    }

    async fn client_people_have_an_entrance_of_their_own(hub) {
        let office = hub.actor("client-office");
        let browser = hub.browser();
        let path = office.identify(&browser).await;
        let page = office.sign_in_with(hub, &browser, &path).await;
        assert_eq!(page.location(), path, "two companies: she chooses");
        let page = browser.get(&path).await;
        let first = page.between("name=\"affiliation\" value=\"", "\"").to_owned();
        assert!(first.starts_with("eus_"));
        let page = browser.post(&path, &[("affiliation", &first)]).await;
        assert_eq!(page.location(), "/portal");
        assert!(browser.get("/portal").await.body.contains("Client Corner"));
        let refused = browser.get("/modules").await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains("wrong_population"));
        // At the staff's entrance her address is nobody's, with the same words.
        let browser = hub.browser();
        let path = browser.post("/sign-in", &[("identifier", &office.email)]).await.location().to_owned();
        let page = browser.post(&path, &[("password", &office.password)]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("do not belong together"));
    }

    async fn signing_out_ends_the_session_at_the_server(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let stolen = browser.cookie("vst_session").unwrap();
        let page = browser.get("/sign-out").await;
        let csrf = page.input("csrf").to_owned();
        let page = browser.post("/sign-out", &[("csrf", &csrf)]).await;
        assert_eq!(page.status, 200);
        let thief = hub.browser();
        thief.plant("vst_session", "/", &stolen);
        assert_eq!(thief.get("/modules").await.location(), "/sign-in");
    }

    async fn another_session_is_seen_and_ended_in_my_settings(hub) {
        let technician = hub.actor("technician");
        let first = technician.sign_in(hub).await;
        let second = technician.sign_in(hub).await;
        let page = second.get("/settings").await;
        let id = page.between("name=\"session\" value=\"", "\"").to_owned();
        let csrf = page.input("csrf").to_owned();
        let page = second.post("/settings/end-session", &[("csrf", &csrf), ("session", &id)]).await;
        assert_eq!(page.location(), "/settings?ended=yes");
        assert_eq!(first.get("/modules").await.location(), "/sign-in");
        assert_eq!(second.get("/modules").await.status, 200);
        // A session of somebody else is not hers to end.
        let sales = hub.actor("sales").sign_in(hub).await;
        let csrf = sales.get("/settings").await.input("csrf").to_owned();
        let own = second.get("/settings").await;
        let foreign = own.body.split("ses_").nth(1).map(|r| format!("ses_{}", &r[..32])).unwrap_or_default();
        sales.post("/settings/end-session", &[("csrf", &csrf), ("session", &foreign)]).await;
        assert_eq!(second.get("/modules").await.status, 200);
    }

    async fn sessions_end_by_idleness_and_at_the_latest_after_twelve_hours(hub) {
        let technician = hub.actor("technician");
        let idle = technician.sign_in(hub).await;
        hub.wait(Span::hours(4));
        assert_eq!(idle.get("/modules").await.status, 303);
        let busy = technician.sign_in(hub).await;
        for _ in 0..11 {
            hub.wait(Span::hours(1));
            assert_eq!(busy.get("/modules").await.status, 200);
        }
        hub.wait(Span::hours(1));
        assert_eq!(busy.get("/modules").await.status, 303);
    }

    async fn deactivation_ends_everything_at_once(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let text = "[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"technician@example.com\"\nname = \"Demo Technician\"\nusername = \"tech\"\nstate = \"deactivated\"\n";
        hub.apply(text).await.unwrap();
        assert_eq!(browser.get("/modules").await.location(), "/sign-in");
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        let page = technician.sign_in_with(hub, &browser, &path).await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains("no_affiliation"));
    }
}

/// The first run: a token, the first partner, its root master, by mail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn first_run_makes_partner_and_root_master_once() {
    let hub = TestHub::start_empty(testkit::Kind::Sqlite).await.unwrap();
    let browser = hub.browser();
    assert_eq!(browser.get("/").await.location(), "/set-up");
    let token = hub.engine.set_up_token().await.unwrap().unwrap();
    let form = |token: &str| {
        vec![
            ("token".to_owned(), token.to_owned()),
            ("partner_name".into(), "New MSP".into()),
            ("display_name".into(), "First Master".into()),
            ("email".into(), "first@example.com".into()),
        ]
    };
    let post = async |values: Vec<(String, String)>| {
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        browser.post("/set-up", &values).await
    };
    let page = post(form("wrong")).await;
    assert_eq!(page.status, 422);
    assert!(
        page.body.contains("value=\"New MSP\""),
        "what was typed stays"
    );
    let page = post(form(token.reveal())).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let link = hub.mailed_link("first@example.com").await;
    assert_eq!(browser.get(&link).await.heading(), "Activate your account");
    assert_eq!(post(form(token.reveal())).await.status, 409);
    assert!(hub.engine.set_up_token().await.unwrap().is_none());
    hub.finish().await;
}
