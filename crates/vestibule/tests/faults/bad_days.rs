//! A full disk, a database that is away, a clock that is set back: explained, survived without a
//! restart, and nothing unsound afterwards.

use crate::place::{Person, Place, SmallDisk, free_port, until};
use crate::proxy::Proxy;
use kernel::Span;
use std::io::Write as _;
use std::time::Duration;
use testkit::{Browser, Kind, Page, Party, TestHub, on_both_engines, unique};

/// A page that says that the hub is closed for a moment, and not more.
fn closed(page: &Page) -> bool {
    page.status == 503
        && page.body.contains("out_of_service")
        && page.heading() == "Closed for a moment"
        && !page.header("retry-after").is_empty()
}

/// Everything goes on as before, in the same process.
async fn goes_on(place: &Place, owner: &Browser) {
    until("ready again", Duration::from_secs(30), || async move {
        place.browser().get("/health/ready").await.status == 200
    })
    .await;
    assert_eq!(
        owner.get("/modules").await.status,
        200,
        "her session goes on"
    );
    let csrf = owner.get("/console/members").await.input("csrf").to_owned();
    let email = format!("after{:x}@example.com", unique());
    let invited = [
        ("csrf", csrf.as_str()),
        ("email", &email),
        ("name", "Demo"),
        ("role", "user"),
    ];
    let page = owner.post("/console/members/invite", &invited).await;
    assert_eq!(page.status, 303, "{}", page.body);
    until("the mail", Duration::from_secs(30), || {
        let arrived = place.mailed(&email) > 0;
        async move { arrived }
    })
    .await;
    Person::new("technician").signed_in(&place.base).await;
    place.doctor();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_told_and_survived() {
    let port = free_port();
    let Some(mut place) = Place::new(Kind::Postgres, port).await else {
        return;
    };
    // The hub reaches its database through a proxy that can cut.
    let direct = place.postgres.clone().unwrap();
    let mut address = url::Url::parse(&direct).unwrap();
    let (proxy, proxy_port) = Proxy::open().await;
    let server = address.port().unwrap_or(5432);
    proxy.lead_to(&[server]);
    address.set_port(Some(proxy_port)).unwrap();
    place.postgres = Some(address.to_string());
    let mut node = place.start(port).await;
    place.people();
    let owner = Person::new("owner").signed_in(&place.base).await;

    proxy.lead_to(&[]);
    let browser = place.browser();
    assert_eq!(browser.get("/health/ready").await.status, 503);
    assert_eq!(browser.get("/health/live").await.status, 200);
    for page in [
        owner.get("/modules").await,
        browser
            .post("/sign-in", &[("identifier", "owner@example.com")])
            .await,
    ] {
        assert!(closed(&page), "{} {}", page.status, page.body);
    }
    let away = std::env::var("VESTIBULE_AWAY_SECONDS").map_or(2, |n| n.parse().expect("a number"));
    tokio::time::sleep(Duration::from_secs(away)).await;
    assert!(node.alive(), "{}", node.log());
    assert!(
        node.log().contains("the database cannot be used"),
        "{}",
        node.log()
    );
    proxy.lead_to(&[server]);
    goes_on(&place, &owner).await;
    assert!(node.alive());
}

/// Fills a disk to the last byte; dropping it makes room again.
struct Ballast(std::path::PathBuf);

impl Ballast {
    fn fill(folder: &std::path::Path) -> Self {
        let file = folder.join("ballast");
        let mut out = std::fs::File::create(&file).unwrap();
        for size in [65_536, 4_096, 1] {
            while out.write_all(&vec![1; size]).is_ok() {}
        }
        Self(file)
    }
}

impl Drop for Ballast {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_survived() {
    let folder = std::env::temp_dir().join(format!("vestibule-fault-{:016x}", unique()));
    let data = folder.join("data");
    let Some(_disk) = SmallDisk::mount(&data, 24) else {
        eprintln!("skipped: a small disk cannot be mounted here; that needs root");
        return;
    };
    let port = free_port();
    let place = Place::with_data(Kind::Sqlite, port, folder, data.clone())
        .await
        .unwrap();
    let mut node = place.start(port).await;
    place.people();
    let owner = Person::new("owner").signed_in(&place.base).await;

    let ballast = Ballast::fill(&data);
    // The journal has some room of its own; then there is none.
    let mut told = false;
    for n in 0..3_000 {
        let name = format!("person{n}@example.net");
        let page = place
            .browser()
            .post("/sign-in", &[("identifier", &name)])
            .await;
        if page.status == 503 {
            assert!(closed(&page), "{}", page.body);
            told = true;
            break;
        }
        assert_eq!(page.status, 303, "{}", page.body);
    }
    assert!(told, "it never was full");
    // What readiness found holds for a second.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert_eq!(place.browser().get("/health/ready").await.status, 503);
    assert!(node.alive(), "{}", node.log());
    assert!(node.log().contains("full"), "{}", node.log());
    // Room again: no restart, and a session that was open goes on.
    drop(ballast);
    goes_on(&place, &owner).await;
    assert!(node.alive());
}

async fn doctor_on_the_clock(hub: &TestHub) -> String {
    let findings = hub.engine.doctor().await.unwrap();
    findings
        .into_iter()
        .find(|f| f.subject == "clock")
        .unwrap()
        .text
}

on_both_engines! {
    async fn a_clock_set_back_an_hour_is_told_and_survived(hub) {
        let technician = hub.actor("technician");
        let browser = technician.sign_in(hub).await;
        let owner = hub.actor("owner").sign_in(hub).await;
        let csrf = owner.get("/console/members").await.input("csrf").to_owned();
        let tokens = Party::PORTAL.tokens(&browser).await;
        let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
        let code = technician.next_code(hub);
        let keys = hub.engine.keys().document.clone();
        let invite = async |email: &str| {
            let form = [("csrf", csrf.as_str()), ("email", email), ("name", "Demo"), ("role", "user")];
            let page = owner.post("/console/members/invite", &form).await;
            assert_eq!(page.status, 303, "{}", page.body);
        };
        hub.deliver().await;
        invite("held@example.com").await;
        // A message is on its way at a node that dies at this moment.
        assert_eq!(hub.engine.claim_due().await.unwrap().len(), 1);

        hub.wait(Span(-Span::hours(1).0));
        let told = doctor_on_the_clock(hub).await;
        assert!(told.contains("which is yet to come") && told.contains("recovery code"), "{told}");
        // Sessions and tokens go on, each rotated token is good once.
        assert_eq!(browser.get("/modules").await.status, 200);
        let page = Party::PORTAL.refresh(&browser, &refresh).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let second = page.json()["refresh_token"].as_str().unwrap().to_owned();
        assert_eq!(Party::PORTAL.refresh(&browser, &refresh).await.status, 400, "reuse is seen");
        assert_eq!(Party::PORTAL.refresh(&browser, &second).await.status, 400, "and ends the family");
        // What was leased before does not wait for the clock; what comes now leaves now.
        invite("now@example.com").await;
        let posted = hub.deliver().await;
        for to in ["held@example.com", "now@example.com"] {
            assert_eq!(posted.iter().filter(|p| p.to == to).count(), 1, "{to}");
        }
        // A step of an authenticator that was used stays used, also when its time comes again.
        let other = hub.browser();
        let path = technician.identify(&other).await;
        other.post(&path, &[("password", &technician.password)]).await;
        let page = other.post(&path, &[("code", &technician.code(hub))]).await;
        assert_eq!(page.status, 422, "{}", page.body);
        // Somebody who did not sign in meanwhile comes in as ever.
        hub.actor("consultant").identify(&hub.browser()).await;
        let sales = hub.actor("sales").sign_in(hub).await;
        assert_eq!(sales.get("/modules").await.status, 200);
        // Keys stay as they are, and the chain is whole whatever its moments say.
        hub.engine.rotate_keys().await.unwrap();
        hub.engine.tidy().await.unwrap();
        assert_eq!(hub.engine.keys().document, keys);
        let checked = owner.post("/console/audit/check", &[("csrf", &csrf)]).await;
        assert!(checked.location().contains("check=whole"), "{}", checked.location());

        hub.wait(Span::hours(1));
        let page = other.post(&path, &[("code", &code)]).await;
        assert_ne!(page.status, 303, "the same code an hour later");
        assert!(doctor_on_the_clock(hub).await.starts_with("no entry of the audit log is yet to come"));
        technician.sign_in(hub).await;
    }
}
