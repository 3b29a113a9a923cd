//! Events out: what receivers get, in every mood that they can have.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Failure;
use engine::access::GroupDraft;
use engine::identity::Administrator;
use engine::operation::MOST_WAITING;
use kernel::{DisplayName, Scope, Secret, Span, WebhookId};
use model::operation::{
    DeliveryFilter, EventDelivery, EventFilter, OutboxState, WebhookDraft, WebhookRefusal,
    WebhookState,
};
use std::collections::BTreeSet;
use std::time::Duration;
use testkit::{Received, Receiver, Reply, TestHub, on_both_engines};

async fn master(hub: &TestHub) -> Administrator {
    let browser = hub.actor("owner").sign_in(hub).await;
    let signed = hub.signed(&browser).await;
    hub.engine
        .administrator(&signed, "127.0.0.1")
        .await
        .unwrap()
}

fn draft(address: &str, events: &str) -> WebhookDraft {
    WebhookDraft {
        address: address.into(),
        description: "The desk's log".into(),
        events: EventFilter::parse(events).unwrap(),
    }
}

/// A webhook for groups with a receiver; what its making itself told was taken.
async fn groups_hook(
    hub: &TestHub,
    admin: &Administrator,
) -> (Receiver, WebhookId, Secret<String>) {
    let (receiver, address) = hub.receiver().await;
    let made = hub
        .engine
        .make_webhook(admin, draft(&address, "group.*"))
        .await;
    let (id, secret) = made.unwrap();
    (receiver, id, secret)
}

async fn make_group(hub: &TestHub, admin: &Administrator, name: &str) {
    let group = GroupDraft {
        name: DisplayName::parse(name).unwrap(),
        description: String::new(),
        rule: None,
    };
    hub.engine.make_group(admin, group).await.unwrap();
}

async fn log(hub: &TestHub, admin: &Administrator, id: WebhookId) -> Vec<EventDelivery> {
    let filter = DeliveryFilter::default();
    let listed = hub.engine.list_deliveries(admin, id, &filter, None, 1_000);
    listed.await.unwrap()
}

async fn state(hub: &TestHub, admin: &Administrator, id: WebhookId) -> WebhookState {
    let found = hub.engine.get_webhook(admin, id).await.unwrap();
    found.card.webhook.state
}

fn names(received: &[Received]) -> Vec<String> {
    let after = |r: &Received| {
        let body: serde_json::Value = serde_json::from_str(&r.body).unwrap();
        body["data"]["after"]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    received.iter().map(after).collect()
}

/// Checks the signatures of the standard; that they are right is told by its makers' own library in
/// `e2e/webhooks.test.mjs` and by vectors in `crates/vault/src/webhook.rs`.
fn signed_by(received: &Received, secret: &Secret<String>) -> bool {
    let seconds = received.timestamp.parse().unwrap();
    let body = received.body.as_bytes();
    let expected = vault::webhook::sign(secret, &received.id, seconds, body).unwrap();
    received.signature.split(' ').any(|s| s == expected)
}

on_both_engines! {
    async fn an_entry_arrives_once_signed_and_in_the_shape_of_the_standard(hub) {
        let admin = master(hub).await;
        let (receiver, id, secret) = groups_hook(hub, &admin).await;
        make_group(hub, &admin, "Sellers").await;
        hub.deliver().await;
        hub.deliver().await;
        let received = receiver.received();
        assert_eq!(received.len(), 1, "{received:?}");
        let one = &received[0];
        assert!(signed_by(one, &secret) && one.path == "/in");
        assert_eq!(one.timestamp, hub.now().unix_seconds().to_string());
        let body: serde_json::Value = serde_json::from_str(&one.body).unwrap();
        assert_eq!(body["type"], "group.made");
        assert_eq!(body["timestamp"], hub.now().rfc3339());
        assert_eq!(body["data"]["after"]["name"], "Sellers");
        assert_eq!(body["data"]["actor"], admin.member().unwrap().to_string());
        assert_eq!(one.id.rsplit('_').next().unwrap(), body["data"]["seq"].to_string());
        let log = log(hub, &admin, id).await;
        assert_eq!((log.len(), log[0].state, log[0].status), (1, OutboxState::Sent, Some(200)));
        assert_eq!((log[0].event.as_str(), log[0].answer.as_str()), ("group.made", "thank you"));
        let audit = hub.audit().await.join("\n");
        assert!(audit.contains("webhook.made") && !audit.contains(secret.reveal().as_str()));
    }

    async fn a_receiver_that_fails_is_tried_again_with_the_same_id(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        receiver.reply_next([
            Reply::Status(500, "no \u{0} disk".into()),
            Reply::Redirect("http://127.0.0.1:9/elsewhere".into()),
            Reply::Late(Duration::from_secs(30)),
        ]);
        make_group(hub, &admin, "Sellers").await;
        for fault in ["answered 500", "redirects are not followed", "took too long", ""] {
            hub.deliver().await;
            let log = log(hub, &admin, id).await;
            assert!(log[0].last_fault.contains(fault), "{fault}: {log:?}");
            let failing = hub.engine.get_webhook(&admin, id).await.unwrap().card.webhook.failing_since;
            assert_eq!(failing.is_some(), !fault.is_empty());
            hub.wait(Span::minutes(1));
        }
        let received = receiver.received();
        assert_eq!(received.len(), 4, "{received:?}");
        let ids: BTreeSet<_> = received.iter().map(|r| (&r.id, &r.body)).collect();
        assert_eq!(ids.len(), 1, "one event with one id");
        let moments: BTreeSet<_> = received.iter().map(|r| &r.timestamp).collect();
        assert_eq!(moments.len(), 4, "each attempt with its own moment");
    }

    async fn a_receiver_may_ask_for_a_pause(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        receiver.reply_next([Reply::RetryAfter(429, "7200".into())]);
        make_group(hub, &admin, "Sellers").await;
        hub.deliver().await;
        hub.wait(Span::minutes(119));
        hub.deliver().await;
        assert_eq!(receiver.received().len(), 1);
        hub.wait(Span::minutes(1));
        hub.deliver().await;
        assert_eq!(log(hub, &admin, id).await[0].state, OutboxState::Sent);
    }

    async fn gone_stops_at_once_and_resuming_misses_nothing(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        receiver.reply_next([Reply::Status(410, String::new())]);
        make_group(hub, &admin, "One").await;
        hub.deliver().await;
        assert_eq!(state(hub, &admin, id).await, WebhookState::Stopped);
        assert!(hub.audit().await.iter().any(|l| l.starts_with("webhook.stopped") && l.contains("410")));
        make_group(hub, &admin, "Two").await;
        hub.deliver().await;
        assert_eq!(receiver.received().len(), 1, "nothing leaves while it is stopped");
        // A test may go while it is held back.
        hub.engine.test_webhook(&admin, id).await.unwrap();
        hub.deliver().await;
        assert!(receiver.received()[1].body.contains("webhook.test"));
        hub.engine.resume_webhook(&admin, id, false).await.unwrap();
        hub.deliver().await;
        assert_eq!(names(&receiver.received()[2..]), ["Two"]);
        assert_eq!(hub.engine.replay_given_up(&admin, id).await.unwrap(), 1);
        hub.deliver().await;
        assert_eq!(names(&receiver.received()[3..]), ["One"]);
        hub.engine.pause_webhook(&admin, id).await.unwrap();
        make_group(hub, &admin, "Three").await;
        hub.engine.resume_webhook(&admin, id, true).await.unwrap();
        make_group(hub, &admin, "Four").await;
        hub.deliver().await;
        assert_eq!(names(&receiver.received()[4..]), ["Four"], "what was left out stays out");
    }

    async fn long_failure_stops_and_says_so(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        receiver.reply_always(Some(Reply::Status(503, String::new())));
        make_group(hub, &admin, "One").await;
        for _ in 0..80 {
            hub.deliver().await;
            hub.wait(Span::hours(1));
            if log(hub, &admin, id).await[0].state == OutboxState::Dead {
                make_group(hub, &admin, &format!("Group at {}", hub.now().0)).await;
            }
        }
        assert_eq!(state(hub, &admin, id).await, WebhookState::Stopped);
        let found = hub.engine.get_webhook(&admin, id).await.unwrap();
        assert!(found.card.webhook.stopped_because.contains("3 days"));
        let doctor = hub.engine.doctor().await.unwrap();
        assert!(doctor.iter().any(|f| f.text.contains("1 webhooks were stopped")));
        hub.engine.delete_webhook(&admin, id).await.unwrap();
    }

    async fn a_receiver_that_is_down_holds_up_nobody_else(hub) {
        let admin = master(hub).await;
        let (slow, slow_id, _) = groups_hook(hub, &admin).await;
        let (quick, quick_id, _) = groups_hook(hub, &admin).await;
        slow.reply_always(Some(Reply::Late(Duration::from_secs(60))));
        for n in 0..6 {
            make_group(hub, &admin, &format!("Group {n}")).await;
        }
        hub.engine.fan_out().await.unwrap();
        let claimed = hub.engine.claim_events().await.unwrap();
        // Few places in each lane: both are on their way.
        assert_eq!(claimed.len(), 8);
        let again = hub.engine.claim_events().await.unwrap();
        assert!(again.is_empty(), "lanes are full until something ends");
        let posts = claimed.into_iter().map(|event| {
            let (engine, outside) = (hub.engine.clone(), hub.outside.clone());
            tokio::spawn(async move { engine.post_event(event, &*outside).await.unwrap() })
        });
        let posts: Vec<_> = posts.collect();
        let began = std::time::Instant::now();
        while quick.received().len() < 4 && began.elapsed() < Duration::from_secs(3) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(quick.received().len(), 4, "not behind the slow one");
        for post in posts {
            post.await.unwrap();
        }
        slow.reply_always(None);
        hub.deliver().await;
        hub.wait(Span::minutes(1));
        hub.deliver().await;
        for (receiver, id) in [(slow, slow_id), (quick, quick_id)] {
            assert!(log(hub, &admin, id).await.iter().all(|d| d.state == OutboxState::Sent));
            let mut arrived: Vec<_> = receiver.received();
            arrived.sort_by(|a, b| a.id.cmp(&b.id));
            arrived.dedup_by(|a, b| a.id == b.id);
            assert_eq!(arrived.len(), 6);
        }
    }

    async fn a_burst_waits_in_the_log_and_not_in_the_outbox(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        let many = MOST_WAITING + 30;
        for n in 0..many {
            make_group(hub, &admin, &format!("Group {n}")).await;
        }
        hub.engine.fan_out().await.unwrap();
        hub.engine.fan_out().await.unwrap();
        let card = hub.engine.get_webhook(&admin, id).await.unwrap().card;
        assert_eq!((card.waiting, card.behind), (MOST_WAITING, 30));
        hub.deliver().await;
        let ids: BTreeSet<_> = receiver.received().iter().map(|r| r.id.clone()).collect();
        let expected = usize::try_from(many).unwrap();
        assert_eq!((receiver.received().len(), ids.len()), (expected, expected));
        let card = hub.engine.get_webhook(&admin, id).await.unwrap().card;
        assert_eq!((card.waiting, card.behind, card.given_up), (0, 0, 0));
    }

    async fn replay_sends_the_same_ids_again_and_says_how_many(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        make_group(hub, &admin, "Before").await;
        hub.wait(Span::hours(1));
        let since = hub.now();
        for name in ["One", "Two"] {
            make_group(hub, &admin, name).await;
        }
        hub.deliver().await;
        let first = receiver.received();
        let preview = hub.engine.preview_replay(&admin, id, since).await.unwrap();
        assert_eq!(preview.events, 2);
        assert_eq!(hub.engine.replay_since(&admin, id, since).await.unwrap(), 2);
        hub.deliver().await;
        let mut again = receiver.received().split_off(first.len());
        again.sort_by_key(|r| r.id.rsplit('_').next().unwrap().parse::<i64>().unwrap());
        assert_eq!(names(&again), ["One", "Two"]);
        let ids = |list: &[Received]| list.iter().map(|r| r.id.clone()).collect::<BTreeSet<_>>();
        assert!(ids(&again).is_subset(&ids(&first)));
        // One of the log, whatever came of it.
        let newest = log(hub, &admin, id).await[0].clone();
        hub.engine.replay_delivery(&admin, id, newest.id).await.unwrap();
        hub.deliver().await;
        assert_eq!(receiver.received().len(), first.len() + 3);
        let audit = hub.audit().await;
        assert!(audit.iter().any(|l| l.starts_with("webhook.replayed") && l.contains("2 events since")));
        let later = hub.engine.preview_replay(&admin, id, hub.now() + Span::hours(1)).await.unwrap();
        assert_eq!(later.events, 0);
    }

    async fn two_secrets_sign_while_both_are_good(hub) {
        let admin = master(hub).await;
        let (receiver, id, old) = groups_hook(hub, &admin).await;
        let rotate = |span| hub.engine.rotate_webhook_secret(&admin, id, span);
        assert!(matches!(rotate(Span::days(31)).await, Err(Failure::Refused(WebhookRefusal::Overlap))));
        let new = rotate(Span::hours(24)).await.unwrap();
        assert!(matches!(rotate(Span(0)).await, Err(Failure::Refused(WebhookRefusal::TwoSecrets))));
        let look = |name: &'static str, both: [bool; 2]| {
            let (receiver, admin, old, new) = (&receiver, &admin, &old, &new);
            async move {
                make_group(hub, admin, name).await;
                hub.deliver().await;
                let last = receiver.received().pop().unwrap();
                assert_eq!([signed_by(&last, old), signed_by(&last, new)], both, "{name}");
                assert_eq!(last.signature.split(' ').count(), both.iter().filter(|b| **b).count());
            }
        };
        look("Both", [true, true]).await;
        hub.wait(Span::hours(25));
        look("New", [false, true]).await;
        hub.engine.tidy().await.unwrap();
        // Ended by hand: the old one at once, never the last.
        let newest = rotate(Span::days(7)).await.unwrap();
        let secrets = hub.engine.get_webhook(&admin, id).await.unwrap().secrets;
        assert_eq!(secrets.len(), 2);
        hub.engine.end_webhook_secret(&admin, id, secrets[1].id).await.unwrap();
        make_group(hub, &admin, "Ended").await;
        hub.deliver().await;
        let last = receiver.received().pop().unwrap();
        assert!(signed_by(&last, &newest) && !signed_by(&last, &new));
        let last = hub.engine.end_webhook_secret(&admin, id, secrets[0].id).await;
        assert!(matches!(last, Err(Failure::Refused(WebhookRefusal::LastSecret))));
    }

    async fn what_another_partner_has_is_unknown(hub) {
        let admin = master(hub).await;
        let (receiver, id, _) = groups_hook(hub, &admin).await;
        let browser = hub.actor("owner").sign_in(hub).await;
        let mut signed = hub.signed(&browser).await;
        let mut tx = hub.engine.db().read().await.unwrap();
        let partners = store::directory::partners::list(&mut tx).await.unwrap();
        drop(tx);
        let other = partners.iter().find(|p| p.id != admin.scope().partner()).unwrap();
        // As no guard would make her: a session of the other partner with this member is refused.
        signed.affiliation.partner_id = other.id;
        assert!(hub.engine.administrator(&signed, "").await.is_err());
        let other_scope = Scope::of(other.id);
        let mut tx = hub.engine.db().read().await.unwrap();
        assert!(store::operation::webhooks::find(&mut tx, other_scope, id).await.unwrap().is_none());
        drop(tx);
        assert!(receiver.received().is_empty());
        for _ in 1..20 {
            hub.engine.make_webhook(&admin, draft("https://hooks.example.com/", "*")).await.unwrap();
        }
        let more = hub.engine.make_webhook(&admin, draft("https://hooks.example.com/", "*")).await;
        assert!(matches!(more, Err(Failure::Refused(WebhookRefusal::TooMany))));
        for card in hub.engine.list_webhooks(&admin).await.unwrap() {
            hub.engine.delete_webhook(&admin, card.webhook.id).await.unwrap();
        }
    }
}
