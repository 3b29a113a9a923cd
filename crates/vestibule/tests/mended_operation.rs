//! Running the hub on a bad day: receivers that hang, mail servers that refuse, proxies, full queues,
//! readable files.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

use engine::{Letter, Outside, Undelivered};
use kernel::{OutboxId, Span};
use model::identity::Population;
use model::operation::OutboxState;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::StoreFault;
use testkit::{Kind, Party, TestHub, on_both_engines};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use web::letterhead::Paper;

type Delivery<'a> = Pin<Box<dyn Future<Output = Result<(), Undelivered>> + Send + 'a>>;

/// Takes mails at once, save those to one address, which hang until they are let go.
struct Tarpit {
    slow: &'static str,
    gate: Semaphore,
}

impl Outside for Tarpit {
    fn send_mail<'a>(
        &'a self,
        _: OutboxId,
        to: &'a str,
        _: &'a Letter,
        _: Option<&'a model::operation::MailServerSettings>,
    ) -> Delivery<'a> {
        Box::pin(async move {
            if to == self.slow {
                self.gate.acquire().await.unwrap().forget();
            }
            Ok(())
        })
    }
    fn post_logout<'a>(&'a self, _: OutboxId, _: &'a str, _: &'a str) -> Delivery<'a> {
        Box::pin(async { Ok(()) })
    }
    fn post_module_event<'a>(&'a self, _: OutboxId, _: &'a str, _: &'a str) -> Delivery<'a> {
        Box::pin(async { Ok(()) })
    }
    fn call_module<'a>(
        &'a self,
        _: &'a engine::ModuleCall,
    ) -> Pin<Box<dyn Future<Output = Result<engine::ModuleAnswer, String>> + Send + 'a>> {
        Box::pin(async { Err("nobody is there".into()) })
    }
    fn post_event<'a>(
        &'a self,
        _: &'a engine::EventPost,
    ) -> Pin<Box<dyn Future<Output = model::operation::Echo> + Send + 'a>> {
        Box::pin(async { model::operation::Echo::default() })
    }
    fn wake<'a>(
        &'a self,
        _: &'a engine::PushPost,
    ) -> Pin<Box<dyn Future<Output = Result<(), engine::Unwoken>> + Send + 'a>> {
        Box::pin(async { Ok(()) })
    }
}

async fn in_outbox(hub: &TestHub, state: OutboxState) -> i64 {
    let mut tx = hub.engine.db().read().await.unwrap();
    store::operation::outbox::count(&mut tx, state)
        .await
        .unwrap()
}

async fn put(hub: &TestHub, value: &'static [u8]) {
    let done: Result<(), StoreFault> = hub
        .engine
        .db()
        .write(move |tx| {
            Box::pin(store::operation::installation::put(
                tx,
                "ready",
                value.to_vec(),
            ))
        })
        .await;
    done.unwrap();
}

async fn noted(hub: &TestHub) -> Vec<u8> {
    let mut tx = hub.engine.db().read().await.unwrap();
    let value = store::operation::installation::get(&mut tx, "ready").await;
    value.unwrap().unwrap()
}

on_both_engines! {
    async fn one_receiver_who_hangs_holds_up_nobody_else(hub) {
        hub.deliver().await;
        let sent = in_outbox(hub, OutboxState::Sent).await;
        for name in ["technician", "sales", "consultant"] {
            hub.browser().post("/forgot", &[("identifier", &format!("{name}@example.com"))]).await;
        }
        let outside = Arc::new(Tarpit { slow: "technician@example.com", gate: Semaphore::new(0) });
        let (engine, there) = (hub.engine.clone(), outside.clone());
        let batch = tokio::spawn(async move { engine.deliver_due(&*there, &Paper).await });
        let began = Instant::now();
        while in_outbox(hub, OutboxState::Sent).await < sent + 2 {
            assert!(began.elapsed() < Duration::from_secs(20), "the others wait for the one who hangs");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // It is held for longer than any delivery may take, and given to nobody else meanwhile.
        hub.wait(Span::seconds(110));
        assert!(hub.engine.claim_due().await.unwrap().is_empty());
        outside.gate.add_permits(1);
        assert_eq!(batch.await.unwrap().unwrap(), 3);
        assert_eq!(in_outbox(hub, OutboxState::Sent).await, sent + 3);
    }

    async fn a_delivery_that_was_left_comes_again_when_its_lease_is_over(hub) {
        hub.deliver().await;
        hub.browser().post("/forgot", &[("identifier", "sales@example.com")]).await;
        let left = hub.engine.claim_due().await.unwrap();
        assert_eq!(left.len(), 1);
        drop(left);
        let before = hub.outside.posted().len();
        assert_eq!(hub.deliver().await.len(), before);
        hub.wait(Span::minutes(6));
        assert_eq!(hub.deliver().await.len(), before + 1);
    }

    async fn a_second_line_of_forwarded_addresses_does_not_dodge_the_throttle(hub) {
        // The attacker sends a line of her own; the proxy adds its line below.
        let browser = hub.browser();
        let mut last = 0;
        for n in 0..70 {
            let path = browser.post("/sign-in", &[("identifier", &format!("nobody{n}@example.com"))]).await.location().to_owned();
            let request = browser
                .request("POST", &path)
                .header("x-forwarded-for", format!("203.0.113.{n}"))
                .header("x-forwarded-for", "198.51.100.7:4711")
                .form(&[("password", "guess")]);
            last = browser.send(request, &path).await.status;
        }
        assert_eq!(last, 429);
    }

    async fn a_chosen_password_does_not_keep_the_meter_busy(hub) {
        let nasty = "4@8({[<369!1|7+0$5%2".repeat(500);
        let began = Instant::now();
        let page = hub.browser().post("/password-strength", &[("password", &nasty)]).await;
        assert_eq!(page.status, 200);
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_eq!(hub.browser().post("/password-strength", &[("password", "password1")]).await.json()["score"], 0);
        // Many at once are turned away, and who signs in meanwhile is not.
        let meters: Vec<_> = (0..48)
            .map(|_| {
                let (browser, nasty) = (hub.browser(), nasty.clone());
                tokio::spawn(async move { browser.post("/password-strength", &[("password", &nasty)]).await })
            })
            .collect();
        let signed_in = hub.actor("technician").sign_in(hub).await;
        assert_eq!(signed_in.get("/modules").await.status, 200);
        let mut turned_away = 0;
        for meter in meters {
            let page = meter.await.unwrap();
            match page.status {
                200 => {}
                503 => {
                    assert!(!page.header("retry-after").is_empty());
                    turned_away += 1;
                }
                other => panic!("{other}: {}", page.body),
            }
        }
        assert!(turned_away > 0, "48 chosen passwords were all judged");
    }

    async fn notes_about_ended_sessions_are_tidied_away(hub) {
        let browser = hub.actor("technician").sign_in(hub).await;
        Party::PORTAL.tokens(&browser).await;
        let mut tx = hub.engine.db().read().await.unwrap();
        let technician = store::identity::identities::find_by_email(&mut tx, Population::Staff, "technician@example.com").await.unwrap().unwrap();
        let session = store::identity::sessions::list(&mut tx, technician.id, hub.now()).await.unwrap().remove(0).id;
        drop(tx);
        let notes = async || {
            let mut tx = hub.engine.db().read().await.unwrap();
            store::federation::clients::of_session(&mut tx, session).await.unwrap().len()
        };
        hub.engine.tidy().await.unwrap();
        assert_eq!(notes().await, 1);
        hub.wait(Span::hours(40));
        hub.engine.tidy().await.unwrap();
        assert_eq!(notes().await, 0);
    }

    async fn readiness_writes_and_writes_at_most_once_a_second(hub) {
        let browser = hub.browser();
        assert_eq!(browser.get("/health/ready").await.status, 200);
        put(hub, b"mark").await;
        for _ in 0..5 {
            assert_eq!(browser.get("/health/ready").await.status, 200);
        }
        assert_eq!(noted(hub).await, b"mark");
        hub.wait(Span::seconds(1));
        assert_eq!(browser.get("/health/ready").await.status, 200);
        assert_ne!(noted(hub).await, b"mark");
        // A writer that does not move: reading works, and the hub is not ready all the same.
        hub.wait(Span::seconds(1));
        let (gate, held) = tokio::sync::oneshot::channel::<()>();
        let (tell, holds) = tokio::sync::oneshot::channel::<()>();
        let db = hub.engine.db().clone();
        let stuck = tokio::spawn(async move {
            let done: Result<(), StoreFault> = db.write(move |tx| Box::pin(async move {
                store::operation::installation::put(tx, "ready", b"stuck".to_vec()).await?;
                let _ = tell.send(());
                let _ = held.await;
                Ok(())
            })).await;
            done
        });
        holds.await.unwrap();
        let page = browser.get("/health/ready").await;
        assert_eq!((page.status, page.header("retry-after")), (503, "5"));
        gate.send(()).unwrap();
        stuck.await.unwrap().unwrap();
        hub.wait(Span::seconds(1));
        assert_eq!(browser.get("/health/ready").await.status, 200);
    }

    async fn a_path_that_is_no_text_is_answered_with_our_page(hub) {
        for (method, path) in [("GET", "/sign-in/%ff"), ("GET", "/activate/%ff%fe"), ("POST", "/sign-in/%c3"), ("GET", "/assets/%80.css")] {
            let browser = hub.browser();
            let page = browser.send(browser.request(method, path).header("origin", &hub.base), path).await;
            assert_eq!((page.status, page.heading()), (400, "This address cannot be read"), "{path}");
            assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(page.header("x-content-type-options"), "nosniff");
            assert!(!page.header("x-request-id").is_empty());
        }
    }

    async fn one_look_at_the_grants_says_the_same_as_each_sign_in(hub) {
        for (name, tiles) in [("technician", 2), ("sales", 0), ("owner", 1)] {
            let browser = hub.actor(name).sign_in(hub).await;
            let page = browser.get("/modules").await;
            let mut opened = 0;
            for part in page.body.split("href=\"/open/").skip(1) {
                let id = part.split('"').next().unwrap();
                assert_eq!(browser.get(&format!("/open/{id}")).await.status, 303, "{name} {id}");
                opened += 1;
            }
            assert_eq!(opened, tiles, "{name}");
        }
    }
}

/// The writer of SQLite has a queue with an end: who comes after it is told to come again.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_of_writes_says_busy_and_not_broken() {
    let hub = TestHub::start(Kind::Sqlite).await.unwrap();
    let (gate, held) = tokio::sync::oneshot::channel::<()>();
    let (tell, holds) = tokio::sync::oneshot::channel::<()>();
    let db = hub.engine.db().clone();
    let mut writes = vec![tokio::spawn(async move {
        let done: Result<(), StoreFault> = db
            .write(move |_| {
                Box::pin(async move {
                    let _ = tell.send(());
                    let _ = held.await;
                    Ok(())
                })
            })
            .await;
        done
    })];
    holds.await.unwrap();
    for _ in 0..5_000 {
        let db = hub.engine.db().clone();
        writes.push(tokio::spawn(async move {
            db.write(|_| Box::pin(async { Ok(()) })).await
        }));
    }
    let busy_when_full = async {
        let faults = hub.engine.db();
        loop {
            let tried: Result<(), StoreFault> = tokio::time::timeout(
                Duration::from_millis(20),
                faults.write(|_| Box::pin(async { Ok(()) })),
            )
            .await
            .unwrap_or(Ok(()));
            if let Err(fault) = tried {
                return engine::Broken::from(fault);
            }
        }
    };
    let broken = tokio::time::timeout(Duration::from_secs(20), busy_when_full)
        .await
        .unwrap();
    assert!(broken.is_busy(), "{broken}");
    let page = hub
        .browser()
        .post("/sign-in", &[("identifier", "a@example.com")])
        .await;
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(!page.header("retry-after").is_empty());
    gate.send(()).unwrap();
    for write in writes {
        match write.await.unwrap() {
            Ok(()) | Err(StoreFault::Busy(_)) => {}
            Err(fault) => panic!("{fault}"),
        }
    }
    hub.finish().await;
}

/// A mail server that takes everything until the recipient is named.
async fn mail_server(reply: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (reading, mut writing) = stream.into_split();
            writing
                .write_all(b"220 mail.example.net\r\n")
                .await
                .unwrap();
            let mut lines = BufReader::new(reading).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let said = match line.get(..4) {
                    Some("RCPT") => reply,
                    Some("QUIT") => "221 bye",
                    _ => "250 fine",
                };
                let _ = writing.write_all(format!("{said}\r\n").as_bytes()).await;
            }
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_given_up_only_where_the_recipient_is_refused() {
    let letter = Letter {
        subject: "Hello".into(),
        html: "<p>Hello</p>".into(),
        text: "Hello".into(),
    };
    for (reply, never) in [
        ("550 5.1.1 no such mailbox", true),
        ("550 no such user", true),
        ("553 mailbox name not allowed", true),
        ("550 5.7.1 relaying denied", false),
        ("554 5.7.1 relay access denied", false),
        ("530 5.7.0 authentication required", false),
        ("451 4.3.0 later", false),
    ] {
        let server = connectors::MailServer {
            host: "127.0.0.1".into(),
            port: mail_server(reply).await,
            encryption: connectors::Encryption::None,
            login: None,
        };
        let ways = connectors::Ways::new(&server, "no-reply@example.com", false).unwrap();
        let id = OutboxId([7; 16]);
        let outcome = ways.send_mail(id, "a@example.net", &letter, None).await;
        match outcome {
            Err(Undelivered::Never(_)) => assert!(never, "{reply}"),
            Err(Undelivered::Later(_)) => assert!(!never, "{reply}"),
            Ok(()) => panic!("{reply}"),
        }
    }
}

/// `vestibule serve` in a folder of its own.
struct Served {
    child: Child,
    folder: PathBuf,
    address: String,
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("vestibule-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Served {
    /// Writes the settings and starts the hub; `{url}` in them is where it listens.
    fn start(folder: &Path, more: &str) -> Self {
        let (port, operator) = (free_port(), free_port());
        let url = if more.contains("public_url") {
            String::new()
        } else {
            format!("public_url = \"http://localhost:{port}\"\n")
        };
        let text = format!(
            "listen = \"127.0.0.1:{port}\"\noperator_listen = \"127.0.0.1:{operator}\"\ndata = \"{}\"\n{url}{more}",
            folder.join("data").display()
        );
        std::fs::write(folder.join("vestibule.toml"), text).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(["serve", "--settings"])
            .arg(folder.join("vestibule.toml"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            child,
            folder: folder.to_owned(),
            address: format!("http://127.0.0.1:{port}"),
        }
    }

    async fn ready(&self) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let began = Instant::now();
        loop {
            let asked = client
                .get(format!("{}/health/ready", self.address))
                .send()
                .await;
            if asked.is_ok_and(|a| a.status() == 200) {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "it is not up");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn command(&self, command: &str, more: &[&Path]) -> bool {
        let status = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .arg(command)
            .args(more)
            .arg("--settings")
            .arg(self.folder.join("vestibule.toml"))
            .stdout(Stdio::null())
            .status();
        status.unwrap().success()
    }

    /// Stops it; how long that took, and what it printed and logged.
    fn stop(self) -> (Duration, String, String) {
        let began = Instant::now();
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        let out = self.child.wait_with_output().unwrap();
        assert!(out.status.success(), "{}", out.status);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (began.elapsed(), text(&out.stdout), text(&out.stderr))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_a_mail_server_that_says_nothing() {
    let folder = folder("hang");
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let hub = Served::start(&folder, &format!("[mail]\nport = {port}\n"));
    hub.ready().await;
    let set_up = folder.join("set-up.toml");
    std::fs::write(&set_up, "[[partner]]\nname = \"New MSP\"\n[[partner.member]]\nemail = \"a@example.net\"\nname = \"A\"\nrole = \"master\"\n").unwrap();
    assert!(hub.command("apply", &[&set_up]));
    let (held, _) = tokio::time::timeout(Duration::from_secs(20), silent.accept())
        .await
        .expect("the mail is on its way")
        .unwrap();
    let (took, _, log) = hub.stop();
    assert!(took < Duration::from_secs(12), "{took:?}");
    assert!(log.contains("they come again"), "{log}");
    drop(held);
    let _ = std::fs::remove_dir_all(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_are_their_owners_alone_and_the_key_lies_where_it_should() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("modes");
    let (data, keys) = (folder.join("data"), folder.join("keys"));
    for made in [&data, &keys] {
        std::fs::create_dir(made).unwrap();
        std::fs::set_permissions(made, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let key = keys.join("key");
    let more = format!("key_file = \"{}\"\n", key.display());
    let mode = |file: &Path| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
    let written = [
        "vestibule.db",
        "vestibule.db-wal",
        "vestibule.db-shm",
        "public_url",
    ];
    for round in 0..2 {
        let hub = Served::start(&folder, &more);
        hub.ready().await;
        assert!(!data.join("key").exists(), "key_file names another place");
        assert_eq!(mode(&key), 0o600);
        for name in written {
            assert_eq!(mode(&data.join(name)), 0o600, "round {round}: {name}");
        }
        assert!(hub.command("doctor", &[]));
        // Somebody opens them to everybody; the next start takes that back.
        for file in written.iter().map(|n| data.join(n)).chain([key.clone()]) {
            std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        hub.stop();
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_not_named_is_warned_about() {
    let folder = folder("proxy");
    for (proxies, warned) in [("", true), ("trusted_proxies = [\"127.0.0.1\"]\n", false)] {
        let more = format!("public_url = \"https://login.example.com\"\n{proxies}");
        let hub = Served::start(&folder, &more);
        hub.ready().await;
        let (_, printed, log) = hub.stop();
        assert_eq!(
            printed.contains("trusted_proxies is empty"),
            warned,
            "{printed}"
        );
        assert_eq!(log.contains("trusted_proxies is empty"), warned, "{log}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}
