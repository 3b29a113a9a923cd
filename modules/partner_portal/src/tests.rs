//! The portal while nobody answers for the provider. Whole logins are tested in the module kit and,
//! against the hub, in the browser.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::*;

async fn get(portal: std::net::SocketAddr, path: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(portal).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {portal}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (
        head[9..12].parse().unwrap(),
        head.to_lowercase(),
        body.to_owned(),
    )
}

async fn free() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

#[tokio::test]
async fn the_portal_starts_before_the_provider() {
    let provider = free().await;
    let issuer = format!("http://{}", provider.local_addr().unwrap());
    drop(provider);
    let listener = free().await;
    let portal = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let settings = Settings::new(issuer, "portal", None, format!("http://{portal}"));
    let server = tokio::spawn(serve(listener, settings, async { drop(stopped.await) }));

    let (status, head, page) = get(portal, "/").await;
    assert_eq!(status, 200);
    assert!(page.contains("Log in with Vestibule"), "{page}");
    for line in [
        "content-security-policy: default-src 'none'; style-src 'self'",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "referrer-policy: same-origin",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    let (status, head, _) = get(portal, "/me").await;
    assert!(
        status == 303 && head.contains("location: /login?return_to=%2fme"),
        "{head}"
    );
    let (status, head, page) = get(portal, "/login?return_to=/me").await;
    assert!(status == 503 && head.contains("retry-after"), "{head}");
    assert!(
        page.contains("Wait a minute") && page.contains("provider_unreachable"),
        "{page}"
    );
    assert_eq!(get(portal, "/login?return_to=//evil.example").await.0, 400);
    assert_eq!(get(portal, "/login/callback?state=x&code=y").await.0, 400);
    assert_eq!(get(portal, "/nothing").await.0, 404);
    assert!(get(portal, "/portal.css").await.1.contains("text/css"));

    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}

#[tokio::test]
async fn settings_that_cannot_work_are_named() {
    let settings = Settings::new(
        "http://hub.example.com",
        "portal",
        None,
        "http://127.0.0.1:1",
    );
    let fault = serve(free().await, settings, async {}).await.unwrap_err();
    assert_eq!(fault.kind(), io::ErrorKind::InvalidInput);
    assert!(fault.to_string().contains("issuer"), "{fault}");
}

#[tokio::test]
async fn the_seed_has_people_in_every_state() {
    use module_kit::Accounts;
    use unified_login::{AccountFacts, Exemption, exemption_of};
    let accounts = module_accounts::SqliteAccounts::in_memory().unwrap();
    assert!(
        accounts
            .seed(include_str!("../seed.toml"), 1_800_000_000)
            .await
            .unwrap()
    );
    let settings = Settings::new("http://localhost:1", "portal", None, "http://localhost:2");
    let (login, _) = open(settings, accounts.clone()).await.unwrap();
    let all = accounts.page("example-msp", None, 100).await.unwrap();
    let manifest = login.manifest();
    assert!(
        all.iter()
            .all(|a| a.roles.iter().all(|r| manifest.role(r).is_some()))
    );
    let facts: Vec<AccountFacts> = all.iter().map(|a| a.facts(manifest)).collect();
    for exemption in Exemption::ALL {
        let one = |f: &AccountFacts| exemption_of(f, None) == Some(exemption);
        assert!(facts.iter().any(one), "{exemption:?}");
    }
    assert!(facts.iter().any(|f| exemption_of(f, None).is_none()));
    let right = accounts
        .check_password("consultant@example.org", "a password of the portal")
        .await
        .unwrap();
    assert_eq!(right.len(), 2);
}
