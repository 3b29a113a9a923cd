//! Passkeys at the hub's own doors. What an authenticator answers is tried in a real browser, in
//! e2e/passkeys.test.mjs.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::{FactorId, Span};
use model::identity::{PasskeyFactor, PasskeyPolicy};
use testkit::{Party, on_both_engines};

on_both_engines! {
    async fn the_question_at_the_front_says_nothing_of_anybody(hub) {
        let page = hub.browser().post("/passkey", &[]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let question = page.json();
        let options = &question["options"];
        assert_eq!(options["rpId"], "localhost");
        assert_eq!(options["userVerification"], "required");
        assert!(options["allowCredentials"].as_array().is_none_or(Vec::is_empty), "{options}");
        assert!(options["challenge"].as_str().unwrap().len() >= 40);
        let other = hub.browser().post("/passkey", &[]).await.json();
        assert_ne!(other["options"]["challenge"], options["challenge"]);
    }

    async fn nonsense_is_refused_and_uses_the_question_up(hub) {
        let browser = hub.browser();
        let question = browser.post("/passkey", &[]).await.json();
        let ceremony = question["ceremony"].as_str().unwrap().to_owned();
        for answer in ["x", "{}", "[1]", &"9".repeat(40_000)] {
            let page = browser.post("/sign-in", &[("ceremony", &ceremony), ("credential", answer)]).await;
            assert_eq!(page.status, 422, "{}", page.body);
            assert!(page.body.contains("does not open this account"), "{}", page.body);
        }
        let strange = r#"{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA","userHandle":null}}"#;
        let question = browser.post("/passkey", &[]).await.json();
        let ceremony = question["ceremony"].as_str().unwrap().to_owned();
        hub.wait(Span::minutes(6));
        let page = browser.post("/sign-in", &[("ceremony", &ceremony), ("credential", strange)]).await;
        assert_eq!(page.status, 422, "too late: {}", page.body);
        assert!(browser.cookie("vst_session").is_none());
    }

    async fn a_new_one_is_asked_for_discoverable_and_by_the_partners_rule(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let technician = hub.actor("technician").sign_in(hub).await;
        let options = |page: &testkit::Page| {
            let text = page.between("data-options=\"", "\"").replace("&#34;", "\"").replace("&quot;", "\"");
            serde_json::from_str::<serde_json::Value>(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
        };
        let asked = options(&technician.get("/settings/passkeys/add").await);
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["attestation"], "none");
        let only = PasskeyPolicy::Direct(vec!["d8522d9f-575b-4866-88a9-ba99fa02f35b".into()]);
        let refused = hub.engine.administrator(&hub.signed(&technician).await, "").await;
        assert!(refused.is_err(), "only a master sets the rule");
        let page = owner.get("/console/settings").await;
        let csrf = page.input("csrf").to_owned();
        let form = [("csrf", csrf.as_str()), ("models", "any key")];
        let page = owner.post("/console/settings/passkeys", &form).await;
        assert!(page.status == 422 && page.body.contains("is no model of an authenticator"), "{}", page.body);
        let form = [("csrf", csrf.as_str()), ("models", "d8522d9f-575b-4866-88a9-ba99fa02f35b")];
        assert_eq!(owner.post("/console/settings/passkeys", &form).await.status, 303);
        let master = hub.administrator(&owner).await;
        assert_eq!(hub.engine.passkey_policy(&master).await.unwrap(), only);
        let asked = options(&technician.get("/settings/passkeys/add").await);
        assert_eq!(asked["attestation"], "direct");
        let other = hub.actor("second").sign_in(hub).await;
        assert_eq!(options(&other.get("/settings/passkeys/add").await)["attestation"], "none", "another partner's rule is its own");
        assert!(hub.audit().await.iter().any(|l| l.starts_with("passkey_policy.changed")));
    }

    async fn adding_asks_for_a_new_proof_and_removing_for_ones_own(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let token = browser.get("/settings").await.input("csrf").to_owned();
        let form = [("csrf", token.as_str()), ("factor", "fac_00000000000070008000000000000000"), ("name", "x")];
        for path in ["/settings/passkeys/rename", "/settings/passkeys/remove"] {
            let page = browser.post(path, &form).await;
            assert_eq!(page.status, 404, "{path} {}", page.body);
            assert!(page.body.contains("factor_unknown"));
        }
        let form = [("csrf", token.as_str()), ("name", "Laptop"), ("ceremony", "x"), ("credential", "{}")];
        assert_eq!(browser.post("/settings/passkeys/add", &form).await.status, 422);
        hub.wait(Span::minutes(11));
        assert_eq!(browser.get("/settings/passkeys/add").await.status, 403);
        assert_eq!(browser.post("/settings/passkeys/remove", &form).await.status, 403);
    }

    async fn whoever_has_a_passkey_alone_enters_modules_too(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let (identity, now) = (hub.signed(&browser).await.identity.id, hub.now());
        let passkey = PasskeyFactor {
            id: FactorId([7; 16]),
            identity_id: identity,
            credential_id: vec![1],
            name: "Laptop".into(),
            public_part: "{}".into(),
            counter: 0,
            aaguid: String::new(),
            synced: false,
            created_at: now,
            last_used_at: None,
        };
        let swapped: Result<(), store::StoreFault> = hub.engine.db().write(move |tx| {
            Box::pin(async move {
                store::identity::passkeys::insert(tx, &passkey).await?;
                store::identity::factors::delete_all_totp(tx, identity).await?;
                Ok(())
            })
        }).await;
        swapped.unwrap();
        assert!(Party::PORTAL.tokens(&browser).await["id_token"].is_string());
        assert!(!browser.get("/modules").await.body.contains("no_second_factor"));
    }
}
