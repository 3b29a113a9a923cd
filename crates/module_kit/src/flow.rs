//! Whole logins and sign-outs against a provider on loopback.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use reqwest::{Client, Response, redirect::Policy};
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

use crate::fake_provider::FakeProvider;
use crate::token::maker::Maker;
use crate::{ClientSecret, Person, PlainPages, RelyingParty, Settings};

struct Bench {
    provider: FakeProvider,
    party: RelyingParty,
    base: String,
    http: Client,
}

/// A browser that remembers cookies by name.
#[derive(Default)]
struct Browser(Vec<(String, String)>);

impl Browser {
    fn header(&self) -> String {
        self.0
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn take(&mut self, answer: &Response) {
        for line in answer.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.0.retain(|(known, _)| known != name);
            self.0.push((name.into(), value.into()));
        }
    }

    fn get(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, v)| v.clone())
            .unwrap_or_default()
    }
}

fn query(url: &Url, name: &str) -> String {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .unwrap()
        .1
        .into_owned()
}

impl Bench {
    async fn start() -> Self {
        let bind = || TcpListener::bind("127.0.0.1:0");
        let provider = FakeProvider::start(bind().await.unwrap());
        let listener = bind().await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let secret = Some(ClientSecret::new("s3cret"));
        let settings = Settings::new(&provider.issuer, "portal", secret, &base);
        let party = RelyingParty::new(settings, "portal", PlainPages).unwrap();
        let app = Router::new()
            .route(
                "/me",
                get(async |person: Person| json!(person.claims).to_string()),
            )
            .with_state(party.clone())
            .merge(party.routes());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let http = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .tls_certs_only([]);
        Self {
            provider,
            party,
            base,
            http: http.build().unwrap(),
        }
    }

    async fn get(&self, browser: &mut Browser, path: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.base));
        let answer = request
            .header("cookie", browser.header())
            .send()
            .await
            .unwrap();
        browser.take(&answer);
        answer
    }

    /// Begins a login; gives the `state`.
    async fn begin(&self, browser: &mut Browser) -> String {
        let answer = self.get(browser, "/login?return_to=/me%3Fa%3Db").await;
        assert_eq!(answer.status(), 303);
        let address = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(query(&address, "tenant"), "1");
        assert_eq!(query(&address, "response_type"), "code");
        assert_eq!(query(&address, "code_challenge_method"), "S256");
        self.provider.set(|shared| {
            shared.challenge = query(&address, "code_challenge");
            shared.nonce = query(&address, "nonce");
        });
        query(&address, "state")
    }

    async fn back(&self, browser: &mut Browser, state: &str, extra: &str) -> Response {
        let issuer = &self.provider.issuer;
        self.get(
            browser,
            &format!("/login/callback?state={state}&iss={issuer}&{extra}"),
        )
        .await
    }

    async fn logout(&self, token: &str) -> u16 {
        let request = self.http.post(format!("{}/backchannel-logout", self.base));
        let answer = request
            .form(&[("logout_token", token)])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.headers()["cache-control"], "no-store");
        answer.status().as_u16()
    }
}

#[tokio::test]
async fn login_and_sign_out() {
    let bench = Bench::start().await;
    let mut browser = Browser::default();
    let stranger = bench.get(&mut browser, "/me?a=b").await;
    assert_eq!(
        stranger.headers()["location"],
        "/login?return_to=%2Fme%3Fa%3Db"
    );

    let state = bench.begin(&mut browser).await;
    let answer = bench.back(&mut browser, &state, "code=c0de").await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["location"]),
        (303, &"/me?a=b".parse().unwrap())
    );
    let me = bench.get(&mut browser, "/me").await.text().await.unwrap();
    assert!(
        me.contains("technician@example.com") && me.contains("technician"),
        "{me}"
    );

    // Code or state replay.
    let again = bench.back(&mut browser, &state, "code=c0de").await;
    assert_eq!(again.status(), 400);
    assert!(again.text().await.unwrap().contains("login_expired"));

    // Session fixation: a second login makes a new key and ends the old one.
    let first = browser.get("portal");
    let state = bench.begin(&mut browser).await;
    bench.back(&mut browser, &state, "code=c0de").await;
    assert_ne!(browser.get("portal"), first);
    let mut old = Browser(vec![("portal".into(), first)]);
    assert_eq!(bench.get(&mut old, "/me").await.status(), 303);

    let page = bench
        .get(&mut browser, "/logout")
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("Demo Technician") && page.contains("method=\"post\""));
    let post = |site: &'static str| {
        let request = bench.http.post(format!("{}/logout", bench.base));
        request
            .header("cookie", browser.header())
            .header("sec-fetch-site", site)
            .send()
    };
    assert_eq!(post("same-site").await.unwrap().status(), 403);
    let out = post("same-origin").await.unwrap();
    let address = Url::parse(out.headers()["location"].to_str().unwrap()).unwrap();
    assert_eq!(address.path(), "/end");
    assert_eq!(
        query(&address, "post_logout_redirect_uri"),
        format!("{}/", bench.base)
    );
    assert!(query(&address, "id_token_hint").starts_with("ey"));
    let state = query(&address, "state");
    browser.take(&out);
    assert_eq!(bench.get(&mut browser, "/me").await.status(), 303);

    let headers = [("cookie", browser.header())].into_iter();
    let headers = headers
        .map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap()))
        .collect();
    assert!(
        bench
            .party
            .signed_out_everywhere(&headers, Some(&format!("state={state}")))
    );
    assert!(!bench.party.signed_out_everywhere(&headers, Some("state=x")));
    assert!(
        bench
            .party
            .form_targets()
            .await
            .contains(&bench.provider.issuer)
    );
}

#[tokio::test]
async fn attacks_on_the_callback() {
    let bench = Bench::start().await;
    let issuer = bench.provider.issuer.clone();
    // (attack, query with {state}, code of the page)
    for (attack, extra, code) in [
        (
            "mix-up: iss of another",
            "state={state}&code=c0de&iss=https%3A%2F%2Fevil.example",
            "other_provider",
        ),
        (
            "mix-up: iss taken away",
            "state={state}&code=c0de",
            "other_provider",
        ),
        ("no state", "code=c0de&iss={issuer}", "login_expired"),
        (
            "made-up state",
            "state=x&code=c0de&iss={issuer}",
            "login_expired",
        ),
        (
            "two states",
            "state={state}&state={state}&code=c0de&iss={issuer}",
            "bad_request",
        ),
        ("no code", "state={state}&iss={issuer}", "bad_request"),
        (
            "cancelled",
            "state={state}&error=access_denied&error_description=No+%3Cb%3E&iss={issuer}",
            "access_denied",
        ),
        (
            "odd error",
            "state={state}&error=%3Cscript%3E&iss={issuer}",
            "unreadable_error",
        ),
        (
            "error from elsewhere",
            "state={state}&error=access_denied&iss=https%3A%2F%2Fevil.example",
            "other_provider",
        ),
    ] {
        let mut browser = Browser::default();
        let state = bench.begin(&mut browser).await;
        let query = extra
            .replace("{state}", &state)
            .replace("{issuer}", &issuer);
        let answer = bench
            .get(&mut browser, &format!("/login/callback?{query}"))
            .await;
        assert!(answer.status().is_client_error(), "{attack}");
        let page = answer.text().await.unwrap();
        assert!(
            page.contains(&format!("<code>{code}</code>")),
            "{attack}: {page}"
        );
        assert!(
            !page.contains("<b>") && !page.contains("<script>"),
            "{attack}"
        );
        assert_eq!(browser.get("portal"), "", "{attack}");
    }
    // Login CSRF: the attacker's state in the victim's browser. The login stays the attacker's.
    let (mut attacker, mut victim) = (Browser::default(), Browser::default());
    let state = bench.begin(&mut attacker).await;
    bench.begin(&mut victim).await;
    let page = bench
        .back(&mut victim, &state, "code=c0de")
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("other_browser"), "{page}");
    // Open redirect.
    let answer = bench
        .get(&mut victim, "/login?return_to=//evil.example")
        .await;
    assert_eq!(answer.status(), 400);
    let long = format!("/login?return_to=/{}", "a".repeat(50_000));
    assert_eq!(bench.get(&mut victim, &long).await.status(), 400);
}

#[tokio::test]
async fn tokens_that_lie() {
    let bench = Bench::start().await;
    for (claims, code) in [
        (json!({"nonce": "other"}), "token_refused"),
        (json!({"aud": "other"}), "token_refused"),
        (json!({"iss": "https://evil.example"}), "token_refused"),
        (json!({"exp": 1}), "token_refused"),
    ] {
        bench.provider.set(|shared| shared.claims = claims.clone());
        let mut browser = Browser::default();
        let state = bench.begin(&mut browser).await;
        let answer = bench.back(&mut browser, &state, "code=c0de").await;
        assert_eq!(answer.status(), 502, "{claims}");
        assert!(answer.text().await.unwrap().contains(code), "{claims}");
    }
    bench
        .provider
        .set(|shared| shared.token_error = Some("invalid_client"));
    let mut browser = Browser::default();
    let state = bench.begin(&mut browser).await;
    let page = bench
        .back(&mut browser, &state, "code=c0de")
        .await
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("invalid_client") && !page.contains("s3cret"),
        "{page}"
    );
}

#[tokio::test]
async fn back_channel_logout_ends_the_session() {
    let bench = Bench::start().await;
    let mut browser = Browser::default();
    let state = bench.begin(&mut browser).await;
    bench.back(&mut browser, &state, "code=c0de").await;
    assert_eq!(bench.logout("x.y.z").await, 400);
    assert_eq!(bench.logout("").await, 400);
    assert_eq!(bench.logout(&"a".repeat(60_000)).await, 400);
    assert_eq!(
        bench
            .logout(&bench.provider.logout_token("j0", "other"))
            .await,
        200
    );
    assert_eq!(bench.get(&mut browser, "/me").await.status(), 200);
    let token = bench.provider.logout_token("j1", "s1");
    assert_eq!(bench.logout(&token).await, 200);
    assert_eq!(bench.get(&mut browser, "/me").await.status(), 303);
    assert_eq!(bench.logout(&token).await, 400, "replay");
    // The hub's session is over: a login that was under way may not revive it.
    let state = bench.begin(&mut browser).await;
    let page = bench
        .back(&mut browser, &state, "code=c0de")
        .await
        .text()
        .await
        .unwrap();
    assert!(page.contains("session_ended"), "{page}");
    // JSON, or nothing at all, is no form.
    let request = bench
        .http
        .post(format!("{}/backchannel-logout", bench.base))
        .body("{}");
    assert_eq!(request.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn keys_rotate_and_made_up_names_do_not_flood_the_provider() {
    let bench = Bench::start().await;
    assert_eq!(
        bench.logout(&bench.provider.logout_token("j1", "x")).await,
        200
    );
    bench
        .provider
        .set(|shared| shared.signer = Arc::new(Maker::es256("k2")));
    assert_eq!(
        bench.logout(&bench.provider.logout_token("j2", "x")).await,
        200
    );
    for name in ["k3", "k4", "k5"] {
        let stranger = Maker::es256(name);
        assert_eq!(
            bench
                .logout(&stranger.sign(&stranger.header(), &json!({})))
                .await,
            400
        );
    }
    bench
        .provider
        .set(|shared| assert_eq!(shared.key_fetches, 2));
}

#[tokio::test]
async fn a_provider_that_is_late_or_is_another() {
    // Nobody listens there yet.
    let reserved = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = reserved.local_addr().unwrap();
    drop(reserved);
    let settings = Settings::new(
        format!("http://{address}"),
        "portal",
        None,
        "http://127.0.0.1:9",
    );
    let party = RelyingParty::new(settings, "portal", PlainPages).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let app = party.routes();
    tokio::spawn(async move { axum::serve(listener, app).await });
    let http = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .tls_certs_only([]);
    let http = http.build().unwrap();
    let login = || http.get(format!("{base}/login")).send();
    let answer = login().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["retry-after"], "10");
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("provider_unreachable")
    );
    let provider = FakeProvider::start(TcpListener::bind(address).await.unwrap());
    provider.set(|shared| shared.metadata = json!({"issuer": "https://evil.example"}));
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(login().await.unwrap().status(), 503, "another issuer");
    provider.set(|shared| shared.metadata = json!({}));
    party.warm_up().await;
    assert_eq!(login().await.unwrap().status(), 303);
}
