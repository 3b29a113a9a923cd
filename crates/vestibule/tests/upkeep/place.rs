//! An installation of a test: a folder, a settings file, a database of either engine.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testkit::Browser;

pub const OWNER: (&str, &str) = ("owner@example.com", "N53W4ZLSFUWS2LJNFUWS2LJNFUWS2LJN");
pub const PASSWORD: &str = "seven grey owls at noon";
const PEOPLE: &str = "[[partner]]\nname = \"First MSP\"\n[[partner.member]]\nemail = \"owner@example.com\"\nname = \"First Owner\"\nrole = \"master\"\ncredentials = { password = \"seven grey owls at noon\", totp_secret = \"N53W4ZLSFUWS2LJNFUWS2LJNFUWS2LJN\" }\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The engines that are here.
pub fn engines() -> Vec<Engine> {
    match std::env::var("VESTIBULE_TEST_POSTGRES") {
        Ok(_) => vec![Engine::Sqlite, Engine::Postgres],
        Err(_) => {
            eprintln!("skipped on PostgreSQL: VESTIBULE_TEST_POSTGRES is not set");
            vec![Engine::Sqlite]
        }
    }
}

pub struct Place {
    pub folder: PathBuf,
    pub location: store::Location,
    port: u16,
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn good(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
    #[track_caller]
    pub fn refused(self, part: &str) -> Self {
        assert!(
            self.code == 1 && self.err.contains(part),
            "{part}: {self:?}"
        );
        assert!(
            self.err.lines().count() >= 1 && !self.err.contains("panicked"),
            "{self:?}"
        );
        self
    }
}

fn unique() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    let hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.finish()
}

impl Place {
    pub async fn new(engine: Engine) -> Self {
        let name = format!("u_{:016x}", unique());
        let folder = std::env::temp_dir().join(format!("vestibule-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let operator = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut settings = format!(
            "public_url = \"http://localhost:{port}\"\nlisten = \"127.0.0.1:{port}\"\noperator_listen = \"127.0.0.1:{}\"\ndata = \"{}\"\n",
            operator.local_addr().unwrap().port(),
            folder.join("data").display()
        );
        let location = match engine {
            Engine::Sqlite => store::Location::Sqlite(folder.join("data/vestibule.db")),
            Engine::Postgres => {
                let server = std::env::var("VESTIBULE_TEST_POSTGRES").unwrap();
                let address = store::Db::make_schema(&server, &name).await.unwrap();
                settings.push_str(&format!("postgres = \"{address}\"\n"));
                store::Location::Postgres(address)
            }
        };
        std::fs::write(folder.join("vestibule.toml"), settings).unwrap();
        Self {
            folder,
            location,
            port,
        }
    }

    /// With a hub that was started once, and the owner.
    pub async fn with_people(engine: Engine) -> (Self, Hub) {
        let place = Self::new(engine).await;
        let hub = place.serve().await;
        std::fs::write(place.folder.join("people.toml"), PEOPLE).unwrap();
        place.run(&["apply", &place.file("people.toml")]).good();
        (place, hub)
    }

    pub fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    pub fn key_file(&self) -> PathBuf {
        self.folder.join("data/key")
    }

    /// Puts the key file of another installation in its place.
    pub fn take_key_of(&self, other: &Self) {
        std::fs::create_dir_all(self.folder.join("data")).unwrap();
        std::fs::copy(other.key_file(), self.key_file()).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        let out = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(arguments)
            .args(["--settings", &self.file("vestibule.toml")])
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said {
            code: out.status.code().unwrap_or(-1),
            out: text(&out.stdout),
            err: text(&out.stderr),
        }
    }

    pub async fn serve(&self) -> Hub {
        let log = std::fs::File::create(self.folder.join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(["serve", "--settings", &self.file("vestibule.toml")])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let hub = Hub {
            child,
            base: format!("http://localhost:{}", self.port),
        };
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let began = Instant::now();
        loop {
            let asked = client
                .get(format!("{}/health/ready", hub.base))
                .send()
                .await;
            if asked.is_ok_and(|a| a.status() == 200) {
                return hub;
            }
            let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(began.elapsed() < Duration::from_secs(60), "{}", log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The actions of the audit log of this database, with their reasons.
    pub async fn audit(&self) -> Vec<String> {
        let now = kernel::Timestamp(0);
        let db = match &self.location {
            store::Location::Sqlite(file) => store::Db::open_sqlite(file, now).await,
            store::Location::Postgres(address) => store::Db::open_postgres(address, now).await,
        }
        .unwrap();
        let mut tx = db.read().await.unwrap();
        let mut lines = Vec::new();
        for head in store::operation::audit::heads(&mut tx).await.unwrap() {
            let page = store::operation::audit::read_chain(&mut tx, head.chain, 0);
            lines.extend(page.await.unwrap().into_iter().map(|e| e.action));
        }
        drop(tx);
        db.close().await;
        lines
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// A hub that runs; killed when the test ends.
pub struct Hub {
    child: Child,
    pub base: String,
}

impl Hub {
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// Stops it in order.
    pub fn stop(mut self) {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }

    /// Signs the owner in, with a code that was not used yet.
    pub async fn sign_in(&self, browser: &Browser) {
        let page = browser.post("/sign-in", &[("identifier", OWNER.0)]).await;
        let path = page.location().to_owned();
        let page = browser.post(&path, &[("password", PASSWORD)]).await;
        assert_eq!(page.status, 303, "{}", page.body);
        let secret = kernel::Secret::new(protocol::totp::from_base32(OWNER.1).unwrap());
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        let now = kernel::Timestamp::from_unix_seconds(since.as_secs().try_into().unwrap());
        // Of the three codes that count one may be used already.
        for step in [-30, 0, 30] {
            let code = protocol::totp::code_at(&secret, now + kernel::Span::seconds(step)).unwrap();
            let page = browser.post(&path, &[("code", &code)]).await;
            if page.status == 303 {
                browser.follow(page).await;
                assert!(self.knows(browser).await);
                return;
            }
        }
        panic!("no code was taken");
    }

    /// Whether somebody is signed in with this browser.
    pub async fn knows(&self, browser: &Browser) -> bool {
        browser.get("/modules").await.status == 200
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Every byte of a file with this one changed.
pub fn with_changed_byte(from: &Path, at: usize) -> Vec<u8> {
    let mut bytes = std::fs::read(from).unwrap();
    let at = at.min(bytes.len() - 1);
    bytes[at] ^= 0x11;
    bytes
}
