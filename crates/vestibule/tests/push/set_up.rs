//! Setting a phone up, waking it, taking it away.

use super::{BY_CODE, Phone, after_password, begin, number, other, set_up};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use kernel::Span;
use serde_json::{Value, json};
use testkit::{Reply, TestHub, on_both_engines};

on_both_engines! {
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
