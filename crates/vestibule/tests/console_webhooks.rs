//! Webhooks in the console of a running hub.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use testkit::{Browser, Page, Receiver, Reply, TestHub, on_both_engines};

const LIST: &str = "/console/webhooks";

async fn master(hub: &TestHub) -> Browser {
    hub.actor("owner").sign_in(hub).await
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get("/console/members").await;
    let csrf = page.input("csrf").to_owned();
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    browser.post(path, &form).await
}

/// Makes a webhook in the console; its page's path, its secret and its receiver.
async fn make(hub: &TestHub, browser: &Browser, events: &str) -> (String, String, Receiver) {
    let (receiver, address) = hub.receiver().await;
    let fields = [
        ("address", address.as_str()),
        ("description", "The watch desk"),
        ("events", events),
        ("do", "save"),
    ];
    let page = send(browser, "/console/webhooks/new", &fields).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let secret = page
        .between("<p class=\"secret\"><code>", "</code>")
        .to_owned();
    assert!(secret.starts_with("whsec_"), "{}", page.body);
    let id = page.between("action=\"/console/webhooks/whk_", "/deliveries");
    (format!("{LIST}/whk_{id}"), secret, receiver)
}

on_both_engines! {
    async fn a_webhook_is_made_tested_changed_and_deleted(hub) {
        let owner = master(hub).await;
        assert!(owner.get(LIST).await.body.contains("No webhook yet"));
        // What was typed stays, and the field says what is wrong.
        for (address, events, told) in [
            ("http://hooks.example.com/in", "*", "cannot be sent to this address"),
            ("https://hooks.example.com/in", "*\nmembers", "Line 2 is no event"),
            ("https://hooks.example.com/in", "", "Choose at least one event"),
        ] {
            let fields = [("address", address), ("events", events), ("do", "save")];
            let page = send(&owner, "/console/webhooks/new", &fields).await;
            assert!(page.status == 422 && page.body.contains(told), "{}", page.body);
            assert_eq!(page.input("address"), address);
        }
        let (path, secret, receiver) = make(hub, &owner, "group.*").await;
        let page = owner.get(&path).await;
        assert!(!page.body.contains(&secret), "shown once");
        // A test, and what came of it in the log.
        let page = send(&owner, &format!("{path}/deliveries"), &[("do", "test")]).await;
        assert_eq!(page.location(), format!("{path}?done=tested"));
        hub.deliver().await;
        let page = owner.get(page.location()).await;
        assert!(page.body.contains("webhook.test") && page.body.contains("200 in") && page.body.contains("thank you"), "{}", page.body);
        assert_eq!(receiver.received().len(), 1);
        // Changed, paused, resumed.
        let (other, address) = hub.receiver().await;
        let fields = [("address", address.as_str()), ("description", "Elsewhere"), ("events", "group.made"), ("do", "save")];
        assert_eq!(send(&owner, &path, &fields).await.location(), format!("{path}?done=saved"));
        send(&owner, &format!("{path}/deliveries"), &[("do", "pause")]).await;
        send(&owner, "/console/groups/new", &[("name", "Sellers"), ("do", "save")]).await;
        hub.deliver().await;
        let page = owner.get(&path).await;
        assert!(page.body.contains("Paused: nothing leaves") && other.received().is_empty(), "{}", page.body);
        send(&owner, &format!("{path}/deliveries"), &[("do", "resume")]).await;
        hub.deliver().await;
        assert!(other.received()[0].body.contains("Sellers"));
        assert!(owner.get(LIST).await.body.contains("Elsewhere"));
        assert_eq!(send(&owner, &path, &[("do", "delete")]).await.location(), path, "it asks to be sure");
        assert_eq!(send(&owner, &path, &[("do", "delete"), ("sure", "yes")]).await.location(), format!("{LIST}?done=deleted"));
        assert_eq!(owner.get(&path).await.status, 404);
        let audit = hub.audit().await.join("\n");
        for action in ["made", "tested", "changed", "paused", "resumed", "deleted"] {
            assert!(audit.contains(&format!("webhook.{action}")), "{audit}");
        }
    }

    async fn trouble_is_shown_and_deliveries_are_replayed(hub) {
        let owner = master(hub).await;
        let (path, _, receiver) = make(hub, &owner, "group.*").await;
        // The seeded groups are older than what is replayed.
        hub.wait(Span::hours(2));
        let deliveries = format!("{path}/deliveries");
        receiver.reply_next([Reply::Status(410, "<b>we are closed</b>".into())]);
        send(&owner, "/console/groups/new", &[("name", "Sellers"), ("do", "save")]).await;
        hub.deliver().await;
        let page = owner.get(&path).await;
        assert!(page.body.contains("Stopped by the hub: the receiver answered 410") && page.body.contains("&#60;b&#62;we are closed"), "{}", page.body);
        assert!(owner.get(LIST).await.body.contains("1 webhook was stopped"));
        send(&owner, &deliveries, &[("do", "resume")]).await;
        let page = send(&owner, &deliveries, &[("do", "replay_given_up")]).await;
        assert_eq!(page.location(), format!("{path}?done=replaying&n=1"));
        hub.deliver().await;
        assert_eq!(receiver.received().len(), 2);
        // One by one, and everything since a moment with a preview.
        let page = owner.get(&format!("{path}?state=sent&event=group.")).await;
        let id = format!("out_{}", page.between("name=\"delivery\" value=\"out_", "\""));
        assert_eq!(send(&owner, &deliveries, &[("do", "replay"), ("delivery", &id)]).await.location(), format!("{path}?done=replayed"));
        hub.deliver().await;
        assert_eq!(receiver.received().len(), 3);
        assert_eq!(send(&owner, &deliveries, &[("do", "replay"), ("delivery", "out_1")]).await.location(), format!("{path}?done=gone"));
        assert!(owner.get(&format!("{path}?event=session.")).await.body.contains("No delivery fits"));
        let at = (hub.now() - Span::hours(1)).rfc3339();
        let since = &at[..16];
        let page = send(&owner, &deliveries, &[("do", "preview_since"), ("since", since)]).await;
        assert!(page.body.contains("1 event would be sent again"), "{}", page.body);
        assert_eq!(page.input("since"), since);
        let page = send(&owner, &deliveries, &[("do", "replay_since"), ("since", since)]).await;
        assert_eq!(page.location(), format!("{path}?done=replaying&n=1"));
        hub.deliver().await;
        assert_eq!(receiver.received().len(), 4);
        let page = send(&owner, &deliveries, &[("do", "preview_since"), ("since", "soon")]).await;
        assert_eq!(page.status, 422);
        let ids: std::collections::BTreeSet<_> = receiver.received().into_iter().map(|r| r.id).collect();
        assert_eq!(ids.len(), 1, "one event, four times, with one id");
    }

    async fn secrets_are_rotated_and_shown_once(hub) {
        let owner = master(hub).await;
        let (path, first, _) = make(hub, &owner, "group.*").await;
        let secret = format!("{path}/secret");
        let page = send(&owner, &secret, &[("do", "rotate"), ("overlap", "24")]).await;
        let second = page.between("<p class=\"secret\"><code>", "</code>").to_owned();
        assert!(second.starts_with("whsec_") && second != first, "{}", page.body);
        let page = send(&owner, &secret, &[("do", "rotate"), ("overlap", "24")]).await;
        assert!(page.status == 422 && page.body.contains("Two secrets sign already"), "{}", page.body);
        let page = owner.get(&path).await;
        assert!(page.body.contains("signs until") && !page.body.contains(&second));
        let id = page.input("signing").to_owned();
        assert_eq!(send(&owner, &secret, &[("do", "end"), ("signing", &id)]).await.location(), format!("{path}?done=ended"));
        assert_eq!(send(&owner, &secret, &[("do", "end"), ("signing", &id)]).await.status, 422);
        // What shows or changes a secret asks for a new proof by a factor, the rest for a new proof.
        hub.wait(Span::minutes(15));
        for (path, fields) in [
            ("/console/webhooks/new", [("address", "https://hooks.example.com/"), ("events", "*")]),
            (secret.as_str(), [("do", "rotate"), ("overlap", "0")]),
            (path.as_str(), [("do", "delete"), ("sure", "yes")]),
        ] {
            let page = send(&owner, path, &fields).await;
            assert!(page.status == 403 && page.body.contains("confirm_code"), "{path}: {}", page.body);
        }
        let audit = hub.audit().await.join("\n");
        assert!(audit.contains("webhook.secret_made") && audit.contains("webhook.secret_ended"));
        assert!(!audit.contains("whsec_"));
    }
}
