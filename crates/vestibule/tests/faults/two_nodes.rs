//! Two nodes over one PostgreSQL: what one has begun the other ends, and nobody is lost with one.

use crate::ledger::Ledger;
use crate::load;
use crate::place::{Person, Place, free_port, until};
use crate::proxy::Proxy;
use kernel::Span;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use testkit::{Browser, Kind, Party, on_both_engines};
use tokio::sync::Mutex;

/// Leads the people to a node; connections to the other are ended.
async fn lead(proxy: &Proxy, to: &[u16]) {
    proxy.lead_to(to);
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn keys_of(port: u16) -> String {
    let node = Browser::new(&format!("http://127.0.0.1:{port}"));
    node.get("/oidc/keys").await.body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_begins_the_other_ends_and_one_killed_loses_nobody() {
    let (proxy, port) = Proxy::open().await;
    let Some(place) = Place::new(Kind::Postgres, port).await else {
        return;
    };
    let (one, two) = (free_port(), free_port());
    // The very first start of both at once: one schema, one data key, one set of keys.
    let (mut first, mut second) = tokio::join!(place.start(one), place.start(two));
    place.people();
    assert_eq!(keys_of(one).await, keys_of(two).await);

    // A sign-in that changes sides at each step.
    let mut person = Person::new("technician");
    let browser = place.browser();
    lead(&proxy, &[one]).await;
    let email = person.actor.email.clone();
    let begun = browser.post("/sign-in", &[("identifier", &email)]).await;
    let path = begun.location().to_owned();
    lead(&proxy, &[two]).await;
    let password = person.actor.password.clone();
    let page = browser.post(&path, &[("password", &password)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    lead(&proxy, &[one]).await;
    let signed = person.prove(&browser, &path).await.expect("signed in");
    lead(&proxy, &[two]).await;
    assert_eq!(signed.get("/modules").await.status, 200);

    // A code of one is exchanged at the other; its tokens are honoured by both.
    let code = Party::PORTAL.code(&signed).await;
    lead(&proxy, &[one]).await;
    let page = Party::PORTAL.exchange(&signed, &code, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let tokens = page.json();
    let (access, refresh) = (
        tokens["access_token"].as_str().unwrap(),
        tokens["refresh_token"].as_str().unwrap(),
    );
    lead(&proxy, &[two]).await;
    let asked = signed.request("GET", "/oidc/userinfo").bearer_auth(access);
    assert_eq!(asked.send().await.unwrap().status().as_u16(), 200);
    let page = Party::PORTAL.refresh(&signed, refresh).await;
    assert_eq!(page.status, 200, "{}", page.body);
    lead(&proxy, &[one]).await;
    assert_eq!(
        Party::PORTAL.refresh(&signed, refresh).await.status,
        400,
        "used at the other node"
    );

    // Mails, events and files: done once, whoever does them.
    let owner = Arc::new(Person::new("owner").signed_in(&place.base).await);
    let csrf = owner.get("/console/members").await.input("csrf").to_owned();
    let hook = [
        ("csrf", csrf.as_str()),
        ("address", &place.hook),
        ("events", "group.made"),
        ("do", "save"),
    ];
    assert_eq!(owner.post("/console/webhooks/new", &hook).await.status, 200);
    for n in 0..12 {
        lead(&proxy, &[if n % 2 == 0 { one } else { two }]).await;
        let (email, name) = (format!("both{n}@example.com"), format!("Both {n}"));
        let invited = [
            ("csrf", csrf.as_str()),
            ("email", &email),
            ("name", "Demo"),
            ("role", "user"),
        ];
        assert_eq!(
            owner.post("/console/members/invite", &invited).await.status,
            303
        );
        let made = [("csrf", csrf.as_str()), ("name", &name), ("do", "save")];
        assert_eq!(owner.post("/console/groups/new", &made).await.status, 303);
    }
    for n in 0..12 {
        let email = format!("both{n}@example.com");
        until("the mail", Duration::from_secs(30), || {
            let arrived = place.mailed(&email) > 0;
            async move { arrived }
        })
        .await;
    }
    until("the events", Duration::from_secs(30), || {
        let came = place.receiver.received().len() >= 12;
        async move { came }
    })
    .await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    for n in 0..12 {
        assert_eq!(
            place.mailed(&format!("both{n}@example.com")),
            1,
            "one mail each"
        );
    }
    let received = place.receiver.received();
    let ids: BTreeSet<_> = received.iter().map(|r| &r.id).collect();
    assert_eq!((received.len(), ids.len()), (12, 12), "one event each");

    // One is killed under load; its people go on at the other.
    lead(&proxy, &[one, two]).await;
    let ledger = Ledger::default();
    let people = Arc::new(Mutex::new(
        (0..4).map(|n| Person::new(&format!("load{n}"))).collect(),
    ));
    let workers = [
        tokio::spawn(load::begin(place.base.clone(), ledger.clone())),
        tokio::spawn(load::sign_in(place.base.clone(), people, ledger.clone())),
        tokio::spawn(load::tokens(Arc::new(signed), ledger.clone())),
        tokio::spawn(load::machine(place.base.clone(), ledger.clone())),
        tokio::spawn(load::console(
            owner.clone(),
            csrf.clone(),
            ledger.clone(),
            true,
        )),
    ];
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    proxy.lead_to(&[]);
    first.kill();
    for worker in workers {
        worker.await.expect("what was answered made sense");
    }
    lead(&proxy, &[one, two]).await;
    assert!(ledger.len() > 0);
    ledger.hold(&place, &owner, 0).await;
    assert!(second.alive());
    // A node that comes back serves the same keys and people.
    first = place.start(one).await;
    assert_eq!(keys_of(one).await, keys_of(two).await);
    lead(&proxy, &[one]).await;
    assert_eq!(owner.get("/console/members").await.status, 200);
    place.doctor();
    drop((first, second));
}

on_both_engines! {
    async fn keys_rotate_once_and_every_node_serves_the_same_set(hub) {
        let (one, two) = (hub.engine.clone(), hub.another_node().await);
        let made = async || hub.audit().await.iter().filter(|l| l.starts_with("signing_key.made")).count();
        let before = made().await;
        assert_eq!(one.keys().document, two.keys().document);
        // The next keys: both nodes look at the same moment.
        hub.wait(Span::days(84));
        let (a, b) = tokio::join!(one.rotate_keys(), two.rotate_keys());
        a.unwrap();
        b.unwrap();
        assert_eq!(made().await - before, before, "each algorithm once");
        two.rotate_keys().await.unwrap();
        assert_eq!(one.keys().document, two.keys().document);
        // They take over at one node; the other has published them for a week already.
        hub.wait(Span::days(7));
        one.rotate_keys().await.unwrap();
        let known: BTreeSet<_> = two.keys().public.iter().map(|k| k.kid.clone()).collect();
        assert!(one.keys().public.iter().all(|k| known.contains(&k.kid)));
        two.rotate_keys().await.unwrap();
        one.rotate_keys().await.unwrap();
        assert_eq!(one.keys().document, two.keys().document);
        assert_eq!(made().await, before * 2);
    }

    async fn what_a_dead_node_held_is_taken_over_after_its_lease(hub) {
        let two = hub.another_node().await;
        let owner = hub.actor("owner").sign_in(hub).await;
        let signed = hub.signed(&owner).await;
        let admin = hub.engine.administrator(&signed, "127.0.0.1").await.unwrap();
        let (receiver, address) = hub.receiver().await;
        let draft = model::operation::WebhookDraft {
            address,
            description: String::new(),
            events: model::operation::EventFilter::parse("webhook.made").unwrap(),
        };
        hub.engine.make_webhook(&admin, draft).await.unwrap();
        hub.deliver().await;
        assert_eq!(receiver.received().len(), 1);
        let csrf = owner.get("/console/members").await.input("csrf").to_owned();
        let invited = [("csrf", csrf.as_str()), ("email", "held@example.com"), ("name", "Held"), ("role", "user")];
        owner.post("/console/members/invite", &invited).await;
        let webhook = hub.engine.list_webhooks(&admin).await.unwrap().remove(0).webhook.id;
        hub.engine.test_webhook(&admin, webhook).await.unwrap();
        // The node takes both and dies.
        assert_eq!(hub.engine.claim_due().await.unwrap().len(), 1);
        assert_eq!(hub.engine.claim_events().await.unwrap().len(), 1);
        let left = async || {
            let mails = two.deliver_due(&*hub.outside, &web::letterhead::Paper).await.unwrap();
            (mails, two.post_due_events(&*hub.outside).await.unwrap())
        };
        assert_eq!(left().await, (0, 0), "nobody else's yet");
        hub.wait(Span::minutes(3));
        assert_eq!(left().await, (1, 1));
        assert!(hub.outside.posted().iter().any(|p| p.to == "held@example.com"));
        assert_eq!(receiver.received().len(), 2);
    }
}
