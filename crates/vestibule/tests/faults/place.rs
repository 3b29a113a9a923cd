//! An installation of its own: a database, a settings file, people, a mail sink, a receiver of
//! events, and processes of the real program over them.

use kernel::Timestamp;
use simulators::MailSink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::Db;
use testkit::{Actor, Browser, Kind, MSP, Receiver, unique, with_credentials};
use tokio::net::TcpListener;

/// People beside the seeded ones, who sign in under load.
pub const PEOPLE: usize = 12;

/// The real moment.
pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(i64::try_from(since.unwrap().as_micros()).unwrap())
}

/// Waits until something holds.
pub async fn until<F: Future<Output = bool>>(
    what: &str,
    most: Duration,
    mut holds: impl FnMut() -> F,
) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < most, "still not: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A free port of this machine, probably: the kernel gives each once for a while.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A running process of the hub.
pub struct Node {
    child: Child,
    log: PathBuf,
}

impl Node {
    /// Kills it as a power cut does.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Whether it still runs.
    pub fn alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended without a fault.
    pub fn ended_well(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some_and(|s| s.success())
    }

    /// What it has written so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An installation.
pub struct Place {
    /// Its folder.
    pub folder: PathBuf,
    /// Where people and modules find it.
    pub base: String,
    /// What was mailed.
    pub mails: MailSink,
    /// What was posted to the receiver of events.
    pub receiver: Receiver,
    /// Where that is.
    pub hook: String,
    smtp: u16,
    data: PathBuf,
    /// The address of the PostgreSQL database, where it is one.
    pub postgres: Option<String>,
}

impl Place {
    /// An installation whose people come in at a port; none where the engine cannot be had.
    pub async fn new(kind: Kind, port: u16) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("vestibule-fault-{:016x}", unique()));
        let data = folder.join("data");
        Self::with_data(kind, port, folder, data).await
    }

    /// The same with its data elsewhere.
    pub async fn with_data(kind: Kind, port: u16, folder: PathBuf, data: PathBuf) -> Option<Self> {
        let postgres = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => {
                let Ok(server) = std::env::var("VESTIBULE_TEST_POSTGRES") else {
                    eprintln!("skipped on PostgreSQL: VESTIBULE_TEST_POSTGRES is not set");
                    return None;
                };
                let name = format!("f_{:016x}", unique());
                Some(Db::make_schema(&server, &name).await.expect("a schema"))
            }
        };
        std::fs::create_dir_all(&folder).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = listener.local_addr().unwrap().port();
        let mails = MailSink::new(None).unwrap();
        let never = std::future::pending::<()>;
        tokio::spawn(simulators::serve_smtp(listener, mails.clone(), never()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!(
            "http://127.0.0.1:{}/in",
            listener.local_addr().unwrap().port()
        );
        let receiver = Receiver::default();
        let served = simulators::serve_receiver(listener, receiver.clone(), never());
        tokio::spawn(served);
        let base = format!("http://localhost:{port}");
        Some(Self {
            folder,
            base,
            mails,
            receiver,
            hook,
            smtp,
            data,
            postgres,
        })
    }

    /// Writes the settings of a node at a port, with the database at an address of its own perhaps.
    fn settings(&self, port: u16) -> PathBuf {
        let rows = match &self.postgres {
            Some(address) => format!("postgres = \"{address}\"\n"),
            None => String::new(),
        };
        let text = format!(
            "public_url = \"{}\"\nlisten = \"127.0.0.1:{port}\"\noperator_listen = \"127.0.0.1:0\"\ntrusted_proxies = [\"127.0.0.1\"]\ndata = \"{}\"\nkey_file = \"{}\"\n{rows}[mail]\nhost = \"127.0.0.1\"\nport = {}\n[webhooks]\nprivate_addresses = true\n",
            self.base,
            self.data.display(),
            self.folder.join("key").display(),
            self.smtp,
        );
        let file = self.folder.join(format!("node-{port}.toml"));
        std::fs::write(&file, text).unwrap();
        file
    }

    /// Starts a node and waits until it is ready.
    pub async fn start(&self, port: u16) -> Node {
        let log = self.folder.join(format!("log-{port}"));
        let out = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&log)
            .unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(["serve", "--settings"])
            .arg(self.settings(port))
            .stdout(Stdio::null())
            .stderr(out)
            .spawn()
            .unwrap();
        let mut node = Node { child, log };
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let ready = format!("http://127.0.0.1:{port}/health/ready");
        let began = Instant::now();
        loop {
            let answer = client.get(&ready).send().await;
            if answer.is_ok_and(|a| a.status().is_success()) {
                return node;
            }
            assert!(node.alive(), "it stopped: {}", node.log());
            assert!(
                began.elapsed() < Duration::from_secs(90),
                "not ready: {}",
                node.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Runs a command of the program over the installation.
    pub fn command(&self, arguments: &[&str]) -> (bool, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(arguments)
            .arg("--settings")
            .arg(self.settings(free_port()))
            .output()
            .unwrap();
        let text = [out.stdout, out.stderr].map(|t| String::from_utf8_lossy(&t).into_owned());
        (out.status.success(), text.concat())
    }

    /// Brings the seeded people in, and those of the load.
    pub fn people(&self) {
        let mut more = String::new();
        for n in 0..PEOPLE {
            more.push_str(&format!("[[partner.member]]\nemail = \"load{n}@example.com\"\nname = \"Load {n}\"\ngroups = [\"Technicians\"]\n# credentials of load{n}\n"));
        }
        let place = "[[partner.company]]";
        let text = MSP.replacen(place, &format!("{more}{place}"), 1);
        let file = self.folder.join("people.toml");
        std::fs::write(&file, with_credentials(&text)).unwrap();
        let (done, text) = self.command(&["apply", &file.display().to_string()]);
        assert!(done, "{text}");
    }

    /// `vestibule doctor`: nothing may be broken.
    pub fn doctor(&self) -> String {
        let (whole, text) = self.command(&["doctor"]);
        assert!(whole, "{text}");
        text
    }

    /// A browser at the installation.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// The file of the embedded database.
    pub fn database(&self) -> PathBuf {
        self.data.join("vestibule.db")
    }

    /// Whether a mail to an address has arrived; how often.
    pub fn mailed(&self, to: &str) -> usize {
        self.mails.mails(Some(to), 100).len()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Somebody who signs in by the real clock: each of her codes is good once.
pub struct Person {
    /// Who.
    pub actor: Actor,
    used: i64,
}

impl Person {
    pub fn new(name: &str) -> Self {
        Self {
            actor: Actor::seeded(name),
            used: 0,
        }
    }

    /// Whether she has a code that was not used.
    pub fn has_code(&self) -> bool {
        self.used <= now().unix_seconds() / 30
    }

    fn code(&mut self) -> String {
        self.used = self.used.max(now().unix_seconds() / 30 - 1) + 1;
        self.actor
            .code_at(Timestamp::from_unix_seconds(self.used * 30))
    }

    /// Signs in from the beginning; the browser with her session, none where the hub died on the way.
    pub async fn sign_in(&mut self, base: &str) -> Option<Browser> {
        let browser = Browser::new(base);
        let begun = browser
            .try_post("/sign-in", &[("identifier", &self.actor.email)])
            .await?;
        let path = begun.location().to_owned();
        let page = browser
            .try_post(&path, &[("password", &self.actor.password)])
            .await?;
        if page.status != 303 {
            return None;
        }
        self.prove(&browser, &path).await
    }

    /// Proves her code in a sign-in under way.
    pub async fn prove(&mut self, browser: &Browser, path: &str) -> Option<Browser> {
        while !self.has_code() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let code = self.code();
        let page = browser.try_post(path, &[("code", &code)]).await?;
        let cookie = browser.cookie("vst_session")?;
        if page.status != 303 || cookie.is_empty() {
            return None;
        }
        let copy = Browser::new(browser.url("").trim_end_matches('/'));
        copy.plant("vst_session", "/", &cookie);
        Some(copy)
    }

    /// The same where nothing may fail.
    pub async fn signed_in(&mut self, base: &str) -> Browser {
        self.sign_in(base).await.expect("she signs in")
    }
}

/// Whether tmpfs can be mounted, and the mount where it can: for a disk that is full.
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts a disk of so many MiB at a folder; none without root.
    pub fn mount(folder: &Path, mebibytes: u32) -> Option<Self> {
        std::fs::create_dir_all(folder).ok()?;
        let size = format!("size={mebibytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|s| s.success())
            .then(|| Self(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
