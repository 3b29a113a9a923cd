//! The OpenID Connect provider, judged by a foreign client library where it has an opinion.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use openidconnect::core::{
    CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, RedirectUrl,
    Scope, TokenResponse as _,
};
use serde_json::Value;
use testkit::{Party, on_both_engines};

/// The HTTP client that the foreign library is given.
async fn http(request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let response = client.execute(request.try_into()?).await?;
    let mut out = openidconnect::http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        out = out.header(name, value);
    }
    let body = response.bytes().await?.to_vec();
    Ok(out.body(body).expect("a response"))
}

on_both_engines! {
    async fn a_foreign_client_library_signs_somebody_in(hub) {
        let technician = hub.actor("technician");
        let issuer = IssuerUrl::new(hub.base.clone()).unwrap();
        let metadata = CoreProviderMetadata::discover_async(issuer, &http).await.expect("discovery");
        for (party, algorithm) in [(Party::PORTAL, CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256), (Party::TOOL, CoreJwsSigningAlgorithm::EdDsa)] {
            let secret = (!party.secret.is_empty()).then(|| ClientSecret::new(party.secret.into()));
            let client = CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(party.id.into()), secret)
                .set_redirect_uri(RedirectUrl::new(party.redirect_uri.into()).unwrap());
            let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
            let (url, state, nonce) = client
                .authorize_url(AuthenticationFlow::<CoreResponseType>::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
                .add_scope(Scope::new("profile".into()))
                .add_scope(Scope::new("email".into()))
                .set_pkce_challenge(challenge)
                .url();
            // Not signed in: the browser is led through the sign-in and comes back by itself.
            let browser = hub.browser();
            let page = browser.get(url.as_str()).await;
            let path = page.location().to_owned();
            assert!(path.starts_with("/sign-in/"), "{path}");
            assert!(browser.get(&path).await.body.contains("to continue to"));
            browser.post(&path, &[("identifier", &technician.email)]).await;
            let page = technician.sign_in_with(hub, &browser, &path).await;
            let page = browser.follow(page).await;
            let returned = party.returned(&page);
            assert_eq!(returned["state"], *state.secret());
            assert_eq!(returned["iss"], hub.base, "RFC 9207");
            let code = AuthorizationCode::new(returned["code"].clone());
            let tokens = client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request_async(&http).await.expect("tokens");
            // The library checks against the wall clock; the hub's clock stands in 2026.
            let now = hub.now().unix_seconds();
            let check = client
                .id_token_verifier()
                .set_allowed_algs([algorithm])
                .set_time_fn(move || (std::time::UNIX_EPOCH + std::time::Duration::from_secs(now.unsigned_abs())).into());
            let claims = tokens.id_token().expect("an ID token").claims(&check, &nonce).expect("a valid ID token");
            assert_eq!(claims.email().map(|e| e.as_str()), Some("technician@example.com"));
            assert!(claims.subject().as_str().starts_with("mem_"));
            let info: openidconnect::core::CoreUserInfoClaims = client
                .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
                .unwrap()
                .request_async(&http)
                .await
                .expect("userinfo");
            assert_eq!(info.preferred_username().map(|u| u.as_str()), Some("tech"));
        }
    }

    async fn who_is_signed_in_comes_through_without_a_page(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = Party::PORTAL.tokens(&browser).await;
        assert_eq!(tokens["token_type"], "Bearer");
        let claims = payload(tokens["id_token"].as_str().unwrap());
        assert_eq!(claims["nonce"], "the-nonce");
        assert_eq!(claims["acr"], "urn:vestibule:acr:mfa");
        assert_eq!(claims["amr"], serde_json::json!(["pwd", "otp"]));
        assert_eq!(claims["groups"], serde_json::json!(["Technicians"]));
        assert_eq!(claims["roles"], serde_json::json!(["user"]));
        assert!(claims["sid"].as_str().unwrap().starts_with("ses_"));
    }

    async fn prompt_max_age_and_hints(hub) {
        let technician = hub.actor("technician");
        let stranger = hub.browser();
        let page = stranger.get(&Party::PORTAL.authorize(&[("prompt", "none")])).await;
        assert_eq!(Party::PORTAL.returned(&page)["error"], "login_required");
        let browser = technician.sign_in(hub).await;
        let page = browser.get(&Party::PORTAL.authorize(&[("prompt", "none")])).await;
        assert!(Party::PORTAL.returned(&page).contains_key("code"));
        let page = browser.get(&Party::PORTAL.authorize(&[("max_age", "3600"), ("prompt", "none")])).await;
        assert!(Party::PORTAL.returned(&page).contains_key("code"));
        hub.wait(Span::minutes(61));
        let page = browser.get(&Party::PORTAL.authorize(&[("max_age", "3600"), ("prompt", "none")])).await;
        assert_eq!(Party::PORTAL.returned(&page)["error"], "login_required");
        // prompt=login: she proves herself again, keeps her session's id, and is not asked twice.
        let before = payload(Party::PORTAL.tokens(&browser).await["id_token"].as_str().unwrap());
        let page = browser.get(&Party::PORTAL.authorize(&[("prompt", "login"), ("login_hint", "technician@example.com")])).await;
        let path = page.location().to_owned();
        assert_eq!(browser.get(&path).await.input("identifier"), "technician@example.com");
        browser.post(&path, &[("identifier", &technician.email)]).await;
        let page = technician.sign_in_with(hub, &browser, &path).await;
        let page = browser.follow(page).await;
        let code = Party::PORTAL.returned(&page)["code"].clone();
        let after = payload(Party::PORTAL.exchange(&browser, &code, &[]).await.json()["id_token"].as_str().unwrap());
        assert_eq!(before["sid"], after["sid"]);
        assert!(after["auth_time"].as_i64() > before["auth_time"].as_i64());
        // The hint of another person asks for a sign-in.
        let other = hub.actor("owner").sign_in(hub).await;
        let hint = Party::PORTAL.tokens(&other).await["id_token"].as_str().unwrap().to_owned();
        let page = browser.get(&Party::PORTAL.authorize(&[("prompt", "none"), ("id_token_hint", &hint)])).await;
        assert_eq!(Party::PORTAL.returned(&page)["error"], "login_required");
    }

    async fn refusals_at_the_door_say_why_and_tell_the_module(hub) {
        let sales = hub.actor("sales").sign_in(hub).await;
        let page = sales.get(&Party::PORTAL.authorize(&[])).await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains("not_granted") && page.body.contains("You cannot open Partner Portal"), "{}", page.body);
        assert!(page.body.contains("error=access_denied"), "the way back tells the module");
        let page = sales.get(&Party::PORTAL.authorize(&[("prompt", "none")])).await;
        assert_eq!(Party::PORTAL.returned(&page)["error"], "access_denied");
        let page = sales.get(&Party::OTHER.authorize(&[])).await;
        assert!(page.body.contains("not_at_partner"), "{}", page.body);
        let page = sales.get(&Party::CORNER.authorize(&[])).await;
        assert!(page.body.contains("wrong_population"), "{}", page.body);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("module.refused") && l.ends_with("not_granted")));
        // The same decision answers at the command line and in My Modules.
        let told = hub.engine.explain(Some("Example MSP"), "sales@example.com", "portal").await.unwrap();
        assert_eq!(told.outcome.unwrap_err(), model::access::EntryRefusal::NotGranted);
        assert!(sales.get("/modules").await.body.contains("not_granted"));
    }

    async fn a_person_of_two_companies_chooses_and_each_is_a_subject(hub) {
        let office = hub.actor("client-office");
        let mut subjects = Vec::new();
        for n in [1, 2] {
            let browser = hub.browser();
            let page = browser.get(&Party::CORNER.authorize(&[])).await;
            let path = page.location().to_owned();
            browser.post(&path, &[("identifier", &office.email)]).await;
            office.sign_in_with(hub, &browser, &path).await;
            let page = browser.get(&path).await;
            assert_eq!(page.heading(), "Choose an account");
            let choice = page.body.split("name=\"affiliation\" value=\"").nth(n).unwrap().split('"').next().unwrap().to_owned();
            let page = browser.post(&path, &[("affiliation", &choice)]).await;
            let page = browser.follow(page).await;
            let code = Party::CORNER.returned(&page)["code"].clone();
            let claims = payload(Party::CORNER.exchange(&browser, &code, &[]).await.json()["id_token"].as_str().unwrap());
            assert_eq!(claims["sub"], choice);
            subjects.push((claims["sub"].clone(), claims["company"].clone()));
        }
        assert_ne!(subjects[0], subjects[1]);
    }

    async fn refresh_rotates_and_narrows(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let tokens = party.tokens(&browser).await;
        let first = tokens["refresh_token"].as_str().unwrap().to_owned();
        hub.wait(Span::minutes(30));
        let page = party.refresh(&browser, &first).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let second = page.json();
        assert_ne!(second["refresh_token"], first.as_str());
        let form = [("grant_type", "refresh_token"), ("refresh_token", second["refresh_token"].as_str().unwrap()), ("scope", "openid")];
        let narrow = party.call(&browser, "/oidc/token", &form).await.json();
        assert_eq!(narrow["scope"], "openid");
        let form = [("grant_type", "refresh_token"), ("refresh_token", narrow["refresh_token"].as_str().unwrap()), ("scope", "openid admin")];
        assert_eq!(party.call(&browser, "/oidc/token", &form).await.json()["error"], "invalid_scope");
        // A grant that was taken back ends the tokens with the next refresh.
        let text = "[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"technician@example.com\"\nname = \"T\"\nusername = \"tech\"\ngroups = []\n[[partner.group]]\nname = \"Technicians\"\n";
        hub.apply(text).await.unwrap();
        let page = party.refresh(&browser, narrow["refresh_token"].as_str().unwrap()).await;
        assert_eq!(page.json()["error"], "invalid_grant");
    }

    async fn offline_tokens_outlive_the_session_and_others_do_not(hub) {
        let party = Party::PORTAL;
        for (scope, expected) in [("openid offline_access", 200), ("openid", 400)] {
            let browser = hub.actor("technician").sign_in(hub).await;
            let page = browser.get(&party.authorize(&[("scope", scope)])).await;
            let code = party.returned(&page)["code"].clone();
            let tokens = party.exchange(&browser, &code, &[]).await.json();
            let csrf = browser.get("/sign-out").await.input("csrf").to_owned();
            browser.post("/sign-out", &[("csrf", &csrf)]).await;
            let page = party.refresh(&browser, tokens["refresh_token"].as_str().unwrap()).await;
            assert_eq!(page.status, expected, "{scope}: {}", page.body);
        }
    }

    async fn client_credentials_introspection_and_revocation(hub) {
        let browser = hub.browser();
        let machine = Party::MACHINE;
        let page = machine.call(&browser, "/oidc/token", &[("grant_type", "client_credentials"), ("scope", "reports.read")]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert_eq!(page.header("cache-control"), "no-store");
        let token = page.json()["access_token"].as_str().unwrap().to_owned();
        assert!(page.json().get("refresh_token").is_none() && page.json().get("id_token").is_none());
        let wide = machine.call(&browser, "/oidc/token", &[("grant_type", "client_credentials"), ("scope", "openid")]).await;
        assert_eq!(wide.json()["error"], "invalid_scope");
        let asked = Party::PORTAL.call(&browser, "/oidc/introspect", &[("token", &token)]).await.json();
        assert_eq!((asked["active"].clone(), asked["scope"].clone()), (true.into(), "reports.read".into()));
        assert_eq!(Party::OTHER.call(&browser, "/oidc/introspect", &[("token", &token)]).await.json(), serde_json::json!({"active": false}), "another partner");
        // Somebody else's revocation changes nothing; one's own ends the token.
        assert_eq!(Party::OTHER.call(&browser, "/oidc/revoke", &[("token", &token)]).await.status, 200);
        assert_eq!(Party::PORTAL.call(&browser, "/oidc/introspect", &[("token", &token)]).await.json()["active"], true);
        assert_eq!(machine.call(&browser, "/oidc/revoke", &[("token", &token)]).await.status, 200);
        assert_eq!(Party::PORTAL.call(&browser, "/oidc/introspect", &[("token", &token)]).await.json()["active"], false);
        assert_eq!(machine.call(&browser, "/oidc/revoke", &[("token", "nonsense")]).await.status, 200, "RFC 7009, 2.2");
        // The secret in the form does as well.
        let form = [("grant_type", "client_credentials"), ("client_id", machine.id), ("client_secret", machine.secret)];
        let page = browser.send(browser.request("POST", "/oidc/token").form(&form), "/oidc/token").await;
        assert_eq!(page.status, 200);
        hub.wait(Span::minutes(10));
        let late = page.json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(Party::PORTAL.call(&browser, "/oidc/introspect", &[("token", &late)]).await.json()["active"], false);
    }

    async fn revoking_a_refresh_token_ends_its_family(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let tokens = party.tokens(&browser).await;
        let refresh = tokens["refresh_token"].as_str().unwrap();
        let access = tokens["access_token"].as_str().unwrap();
        assert_eq!(party.call(&browser, "/oidc/introspect", &[("token", refresh)]).await.json()["active"], true);
        party.call(&browser, "/oidc/revoke", &[("token", refresh)]).await;
        assert_eq!(party.refresh(&browser, refresh).await.json()["error"], "invalid_grant");
        let info = browser.request("GET", "/oidc/userinfo").bearer_auth(access).send().await.unwrap();
        assert_eq!(info.status().as_u16(), 401);
        assert!(info.headers()["www-authenticate"].to_str().unwrap().contains("invalid_token"));
    }

    async fn signing_out_tells_the_modules_by_back_channel(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = Party::PORTAL.tokens(&browser).await;
        let id = payload(tokens["id_token"].as_str().unwrap());
        hub.deliver().await;
        hub.outside.fail_next(vec![engine::Undelivered::Later("away".into())]);
        let csrf = browser.get("/sign-out").await.input("csrf").to_owned();
        let page = browser.post("/sign-out", &[("csrf", &csrf)]).await;
        assert!(page.body.contains("Partner Portal"), "she sees who is told");
        assert!(hub.deliver().await.iter().all(|p| !p.to.contains("backchannel")), "the first attempt failed");
        hub.wait(Span::minutes(1));
        let posted = hub.deliver().await;
        let logout = posted.iter().find(|p| p.to == "https://portal.example.com/backchannel").expect("a logout token");
        let claims = payload(&logout.text);
        assert_eq!((&claims["sid"], &claims["sub"], &claims["aud"], &claims["iss"]), (&id["sid"], &id["sub"], &"portal".into(), &hub.base.clone().into()));
        assert!(claims["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
        assert!(claims.get("nonce").is_none());
        let header = header(&logout.text);
        assert_eq!(header["typ"], "logout+jwt");
    }

    async fn logout_begun_by_a_module(hub) {
        let party = Party::PORTAL;
        let browser = hub.actor("technician").sign_in(hub).await;
        let hint = party.tokens(&browser).await["id_token"].as_str().unwrap().to_owned();
        let path = |pairs: &[(&str, &str)]| {
            let url = reqwest::Url::parse_with_params("http://x/", pairs).unwrap();
            format!("/oidc/logout?{}", url.query().unwrap())
        };
        let bye = "https://portal.example.com/bye";
        // Without a hint there is a question first.
        let page = browser.get(&path(&[("client_id", "portal"), ("post_logout_redirect_uri", bye), ("state", "s")])).await;
        assert_eq!(page.heading(), "Sign out?");
        let (csrf, request) = (page.input("csrf").to_owned(), page.input("request").replace("&amp;", "&").replace("&#38;", "&"));
        let page = browser.post("/sign-out", &[("csrf", &csrf), ("request", &request)]).await;
        assert_eq!(page.location(), "https://portal.example.com/bye?state=s");
        // With the hint of this session it happens at once; the hint may have ended.
        let browser = hub.actor("technician").sign_in(hub).await;
        let hint2 = party.tokens(&browser).await["id_token"].as_str().unwrap().to_owned();
        hub.wait(Span::hours(1));
        let page = browser.get(&path(&[("id_token_hint", &hint2), ("post_logout_redirect_uri", bye)])).await;
        assert_eq!(page.location(), bye);
        assert_eq!(browser.get("/modules").await.location(), "/sign-in");
        // The hint of another session asks again.
        let browser = hub.actor("technician").sign_in(hub).await;
        assert_eq!(browser.get(&path(&[("id_token_hint", &hint)])).await.heading(), "Sign out?");
    }

    async fn keys_rotate_with_overlap_while_tokens_go_on(hub) {
        let machine = Party::MACHINE;
        let browser = hub.browser();
        let kids = async || {
            let keys = browser.get("/oidc/keys").await.json();
            let list = keys["keys"].as_array().unwrap().clone();
            list.iter().map(|k| k["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let token = async || {
            let page = machine.call(&browser, "/oidc/token", &[("grant_type", "client_credentials")]).await;
            page.json()["access_token"].as_str().unwrap().to_owned()
        };
        let first = header(&token().await)["kid"].as_str().unwrap().to_owned();
        assert_eq!(kids().await.len(), 3);
        hub.wait(Span::days(84));
        hub.engine.rotate_keys().await.unwrap();
        let published = kids().await;
        assert_eq!(published.len(), 6, "the next keys are published before they sign");
        assert_eq!(header(&token().await)["kid"], first.as_str());
        hub.wait(Span::days(7));
        hub.engine.rotate_keys().await.unwrap();
        let second = header(&token().await)["kid"].as_str().unwrap().to_owned();
        assert!(second != first && published.contains(&second));
        assert!(kids().await.contains(&first), "the retired key is still published");
        hub.wait(Span::days(7));
        hub.engine.rotate_keys().await.unwrap();
        assert!(!kids().await.contains(&first));
    }

    async fn discovery_says_what_is_on(hub) {
        let browser = hub.browser();
        let document = browser.get("/.well-known/openid-configuration").await.json();
        assert_eq!(document["issuer"], hub.base.as_str());
        assert_eq!(document["code_challenge_methods_supported"], serde_json::json!(["S256"]));
        for (name, value) in document.as_object().unwrap() {
            if name.ends_with("_endpoint") || name == "jwks_uri" {
                let path = value.as_str().unwrap().strip_prefix(&hub.base).unwrap();
                assert!(web::routes::table().iter().any(|r| r.path == path), "{name} leads nowhere");
            }
        }
        assert_eq!(browser.get("/.well-known/oauth-authorization-server").await.json(), document);
    }
}

fn part(token: &str, n: usize) -> Value {
    let text = token.split('.').nth(n).expect("a part");
    let mut bits = Vec::new();
    for c in text.bytes() {
        let v = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'-' => 62,
            _ => 63,
        };
        bits.extend((0..6).rev().map(|i| v >> i & 1));
    }
    let bytes: Vec<u8> = bits
        .chunks_exact(8)
        .map(|b| b.iter().fold(0, |n, b| n << 1 | b))
        .collect();
    serde_json::from_slice(&bytes).expect("JSON")
}

fn payload(token: &str) -> Value {
    part(token, 1)
}

fn header(token: &str) -> Value {
    part(token, 0)
}
