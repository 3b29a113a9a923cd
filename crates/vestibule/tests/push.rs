//! Signing in by a question on the phone: a phone of software against the running hub, and whoever
//! wants to get in without it. A real browser is in e2e/push.test.mjs.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use kernel::Span;
use serde_json::{Value, json};
use testkit::{Actor, Browser, Page, Reply, TestHub, on_both_engines};

/// A phone with the page on it.
struct Phone {
    browser: Browser,
    key: EcdsaKeyPair,
    id: String,
}

impl Phone {
    fn new(hub: &TestHub) -> Self {
        Self {
            browser: hub.browser(),
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            id: String::new(),
        }
    }
    fn jwk(&self) -> String {
        let point = self.key.public_key().as_ref();
        let (x, y) = (B64.encode(&point[1..33]), B64.encode(&point[33..]));
        json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y }).to_string()
    }
    /// A signature for a path now, with these claims.
    fn proof(&self, hub: &TestHub, path: &str, mut claims: Value) -> String {
        let jti = B64.encode(
            aws_lc_rs::rand::generate::<[u8; 18]>(&SystemRandom::new())
                .map(|b| b.expose())
                .unwrap_or_default(),
        );
        for (name, value) in [
            ("htm", json!("POST")),
            (
                "htu",
                json!(format!("{}{path}", hub.engine.settings().issuer)),
            ),
            ("iat", json!(hub.now().unix_seconds())),
            ("jti", json!(jti)),
        ] {
            if claims.get(name).is_none() {
                claims[name] = value;
            }
        }
        let head = B64.encode(r#"{"alg":"ES256","typ":"JWT"}"#);
        let message = format!("{head}.{}", B64.encode(claims.to_string()));
        let signature = self
            .key
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap();
        format!("{message}.{}", B64.encode(signature.as_ref()))
    }
    async fn post(&self, path: &str, proof: &str) -> Page {
        self.browser
            .post(path, &[("phone", &self.id), ("proof", proof)])
            .await
    }
    async fn say(&self, hub: &TestHub, path: &str, claims: Value) -> Page {
        self.post(path, &self.proof(hub, path, claims)).await
    }
    async fn register(&mut self, hub: &TestHub, code: &str) -> Page {
        let proof = self.proof(hub, "/companion/register", json!({ "code": code }));
        let form = [("key", self.jwk()), ("proof", proof)];
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let page = self.browser.post("/companion/register", &form).await;
        if page.status == 200 {
            self.id = page.json()["phone"].as_str().unwrap().to_owned();
        }
        page
    }
    async fn waiting(&self, hub: &TestHub) -> Value {
        let page = self.say(hub, "/companion/waiting", json!({})).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.json()
    }
    async fn question(&self, hub: &TestHub) -> String {
        let waiting = self.waiting(hub).await;
        assert_eq!(waiting["state"], "question", "{waiting}");
        assert!(
            waiting.get("number").is_none(),
            "the number is on the other screen alone"
        );
        waiting["id"].as_str().unwrap().to_owned()
    }
    async fn type_number(&self, hub: &TestHub, question: &str, number: &str) -> Page {
        self.say(
            hub,
            "/companion/answer",
            json!({ "challenge": question, "number": number }),
        )
        .await
    }
    async fn not_me(&self, hub: &TestHub, question: &str) -> Page {
        self.say(
            hub,
            "/companion/answer",
            json!({ "challenge": question, "not_me": true }),
        )
        .await
    }
}

fn number(page: &Page) -> String {
    let number = page.between("id=\"number\"", "</p>");
    number.split_once('>').map_or("", |(_, n)| n).to_owned()
}

fn other(number: &str) -> &'static str {
    if number == "55" { "56" } else { "55" }
}

/// Begins setting up a phone; the code.
async fn begin(browser: &Browser) -> String {
    let token = browser.get("/settings").await.input("csrf").to_owned();
    let page = browser
        .post("/settings/phones/add", &[("csrf", &token)])
        .await;
    assert_eq!(
        (page.status, page.location()),
        (303, "/settings/phones/adding"),
        "{}",
        page.body
    );
    let page = browser.get("/settings/phones/adding").await;
    page.between("id=\"code\">", "<").to_owned()
}

/// Sets up a phone as its owner does.
async fn set_up(hub: &TestHub, browser: &Browser) -> Phone {
    let code = begin(browser).await;
    let mut phone = Phone::new(hub);
    let page = phone.register(hub, &code).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(phone.waiting(hub).await["state"], "first_number");
    let shown = number(&browser.get("/settings/phones/adding").await);
    let page = phone
        .say(hub, "/companion/answer", json!({ "number": shown }))
        .await;
    assert_eq!(page.json()["answer"], "approved", "{}", page.body);
    assert_eq!(
        browser.get("/settings/phones/adding").await.location(),
        "/settings/security?done=phone-added"
    );
    phone
}

/// The path of a sign-in after the right password.
async fn after_password(actor: &Actor, browser: &Browser) -> String {
    let path = actor.identify(browser).await;
    let page = browser.post(&path, &[("password", &actor.password)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    path
}

const ON_PHONE: &str = "Answer on your phone";
const BY_CODE: &str = "Enter your code";

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

    async fn a_phone_that_was_removed_or_reset_or_whose_owner_left_answers_nothing(hub) {
        let technician = hub.actor("technician");
        let signed = technician.sign_in(hub).await;
        let phone = set_up(hub, &signed).await;
        let page = signed.get("/settings/security").await;
        let token = page.input("csrf").to_owned();
        let form = [("csrf", token.as_str()), ("factor", phone.id.as_str()), ("name", " My  phone ")];
        assert_eq!(signed.post("/settings/phones/rename", &form).await.location(), "/settings/security?done=phone-renamed");
        assert!(signed.get("/settings/security").await.body.contains("My phone"));
        // Removed between the answer and the page that goes on.
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        let shown = number(&browser.get(&path).await);
        let question = phone.question(hub).await;
        assert_eq!(phone.type_number(hub, &question, &shown).await.status, 200);
        assert_eq!(signed.post("/settings/phones/remove", &form).await.location(), "/settings/security?done=phone-removed");
        assert_eq!(browser.post(&path, &[]).await.status, 404);
        assert!(browser.cookie("vst_session").is_none());
        assert_eq!(phone.say(hub, "/companion/waiting", json!({})).await.json()["code"], "push_phone_unknown");
        assert_eq!(signed.post("/settings/phones/remove", &form).await.status, 404, "twice");
        assert!(hub.deliver().await.iter().any(|p| p.subject == "A phone was removed"));
        // A reset by a master takes phones away as well.
        let phone = set_up(hub, &signed).await;
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let place = hub.signed(&signed).await.affiliation.id;
        assert!(hub.engine.reset_factors(&admin, place).await.is_ok());
        assert_eq!(phone.say(hub, "/companion/waiting", json!({})).await.status, 404);
        // A leaver's phone is nobody's.
        let another = hub.actor("second");
        let phone = set_up(hub, &another.sign_in(hub).await).await;
        let hers = phone_owner(hub, &phone).await;
        let mut tx = hub.engine.db().read().await.unwrap();
        let mut identity = store::identity::identities::find(&mut tx, hers).await.unwrap().unwrap();
        drop(tx);
        identity.state = model::identity::IdentityState::Deactivated;
        let now = hub.now();
        let left: Result<(), store::StoreFault> = hub.engine.db().write(move |tx| {
            Box::pin(async move { store::identity::identities::update(tx, &identity, now).await })
        }).await;
        left.unwrap();
        assert_eq!(phone.say(hub, "/companion/waiting", json!({})).await.status, 404);
    }

    async fn a_phone_is_never_the_last_factor(hub) {
        let technician = hub.actor("technician");
        let signed = technician.sign_in(hub).await;
        let _phone = set_up(hub, &signed).await;
        let page = signed.get("/settings/security").await;
        assert!(page.body.contains("Your only second factor cannot be removed"), "{}", page.body);
        let identity = hub.signed(&signed).await.identity.id;
        let mut tx = hub.engine.db().read().await.unwrap();
        let totp = store::identity::factors::list_totp(&mut tx, identity).await.unwrap();
        drop(tx);
        let factor = totp[0].id.to_string();
        let token = page.input("csrf").to_owned();
        let page = signed.post("/settings/authenticators/remove", &[("csrf", &token), ("factor", &factor)]).await;
        assert!(page.status == 409 && page.body.contains("last_factor"), "{}", page.body);
    }

    async fn setting_up_needs_a_new_proof_the_code_and_the_number(hub) {
        let technician = hub.actor("technician");
        let signed = technician.sign_in(hub).await;
        let code = begin(&signed).await;
        assert_eq!(signed.get("/settings/phones/adding/state").await.json()["state"], "code");
        // Another session of hers does not show it.
        let elsewhere = technician.sign_in(hub).await;
        assert_eq!(elsewhere.get("/settings/phones/adding").await.location(), "/settings/security?done=phone-over");
        let mut guess = Phone::new(hub);
        for wrong in ["", "abcde-fghjk", "x"] {
            assert_eq!(guess.register(hub, wrong).await.json()["code"], "push_code_unknown", "{wrong}");
        }
        let mut phone = Phone::new(hub);
        assert_eq!(phone.register(hub, &code.to_uppercase()).await.status, 200);
        assert_eq!(guess.register(hub, &code).await.json()["code"], "push_code_unknown", "a code is good once");
        // Before its first number it is no phone of hers.
        let browser = hub.browser();
        let path = after_password(&technician, &browser).await;
        assert_eq!(browser.get(&path).await.heading(), BY_CODE);
        let shown = number(&signed.get("/settings/phones/adding").await);
        let page = phone.say(hub, "/companion/answer", json!({ "number": other(&shown) })).await;
        assert_eq!(page.json()["code"], "push_number_wrong");
        let page = phone.say(hub, "/companion/answer", json!({ "number": shown })).await;
        assert_eq!(page.json()["code"], "push_phone_unknown", "no second try");
        assert_eq!(signed.get("/settings/phones/adding").await.location(), "/settings/security?done=phone-over");
        // A code ends after ten minutes, and with the session that shows it.
        let code = begin(&signed).await;
        hub.wait(Span::minutes(10));
        assert_eq!(phone.register(hub, &code).await.json()["code"], "push_code_unknown");
        let token = signed.get("/settings").await.input("csrf").to_owned();
        assert_eq!(signed.post("/settings/phones/add", &[("csrf", &token)]).await.status, 403, "a new proof is due");
        let signed = technician.sign_in(hub).await;
        let code = begin(&signed).await;
        let token = signed.get("/settings").await.input("csrf").to_owned();
        signed.post("/sign-out", &[("csrf", &token)]).await;
        assert_eq!(phone.register(hub, &code).await.json()["code"], "push_code_unknown");
        hub.wait(Span::minutes(11));
        hub.engine.tidy().await.unwrap();
    }

    async fn a_phone_is_woken_with_nothing_to_read_and_an_address_that_is_gone_is_forgotten(hub) {
        let technician = hub.actor("technician");
        let phone = set_up(hub, &technician.sign_in(hub).await).await;
        let (service, address) = hub.receiver().await;
        let private = aws_lc_rs::agreement::PrivateKey::generate(&aws_lc_rs::agreement::ECDH_P256).unwrap();
        let subscription = json!({
            "endpoint": address,
            "p256dh": B64.encode(private.compute_public_key().unwrap().as_ref()),
            "auth": B64.encode([7; 16]),
        });
        for bad in [json!({}), json!({ "endpoint": "ftp://x", "p256dh": "", "auth": "" })] {
            let page = phone.say(hub, "/companion/wake", json!({ "subscription": bad })).await;
            assert_eq!(page.json()["code"], "push_proof_wrong");
        }
        assert_eq!(phone.say(hub, "/companion/wake", json!({ "subscription": subscription })).await.status, 200);
        let browser = hub.browser();
        after_password(&technician, &browser).await;
        hub.deliver().await;
        let [woken] = service.received().try_into().expect("one message");
        assert_eq!(woken.bytes.len(), 86 + "look".len() + 1 + 16, "header, message, mark and tag");
        let (token, key) = woken.authorization.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(key, hub.engine.push_public_key());
        let point = B64.decode(key).unwrap();
        let (message, signature) = token.rsplit_once('.').unwrap();
        aws_lc_rs::signature::UnparsedPublicKey::new(&aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED, &point)
            .verify(message.as_bytes(), &B64.decode(signature).unwrap())
            .expect("signed by the key that it names");
        let claims: Value = serde_json::from_slice(&B64.decode(message.split('.').nth(1).unwrap()).unwrap()).unwrap();
        assert_eq!(claims["aud"], address.trim_end_matches("/in"));
        assert!(claims["sub"].as_str().unwrap().starts_with("mailto:"));
        assert!(claims["exp"].as_i64().unwrap() - hub.now().unix_seconds() <= 24 * 3600);
        // A question that is over wakes nobody.
        hub.wait(Span::seconds(61));
        after_password(&technician, &hub.browser()).await;
        hub.wait(Span::seconds(61));
        hub.deliver().await;
        assert_eq!(service.received().len(), 1);
        service.reply_next([Reply::Status(410, String::new())]);
        after_password(&technician, &hub.browser()).await;
        hub.deliver().await;
        assert_eq!(service.received().len(), 2);
        let id = phone.id.parse().unwrap();
        let mut tx = hub.engine.db().read().await.unwrap();
        assert!(store::identity::phones::find(&mut tx, id).await.unwrap().unwrap().sealed_address.is_none());
    }

    async fn the_page_of_the_phone_may_hold_a_worker_and_a_manifest_and_no_other_may(hub) {
        let browser = hub.browser();
        let page = browser.get("/companion").await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("worker-src 'self'") && policy.contains("manifest-src 'self'") && policy.contains("form-action 'self'"), "{policy}");
        assert!(!browser.get("/sign-in").await.header("content-security-policy").contains("worker-src"));
        let manifest = browser.get("/companion.webmanifest").await;
        assert_eq!(manifest.header("content-type"), "application/manifest+json");
        assert_eq!((&manifest.json()["scope"], &manifest.json()["start_url"]), (&json!("/companion"), &json!("/companion")));
        let worker = browser.get("/companion-worker.js").await;
        assert!(worker.header("content-type").starts_with("text/javascript") && worker.body.contains("notificationclick"));
    }
}

async fn phone_owner(hub: &TestHub, phone: &Phone) -> kernel::IdentityId {
    let mut tx = hub.engine.db().read().await.unwrap();
    let found = store::identity::phones::find(&mut tx, phone.id.parse().unwrap()).await;
    found.unwrap().unwrap().identity_id
}
