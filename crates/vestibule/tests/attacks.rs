//! Each test names an attack and shows how it fails.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Party, TestHub, on_both_engines};

on_both_engines! {
    async fn open_redirect_by_redirect_uri(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        for uri in ["https://evil.example/", "https://portal.example.com/callback/../x", "https://portal.example.com.evil.example/callback", "https://portal.example.com/callback?x", "//evil.example", "javascript:alert(1)"] {
            let page = browser.get(&Party::PORTAL.authorize(&[("redirect_uri", uri)])).await;
            assert_eq!((page.status, page.location()), (400, ""), "{uri}");
            assert!(page.body.contains("redirect_uri_not_registered"));
        }
        let page = browser.get(&Party::PORTAL.authorize(&[("client_id", "nobody")])).await;
        assert!(page.status == 400 && page.body.contains("client_unknown"));
    }

    async fn open_redirect_by_post_logout_redirect_uri(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        for query in ["post_logout_redirect_uri=https://evil.example/", "client_id=portal&post_logout_redirect_uri=https://evil.example/", "client_id=other&post_logout_redirect_uri=https://portal.example.com/bye"] {
            let page = browser.get(&format!("/oidc/logout?{query}")).await;
            assert_eq!((page.status, page.location()), (400, ""), "{query}");
        }
    }

    async fn cross_site_request_forgery_of_forms(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let csrf = browser.get("/sign-out").await.input("csrf").to_owned();
        let form = [("csrf", csrf.as_str())];
        for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
            let request = browser.request("POST", "/sign-out").header(name, value).form(&form);
            assert_eq!(browser.send(request, "/sign-out").await.status, 403, "{name}: {value}");
        }
        // Without the page's own token it fails as well, wherever it comes from.
        for token in ["", "0123456789abcdef0123456789abcdef"] {
            assert_eq!(browser.post("/sign-out", &[("csrf", token)]).await.status, 403);
        }
        assert_eq!(browser.get("/modules").await.status, 200, "she is still signed in");
    }

    async fn login_csrf_signing_somebody_in_as_the_attacker(hub) {
        // Every form of the sign-in refuses other sites, so nobody can be signed in unawares.
        let browser = hub.browser();
        for path in ["/sign-in", "/sign-in/0123456789", "/activate/x", "/reset/x", "/forgot", "/set-up"] {
            let request = browser.request("POST", path).header("sec-fetch-site", "cross-site").form(&[("identifier", "a@example.com")]);
            let page = browser.send(request, path).await;
            assert_eq!(page.status, 403, "{path}");
            assert!(page.body.contains("foreign_form"));
        }
    }

    async fn session_fixation(hub) {
        let technician = hub.actor("technician");
        let browser = hub.browser();
        let planted = "A".repeat(43);
        browser.plant("vst_session", "/", &planted);
        let path = technician.identify(&browser).await;
        technician.sign_in_with(hub, &browser, &path).await;
        assert_ne!(browser.cookie("vst_session").unwrap(), planted);
        let attacker = hub.browser();
        attacker.plant("vst_session", "/", &planted);
        assert_eq!(attacker.get("/modules").await.location(), "/sign-in");
        // A second proof in the same session changes the cookie too.
        let before = browser.cookie("vst_session").unwrap();
        let page = browser.get(&Party::PORTAL.authorize(&[("prompt", "login")])).await;
        let path = page.location().to_owned();
        browser.post(&path, &[("identifier", &technician.email)]).await;
        technician.sign_in_with(hub, &browser, &path).await;
        assert_ne!(browser.cookie("vst_session").unwrap(), before);
        attacker.plant("vst_session", "/", &before);
        assert_eq!(attacker.get("/modules").await.location(), "/sign-in");
    }

    async fn sign_in_page_address_alone_is_worth_nothing(hub) {
        let technician = hub.actor("technician");
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        browser.post(&path, &[("password", &technician.password)]).await;
        let thief = hub.browser();
        assert_eq!(thief.get(&path).await.status, 410);
        assert_eq!(thief.post(&path, &[("code", &technician.next_code(hub))]).await.status, 410);
    }

    async fn code_replay_ends_what_the_first_use_gave(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let code = party.code(&browser).await;
        let tokens = party.exchange(&browser, &code, &[]).await.json();
        let again = party.exchange(&browser, &code, &[]).await;
        assert_eq!((again.status, again.json()["error"].clone()), (400, "invalid_grant".into()));
        assert_eq!(party.refresh(&browser, tokens["refresh_token"].as_str().unwrap()).await.status, 400);
        let access = tokens["access_token"].as_str().unwrap();
        assert_eq!(party.call(&browser, "/oidc/introspect", &[("token", access)]).await.json()["active"], false);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("token_family.ended") && l.ends_with("code_replayed")));
    }

    async fn code_theft_by_another_client_or_without_the_verifier(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let code = party.code(&browser).await;
        let stolen = Party::OTHER.exchange(&browser, &code, &[("redirect_uri", party.redirect_uri)]).await;
        assert_eq!(stolen.json()["error"], "invalid_grant");
        assert_eq!(party.exchange(&browser, &code, &[]).await.status, 200, "a foreign try does not harm the owner");
        for changes in [("code_verifier", "another-verifier-that-is-long-enough-0123456789"), ("redirect_uri", "https://portal.example.com/other")] {
            let code = party.code(&browser).await;
            assert_eq!(party.exchange(&browser, &code, &[changes]).await.json()["error"], "invalid_grant");
            assert_eq!(party.exchange(&browser, &code, &[]).await.json()["error"], "invalid_grant", "one try is all");
        }
        let code = party.code(&browser).await;
        hub.wait(Span::seconds(60));
        assert_eq!(party.exchange(&browser, &code, &[]).await.json()["error"], "invalid_grant");
    }

    async fn pkce_downgrade(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        for changes in [("code_challenge", ""), ("code_challenge_method", "plain"), ("code_challenge_method", ""), ("code_challenge", "short")] {
            let page = browser.get(&Party::PORTAL.authorize(&[changes])).await;
            assert_eq!(Party::PORTAL.returned(&page)["error"], "invalid_request", "{changes:?}");
        }
        let code = Party::PORTAL.code(&browser).await;
        let page = Party::PORTAL.exchange(&browser, &code, &[("code_verifier", "")]).await;
        assert_eq!(page.json()["error"], "invalid_request");
    }

    async fn mix_up_of_providers(hub) {
        // Every answer names who speaks (RFC 9207), errors too.
        let browser = hub.actor("technician").sign_in(hub).await;
        for changes in [("state", "s"), ("scope", "profile"), ("response_type", "token")] {
            let page = browser.get(&Party::PORTAL.authorize(&[changes])).await;
            assert_eq!(Party::PORTAL.returned(&page)["iss"], hub.base, "{changes:?}");
        }
    }

    async fn refresh_token_reuse_ends_the_family(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let first = party.tokens(&browser).await["refresh_token"].as_str().unwrap().to_owned();
        let second = party.refresh(&browser, &first).await.json()["refresh_token"].as_str().unwrap().to_owned();
        assert_eq!(Party::OTHER.refresh(&browser, &second).await.json()["error"], "invalid_grant");
        assert_eq!(party.refresh(&browser, &first).await.json()["error"], "invalid_grant");
        assert_eq!(party.refresh(&browser, &second).await.json()["error"], "invalid_grant", "the family has ended");
        assert!(hub.audit().await.iter().any(|l| l.ends_with("refresh_replayed")));
    }

    async fn refresh_race_gives_one_winner(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let party = Party::PORTAL;
        let token = party.tokens(&browser).await["refresh_token"].as_str().unwrap().to_owned();
        let (a, b) = tokio::join!(party.refresh(&browser, &token), party.refresh(&browser, &token));
        let won = [a.status, b.status].iter().filter(|s| **s == 200).count();
        assert!(won <= 1, "{} {}", a.status, b.status);
    }

    async fn totp_replay(hub) {
        let technician = hub.actor("technician");
        let first = hub.browser();
        let path = technician.identify(&first).await;
        first.post(&path, &[("password", &technician.password)]).await;
        let code = technician.next_code(hub);
        let other = hub.browser();
        let second = technician.identify(&other).await;
        other.post(&second, &[("password", &technician.password)]).await;
        let form = [("code", code.as_str())];
        let (a, b) = tokio::join!(first.post(&path, &form), other.post(&second, &form));
        assert_eq!([a.status, b.status].iter().filter(|s| **s == 303).count(), 1, "one code, one sign-in");
        let third = hub.browser();
        let path = technician.identify(&third).await;
        third.post(&path, &[("password", &technician.password)]).await;
        let page = third.post(&path, &[("code", &code)]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("used already"), "{}", page.body);
    }

    async fn totp_guessing_is_slowed_and_told(hub) {
        let technician = hub.actor("technician");
        let browser = hub.browser();
        let path = technician.identify(&browser).await;
        browser.post(&path, &[("password", &technician.password)]).await;
        let mut seen = Vec::new();
        for n in 0..8 {
            seen.push(browser.post(&path, &[("code", &format!("00000{n}"))]).await.status);
        }
        assert_eq!(seen[..5], [422; 5]);
        assert_eq!(seen[5..], [429; 3], "then nothing is even looked at");
        let blocked = browser.post(&path, &[("code", &technician.next_code(hub))]).await;
        assert_eq!(blocked.status, 303, "after the wait the right code works");
        let told = hub.deliver().await;
        assert_eq!(told.iter().filter(|p| p.to == technician.email).count(), 1, "{told:?}");
    }

    async fn password_guessing_is_slowed_but_locks_nobody_out(hub) {
        let technician = hub.actor("technician");
        let own = technician.sign_in(hub).await;
        // A stranger guesses until the account is slow for strangers.
        let stranger = hub.browser();
        let path = technician.identify(&stranger).await;
        let mut statuses = Vec::new();
        for n in 0..12 {
            statuses.push(stranger.post(&path, &[("password", &format!("guess number {n}"))]).await.status);
        }
        assert_eq!(statuses[..5], [422; 5]);
        assert!(statuses[5..].iter().all(|s| *s == 429), "{statuses:?}");
        let page = stranger.post(&path, &[("password", &technician.password)]).await;
        assert_eq!(page.status, 429, "even the right one is not looked at now");
        assert!(!page.header("retry-after").is_empty());
        // The person, in the browser that she uses every day, comes in at once.
        let csrf = own.get("/sign-out").await.input("csrf").to_owned();
        own.post("/sign-out", &[("csrf", &csrf)]).await;
        let path = technician.identify(&own).await;
        let page = technician.sign_in_with(hub, &own, &path).await;
        assert_eq!(page.location(), "/modules");
        // In a new browser she comes in by mail without waiting.
        let new = hub.browser();
        new.post("/forgot", &[("identifier", &technician.email)]).await;
        let link = hub.mailed_link(&technician.email).await;
        let password = "nine brass bells in winter";
        let page = new.post(&link, &[("password", password), ("repeat", password)]).await;
        let path = page.location().to_owned();
        assert_eq!(new.post(&path, &[("code", &technician.next_code(hub))]).await.location(), "/modules");
    }

    async fn guesses_sent_at_once_are_not_looked_at_at_once(hub) {
        let technician = hub.actor("technician");
        let stranger = hub.browser();
        let path = technician.identify(&stranger).await;
        let guesses: Vec<String> = (0..30).map(|n| format!("guess number {n}")).collect();
        let forms: Vec<[(&str, &str); 1]> = guesses.iter().map(|g| [("password", g.as_str())]).collect();
        let pages = futures_join(forms.iter().map(|form| stranger.post(&path, form))).await;
        let looked_at = pages.iter().filter(|p| p.status == 422).count();
        assert!(looked_at <= 5, "{looked_at} were looked at");
    }

    async fn user_enumeration_by_words(hub) {
        let mut seen: Vec<Vec<(u16, String)>> = Vec::new();
        for name in ["technician@example.com", "nobody@example.com", "newcomer@example.com"] {
            let browser = hub.browser();
            let mut pages = Vec::new();
            let first = browser.post("/sign-in", &[("identifier", name)]).await;
            let path = first.location().to_owned();
            pages.push(first);
            pages.push(browser.get(&path).await);
            for n in 0..7 {
                pages.push(browser.post(&path, &[("password", &format!("guess number {n}"))]).await);
            }
            pages.push(browser.post("/forgot", &[("identifier", name)]).await);
            let handle = path.rsplit('/').next().unwrap().to_owned();
            seen.push(pages.into_iter().map(|p| (p.status, p.body.replace(name, "NAME").replace(&handle, "FLOW"))).collect());
        }
        assert_eq!(seen[0], seen[1], "existing and unknown");
        assert_eq!(seen[0], seen[2], "existing and invited");
        // Usernames ask for the company whether or not they exist.
        for name in ["tech", "nobody"] {
            let browser = hub.browser();
            let path = browser.post("/sign-in", &[("identifier", name)]).await.location().to_owned();
            assert_eq!(browser.get(&path).await.heading(), "Your company");
        }
    }

    async fn unicode_look_alikes(hub) {
        let browser = hub.browser();
        for name in ["tеchnician@example.com", "technician@exаmple.com", "tech\u{200b}", "ｔｅｃｈ", "technician@example.com\u{0}"] {
            let page = browser.post("/sign-in", &[("identifier", name)]).await;
            assert_eq!(page.status, 422, "{name:?}");
        }
        // A second partner cannot take a name that looks like the first one's.
        let fault = hub.apply("[[partner]]\nname = \"Ехample MSP\"\nstate = \"active\"\n[[partner.member]]\nemail = \"x@example.net\"\nname = \"X\"\nrole = \"master\"\n").await;
        let found = hub.audit().await.iter().filter(|l| l.starts_with("partner.made")).count();
        assert!(fault.is_ok() || found == 2, "it is the same partner or none");
        assert_eq!(found, 2, "no third partner was made");
    }

    async fn forged_and_foreign_tokens(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        let tokens = Party::PORTAL.tokens(&browser).await;
        let access = tokens["access_token"].as_str().unwrap();
        let id = tokens["id_token"].as_str().unwrap();
        let mut parts: Vec<&str> = access.split('.').collect();
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0";
        parts[0] = none;
        let unsigned = format!("{none}.{}.", parts[1]);
        let swapped = parts.join(".");
        let long = format!("{access}{}", "A".repeat(20_000));
        for bad in ["", "x", "a.b.c", id, unsigned.as_str(), swapped.as_str(), long.as_str(), "..", "\u{0}"] {
            let request = browser.request("POST", "/oidc/userinfo").form(&[("access_token", bad)]);
            let page = browser.send(request, "/oidc/userinfo").await;
            assert_eq!(page.status, 401, "{}", &bad[..bad.len().min(30)]);
            assert_eq!(Party::PORTAL.call(&browser, "/oidc/introspect", &[("token", bad)]).await.status, if bad.is_empty() || bad.len() > 4096 || bad == "\u{0}" { 400 } else { 200 });
        }
    }

    async fn client_authentication_by_force(hub) {
        let browser = hub.browser();
        let try_with = async |id: &str, secret: Option<&str>| {
            let request = browser.request("POST", "/oidc/token").basic_auth(id, secret).form(&[("grant_type", "client_credentials")]);
            request.send().await.unwrap()
        };
        for (id, secret) in [("machine", Some("wrong")), ("machine", Some("")), ("nobody", Some("x")), ("tool", Some("x"))] {
            let response = try_with(id, secret).await;
            assert_eq!(response.status().as_u16(), 401, "{id}");
            assert!(response.headers().contains_key("www-authenticate"));
        }
        // A client with a secret cannot pose as a public one.
        let page = browser.send(browser.request("POST", "/oidc/token").form(&[("grant_type", "client_credentials"), ("client_id", "machine")]), "/oidc/token").await;
        assert_eq!((page.status, page.json()["error"].clone()), (401, "invalid_client".into()));
    }

    async fn spoofed_address_headers_do_not_dodge_the_throttle(hub) {
        // The tests' own address is a trusted proxy, as behind nginx: the last entry that the proxy
        // wrote counts, whatever the attacker wrote before it.
        let browser = hub.browser();
        let mut last = 0;
        for n in 0..70 {
            let forged = format!("203.0.113.{n}, 198.51.100.7");
            let path = browser.post("/sign-in", &[("identifier", &format!("nobody{n}@example.com"))]).await.location().to_owned();
            let request = browser.request("POST", &path).header("x-forwarded-for", forged).form(&[("password", "guess")]);
            last = browser.send(request, &path).await.status;
        }
        assert_eq!(last, 429);
    }

    async fn clickjacking_sniffing_and_referrers(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        for path in ["/modules", "/sign-out", "/nowhere", "/oidc/authorize", "/settings"] {
            let page = browser.get(path).await;
            assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
            assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
            assert!(!page.header("content-security-policy").contains("unsafe"), "{path}");
        }
    }

    async fn script_injection_through_fields(hub) {
        let browser = hub.browser();
        let evil = "\"><script>alert(1)</script>@example.com";
        let page = browser.post("/sign-in", &[("identifier", evil)]).await;
        assert_eq!(page.status, 422);
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
        let page = browser.post("/forgot", &[("identifier", evil), ("company", evil)]).await;
        assert!(!page.body.contains("<script>alert"));
    }

    async fn malformed_and_oversized_requests(hub) {
        let browser = hub.browser();
        let ten_megabytes = vec![b'a'; 10 * 1024 * 1024];
        for path in ["/sign-in", "/oidc/token", "/password-strength"] {
            let request = browser.request("POST", path).header("content-type", "application/x-www-form-urlencoded").body(ten_megabytes.clone());
            // The hub may answer and close before all was sent.
            if let Ok(response) = request.send().await {
                assert_eq!(response.status().as_u16(), 413, "{path}");
            }
        }
        for (path, kind, body, status) in [
            ("/sign-in", "application/json", "{}", 415),
            ("/oidc/token", "application/json", "{}", 400),
            ("/oidc/token", "application/x-www-form-urlencoded", "grant_type=%ff&client_id=x", 400),
            ("/oidc/token", "application/x-www-form-urlencoded", "client_id=x&client_id=y", 400),
            ("/sign-in", "application/x-www-form-urlencoded", "identifier=%00", 422),
            ("/sign-in/%00", "application/x-www-form-urlencoded", "", 410),
            ("/activate/%F0%9F%92%A9", "application/x-www-form-urlencoded", "", 404),
        ] {
            let request = browser.request("POST", path).header("content-type", kind).body(body);
            assert_eq!(browser.send(request, path).await.status, status, "{path} {body}");
        }
        for path in ["/open/x", "/open/ins_zz", "/assets/../key", "/assets/%2e%2e%2fkey", "/nowhere"] {
            assert!([303, 404].contains(&browser.get(path).await.status), "{path}");
        }
        assert_eq!(browser.send(browser.request("DELETE", "/sign-in"), "/sign-in").await.status, 405);
        browser.plant("vst_session", "/", "%%%");
        browser.plant("vst_flow", "/", &"x".repeat(5_000));
        assert_eq!(browser.get("/sign-in").await.status, 200, "odd cookies are no cookies");
        assert_eq!(browser.get("/health/ready").await.status, 200, "and the hub goes on");
    }
}

async fn futures_join<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut pinned: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<T>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        let mut waiting = false;
        for (future, slot) in pinned.iter_mut().zip(&mut done) {
            if slot.is_none() {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(value) => *slot = Some(value),
                    std::task::Poll::Pending => waiting = true,
                }
            }
        }
        if waiting {
            std::task::Poll::Pending
        } else {
            std::task::Poll::Ready(())
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// A client that sends its head byte by byte holds a connection, not the hub.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_do_not_lock_the_hub_up() {
    use tokio::io::AsyncWriteExt as _;
    let hub = TestHub::start(testkit::Kind::Sqlite).await.unwrap();
    let address = hub.base.replace("http://localhost", "127.0.0.1");
    let mut held = Vec::new();
    for _ in 0..200 {
        let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            .await
            .unwrap();
        held.push(stream);
    }
    assert_eq!(hub.browser().get("/sign-in").await.status, 200);
    hub.finish().await;
}
