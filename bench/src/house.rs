//! Vestibule as its operator sets it up: a settings file, a set-up file, people who sign in.

use crate::Outcome;
use crate::server::{Server, free_port};
use crate::side::{REDIRECT, RESOURCE, SECRET, Signing};
use crate::visit::Visit;
use kernel::{Secret, Timestamp};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const PASSWORD: &str = "seven grey owls at noon";
/// Everybody's authenticator, in base32.
const AUTHENTICATOR: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// An installation on SQLite in a folder of its own.
pub struct House {
    program: PathBuf,
    folder: PathBuf,
    port: u16,
}

/// What an installation has.
#[derive(Clone, Copy)]
pub struct Set<'a> {
    /// How many people can sign in.
    pub people: usize,
    /// The address of a database of PostgreSQL; none for SQLite.
    pub postgres: Option<&'a str>,
    /// How often a PSA is called in a minute.
    pub calls: u32,
}

/// The address of one of those who can sign in. The first is the root master.
pub fn email(number: usize) -> String {
    format!("person{number}@example.com")
}

impl House {
    /// Makes an installation with so many people who can sign in, all allowed into the modules.
    pub async fn make(program: &Path, folder: &Path, mail: u16, people: usize) -> Outcome<Self> {
        let set = Set {
            people,
            postgres: None,
            calls: 600,
        };
        Self::make_as(program, folder, mail, set).await
    }

    /// The same with all that can be chosen.
    pub async fn make_as(program: &Path, folder: &Path, mail: u16, set: Set<'_>) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        let port = free_port()?;
        let house = Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            port,
        };
        let (people, calls) = (set.people, set.calls);
        let database = set
            .postgres
            .map_or_else(String::new, |url| format!("postgres = {url:?}\n"));
        let settings = format!(
            "public_url = \"http://localhost:{port}\"\nlisten = \"127.0.0.1:{port}\"\n\
             operator_listen = \"127.0.0.1:{}\"\ndata = {:?}\ntrusted_proxies = [\"127.0.0.1\"]\n\
             {database}[psa]\nprivate_addresses = true\nown_calls_a_minute = {calls}\n[mail]\nhost = \"127.0.0.1\"\nport = {mail}\n",
            free_port()?,
            folder.join("data"),
        );
        fs::write(house.settings(), settings)?;
        fs::write(folder.join("set-up.toml"), set_up(people))?;
        let server = house.start().await?;
        let mut apply = Command::new(program);
        apply
            .arg("apply")
            .arg(folder.join("set-up.toml"))
            .arg("--settings")
            .arg(house.settings());
        let applied = apply.output()?;
        if !applied.status.success() {
            return Err(String::from_utf8_lossy(&applied.stderr).into_owned().into());
        }
        server.stop()?;
        Ok(house)
    }

    fn settings(&self) -> PathBuf {
        self.folder.join("vestibule.toml")
    }

    /// Starts it and waits for its first answer.
    pub async fn start(&self) -> Outcome<Server> {
        let mut serve = Command::new(&self.program);
        serve.arg("serve").arg("--settings").arg(self.settings());
        Server::start(serve, &self.folder.join("log"), self.port, "/health/ready").await
    }

    /// The bytes of the database, its log of writes included.
    pub fn database_bytes(&self) -> u64 {
        let size = |name| fs::metadata(self.folder.join("data").join(name)).map_or(0, |m| m.len());
        size("vestibule.db") + size("vestibule.db-wal")
    }

    /// Begins a sign-in and goes up to the password's page; its path.
    pub async fn identify(visit: &mut Visit, identifier: &str) -> Outcome<String> {
        let reply = visit
            .post("/sign-in", &[("identifier", identifier)])
            .await?;
        match (reply.status, reply.header("location")) {
            (303, path) if path.starts_with("/sign-in/") => Ok(path.to_owned()),
            _ => Err(reply.unexpected("the first step")),
        }
    }

    /// Proves the password; the next step waits for the code.
    pub async fn prove(visit: &mut Visit, path: &str) -> Outcome<()> {
        let reply = visit.post(path, &[("password", PASSWORD)]).await?;
        if reply.status == 303 && reply.header("location") == path {
            return Ok(());
        }
        Err(reply.unexpected("the password's step"))
    }

    /// Signs somebody in, with password and code, up to her first page.
    pub async fn sign_in(&self, server: &Server, number: usize) -> Outcome<Visit> {
        let mut visit = Visit::at(server.port, number);
        let path = Self::identify(&mut visit, &email(number)).await?;
        Self::prove(&mut visit, &path).await?;
        let reply = visit.post(&path, &[("code", &code()?)]).await?;
        if reply.status != 303 || visit.cookies("vst_session").is_empty() {
            return Err(reply.unexpected("the code's step"));
        }
        let page = visit.follow(reply.header("location")).await?;
        if page.status == 200 {
            Ok(visit)
        } else {
            Err(page.unexpected("the first page"))
        }
    }
}

/// What the authenticator shows now. It is good once for each person.
fn code() -> Outcome<String> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let now = Timestamp(i64::try_from(since.as_micros())?);
    let secret = protocol::totp::from_base32(AUTHENTICATOR).map(Secret::new);
    let code = secret.and_then(|s| protocol::totp::code_at(&s, now));
    code.ok_or_else(|| "no code".into())
}

/// Waits until the authenticator shows another code than now.
pub async fn next_code() -> Outcome<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    tokio::time::sleep(Duration::from_secs(31 - now % 30)).await;
    Ok(())
}

fn set_up(people: usize) -> String {
    let mut text =
        String::from("[[partner]]\nname = \"Bench MSP\"\n[[partner.group]]\nname = \"People\"\n");
    for number in 0..people {
        let role = if number == 0 { "master" } else { "user" };
        let _ = write!(
            text,
            "[[partner.member]]\nemail = \"{}\"\nname = \"Person {number}\"\nrole = \"{role}\"\n\
             groups = [\"People\"]\n\
             credentials = {{ password = \"{PASSWORD}\", totp_secret = \"{AUTHENTICATOR}\" }}\n",
            email(number)
        );
    }
    for signing in [Signing::EdDsa, Signing::Rs256] {
        let (app, machine, name) = (signing.app(), signing.machine(), signing.name());
        let _ = write!(
            text,
            "[[partner.module]]\nkey = \"{app}\"\nname = \"Module {name}\"\nurl = \"{REDIRECT}\"\n\
             grants = {{ groups = [\"People\"] }}\n[partner.module.client]\nid = \"{app}\"\n\
             secret = \"{SECRET}\"\nredirect_uris = [\"{REDIRECT}\"]\nresources = [\"{RESOURCE}\"]\n\
             scopes = [\"openid\", \"profile\", \"email\", \"reports.read\"]\nid_token_alg = \"{name}\"\n\
             [[partner.client]]\nid = \"{machine}\"\nsecret = \"{SECRET}\"\n\
             scopes = [\"reports.read\"]\nresources = [\"{RESOURCE}\"]\nid_token_alg = \"{name}\"\n"
        );
    }
    text
}
