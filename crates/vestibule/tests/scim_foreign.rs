//! A foreign judge of the hub as a client of SCIM: scim2-server (PyPI) keeps the accounts. `SCIM2_SERVER`
//! names the program; `./test` installs it and sets it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod provisioning_bench;

use connectors::{Encryption, MailServer, Ways};
use kernel::Span;
use model::access::Outcome;
use model::identity::MemberChange;
use provisioning_bench::{Bench, ends, jit};
use serde_json::Value;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testkit::desk::PORTAL;
use testkit::{Kind, TestHub};
use unified_login::Manifest;

/// The server, ended with the test.
struct Stranger(Child);

impl Drop for Stranger {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn ways() -> Ways {
    let server = MailServer {
        host: "localhost".into(),
        port: 25,
        encryption: Encryption::None,
        login: None,
    };
    Ways::new(&server, "no-reply@example.com", true).unwrap()
}

async fn accounts(base: &str) -> Vec<Value> {
    let page: Value = reqwest::get(format!("{base}/Users?count=100"))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    page["Resources"].as_array().cloned().unwrap_or_default()
}

async fn account(base: &str, email: &str) -> Option<Value> {
    let all = accounts(base).await;
    all.into_iter().find(|a| a["emails"][0]["value"] == email)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_server_is_provisioned_and_deprovisioned() {
    let Ok(program) = std::env::var("SCIM2_SERVER") else {
        eprintln!("left out: SCIM2_SERVER names no program");
        return;
    };
    // A port that was free a moment ago.
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let child = Command::new(&program)
        .args(["--port", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let _stranger = Stranger(child);
    let base = format!("http://127.0.0.1:{port}/v2");
    for _ in 0..200 {
        if reqwest::get(format!("{base}/ServiceProviderConfig"))
            .await
            .is_ok()
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let hub = TestHub::start(Kind::Sqlite).await.expect("SQLite");
    let bench = Bench::start(&hub).await;
    let mut manifest = Manifest::read(PORTAL.manifest.as_bytes(), PORTAL.origin).unwrap();
    manifest.scim = Some(base.clone());
    let (scope, instance, now) = (bench.admin.scope(), bench.instance(&hub).await, hub.now());
    let written: Result<(), store::StoreFault> = hub
        .engine
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::access::links::set_manifest(tx, scope, instance, &manifest, now).await
            })
        })
        .await;
    written.unwrap();
    // An account that somebody made there by hand.
    let hers = serde_json::json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "tech", "displayName": "Tech",
        "emails": [{"value": "technician@example.com", "primary": true}], "roles": [{"value": "admin"}], "active": true,
    });
    let http = reqwest::Client::new();
    let made = http
        .post(format!("{base}/Users"))
        .header("content-type", "application/scim+json")
        .body(hers.to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(made.status(), 201);
    let ways = ways();
    let run = async || {
        while hub.engine.provision_due(&ways).await.unwrap() > 0 {}
    };
    // The hub has not read it yet: it finds out when the server refuses a second one of the name.
    bench.policy(&hub, ends(jit())).await;
    run().await;
    let all = accounts(&base).await;
    assert_eq!(all.len(), 4, "{all:#?}");
    let technician = account(&base, "technician@example.com").await.unwrap();
    assert_eq!(technician["roles"][0]["value"], "admin", "hers stays");
    assert_eq!(
        bench.outcome(&hub, "technician").await,
        Some(Outcome::Matched)
    );
    let owner = account(&base, "owner@example.com").await.unwrap();
    assert_eq!(owner["roles"][0]["value"], "tech");
    assert_eq!(
        owner["externalId"],
        bench.person(&hub, "owner").await.to_string()
    );
    for name in ["technician", "consultant"] {
        bench.change(&hub, name, MemberChange::Deactivate).await;
    }
    run().await;
    for name in ["technician", "consultant"] {
        let account = account(&base, &format!("{name}@example.com"))
            .await
            .unwrap();
        assert_eq!(account["active"], false, "{account:#}");
        assert!(bench.row(&hub, name).await.unwrap().proved_at.is_some());
    }
    bench
        .change(&hub, "technician", MemberChange::Reactivate)
        .await;
    bench.change(&hub, "consultant", MemberChange::Delete).await;
    run().await;
    assert_eq!(
        account(&base, "technician@example.com").await.unwrap()["active"],
        true
    );
    hub.wait(Span::days(31));
    hub.engine.tidy().await.unwrap();
    run().await;
    assert!(account(&base, "consultant@example.com").await.is_none());
    assert_eq!(accounts(&base).await.len(), 3);
    bench.finish(&hub).await;
}
