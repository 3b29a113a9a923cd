//! Running the hub: outbox, audit chain, apply, group commit, faults.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::Undelivered;
use engine::operation::Health;
use engine::operation::apply::{ApplyFault, read};
use kernel::Span;
use testkit::{Kind, TestHub, on_both_engines};

const GOOD: &str = "[[partner]]\nname = \"New MSP\"\n[[partner.member]]\nemail = \"a@example.net\"\nname = \"A\"\nrole = \"master\"\n";

on_both_engines! {
    async fn a_mail_that_fails_is_tried_again_and_given_up_at_last(hub) {
        hub.deliver().await;
        let before = hub.outside.posted().len();
        hub.outside.fail_next(vec![Undelivered::Later("busy".into()); 3]);
        hub.browser().post("/forgot", &[("identifier", "technician@example.com")]).await;
        hub.deliver().await;
        assert_eq!(hub.outside.posted().len(), before, "it waits before it tries again");
        for _ in 0..3 {
            hub.wait(Span::minutes(2));
            hub.deliver().await;
        }
        assert_eq!(hub.outside.posted().len(), before + 1);
        // One that nobody takes becomes a dead letter, and the doctor says so.
        hub.outside.fail_next(vec![Undelivered::Never("no such mailbox".into())]);
        hub.browser().post("/forgot", &[("identifier", "sales@example.com")]).await;
        hub.deliver().await;
        let findings = hub.engine.doctor().await.unwrap();
        let outbox = findings.iter().find(|f| f.subject == "outbox").unwrap();
        assert_eq!(outbox.health, Health::Warning, "{}", outbox.text);
        hub.wait(Span::days(60));
        hub.engine.tidy().await.unwrap();
        // A dead letter is kept until somebody looks; this test looked.
        let mut tx = hub.engine.db().read().await.unwrap();
        assert_eq!(store::operation::outbox::count(&mut tx, model::operation::OutboxState::Dead).await.unwrap(), 1);
        drop(tx);
        hub.settle_dead_letters().await;
    }

    async fn apply_is_idempotent_and_a_dry_run_changes_nothing(hub) {
        let before = hub.audit().await.len();
        let set_up = read("x.toml", GOOD, |_| None).unwrap();
        let Err(ApplyFault::DryRun(changes)) = hub.engine.apply(set_up, true).await else { panic!("a dry run says so") };
        let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["+ partner New MSP", "+ member a@example.net"]);
        assert_eq!(hub.audit().await.len(), before, "nothing was written");
        assert!(hub.deliver().await.iter().all(|p| p.to != "a@example.net"), "nothing was mailed");
        assert_eq!(hub.apply(GOOD).await.unwrap().len(), 2);
        assert_eq!(hub.apply(GOOD).await.unwrap().len(), 0);
        assert!(hub.deliver().await.iter().any(|p| p.to == "a@example.net"));
    }

    async fn apply_names_file_and_line_and_changes_nothing_on_a_fault(hub) {
        let before = hub.audit().await.len();
        for (text, line, part) in [
            ("[[partner]]\nname = \"A\"\n[[partner.member]]\nemail = \"a\"\nname = \"A\"\n", 4, "name@example.com"),
            ("[[partner]]\nname = \"A\"\n[[partner.member]]\nemail = \"a@example.net\"\nname = \"A\"\nrole = \"king\"\n", 4, "role is one of"),
            ("[[partner]]\nname = \"A\"\n[[partner.member]]\nemail = \"a@example.net\"\nname = \"A\"\ngroups = [\"None\"]\n", 4, "no group"),
            ("[[partner]]\nname = \"A\"\n[[partner.module]]\nkey = \"m\"\nname = \"M\"\nurl = \"nonsense\"\n", 4, "web address"),
            ("[[partner]]\nname = \"A\"\n[[partner.module]]\nkey = \"m\"\nname = \"M\"\nurl = \"https://m.example\"\nclaims = { roles = \"sub\" }\n", 4, "meaning of its own"),
            ("[[partner]]\nname = \"A\"\n[[partner.client]]\nid = \"c\"\nsecret = \"short\"\n", 4, "32 to 512"),
            ("[[partner]]\nname = \"A\"\n[[partner.client]]\nid = \"portal\"\nsecret = \"0123456789012345678901234567890123\"\n", 4, "taken"),
            ("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"owner@example.com\"\nname = \"O\"\nrole = \"user\"\n", 4, "root master"),
            ("[[partner]]\nname = \"Example MSP\"\n[[partner.member]]\nemail = \"sales@example.com\"\nname = \"S\"\nusername = \"tech\"\n", 4, "another member"),
            ("[[partner]]\nnam = \"A\"\n", 2, "unknown field"),
        ] {
            match hub.apply(text).await {
                Err(ApplyFault::File(fault)) => {
                    assert_eq!((fault.file.as_str(), fault.line), ("test.toml", line), "{fault}");
                    assert!(fault.message.contains(part), "{fault}");
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        assert_eq!(hub.audit().await.len(), before);
    }

    async fn many_writes_at_once_are_all_kept(hub) {
        // Each request writes; all of them wait together and share commits.
        let browser = hub.browser();
        let names: Vec<String> = (0..120).map(|n| format!("person{n}@example.net")).collect();
        let forms: Vec<[(&str, &str); 1]> = names.iter().map(|n| [("identifier", n.as_str())]).collect();
        let mut tasks = Vec::new();
        for form in &forms {
            tasks.push(browser.post("/sign-in", form));
        }
        let mut paths = std::collections::BTreeSet::new();
        for page in join_all(tasks).await {
            assert_eq!(page.status, 303);
            paths.insert(page.location().to_owned());
        }
        assert_eq!(paths.len(), 120);
        for path in paths {
            assert_eq!(browser.get(&path).await.heading(), "Enter your password");
        }
    }

    async fn tidying_removes_what_is_over_and_nothing_else(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        testkit::Party::PORTAL.tokens(&browser).await;
        hub.engine.tidy().await.unwrap();
        assert_eq!(browser.get("/modules").await.status, 200);
        hub.wait(Span::days(200));
        hub.engine.tidy().await.unwrap();
        let mut tx = hub.engine.db().read().await.unwrap();
        let identity = store::identity::identities::find_by_email(&mut tx, model::identity::Population::Staff, "technician@example.com").await.unwrap();
        assert!(identity.is_some());
    }
}

async fn join_all<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut out = Vec::new();
    let mut pinned: Vec<_> = futures.into_iter().map(Box::pin).collect();
    // Started together: each is polled once before the first is waited for.
    std::future::poll_fn(|cx| {
        let mut i = 0;
        while i < pinned.len() {
            match pinned[i].as_mut().poll(cx) {
                std::task::Poll::Ready(value) => {
                    out.push(value);
                    drop(pinned.swap_remove(i));
                }
                std::task::Poll::Pending => i += 1,
            }
        }
        if pinned.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    out
}

/// Somebody changes, removes or cuts rows of the audit log behind the program's back.
#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_sees_a_changed_audit_log() {
    for (name, harm) in [
        (
            "changed",
            "UPDATE audit_entry SET actor = 'somebody' WHERE seq = 2",
        ),
        ("removed", "DELETE FROM audit_entry WHERE seq = 2"),
        (
            "cut",
            "DELETE FROM audit_entry WHERE seq = (SELECT MAX(seq) FROM audit_entry)",
        ),
    ] {
        let hub = TestHub::start(Kind::Sqlite).await.unwrap();
        assert!(
            hub.engine
                .doctor()
                .await
                .unwrap()
                .iter()
                .all(|f| f.health == Health::Good)
        );
        let file = hub.database_file().unwrap();
        let done = std::process::Command::new("python3")
            .args(["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=10); c.execute(sys.argv[2]); c.commit()", file.to_str().unwrap(), harm])
            .status();
        match done {
            Ok(status) if status.success() => {}
            _ => {
                eprintln!(
                    "skipped: python3 is not here to change the file behind the program's back"
                );
                return;
            }
        }
        let findings = hub.engine.doctor().await.unwrap();
        let audit = findings.iter().find(|f| f.subject == "audit log").unwrap();
        assert_eq!(audit.health, Health::Bad, "{name}: {}", audit.text);
    }
}
