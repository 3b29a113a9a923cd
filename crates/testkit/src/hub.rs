//! A running hub.

use crate::{Actor, Browser, HandClock, HandPause, Posted, Recorder, SeededChance};
use connectors::PsaWays;
use engine::operation::Health;
use engine::operation::apply::{ApplyFault, Change, read};
use engine::{Engine, Parts, Settings};
use kernel::{Clock as _, Secret, Span, Timestamp};
use simulators::Receiver;
use std::path::PathBuf;
use std::sync::Arc;
use store::Db;
use tokio::net::TcpListener;
use vault::KeyEncryptionKey;
use web::App;
use web::letterhead::Paper;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file of its own.
    Sqlite,
    /// A schema of its own in the server that `VESTIBULE_TEST_POSTGRES` names.
    Postgres,
}

/// A hub on loopback with everything real but clock, chance and outside.
pub struct TestHub {
    /// Its address.
    pub base: String,
    /// Its verbs.
    pub engine: Engine,
    /// What left it.
    pub outside: Arc<Recorder>,
    clock: Arc<HandClock>,
    key: Secret<String>,
    folder: Option<PathBuf>,
}

/// The people, groups and modules of the tests.
pub const MSP: &str = include_str!("msp.toml");

/// The password of everybody in the tests.
pub const PASSWORD: &str = "seven grey owls at noon";

/// A set-up file whose lines `# credentials of NAME` are first credentials of that actor.
pub fn with_credentials(text: &str) -> String {
    let mut filled = String::new();
    for line in text.lines() {
        match line.strip_prefix("# credentials of ") {
            Some(name) => {
                let actor = Actor::seeded(name);
                filled.push_str(&format!(
                    "credentials = {{ password = \"{}\", totp_secret = \"{}\" }}",
                    actor.password, actor.totp_secret
                ));
            }
            None => filled.push_str(line),
        }
        filled.push('\n');
    }
    filled
}

/// The GUID by which ConnectWise knows the hub of the tests.
pub const CLIENT_ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

/// Ways to simulators on this machine; waiting for a PSA turns the clock.
fn ways_to_psas(clock: &Arc<HandClock>) -> Arc<PsaWays> {
    let pause = Arc::new(HandPause(clock.clone()));
    Arc::new(PsaWays::new(true, clock.clone(), pause).expect("ways to PSAs"))
}

/// A number that no other test of this machine has.
pub fn unique() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.finish()
}

impl TestHub {
    /// Starts a hub with the seeded people; none where the engine cannot be had.
    pub async fn start(kind: Kind) -> Option<Self> {
        let hub = Self::start_empty(kind).await?;
        hub.apply(MSP).await.expect("the seeded people");
        Some(hub)
    }

    /// Starts a hub with the seeded people and other settings.
    pub async fn start_with(kind: Kind, change: impl FnOnce(&mut Settings)) -> Option<Self> {
        let hub = Self::start_changed(kind, change).await?;
        hub.apply(MSP).await.expect("the seeded people");
        Some(hub)
    }

    /// Starts a hub with nothing in it.
    pub async fn start_empty(kind: Kind) -> Option<Self> {
        Self::start_changed(kind, |_| {}).await
    }

    async fn start_changed(kind: Kind, change: impl FnOnce(&mut Settings)) -> Option<Self> {
        let clock = Arc::new(HandClock::new());
        let chance = Arc::new(SeededChance::new(42));
        let (db, folder) = match kind {
            Kind::Sqlite => {
                let folder = std::env::temp_dir().join(format!("vestibule-test-{:016x}", unique()));
                std::fs::create_dir_all(&folder).unwrap();
                let db = Db::open_sqlite(&folder.join("vestibule.db"), clock.now())
                    .await
                    .expect("SQLite opens");
                (db, Some(folder))
            }
            Kind::Postgres => {
                let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES") else {
                    eprintln!(
                        "skipped on PostgreSQL: VESTIBULE_TEST_POSTGRES is not set; ./test starts a server"
                    );
                    return None;
                };
                let address = Db::make_schema(&server, &format!("t_{:016x}", unique()))
                    .await
                    .expect("a schema");
                (
                    Db::open_postgres(&address, clock.now())
                        .await
                        .expect("PostgreSQL opens"),
                    None,
                )
            }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let key = KeyEncryptionKey::generate(&*chance);
        let key_text = key.to_text();
        let mut settings = Settings::at(&base, "Do not reply <no-reply@example.com>");
        settings.webhooks.private_addresses = true;
        settings.psa.connectwise_client_id = CLIENT_ID.into();
        change(&mut settings);
        let outside: Arc<Recorder> = Arc::default();
        let parts = Parts {
            db,
            key,
            clock: clock.clone(),
            chance,
            settings,
            published: outside.clone(),
            psa: ways_to_psas(&clock),
        };
        let engine = Engine::new(parts).await.expect("the engine starts");
        let app = App::new(engine.clone(), vec!["127.0.0.1".parse().unwrap()], None);
        let router = web::serve::router(&app, web::routes::table());
        tokio::spawn(web::serve::serve(listener, router, std::future::pending()));
        Some(Self {
            base,
            engine,
            outside,
            clock,
            key: key_text,
            folder,
        })
    }

    /// The hub's clock, for a simulator beside it.
    pub fn clock(&self) -> Arc<HandClock> {
        self.clock.clone()
    }

    /// The hub's moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The verbs of another node over the same database, with what a node keeps in memory its own.
    pub async fn another_node(&self) -> Engine {
        let parts = Parts {
            db: self.engine.db().clone(),
            key: KeyEncryptionKey::parse(self.key.reveal()).unwrap(),
            clock: self.clock.clone(),
            chance: Arc::new(SeededChance::new(unique())),
            settings: self.engine.settings().clone(),
            published: self.outside.clone(),
            psa: ways_to_psas(&self.clock),
        };
        Engine::new(parts).await.expect("the engine starts")
    }

    /// Lets time pass.
    pub fn wait(&self, span: Span) {
        self.clock.turn(span);
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// Somebody of the seeded people, by the part of her address before the @.
    pub fn actor(&self, name: &str) -> Actor {
        Actor::seeded(name)
    }

    /// Who is signed in with a browser.
    pub async fn signed(&self, browser: &Browser) -> engine::identity::Signed {
        let token = browser.cookie("vst_session").expect("a session cookie");
        let signed = self.engine.resume(&token.as_str().into()).await.unwrap();
        signed.expect("a session")
    }

    /// The permission of a master who is signed in with a browser.
    pub async fn administrator(&self, browser: &Browser) -> engine::identity::Administrator {
        let signed = self.signed(browser).await;
        let admin = self.engine.administrator(&signed, "192.0.2.1").await;
        admin.expect("a master")
    }

    /// Applies a set-up file. `# credentials of NAME` lines become first credentials.
    pub async fn apply(&self, text: &str) -> Result<Vec<Change>, ApplyFault> {
        let filled = with_credentials(text);
        let set_up = read("test.toml", &filled, |_| None).map_err(ApplyFault::File)?;
        self.engine.apply(set_up, false).await
    }

    /// Delivers everything that is due; what has left so far.
    pub async fn deliver(&self) -> Vec<Posted> {
        self.deliver_events().await;
        while self
            .engine
            .deliver_due(&*self.outside, &Paper)
            .await
            .expect("the outbox is read")
            > 0
        {}
        self.outside.posted()
    }

    /// Brings webhooks up to the audit log and posts every event that is due.
    pub async fn deliver_events(&self) {
        loop {
            let new = self.engine.fan_out().await.expect("the log is read");
            let posted = self.engine.post_due_events(&*self.outside).await;
            if new == 0 && posted.expect("the outbox is read") == 0 {
                return;
            }
        }
    }

    /// A receiver of events on this machine, with its address.
    pub async fn receiver(&self) -> (Receiver, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let receiver = Receiver::default();
        let served = simulators::serve_receiver(listener, receiver.clone(), std::future::pending());
        tokio::spawn(served);
        (receiver, format!("http://127.0.0.1:{port}/in"))
    }

    /// The newest link that was mailed to an address.
    pub async fn mailed_link(&self, to: &str) -> String {
        let posted = self.deliver().await;
        let mail = posted
            .iter()
            .rev()
            .find(|p| p.to == to && p.text.contains("http"))
            .unwrap_or_else(|| panic!("no mail with a link to {to}"));
        let at = mail.text.find("http").unwrap();
        mail.text[at..]
            .split_whitespace()
            .next()
            .unwrap()
            .to_owned()
    }

    /// The audit log of all chains as lines `action subject reason`.
    pub async fn audit(&self) -> Vec<String> {
        let mut tx = self.engine.db().read().await.unwrap();
        let mut lines = Vec::new();
        for head in store::operation::audit::heads(&mut tx).await.unwrap() {
            let mut after = 0;
            loop {
                let page = store::operation::audit::read_chain(&mut tx, head.chain, after)
                    .await
                    .unwrap();
                let Some(last) = page.last() else { break };
                after = last.seq;
                lines.extend(
                    page.iter()
                        .map(|e| format!("{} {} {}", e.action, e.subject, e.reason)),
                );
            }
        }
        lines
    }

    /// The database file, on SQLite.
    pub fn database_file(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|f| f.join("vestibule.db"))
    }

    /// Says that the dead letters of a test were meant.
    pub async fn settle_dead_letters(&self) {
        let now = self.now();
        let settled: Result<(), store::StoreFault> = self
            .engine
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    store::operation::outbox::discard_dead(tx, now)
                        .await
                        .map(|_| ())
                })
            })
            .await;
        settled.expect("the outbox is written");
    }

    /// Ends a test: nothing waits in the outbox that is due, and the doctor is content.
    pub async fn finish(&self) {
        self.deliver().await;
        for finding in self.engine.doctor().await.expect("the doctor looks") {
            assert_eq!(
                finding.health,
                Health::Good,
                "{}: {}",
                finding.subject,
                finding.text
            );
        }
    }
}

impl Drop for TestHub {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
