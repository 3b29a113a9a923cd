//! The tutorial is a program that runs, and the page says what it is.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tokio::net::TcpListener;
use unified_login::{AccountEvent, Event};

use super::bench::Browser;
use crate::fake_hub::{Coming, FakeHub};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap()
}

#[test]
fn the_page_shows_the_program_and_it_is_short() {
    let page = std::fs::read_to_string(root().join("docs/module-kit.md")).unwrap();
    let shown = page.split("```rust,tutorial\n").nth(1).unwrap();
    let shown = shown.split("```").next().unwrap();
    let program = root().join("crates/module_kit/examples/tutorial.rs");
    let program = std::fs::read_to_string(program).unwrap();
    assert_eq!(shown, program);
    // And its settings are settings.
    let settings = page.split("```text\n").nth(1).unwrap();
    let settings = settings.split("```").next().unwrap();
    let folder = std::env::temp_dir().join(format!("tutorial_page_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("settings.toml"), settings).unwrap();
    std::fs::write(folder.join("secret"), "s3cret").unwrap();
    let read = crate::Settings::from_file(&folder.join("settings.toml")).unwrap();
    assert!(crate::settings::Checked::from(read).is_ok());
    std::fs::remove_dir_all(folder).unwrap();
    let lines = program.lines().filter(|line| !line.trim().is_empty());
    assert!(lines.count() < 50);
}

/// Ends with the test, however that goes.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The example that cargo builds beside the tests.
fn example() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let built = own.parent().unwrap().parent().unwrap();
    let example = built.join("examples").join("tutorial");
    assert!(
        example.exists(),
        "cargo build -p module_kit --example tutorial"
    );
    example
}

async fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn it_links_logs_in_makes_an_account_and_deactivates_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hub = FakeHub::start(listener, "notes", "s3cret");
    let master = hub.add_person("Demo Owner", "owner@example.com", "owner");
    let pat = hub.add_person("Pat", "pat@example.com", "pat");
    let new = hub.add_person("New Person", "new@example.com", "new");
    let folder = std::env::temp_dir().join(format!("tutorial_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let port = free_port().await;
    let base = format!("http://localhost:{port}");
    let settings = format!(
        "issuer = '{}'\nclient_id = 'notes'\nclient_secret = 's3cret'\nbase_url = '{base}'\n",
        hub.issuer
    );
    std::fs::write(folder.join("settings.toml"), settings).unwrap();
    let mut command = Command::new(example());
    command
        .arg("--data")
        .arg(&folder)
        .args(["--port", &port.to_string(), "--settings"])
        .arg(folder.join("settings.toml"))
        .stdout(Stdio::null());
    let _program = Program(command.spawn().unwrap());

    let browser = || Browser::at(&base);
    for _ in 0..200 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut admin = browser();
    let form = [
        ("login", "owner@example.com"),
        ("password", "the owner's password"),
    ];
    admin
        .post("/local-login", &form)
        .await
        .at("/")
        .has("Notes of Demo Owner");
    hub.set(|s| s.coming = Coming::Person(master));
    let page = admin
        .post("/admin/security-settings/link", &[("log_in", "on")])
        .await;
    page.at("/admin/security-settings")
        .has("Unified Login for Notes is now enabled.");
    let form = [("creation", "on"), ("default_role", "member")];
    let page = admin.post("/admin/security-settings/creation", &form).await;
    page.at("/admin/security-settings").has("was saved");

    for (sub, name) in [(&pat, "Pat"), (&new, "New Person")] {
        hub.set(|s| s.coming = Coming::Person(sub.clone()));
        browser()
            .get("/login")
            .await
            .at("/")
            .has(&format!("Notes of {name}"));
    }
    let mut local = browser();
    let form = [
        ("login", "pat@example.com"),
        ("password", "the password of Pat"),
    ];
    local
        .post("/local-login", &form)
        .await
        .at("/")
        .has("Notes of Pat");
    let link = hub.set(|s| s.links.keys().next().unwrap().clone());
    let disabled = hub.event(
        &link,
        Event::Account {
            what: AccountEvent::Disabled,
            sub: pat.clone(),
            account: None,
        },
    );
    assert_eq!(local.push_event(disabled).await, 202);
    local.get("/").await.at("/local-login");
    let page = local.post("/local-login", &form).await;
    page.refused("hub_account_deactivated");
    // And the hub reads the accounts.
    let now = crate::clock::now();
    let claims = json!({
        "iss": hub.issuer, "aud": format!("{base}/scim/v2"), "tenant": "acme", "link": link,
        "iat": now, "exp": now + 300, "jti": "1",
    });
    let users = local.http().get(format!("{base}/scim/v2/Users"));
    let users = users
        .bearer_auth(hub.sign("at+jwt", &claims))
        .send()
        .await
        .unwrap();
    assert!(users.text().await.unwrap().contains("\"totalResults\":3"));
    std::fs::remove_dir_all(folder).unwrap();
}
