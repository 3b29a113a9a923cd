//! What modules of the field need of the protocol beyond signing in: pushed requests, posted answers,
//! resources, pairwise names, asked claims, logout in frames, logins begun from My Modules.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use serde_json::{Value, json};
use testkit::{Browser, Page, Party, TestHub, on_both_engines};

const PORTAL: Party = Party::PORTAL;

fn payload(token: &str) -> Value {
    use base64::Engine as _;
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(part)
            .unwrap(),
    )
    .unwrap()
}

/// The portal's client with more settings.
async fn portal_with(hub: &TestHub, more: &str) {
    hub.apply(&format!(
        "[[partner]]\nname = \"Example MSP\"\n[[partner.module]]\nkey = \"portal\"\nname = \"Partner Portal\"\nregion = \"EU\"\nurl = \"https://portal.example.com/\"\nclaims = {{ groups = \"groups\", roles = \"roles\" }}\n[partner.module.client]\nid = \"portal\"\nsecret = \"portal-secret-portal-secret-portal\"\nredirect_uris = [\"https://portal.example.com/callback\"]\npost_logout_redirect_uris = [\"https://portal.example.com/bye\"]\nbackchannel_logout_uri = \"https://portal.example.com/backchannel\"\n{more}"
    ))
    .await
    .unwrap();
}

async fn push(browser: &Browser, party: &Party, changes: &[(&str, &str)]) -> Page {
    let parameters = party.parameters(changes);
    let form: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    party.call(browser, "/oidc/par", &form).await
}

fn by_name(party: &Party, uri: &str) -> String {
    let url = reqwest::Url::parse_with_params(
        "http://x/oidc/authorize",
        [("client_id", party.id), ("request_uri", uri)],
    )
    .unwrap();
    format!("/oidc/authorize?{}", url.query().unwrap())
}

on_both_engines! {
    async fn a_pushed_request_is_good_once_for_a_minute_and_for_its_client(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let page = push(&browser, &PORTAL, &[]).await;
        assert_eq!((page.status, page.header("cache-control")), (201, "no-store"), "RFC 9126, 2.2: {}", page.body);
        assert_eq!(page.json()["expires_in"], 60);
        let uri = page.json()["request_uri"].as_str().unwrap().to_owned();
        assert!(uri.starts_with("urn:ietf:params:oauth:request_uri:"));
        // Another client's try does not use it up; what stands beside it does not count.
        assert_eq!(browser.get(&by_name(&Party::OTHER, &uri)).await.status, 400);
        let page = browser.get(&format!("{}&scope=openid+evil&redirect_uri=https%3A%2F%2Fevil.example%2F", by_name(&PORTAL, &uri))).await;
        let code = PORTAL.returned(&page)["code"].clone();
        assert_eq!(PORTAL.returned(&page)["state"], "the-state");
        assert_eq!(PORTAL.exchange(&browser, &code, &[]).await.status, 200);
        let again = browser.get(&by_name(&PORTAL, &uri)).await;
        assert_eq!(again.status, 400);
        assert!(again.body.contains("pushed_request_over"), "{}", again.body);
        let late = push(&browser, &PORTAL, &[]).await.json()["request_uri"].as_str().unwrap().to_owned();
        hub.wait(Span::seconds(60));
        assert_eq!(browser.get(&by_name(&PORTAL, &late)).await.status, 400, "RFC 9126, 4: an expired one must be rejected");
        // Two browsers at once: one gets it.
        let uri = push(&browser, &PORTAL, &[]).await.json()["request_uri"].as_str().unwrap().to_owned();
        let path = by_name(&PORTAL, &uri);
        let (a, b) = tokio::join!(browser.get(&path), browser.get(&path));
        assert_eq!(a.status + b.status, 303 + 400);
    }

    async fn a_sign_in_in_between_leads_back_to_the_pushed_request(hub) {
        let technician = hub.actor("technician");
        portal_with(hub, "require_pushed_requests = true\n").await;
        let browser = hub.browser();
        let page = browser.get(&PORTAL.authorize(&[])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "invalid_request", "this client must push");
        let uri = push(&browser, &PORTAL, &[("prompt", "login"), ("login_hint", "technician@example.com")]).await.json()["request_uri"].as_str().unwrap().to_owned();
        let page = browser.get(&by_name(&PORTAL, &uri)).await;
        let path = page.location().to_owned();
        assert_eq!(browser.get(&path).await.input("identifier"), "technician@example.com");
        browser.post(&path, &[("identifier", &technician.email)]).await;
        hub.wait(Span::minutes(2));
        let page = technician.sign_in_with(hub, &browser, &path).await;
        assert!(!page.location().contains("code_challenge"), "the request itself never was in the browser: {}", page.location());
        let page = browser.follow(page).await;
        let code = PORTAL.returned(&page)["code"].clone();
        assert_eq!(PORTAL.exchange(&browser, &code, &[]).await.status, 200);
    }

    async fn a_push_is_refused_as_the_request_would_be(hub) {
        let browser = hub.browser();
        for (changes, code) in [
            (&[("redirect_uri", "https://evil.example/")][..], "invalid_request"),
            (&[("redirect_uri", "")], "invalid_request"),
            (&[("request_uri", "urn:x")], "invalid_request"),
            (&[("request", "x.y.z")], "request_not_supported"),
            (&[("client_id", "tool")], "invalid_request"),
            (&[("code_challenge", "")], "invalid_request"),
            (&[("scope", "email")], "invalid_scope"),
            (&[("response_type", "token")], "unsupported_response_type"),
            (&[("resource", "https://api.example.com/")], "invalid_target"),
        ] {
            let page = push(&browser, &PORTAL, changes).await;
            assert_eq!((page.status, page.json()["error"].as_str()), (400, Some(code)), "{changes:?}");
        }
        let stranger = Party { secret: "wrong-wrong-wrong-wrong-wrong-wrong", ..PORTAL };
        assert_eq!(push(&browser, &stranger, &[]).await.status, 401);
        let public = push(&browser, &Party::TOOL, &[("client_id", "")]).await;
        assert_eq!(public.status, 201, "a public client may push too");
        // Request objects are off, in the open and pushed.
        let page = browser.get(&PORTAL.authorize(&[("request", "x.y.z")])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "request_not_supported");
        let page = browser.get(&PORTAL.authorize(&[("request_uri", "https://portal.example.com/r")])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "request_uri_not_supported");
    }

    async fn answers_are_posted_where_that_is_asked_for(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let page = browser.get(&PORTAL.authorize(&[("response_mode", "form_post")])).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("method=\"post\" action=\"https://portal.example.com/callback\" data-go-on"));
        let csp = page.header("content-security-policy");
        assert!(csp.ends_with("form-action https://portal.example.com") && csp.contains("script-src 'self'") && csp.contains("frame-ancestors 'none'"), "{csp}");
        assert!(!page.body.contains("<script>"), "no inline script");
        assert_eq!((page.input("state"), page.input("iss")), ("the-state", hub.base.as_str()));
        assert_eq!(page.header("cache-control"), "no-store");
        let code = page.input("code").to_owned();
        assert_eq!(PORTAL.exchange(&browser, &code, &[]).await.status, 200);
        // Errors too, and the way back from a refusal.
        let page = hub.browser().get(&PORTAL.authorize(&[("response_mode", "form_post"), ("prompt", "none")])).await;
        assert_eq!((page.input("error"), page.input("state")), ("login_required", "the-state"));
        let sales = hub.actor("sales").sign_in(hub).await;
        let page = sales.get(&PORTAL.authorize(&[("response_mode", "form_post")])).await;
        assert_eq!(page.status, 403);
        let way = page.between("href=\"/oidc/answer?", "\"").replace("&amp;", "&").replace("&#38;", "&");
        let back = sales.get(&format!("/oidc/answer?{way}")).await;
        assert_eq!((back.status, back.input("error")), (200, "access_denied"), "{way}");
        let forged = way.replace("portal.example.com", "evil.example");
        assert_ne!(forged, way);
        assert_eq!(sales.get(&format!("/oidc/answer?{forged}")).await.status, 404, "attack: open redirect");
        // A code never goes into a fragment.
        let page = browser.get(&PORTAL.authorize(&[("response_mode", "fragment")])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "invalid_request");
    }

    async fn tokens_are_for_the_resources_that_were_asked_for(hub) {
        portal_with(hub, "resources = [\"https://api.example.com/\", \"urn:example:files\"]\n").await;
        let browser = hub.actor("technician").sign_in(hub).await;
        let page = browser.get(&PORTAL.authorize(&[("resource", "https://evil.example/")])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "invalid_target");
        let both = format!("{}&resource=urn%3Aexample%3Afiles", PORTAL.authorize(&[("resource", "https://api.example.com/")]));
        let code = PORTAL.returned(&browser.get(&both).await)["code"].clone();
        let wrong = PORTAL.exchange(&browser, &code, &[("resource", "urn:example:other")]).await;
        assert_eq!(wrong.json()["error"], "invalid_target");
        let tokens = PORTAL.exchange(&browser, &code, &[]).await.json();
        let aud = |tokens: &Value| payload(tokens["access_token"].as_str().unwrap())["aud"].clone();
        assert_eq!(aud(&tokens), json!(["https://api.example.com/", "urn:example:files", hub.base]));
        assert_eq!(payload(tokens["id_token"].as_str().unwrap())["aud"], "portal");
        let form = [("grant_type", "refresh_token"), ("refresh_token", tokens["refresh_token"].as_str().unwrap()), ("resource", "urn:example:files")];
        let narrow = PORTAL.call(&browser, "/oidc/token", &form).await.json();
        assert_eq!(aud(&narrow), json!(["urn:example:files"]));
        let info = |token: &str| browser.request("GET", "/oidc/userinfo").bearer_auth(token);
        let page = browser.send(info(tokens["access_token"].as_str().unwrap()), "/oidc/userinfo").await;
        assert_eq!(page.status, 200);
        let page = browser.send(info(narrow["access_token"].as_str().unwrap()), "/oidc/userinfo").await;
        assert_eq!(page.status, 401, "a token for files opens nothing here");
        // What was not granted cannot be asked for later.
        let plain = PORTAL.tokens(&browser).await;
        assert_eq!(aud(&plain), json!([hub.base, "portal"]));
        let form = [("grant_type", "refresh_token"), ("refresh_token", plain["refresh_token"].as_str().unwrap()), ("resource", "urn:example:files")];
        assert_eq!(PORTAL.call(&browser, "/oidc/token", &form).await.json()["error"], "invalid_target");
        assert_eq!(PORTAL.refresh(&browser, plain["refresh_token"].as_str().unwrap()).await.status, 200, "and the token was not used up by it");
        // A machine's own tokens.
        hub.apply(&format!("[[partner]]\nname = \"Example MSP\"\n[[partner.client]]\nid = \"machine\"\nsecret = \"{}\"\nscopes = [\"reports.read\"]\nresources = [\"https://reports.example.com/\"]\n", Party::MACHINE.secret)).await.unwrap();
        for (resource, expected) in [("https://reports.example.com/", Ok(json!(["https://reports.example.com/"]))), ("https://api.example.com/", Err("invalid_target")), ("reports", Err("invalid_target"))] {
            let answer = Party::MACHINE.call(&browser, "/oidc/token", &[("grant_type", "client_credentials"), ("resource", resource)]).await.json();
            match expected {
                Ok(expected) => assert_eq!(aud(&answer), expected),
                Err(code) => assert_eq!(answer["error"], code),
            }
        }
    }

    async fn each_sector_knows_people_under_names_of_its_own(hub) {
        portal_with(hub, "subject_type = \"pairwise\"\nsector = \"example.com\"\n").await;
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = PORTAL.tokens(&browser).await;
        let id_token = tokens["id_token"].as_str().unwrap().to_owned();
        let sub = payload(&id_token)["sub"].as_str().unwrap().to_owned();
        assert!(!sub.contains("mem_") && sub.len() == 40, "{sub}");
        let public = Party::TOOL.tokens(&browser).await;
        assert!(payload(public["id_token"].as_str().unwrap())["sub"].as_str().unwrap().starts_with("mem_"));
        // The same everywhere, and after a rotation of keys.
        let access = tokens["access_token"].as_str().unwrap();
        let info = browser.send(browser.request("GET", "/oidc/userinfo").bearer_auth(access), "/oidc/userinfo").await;
        assert_eq!(info.json()["sub"], sub.as_str());
        assert_eq!(payload(access)["sub"], sub.as_str());
        for token in [access, tokens["refresh_token"].as_str().unwrap()] {
            assert_eq!(PORTAL.call(&browser, "/oidc/introspect", &[("token", token)]).await.json()["sub"], sub.as_str());
        }
        hub.wait(Span::days(90));
        hub.engine.rotate_keys().await.unwrap();
        let browser = hub.actor("technician").sign_in(hub).await;
        let later = PORTAL.tokens(&browser).await;
        let later_id = later["id_token"].as_str().unwrap();
        assert_eq!(payload(later_id)["sub"], sub.as_str());
        // Hints work with such names.
        let page = browser.get(&PORTAL.authorize(&[("prompt", "none"), ("id_token_hint", later_id)])).await;
        assert!(PORTAL.returned(&page).contains_key("code"));
        let owner = hub.actor("owner").sign_in(hub).await;
        let page = owner.get(&PORTAL.authorize(&[("prompt", "none"), ("id_token_hint", later_id)])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "login_required");
        // Another sector, another name; another person, another name.
        let other = payload(PORTAL.tokens(&owner).await["id_token"].as_str().unwrap())["sub"].clone();
        assert_ne!(other, sub.as_str());
        portal_with(hub, "subject_type = \"pairwise\"\n").await;
        let changed = payload(PORTAL.tokens(&browser).await["id_token"].as_str().unwrap())["sub"].clone();
        assert_ne!(changed, sub.as_str());
        // The logout token names her as the module knows her.
        let csrf = browser.get("/sign-out").await.input("csrf").to_owned();
        browser.post("/sign-out", &[("csrf", &csrf)]).await;
        let posted = hub.deliver().await;
        let token = posted.iter().rev().find(|p| p.to.ends_with("/backchannel")).unwrap();
        assert_eq!(payload(&token.text)["sub"], changed);
    }

    async fn single_claims_are_asked_for_by_name(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let ask = |claims: Value| PORTAL.authorize(&[("scope", "openid"), ("claims", &claims.to_string())]);
        let page = browser.get(&ask(json!({"id_token": {"email": {"essential": true}, "auth_time": null, "unknown": null}, "userinfo": {"name": null}}))).await;
        let code = PORTAL.returned(&page)["code"].clone();
        let tokens = PORTAL.exchange(&browser, &code, &[]).await.json();
        let id = payload(tokens["id_token"].as_str().unwrap());
        assert_eq!(id["email"], "technician@example.com");
        assert!(id.get("name").is_none() && id.get("unknown").is_none(), "{id}");
        let info = browser.request("GET", "/oidc/userinfo").bearer_auth(tokens["access_token"].as_str().unwrap());
        let info = browser.send(info, "/oidc/userinfo").await.json();
        assert_eq!(info["name"], "Demo Technician");
        assert!(info.get("email").is_none(), "{info}");
        // They last through a refresh.
        let next = PORTAL.refresh(&browser, tokens["refresh_token"].as_str().unwrap()).await.json();
        assert_eq!(payload(next["id_token"].as_str().unwrap())["email"], "technician@example.com");
        // An essential class that she did not reach is a failed authentication (Core 5.5.1.1).
        for (acr, expected) in [("urn:vestibule:acr:mfa", None), ("urn:example:gold", Some("unmet_authentication_requirements"))] {
            let page = browser.get(&ask(json!({"id_token": {"acr": {"essential": true, "values": [acr]}}}))).await;
            assert_eq!(PORTAL.returned(&page).get("error").map(String::as_str), expected, "{acr}");
            let page = browser.get(&ask(json!({"id_token": {"acr": {"value": acr}}}))).await;
            assert!(PORTAL.returned(&page).contains_key("code"), "voluntary");
        }
        // A certain person or nobody.
        let sub = id["sub"].as_str().unwrap();
        for (sub, good) in [(sub, true), ("mem_00000000000000000000000000000000", false)] {
            let page = browser.get(&ask(json!({"id_token": {"sub": {"value": sub}}}))).await;
            assert_eq!(PORTAL.returned(&page).contains_key("code"), good, "{sub}");
        }
        let page = browser.get(&PORTAL.authorize(&[("claims", "[]")])).await;
        assert_eq!(PORTAL.returned(&page)["error"], "invalid_request");
        // A client gets by name no more than its scopes would give it.
        portal_with(hub, "scopes = [\"openid\"]\n").await;
        let page = browser.get(&ask(json!({"id_token": {"email": null}}))).await;
        let code = PORTAL.returned(&page)["code"].clone();
        let tokens = PORTAL.exchange(&browser, &code, &[]).await.json();
        assert!(payload(tokens["id_token"].as_str().unwrap()).get("email").is_none());
    }

    async fn modules_are_told_in_frames_of_the_signed_out_page(hub) {
        portal_with(hub, "frontchannel_logout_uri = \"https://portal.example.com/front?x=1\"\n").await;
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = PORTAL.tokens(&browser).await;
        let id_token = tokens["id_token"].as_str().unwrap();
        let sid = payload(id_token)["sid"].as_str().unwrap().to_owned();
        let csrf = browser.get("/sign-out").await.input("csrf").to_owned();
        let page = browser.post("/sign-out", &[("csrf", &csrf)]).await;
        assert_eq!(page.heading(), "You are signed out");
        let frame = page.between("<iframe src=\"", "\"").replace("&#38;", "&").replace("&amp;", "&");
        let url = reqwest::Url::parse(&frame).unwrap();
        let pairs: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!((pairs["x"].as_str(), pairs["iss"].as_str(), pairs["sid"].as_str()), ("1", hub.base.as_str(), sid.as_str()));
        let csp = page.header("content-security-policy");
        assert!(csp.ends_with("frame-src https://portal.example.com") && csp.contains("form-action 'self'"), "{csp}");
        assert!(page.body.contains("Partner Portal"));
        // At a module's wish the page stands in between for a moment, then leads where it may.
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = PORTAL.tokens(&browser).await;
        let url = reqwest::Url::parse_with_params("http://x/oidc/logout", [("id_token_hint", tokens["id_token"].as_str().unwrap()), ("post_logout_redirect_uri", "https://portal.example.com/bye"), ("state", "a b")]).unwrap();
        let page = browser.get(&format!("/oidc/logout?{}", url.query().unwrap())).await;
        assert_eq!(page.header("refresh"), "3;url=https://portal.example.com/bye?state=a+b");
        assert!(page.body.contains("<iframe") && page.body.contains("https://portal.example.com/bye?state=a+b"));
        assert_eq!(browser.get("/modules").await.location(), "/sign-in", "signed out");
        // Without frames she goes on at once.
        portal_with(hub, "").await;
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = PORTAL.tokens(&browser).await;
        let url = reqwest::Url::parse_with_params("http://x/oidc/logout", [("id_token_hint", tokens["id_token"].as_str().unwrap()), ("post_logout_redirect_uri", "https://portal.example.com/bye")]).unwrap();
        let page = browser.get(&format!("/oidc/logout?{}", url.query().unwrap())).await;
        assert_eq!((page.status, page.location()), (303, "https://portal.example.com/bye"));
    }

    async fn my_modules_begins_the_login_where_the_module_wants_it(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let signed = hub.signed(&browser).await;
        let id = hub.engine.my_modules(&signed).await.unwrap().open.into_iter().find(|t| t.instance.key == "portal").unwrap().instance.id;
        assert_eq!(browser.get(&format!("/open/{id}")).await.location(), "https://portal.example.com/");
        for (hint, expected) in [("", None), ("initiate_login_hint = true\n", Some("technician@example.com"))] {
            portal_with(hub, &format!("initiate_login_uri = \"https://portal.example.com/login?from=hub\"\n{hint}")).await;
            let page = browser.get(&format!("/open/{id}")).await;
            let url = reqwest::Url::parse(page.location()).unwrap();
            assert_eq!(url.path(), "/login");
            let pairs: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
            assert_eq!((pairs["from"].as_str(), pairs["iss"].as_str(), pairs["target_link_uri"].as_str()), ("hub", hub.base.as_str(), "https://portal.example.com/"), "Core 4");
            assert_eq!(pairs.get("login_hint").map(String::as_str), expected);
        }
    }

    async fn discovery_says_what_is_on(hub) {
        let told = hub.browser().get("/.well-known/openid-configuration").await.json();
        for (key, expected) in [
            ("response_modes_supported", json!(["query", "form_post"])),
            ("subject_types_supported", json!(["public", "pairwise"])),
            ("claims_parameter_supported", json!(true)),
            ("request_parameter_supported", json!(false)),
            ("request_uri_parameter_supported", json!(false)),
            ("authorization_response_iss_parameter_supported", json!(true)),
            ("frontchannel_logout_supported", json!(true)),
            ("frontchannel_logout_session_supported", json!(true)),
            ("backchannel_logout_supported", json!(true)),
            ("pushed_authorization_request_endpoint", json!(format!("{}/oidc/par", hub.base))),
            ("require_pushed_authorization_requests", json!(false)),
            ("token_endpoint_auth_methods_supported", json!(["client_secret_basic", "client_secret_post", "private_key_jwt", "none"])),
            ("introspection_endpoint_auth_methods_supported", json!(["client_secret_basic", "client_secret_post", "private_key_jwt"])),
            ("token_endpoint_auth_signing_alg_values_supported", json!(["RS256", "PS256", "ES256", "EdDSA", "Ed25519"])),
        ] {
            assert_eq!(told[key], expected, "{key}");
        }
        // Every endpoint that is named is there.
        for (name, address) in told.as_object().unwrap().iter().filter(|(n, _)| n.ends_with("_endpoint") || *n == "jwks_uri") {
            let path = address.as_str().unwrap().strip_prefix(&hub.base).unwrap();
            assert!(web::routes::table().iter().any(|r| r.path == path), "{name}");
        }
    }
}
