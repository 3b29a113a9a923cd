//! The sign-in that asks a phone.

use super::{BY_CODE, ON_PHONE, Phone, after_password, number, other, set_up};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use kernel::Span;
use serde_json::{Value, json};
use testkit::on_both_engines;

on_both_engines! {
    async fn a_phone_is_asked_first_and_lets_in_by_its_number(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        assert_eq!(phone.waiting(hub).await["state"], "nothing");
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let page = browser.get(&path).await;
        assert_eq!(page.heading(), ON_PHONE, "{}", page.body);
        assert_eq!(browser.get(&format!("{path}/phone")).await.json()["state"], "waiting");
        // Before the answer the button leads back to the page, and nobody is signed in.
        assert_eq!(browser.post(&path, &[]).await.location(), path);
        assert!(browser.cookie("vst_session").is_none());
        let question = phone.question(hub).await;
        let answer = phone.type_number(hub, &question, &number(&page)).await;
        assert_eq!(answer.json()["answer"], "approved", "{}", answer.body);
        assert_eq!(browser.get(&format!("{path}/phone")).await.json()["state"], "approved");
        assert_eq!(browser.post(&path, &[]).await.location(), "/modules");
        let session = hub.signed(&browser).await.session;
        let methods: Vec<&str> = session.methods.iter().map(|m| m.as_str()).collect();
        assert_eq!(methods, ["pwd", "swk", "mfa"]);
        assert_eq!(model::identity::acr_of(&session.methods), "urn:vestibule:acr:mfa");
        for action in ["phone.added", "phone.asked", "phone.approved", "phone.used", "session.begun"] {
            assert!(hub.audit().await.iter().any(|l| l.starts_with(action)), "{action}");
        }
        assert!(hub.deliver().await.iter().any(|p| p.to == technician.email && p.subject == "A phone was set up"));
        let page = browser.get("/settings/activity").await;
        assert!(page.body.contains("Your phone let you in."), "{}", page.body);
        // One answer lets in once: the same once more leads to the same page and begins nothing.
        let thief = hub.browser();
        assert_eq!(thief.post(&path, &[]).await.status, 410);
    }

    async fn a_code_stays_beside_it(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        assert_eq!(browser.post(&path, &[("instead", "code")]).await.location(), path);
        let page = browser.get(&path).await;
        assert_eq!(page.heading(), BY_CODE);
        assert!(page.body.contains("Ask my phone"), "{}", page.body);
        assert_eq!(browser.get(&format!("{path}/recovery")).await.status, 200);
        // Back to the phone, where the same question waits still, and to the code again.
        browser.post(&path, &[("phone", "ask")]).await;
        assert_eq!(number(&browser.get(&path).await), shown);
        browser.post(&path, &[("instead", "code")]).await;
        let page = browser.post(&path, &[("code", &technician.next_code(hub))]).await;
        assert_eq!(page.location(), "/modules", "{}", page.body);
        // Without a phone nothing of it is to be seen.
        let owner = hub.actor("owner");
        let browser = hub.browser();
        let path = after_password(&owner, &browser).await;
        let page = browser.get(&path).await;
        assert!(page.heading() == BY_CODE && !page.body.contains("Ask my phone"));
        assert_eq!(browser.post(&path, &[("phone", "ask")]).await.status, 409);
        drop(phone);
    }

    async fn a_wrong_number_lets_nobody_in_and_closes_the_phone_for_a_while(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        let question = phone.question(hub).await;
        let page = phone.type_number(hub, &question, other(&shown)).await;
        assert_eq!((page.status, page.json()["code"].as_str()), (422, Some("push_number_wrong")));
        let page = phone.type_number(hub, &question, &shown).await;
        assert_eq!((page.status, page.json()["code"].as_str()), (410, Some("push_over")), "no second try");
        assert_eq!(browser.post(&path, &[]).await.location(), path);
        let page = browser.get(&path).await;
        assert!(page.body.contains("Another number was typed") && !page.body.contains("id=\"number\""));
        let page = browser.post(&path, &[("phone", "again")]).await;
        assert_eq!(page.status, 429, "{}", page.body);
        assert!(page.body.contains("It can be asked again in 30 minutes."), "{}", page.body);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("phone.denied") && l.ends_with("wrong_number")));
        let other_browser = hub.browser();
        let path = after_password(&technician, &other_browser).await;
        assert_eq!(other_browser.get(&path).await.heading(), BY_CODE, "the code is asked for instead");
        hub.wait(Span::minutes(31));
        let path = after_password(&technician, &other_browser).await;
        assert_eq!(other_browser.get(&path).await.heading(), ON_PHONE);
    }

    async fn this_was_not_me_ends_that_sign_in_wherever_it_stands(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let thief = hub.browser();
        let path = after_password(&technician, &thief).await;
        thief.post(&path, &[("instead", "code")]).await;
        let question = phone.question(hub).await;
        assert_eq!(phone.not_me(hub, &question).await.json()["answer"], "not_me");
        let page = thief.post(&path, &[("code", &technician.next_code(hub))]).await;
        assert_eq!(page.status, 410, "also a right code does not help: {}", page.body);
        assert!(thief.cookie("vst_session").is_none());
        assert!(hub.audit().await.iter().any(|l| l.starts_with("phone.denied") && l.ends_with("not_me")));
        let mails = hub.deliver().await;
        let mail = mails.iter().find(|p| p.subject == "A sign-in was turned away").expect("she is told");
        assert!(mail.to == technician.email && mail.text.contains("127.0.0.1"), "{}", mail.text);
    }

    async fn nobody_is_asked_until_she_gives_in(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let thief = hub.browser();
        for _ in 0..3 {
            let path = after_password(&technician, &thief).await;
            assert_eq!(thief.get(&path).await.heading(), ON_PHONE);
            phone.question(hub).await;
            // A second sign-in within the minute does not ask again.
            let path = after_password(&technician, &hub.browser()).await;
            assert!(!path.is_empty());
            let second = hub.browser();
            let path = after_password(&technician, &second).await;
            assert_eq!(second.get(&path).await.heading(), BY_CODE);
            let page = second.post(&path, &[("phone", "ask")]).await;
            assert!(page.status == 409 && page.body.contains("waiting on your phone already"), "{}", page.body);
            hub.wait(Span::seconds(61));
            assert_eq!(phone.waiting(hub).await["state"], "nothing");
        }
        let path = after_password(&technician, &thief).await;
        assert_eq!(thief.get(&path).await.heading(), BY_CODE);
        let page = thief.post(&path, &[("phone", "ask")]).await;
        assert!(page.status == 429 && page.body.contains("several times without an answer"), "{}", page.body);
        assert_eq!(phone.waiting(hub).await["state"], "nothing");
        // She herself has her code.
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        assert_eq!(browser.post(&path, &[("code", &technician.next_code(hub))]).await.location(), "/modules");
    }

    async fn a_late_answer_counts_nowhere_and_another_question_may_be_asked(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        let question = phone.question(hub).await;
        hub.wait(Span::seconds(60));
        let page = phone.type_number(hub, &question, &shown).await;
        assert_eq!(page.json()["code"], "push_over");
        assert_eq!(browser.get(&format!("{path}/phone")).await.json()["state"], "over");
        assert!(browser.get(&path).await.body.contains("The minute is over"));
        assert_eq!(browser.post(&path, &[("phone", "again")]).await.location(), path);
        let shown = number(&browser.get(&path).await);
        let question = phone.question(hub).await;
        assert_eq!(phone.type_number(hub, &question, &shown).await.status, 200);
        assert_eq!(browser.post(&path, &[]).await.location(), "/modules");
    }

    async fn a_signature_counts_once_for_its_address_and_minute(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        let question = phone.question(hub).await;
        let here = "/companion/answer";
        let claims = json!({ "challenge": question, "number": shown });
        let with = |name: &str, value: Value| {
            let mut claims = claims.clone();
            claims[name] = value;
            phone.proof(hub, here, claims)
        };
        let now = hub.now().unix_seconds();
        let mut stranger = Phone::new(hub);
        stranger.id.clone_from(&phone.id);
        let none = format!("{}.{}.", B64.encode(r#"{"alg":"none","typ":"JWT"}"#), B64.encode(claims.to_string()));
        for (what, proof) in [
            ("another address", phone.proof(hub, "/companion/waiting", claims.clone())),
            ("another method", with("htm", json!("GET"))),
            ("too old", with("iat", json!(now - 61))),
            ("from the future", with("iat", json!(now + 61))),
            ("without an id", with("jti", json!(""))),
            ("another key", stranger.proof(hub, here, claims.clone())),
            ("no signature", none),
            ("nothing", String::new()),
        ] {
            let page = phone.post(here, &proof).await;
            assert_eq!((page.status, page.json()["code"].as_str()), (422, Some("push_proof_wrong")), "{what}");
        }
        let proof = phone.proof(hub, here, claims.clone());
        let page = phone.post(here, &proof).await;
        assert_eq!(page.json()["answer"], "approved", "{}", page.body);
        let page = phone.post(here, &proof).await;
        assert_eq!(page.json()["code"], "push_proof_wrong", "the same once more");
    }

    async fn another_persons_phone_answers_nothing(hub) {
        let (technician, owner) = (hub.actor("technician"), hub.actor("owner"));
        let hers = set_up(hub, &technician.sign_in(hub).await).await;
        let another = set_up(hub, &owner.sign_in(hub).await).await;
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        let question = hers.question(hub).await;
        assert_eq!(another.waiting(hub).await["state"], "nothing");
        assert_eq!(another.type_number(hub, &question, &shown).await.json()["code"], "push_over");
        assert_eq!(another.not_me(hub, &question).await.json()["code"], "push_over");
        assert_eq!(browser.get(&format!("{path}/phone")).await.json()["state"], "waiting");
        // The number is for the browser that has the sign-in's cookie, and for no other.
        let page = hub.browser().get(&path).await;
        assert!(page.status == 410 && !page.body.contains(&format!(">{shown}<")));
        assert_eq!(hub.browser().get(&format!("{path}/phone")).await.status, 410);
    }

    async fn of_two_answers_at_once_one_counts(hub) {
        let technician = hub.actor("technician");
        let signed = technician.sign_in(hub).await;
        let (one, two) = (set_up(hub, &signed).await, set_up(hub, &signed).await);
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        let question = one.question(hub).await;
        let (yes, no) = tokio::join!(one.type_number(hub, &question, &shown), two.not_me(hub, &question));
        let statuses = [yes.status, no.status];
        assert!(statuses == [200, 410] || statuses == [410, 200], "{statuses:?}");
        let page = browser.post(&path, &[]).await;
        assert_eq!(page.location() == "/modules", yes.status == 200, "{}", page.body);
    }
}
