//! A lost phone: a master resets the second factors of somebody, who sets up new ones by a mailed link.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Failure;
use engine::identity::Signed;
use kernel::{Secret, Span};
use model::identity::{FactorResetRefusal, Population};
use testkit::{Actor, Browser, TestHub, on_both_engines};

async fn signed(hub: &TestHub, browser: &Browser) -> Signed {
    let token = Secret::from(browser.cookie("vst_session").unwrap());
    hub.engine.resume(&token).await.unwrap().expect("signed in")
}

async fn person(hub: &TestHub, name: &str) -> Signed {
    signed(hub, &hub.actor(name).sign_in(hub).await).await
}

/// Lets one person reset the factors of another; the code of a refusal.
async fn reset(hub: &TestHub, by: &Signed, whom: &Signed) -> Result<(), FactorResetRefusal> {
    let admin = hub.engine.administrator(by, "192.0.2.1").await.unwrap();
    match hub.engine.reset_factors(&admin, whom.affiliation.id).await {
        Ok(()) => Ok(()),
        Err(Failure::Refused(refusal)) => Err(refusal),
        Err(Failure::Broken(broken)) => panic!("{broken}"),
    }
}

/// The path of a sign-in after the right password.
async fn after_password(actor: &Actor, browser: &Browser) -> String {
    let path = actor.identify(browser).await;
    let page = browser.post(&path, &[("password", &actor.password)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    path
}

/// Enrols on the page that is due; the secret.
async fn enrol(hub: &TestHub, browser: &Browser, path: &str) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.heading(), "Set up your authenticator", "{}", page.body);
    let typed: String = page
        .between("id=\"secret\">", "</dd>")
        .split_whitespace()
        .collect();
    let secret = Secret::new(protocol::totp::from_base32(&typed).unwrap());
    let code = protocol::totp::code_at(&secret, hub.now()).unwrap();
    browser.post(path, &[("code", &code)]).await;
    let page = browser.post(path, &[("saved", "yes")]).await;
    assert_eq!(page.location(), "/modules", "{}", page.body);
    typed
}

on_both_engines! {
    async fn a_lost_phone_is_mended_by_a_master_and_a_mailed_link(hub) {
        let technician = hub.actor("technician");
        let old = technician.sign_in(hub).await;
        let owner = person(hub, "owner").await;
        let hers = signed(hub, &old).await;
        reset(hub, &owner, &hers).await.unwrap();
        assert_eq!(old.get("/modules").await.location(), "/sign-in", "every session ends");
        let link = hub.mailed_link(&technician.email).await;
        assert!(link.contains("/enrol/"), "{link}");
        // A thief of the password gets no further than a page that says so.
        let thief = hub.browser();
        let path = after_password(&technician, &thief).await;
        let page = thief.get(&path).await;
        assert_eq!(page.heading(), "Set up your second factor anew");
        assert!(!page.body.contains("id=\"secret\""));
        assert_eq!(thief.post(&path, &[("code", &technician.next_code(hub))]).await.location(), path);
        assert_eq!(thief.get("/modules").await.location(), "/sign-in");
        // She opens the link, as often as she likes, and goes on once.
        let own = hub.browser();
        for _ in 0..2 {
            assert_eq!(own.get(&link).await.status, 200);
        }
        let path = own.post(&link, &[]).await.location().to_owned();
        assert_eq!(own.get(&path).await.heading(), "Enter your password");
        assert_eq!(own.post(&path, &[("password", "a wrong one")]).await.status, 422);
        own.post(&path, &[("password", &technician.password)]).await;
        let secret = enrol(hub, &own, &path).await;
        assert_eq!(own.get(&link).await.status, 410);
        // From now on as ever, with the new phone only.
        let again = Actor { totp_secret: secret, ..technician.clone() };
        again.sign_in(hub).await;
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        assert_eq!(browser.post(&path, &[("code", &technician.next_code(hub))]).await.status, 422, "the lost phone is worth nothing");
        let audit = hub.audit().await;
        for start in ["factors.reset mem_", "enrolment.begun", "session.ended ses_"] {
            assert!(audit.iter().any(|l| l.starts_with(start)), "{start}: {audit:?}");
        }
        let told = hub.deliver().await;
        assert!(told.iter().any(|p| p.to == technician.email && p.text.contains("Demo Owner removed")));
    }

    async fn who_may_reset_whom(hub) {
        use FactorResetRefusal as No;
        // A second master beside the first, and a consultant who works at two partners.
        hub.apply("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"sales@example.com\"\nname = \"Demo Sales\"\nrole = \"master\"\n").await.unwrap();
        let (owner, sales) = (person(hub, "owner").await, person(hub, "sales").await);
        let (technician, second) = (person(hub, "technician").await, person(hub, "second").await);
        assert!(hub.engine.administrator(&technician, "").await.is_err(), "no master, no permission");
        assert_eq!(reset(hub, &owner, &owner).await, Err(No::Oneself));
        assert_eq!(reset(hub, &sales, &owner).await, Err(No::RootMaster));
        assert_eq!(reset(hub, &second, &technician).await, Err(No::Unknown), "another partner's");
        let consultant = hub.actor("consultant");
        let browser = hub.browser();
        let path = consultant.identify(&browser).await;
        consultant.sign_in_with(hub, &browser, &path).await;
        let choice = browser.get(&path).await.between("name=\"affiliation\" value=\"", "\"").to_owned();
        browser.post(&path, &[("affiliation", &choice)]).await;
        let shared = signed(hub, &browser).await;
        let here = if shared.affiliation.partner_id == owner.affiliation.partner_id { &owner } else { &second };
        assert_eq!(reset(hub, here, &shared).await, Err(No::SharedLogin));
        assert_eq!(reset(hub, &sales, &technician).await, Ok(()));
        assert_eq!(reset(hub, &sales, &technician).await, Ok(()), "a second reset mails a new link");
        // The operator can, for whom no master may.
        hub.engine.operator_reset_factors(Population::Staff, "consultant@example.com").await.unwrap();
        assert_eq!(browser.get("/modules").await.location(), "/sign-in");
        assert!(hub.mailed_link("consultant@example.com").await.contains("/enrol/"));
    }

    async fn a_sign_in_under_way_does_not_outlive_the_reset(hub) {
        // Somebody with the password and the phone stands at the choice of account.
        let consultant = hub.actor("consultant");
        let browser = hub.browser();
        let path = consultant.identify(&browser).await;
        consultant.sign_in_with(hub, &browser, &path).await;
        let page = browser.get(&path).await;
        assert_eq!(page.heading(), "Choose an account", "{}", page.body);
        let choice = page.between("name=\"affiliation\" value=\"", "\"").to_owned();
        hub.wait(Span::seconds(1));
        hub.engine.operator_reset_factors(Population::Staff, &consultant.email).await.unwrap();
        let page = browser.post(&path, &[("affiliation", &choice)]).await;
        assert_eq!(page.status, 410, "{}", page.body);
        assert_eq!(browser.get("/modules").await.location(), "/sign-in");
    }

    async fn an_enrolment_page_open_before_the_reset_is_worth_nothing(hub) {
        // The newcomer has activated and has not enrolled; a thief of her password has the page open.
        let link = hub.mailed_link("newcomer@example.com").await;
        let good = "quiet lamps over the harbour";
        let own = hub.browser();
        own.post(&link, &[("display_name", "N"), ("password", good), ("repeat", good)]).await;
        let newcomer = Actor { email: "newcomer@example.com".into(), password: good.into(), totp_secret: String::new(), client: false };
        let thief = hub.browser();
        let path = after_password(&newcomer, &thief).await;
        let typed: String = thief.get(&path).await.between("id=\"secret\">", "</dd>").split_whitespace().collect();
        hub.engine.operator_reset_factors(Population::Staff, &newcomer.email).await.unwrap();
        let secret = Secret::new(protocol::totp::from_base32(&typed).unwrap());
        let code = protocol::totp::code_at(&secret, hub.now()).unwrap();
        thief.post(&path, &[("code", &code)]).await;
        assert_eq!(thief.get(&path).await.heading(), "Set up your second factor anew");
        // A new password by mail proves the mailbox too, and she may enrol.
        hub.deliver().await;
        own.post("/forgot", &[("identifier", &newcomer.email)]).await;
        let link = hub.mailed_link(&newcomer.email).await;
        assert!(link.contains("/reset/"), "{link}");
        let path = own.post(&link, &[("password", "four brown bears by the sea"), ("repeat", "four brown bears by the sea")]).await.location().to_owned();
        enrol(hub, &own, &path).await;
    }
}
