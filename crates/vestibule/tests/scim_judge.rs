//! A foreign judge of the hub as a provider of SCIM: scim2-tester (PyPI) reads what the service says of
//! itself and makes, reads, changes and deletes everything that it offers. `SCIM2_TESTER` names a Python
//! that knows it; `./test` installs it and sets it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use kernel::Span;
use model::operation::ApiScope;
use std::time::Duration;
use testkit::{Kind, TestHub};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_client_finds_no_fault() {
    let Ok(stranger) = std::env::var("SCIM2_TESTER") else {
        eprintln!("left out: SCIM2_TESTER names no program");
        return;
    };
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let Some(hub) = TestHub::start(kind).await else {
            continue;
        };
        let program = hub.program("owner", &[ApiScope::ScimWrite]).await;
        let mut judge = std::process::Command::new(&stranger);
        judge
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../e2e/scim2-tester.py"
            ))
            .arg(format!("{}/scim/v2", hub.base))
            .env("SCIM_KEY", &program.key);
        // The key may call again as fast as the hub's clock goes, and the judge is in a hurry.
        let output = tokio::task::spawn_blocking(move || judge.output().unwrap());
        let hurry = async {
            loop {
                tokio::time::sleep(Duration::from_millis(20)).await;
                hub.wait(Span::seconds(1));
            }
        };
        let output = tokio::select! {
            output = output => output.unwrap(),
            () = hurry => unreachable!("the clock goes on"),
        };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let faults = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{kind:?}\n{said}\n{faults}");
        println!("{kind:?}: {said}");
        hub.finish().await;
    }
}
