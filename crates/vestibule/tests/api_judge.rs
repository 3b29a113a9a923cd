//! A foreign judge of the JSON API: schemathesis (PyPI) reads the document and calls a running hub with
//! what it makes of it, good and bad. `SCHEMATHESIS` names the program; `./test` installs it and sets it.
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
use std::process::Stdio;
use testkit::{Kind, Program, TestHub};

/// What is not asked of the hub, and why.
///
/// A document cannot say that a name is taken, that a domain has a dot, or whose network is whose: a
/// good form is refused for its content.
const NOT_CHECKED: &str = "positive_data_acceptance";

/// What the judge is told: ids of things that are there, so that it gets past the door; and that a
/// precondition that is not met is said with 412, one that is missing with 428 (RFC 6585, 3).
async fn settings(program: &Program) -> String {
    let mut text = String::from("[parameters]\n");
    for (name, list) in [
        ("member", "members?q=technician"),
        ("group", "groups"),
        ("instance", "modules"),
        ("client", "clients"),
        ("key", "api-keys"),
    ] {
        let page = program.get(&format!("/api/v1/{list}")).await.json();
        let id = page["data"][0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{page}"));
        text.push_str(&format!("\"path.{name}\" = \"{id}\"\n"));
    }
    text + "\n[checks]\nmissing_required_header.expected-statuses = [400, 401, 403, 406, 415, 422, 428]\nnegative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 415, 422, 428, 429, \"5xx\"]\n"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_who_reads_the_document_finds_no_fault() {
    let Ok(stranger) = std::env::var("SCHEMATHESIS") else {
        eprintln!("left out: SCHEMATHESIS names no program");
        return;
    };
    let hub = TestHub::start(Kind::Sqlite).await.expect("SQLite");
    // Everything but ending keys: it would end its own.
    let rights: Vec<ApiScope> = ApiScope::ALL
        .iter()
        .copied()
        .filter(|s| *s != ApiScope::KeysRevoke)
        .collect();
    let program = hub.program("owner", &rights).await;
    let key = program.key.clone();
    let folder = std::env::temp_dir().join(format!("vestibule-judge-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("schemathesis.toml"), settings(&program).await).unwrap();
    let mut judge = std::process::Command::new(&stranger);
    judge
        .current_dir(&folder)
        .arg("run")
        .arg(format!("{}/api/v1/openapi.json", hub.base))
        .args(["--header", &format!("Authorization: Bearer {key}")])
        .args(["--checks", "all", "--exclude-checks", NOT_CHECKED])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args([
            "--max-examples",
            "4",
            "--seed",
            "20261126",
            "--workers",
            "2",
        ])
        .args([
            "--no-shrink",
            "--continue-on-failure",
            "--request-timeout",
            "20",
        ])
        .args(["--suppress-health-check", "all", "--warnings", "off"])
        .env("NO_COLOR", "1")
        .env("no_proxy", "*")
        .stdin(Stdio::null());
    let mut judging = tokio::task::spawn_blocking(move || judge.output());
    // The hub's clock stands still by itself; so that its key is not called too often, it goes on.
    let output = loop {
        hub.wait(Span::seconds(1));
        let pause = std::time::Duration::from_millis(20);
        if let Ok(output) = tokio::time::timeout(pause, &mut judging).await {
            break output.unwrap().expect("the program starts");
        }
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let status = output.status;
    let _ = std::fs::remove_dir_all(&folder);
    assert!(status.success(), "{said}");
    assert!(
        said.contains("openapi.json"),
        "it read the document: {said}"
    );
    println!("{said}");
}
