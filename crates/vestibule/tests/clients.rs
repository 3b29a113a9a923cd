//! Clients: made and changed by masters, secrets with overlap, keys instead of secrets, and what went
//! wrong lately in plain words.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Failure;
use engine::identity::AdministratorRefusal;
use kernel::{InstanceId, Span};
use model::federation::{
    AttemptPlace, AuthMethod, ClientDraft, ClientOptions, ClientRefusal, GrantType,
};
use serde_json::{Value, json};
use testkit::{Browser, Page, Party, TestHub, on_both_engines};
use vault::jws::{Algorithm, SigningKey, generate};

const CHECK: [(&str, &str); 1] = [("grant_type", "client_credentials")];
const BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn machine(id: &str) -> ClientDraft {
    ClientDraft {
        oauth_client_id: id.into(),
        auth_method: AuthMethod::SecretBasic,
        redirect_uris: vec![],
        post_logout_redirect_uris: vec![],
        backchannel_logout_uri: None,
        grant_types: vec![GrantType::ClientCredentials],
        scopes: vec!["reports.read".into()],
        id_token_alg: "ES256".into(),
        options: ClientOptions::default(),
        has_instance: false,
    }
}

async fn instance(hub: &TestHub, browser: &Browser) -> InstanceId {
    let signed = hub.signed(browser).await;
    let modules = hub.engine.my_modules(&signed).await.unwrap();
    modules
        .open
        .iter()
        .find(|t| t.instance.key == "portal")
        .unwrap()
        .instance
        .id
}

fn refused<T: std::fmt::Debug>(result: Result<T, Failure<ClientRefusal>>) -> ClientRefusal {
    match result {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Asks for a token with this secret.
async fn with_secret(browser: &Browser, id: &str, secret: &str) -> Page {
    let request = browser
        .request("POST", "/oidc/token")
        .basic_auth(id, Some(secret));
    browser.send(request.form(&CHECK), "/oidc/token").await
}

fn key(algorithm: Algorithm) -> SigningKey {
    SigningKey::parse(algorithm, &generate(algorithm).unwrap()).unwrap()
}

fn jwks(key: &SigningKey) -> String {
    format!("{{\"keys\":[{}]}}", key.public().jwk)
}

fn claims(hub: &TestHub, id: &str, jti: &str) -> Value {
    let now = hub.now().unix_seconds();
    json!({"iss": id, "sub": id, "aud": hub.base, "iat": now, "exp": now + 60, "jti": jti})
}

async fn with_assertion(browser: &Browser, assertion: &str) -> Page {
    let mut form = CHECK.to_vec();
    form.extend([
        ("client_assertion_type", BEARER),
        ("client_assertion", assertion),
    ]);
    browser
        .send(
            browser.request("POST", "/oidc/token").form(&form),
            "/oidc/token",
        )
        .await
}

on_both_engines! {
    async fn a_master_makes_changes_and_removes_a_client(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let made = hub.engine.make_client(&admin, None, machine("nightly")).await.unwrap();
        let secret = made.secret.unwrap().reveal().clone();
        assert_eq!(with_secret(&owner, "nightly", &secret).await.status, 200);
        // Taken here, and taken at another partner.
        for id in ["nightly", "other"] {
            assert_eq!(refused(hub.engine.make_client(&admin, None, machine(id)).await), ClientRefusal::Taken);
        }
        let bad = ClientDraft { scopes: vec!["a b".into()], ..machine("bad") };
        assert!(matches!(refused(hub.engine.make_client(&admin, None, bad).await), ClientRefusal::Unfit(_)));
        let second = ClientDraft {
            grant_types: vec![GrantType::AuthorizationCode],
            redirect_uris: vec!["https://portal.example.com/2".into()],
            ..machine("second")
        };
        let portal = instance(hub, &owner).await;
        assert!(matches!(refused(hub.engine.make_client(&admin, Some(portal), second).await), ClientRefusal::Unfit(_)), "one client for each module");
        // Narrowed at once.
        let narrow = ClientDraft { scopes: vec!["reports.count".into()], ..machine("ignored") };
        let changed = hub.engine.change_client(&admin, made.client.id, narrow).await.unwrap();
        assert!(changed.secret.is_none(), "it has one");
        assert_eq!(changed.client.oauth_client_id, "nightly", "the name stays");
        assert_eq!(with_secret(&owner, "nightly", &secret).await.json()["scope"], "reports.count");
        // Neither somebody who is no master nor the master of another partner.
        let sales = hub.actor("technician").sign_in(hub).await;
        let technician = hub.signed(&sales).await;
        let second = hub.actor("second").sign_in(hub).await;
        let second = hub.administrator(&second).await;
        assert!(matches!(hub.engine.administrator(&technician, "").await, Err(Failure::Refused(AdministratorRefusal::NotMaster))));
        assert_eq!(refused(hub.engine.delete_client(&second, made.client.id).await), ClientRefusal::Absent);
        assert_eq!(refused(hub.engine.look_at_client(&second, made.client.id).await), ClientRefusal::Absent);
        assert_eq!(refused(hub.engine.rotate_secret(&second, made.client.id, Span(0)).await), ClientRefusal::Absent);
        assert_eq!(refused(hub.engine.change_client(&second, made.client.id, machine("x")).await), ClientRefusal::Absent);
        let names: Vec<_> = hub.engine.list_clients(&second).await.unwrap().into_iter().map(|c| c.client.oauth_client_id).collect();
        assert_eq!(names, ["other"]);
        let cards = hub.engine.list_clients(&admin).await.unwrap();
        let portal = cards.iter().find(|c| c.client.oauth_client_id == "portal").unwrap();
        assert_eq!(portal.module.as_deref(), Some("Partner Portal"));
        // With tokens under way it goes all the same, and they are good no more.
        let tokens = Party::PORTAL.tokens(&sales).await;
        hub.engine.delete_client(&admin, portal.client.id).await.unwrap();
        let info = sales.request("GET", "/oidc/userinfo").bearer_auth(tokens["access_token"].as_str().unwrap());
        assert_eq!(sales.send(info, "/oidc/userinfo").await.status, 401);
        assert_eq!(sales.get(&Party::PORTAL.authorize(&[])).await.status, 400);
        hub.engine.delete_client(&admin, made.client.id).await.unwrap();
        assert_eq!(with_secret(&owner, "nightly", &secret).await.status, 401);
        let audit = hub.audit().await;
        for line in ["client.made client nightly", "client_secret.made client nightly", "client.changed client nightly", "client.deleted client nightly", "client.deleted client portal"] {
            assert!(audit.iter().any(|l| l.trim_end() == line), "{line}");
        }
    }

    async fn a_new_secret_overlaps_the_old_one_for_the_chosen_time(hub) {
        let browser = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&browser).await;
        let id = hub.engine.list_clients(&admin).await.unwrap().into_iter().find(|c| c.client.oauth_client_id == "machine").unwrap().client.id;
        let old = Party::MACHINE.secret;
        assert_eq!(with_secret(&browser, "machine", old).await.status, 200);
        let new = hub.engine.rotate_secret(&admin, id, Span::days(2)).await.unwrap();
        for secret in [old, new.reveal()] {
            assert_eq!(with_secret(&browser, "machine", secret).await.status, 200, "both are good");
        }
        assert_eq!(refused(hub.engine.rotate_secret(&admin, id, Span(0)).await), ClientRefusal::TwoSecrets);
        let folder = hub.engine.look_at_client(&admin, id).await.unwrap();
        assert_eq!(folder.secrets.len(), 2);
        assert!(folder.secrets.iter().all(|s| s.last_used_at.is_some()), "{:?}", folder.secrets);
        hub.wait(Span::days(2));
        let browser = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&browser).await;
        assert_eq!(with_secret(&browser, "machine", old).await.status, 401, "it has ended");
        assert_eq!(with_secret(&browser, "machine", new.reveal()).await.status, 200);
        let folder = hub.engine.look_at_client(&admin, id).await.unwrap();
        assert!(folder.attempts.iter().any(|a| a.detail.contains("has ended") && !a.worked()), "{:?}", folder.attempts);
        let third = hub.engine.rotate_secret(&admin, id, Span(0)).await.unwrap();
        assert_eq!(with_secret(&browser, "machine", new.reveal()).await.status, 401, "no overlap was chosen");
        // Revoked now.
        let row = hub.engine.look_at_client(&admin, id).await.unwrap().secrets.remove(0);
        hub.engine.revoke_secret(&admin, id, row.id).await.unwrap();
        assert_eq!(with_secret(&browser, "machine", third.reveal()).await.status, 401);
        assert_eq!(refused(hub.engine.revoke_secret(&admin, id, row.id).await), ClientRefusal::Absent);
        let audit = hub.audit().await;
        assert!(audit.iter().any(|l| l.starts_with("client_secret.made client machine rotated, the old one lives for 48 hours")));
        assert!(audit.iter().any(|l| l.starts_with("client_secret.revoked client machine")));
        assert!(!audit.iter().any(|l| l.contains(third.reveal().as_str())), "no secret in the log");
    }

    async fn two_rotations_at_the_same_moment_leave_two_secrets(hub) {
        let browser = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&browser).await;
        let id = hub.engine.list_clients(&admin).await.unwrap().into_iter().find(|c| c.client.oauth_client_id == "machine").unwrap().client.id;
        let rotate = || hub.engine.rotate_secret(&admin, id, Span::days(1));
        let (a, b, c) = tokio::join!(rotate(), rotate(), rotate());
        let made = [a.is_ok(), b.is_ok(), c.is_ok()].into_iter().filter(|x| *x).count();
        assert_eq!(made, 1);
    }

    async fn the_file_brings_another_secret_with_or_without_overlap(hub) {
        let browser = hub.browser();
        let file = |secret: &str, more: &str| format!("[[partner]]\nname = \"Example MSP\"\n[[partner.client]]\nid = \"machine\"\nsecret = \"{secret}\"\nscopes = [\"reports.read\"]\n{more}");
        let (first, second, third) = (Party::MACHINE.secret, "b".repeat(40), "c".repeat(40));
        hub.apply(&file(first, "")).await.unwrap();
        assert!(hub.apply(&file(first, "")).await.unwrap().is_empty(), "idempotent");
        let changes = hub.apply(&file(&second, "secret_overlap_hours = 5\n")).await.unwrap();
        assert_eq!(changes[0].text, "client machine with another secret");
        assert!(hub.apply(&file(&second, "secret_overlap_hours = 5\n")).await.unwrap().is_empty());
        for secret in [first, &second] {
            assert_eq!(with_secret(&browser, "machine", secret).await.status, 200);
        }
        hub.wait(Span::hours(5));
        assert_eq!(with_secret(&browser, "machine", first).await.status, 401);
        hub.apply(&file(&third, "")).await.unwrap();
        assert_eq!(with_secret(&browser, "machine", &second).await.status, 401, "at once");
        assert_eq!(with_secret(&browser, "machine", &third).await.status, 200);
        assert!(hub.apply(&file(&third, "secret_overlap_hours = 2161\n")).await.is_err());
    }

    async fn a_signed_assertion_proves_a_client_once(hub) {
        let owner = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&owner).await;
        let browser = hub.browser();
        for algorithm in Algorithm::ALL {
            let id = format!("by-key-{}", algorithm.name());
            let own = key(algorithm);
            let mut draft = machine(&id);
            draft.auth_method = AuthMethod::PrivateKeyJwt;
            draft.options.jwks = Some(jwks(&own));
            let made = hub.engine.make_client(&admin, None, draft).await.unwrap();
            assert!(made.secret.is_none());
            let good = own.sign("JWT", &claims(hub, &id, "1")).unwrap();
            let page = with_assertion(&browser, &good).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let again = with_assertion(&browser, &good).await;
            assert_eq!((again.status, again.json()["error"].as_str()), (401, Some("invalid_client")), "jti counts once");
            let sign = |change: &dyn Fn(&mut Value)| {
                let mut changed = claims(hub, &id, &format!("{:?}", std::time::Instant::now()));
                change(&mut changed);
                own.sign("JWT", &changed).unwrap()
            };
            let base = hub.base.clone();
            for (assertion, expected) in [
                (sign(&|c| c["aud"] = json!(format!("{base}/oidc/token"))), 200),
                (sign(&|c| c["aud"] = json!("https://other.example")), 401),
                (sign(&|c| c["iss"] = json!("portal")), 401),
                (sign(&|c| c["sub"] = json!("portal")), 401),
                (sign(&|c| c["exp"] = json!(1)), 401),
                (sign(&|c| { c.as_object_mut().unwrap().remove("jti"); }), 401),
                (key(algorithm).sign("JWT", &claims(hub, &id, "2")).unwrap(), 401),
                (own.sign("at+jwt", &claims(hub, &id, "3")).unwrap(), 401),
                ("x".into(), 401),
            ] {
                assert_eq!(with_assertion(&browser, &assertion).await.status, expected, "{assertion}");
            }
            // What it is registered with is not loosened by what it sends.
            assert_eq!(with_secret(&browser, &id, "").await.status, 401);
            let mut form = CHECK.to_vec();
            form.push(("client_id", &id));
            assert_eq!(browser.send(browser.request("POST", "/oidc/token").form(&form), "/oidc/token").await.status, 401);
            assert_eq!(refused(hub.engine.rotate_secret(&admin, made.client.id, Span(0)).await), ClientRefusal::NoSecrets);
            let attempts = hub.engine.look_at_client(&admin, made.client.id).await.unwrap().attempts;
            for words in ["the assertion was used before (jti)", "the assertion has expired (exp); compare the clocks", "the assertion is not signed with a registered key and algorithm", "the client sent a secret, but is registered with private_key_jwt"] {
                assert!(attempts.iter().any(|a| a.detail == words), "{words}: {attempts:?}");
            }
        }
        // Two nodes of the same assertion at the same moment: one wins.
        let own = key(Algorithm::EdDSA);
        let mut draft = machine("racer");
        draft.auth_method = AuthMethod::PrivateKeyJwt;
        draft.options.jwks = Some(jwks(&own));
        hub.engine.make_client(&admin, None, draft).await.unwrap();
        let one = own.sign("JWT", &claims(hub, "racer", "race")).unwrap();
        let (a, b) = tokio::join!(with_assertion(&browser, &one), with_assertion(&browser, &one));
        assert_eq!(a.status + b.status, 601, "{} {}", a.status, b.status);
        // A client with a secret does not get in with an assertion that is signed by anybody.
        let posing = own.sign("JWT", &claims(hub, "machine", "4")).unwrap();
        assert_eq!(with_assertion(&browser, &posing).await.status, 401);
    }

    async fn keys_are_fetched_seldom_and_changed_ones_are_found(hub) {
        let uri = "https://keys.example.com/jwks";
        let (first, second) = (key(Algorithm::ES256), key(Algorithm::ES256));
        hub.outside.publish(uri, jwks(&first).as_bytes());
        hub.apply(&format!("[[partner]]\nname = \"Example MSP\"\n[[partner.client]]\nid = \"remote\"\nauth_method = \"private_key_jwt\"\njwks_uri = \"{uri}\"\nassertion_alg = \"ES256\"\nscopes = [\"reports.read\"]\n")).await.unwrap();
        let browser = hub.browser();
        let assertion = |key: &SigningKey, jti: &str| key.sign("JWT", &claims(hub, "remote", jti)).unwrap();
        for n in 0..3 {
            assert_eq!(with_assertion(&browser, &assertion(&first, &format!("a{n}"))).await.status, 200);
        }
        assert_eq!(hub.outside.fetches(), 1);
        // Keys that nobody knows do not make the hub fetch again and again.
        for n in 0..5 {
            assert_eq!(with_assertion(&browser, &assertion(&second, &format!("b{n}"))).await.status, 401);
        }
        assert_eq!(hub.outside.fetches(), 1);
        hub.outside.publish(uri, jwks(&second).as_bytes());
        hub.wait(Span::seconds(30));
        assert_eq!(with_assertion(&browser, &assertion(&second, "c")).await.status, 200, "the new key was looked for");
        assert_eq!(hub.outside.fetches(), 2);
        // A set that cannot be fetched is used for an hour, and no longer.
        hub.outside.publish(uri, b"broken");
        hub.wait(Span::minutes(50));
        assert_eq!(with_assertion(&browser, &assertion(&second, "d")).await.status, 200);
        hub.wait(Span::minutes(11));
        assert_eq!(with_assertion(&browser, &assertion(&second, "e")).await.status, 401);
    }

    async fn what_went_wrong_is_told_in_plain_words(hub) {
        let browser = hub.actor("owner").sign_in(hub).await;
        let admin = hub.administrator(&browser).await;
        let portal = hub.engine.client_of_module(&admin, instance(hub, &browser).await).await.unwrap().unwrap();
        let page = browser.get(&Party::PORTAL.authorize(&[("redirect_uri", "https://portal.example.com/wrong")])).await;
        assert_eq!(page.status, 400);
        browser.get(&Party::PORTAL.authorize(&[("code_challenge", "")])).await;
        let tokens = Party::PORTAL.tokens(&browser).await;
        Party::PORTAL.refresh(&browser, "nonsense").await;
        with_secret(&browser, "portal", "wrong").await;
        with_secret(&browser, "portal", "wrong again").await;
        assert!(tokens["access_token"].is_string());
        let attempts = hub.engine.look_at_client(&admin, portal.id).await.unwrap().attempts;
        for (place, worked, words, count) in [
            (AttemptPlace::Authorize, false, "the redirect address https://portal.example.com/wrong is not registered", 1),
            (AttemptPlace::Authorize, false, "PKCE is required: code_challenge is missing", 1),
            (AttemptPlace::Authorize, true, "a code was sent to the redirect address", 1),
            (AttemptPlace::Token, true, "tokens were given for a code", 1),
            (AttemptPlace::Token, false, "the refresh token is not valid for this client, or no longer", 1),
            (AttemptPlace::Token, false, "the secret that was sent is not the registered one", 2),
        ] {
            assert!(attempts.iter().any(|a| a.place == place && a.worked() == worked && a.detail == words && a.attempts == count), "{words}: {attempts:#?}");
        }
        // However many come, the newest fifty are kept.
        for n in 0..60 {
            browser.get(&Party::PORTAL.authorize(&[("redirect_uri", &format!("https://portal.example.com/{n}"))])).await;
            if n % 20 == 0 {
                hub.wait(Span::seconds(5));
                hub.engine.write_client_notes().await.unwrap();
            }
        }
        assert_eq!(hub.engine.look_at_client(&admin, portal.id).await.unwrap().attempts.len(), 50);
    }
}
