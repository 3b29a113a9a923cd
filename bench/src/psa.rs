//! A PSA of a large partner is read for the first time, then asked for changes, then one thing changes.
//! The PSA is `vestibule simulate`, in a process of its own.

use crate::Outcome;
use crate::growth::between;
use crate::house::House;
use crate::line::{Line, Reply};
use crate::server::{Server, free_port};
use crate::visit::Visit;
use hyper::Method;
use kernel::Timestamp;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The rights of the program that watches.
const RIGHTS: [&str; 5] = [
    "psa:read",
    "contacts:read",
    "psa:write",
    "psa:secrets",
    "companies:write",
];
/// How long a sweep may take.
const PATIENCE: Duration = Duration::from_secs(1_800);

/// How often the hub calls a ConnectWise of the vendor's cloud: so many calls at once.
const BURST: u64 = 100;
/// And one more in this time.
const EVERY: Duration = Duration::from_millis(100);

/// How many records there are.
#[derive(Clone, Copy)]
pub struct World {
    /// Companies.
    pub companies: u32,
    /// Contacts.
    pub contacts: u32,
    /// Configurations.
    pub configurations: u32,
}

/// A simulated PSA in a process of its own.
struct Psa {
    server: Server,
    access: Value,
}

impl Psa {
    async fn start(program: &Path, folder: &Path, world: World, limited: bool) -> Outcome<Self> {
        let (port, file) = (free_port()?, folder.join("access.json"));
        let mut simulate = Command::new(program);
        simulate.args(["simulate", "connectwise", "--tickets", "0", "--port"]);
        simulate.arg(port.to_string()).arg("--access").arg(&file);
        for (name, number) in [
            ("--companies", world.companies),
            ("--contacts", world.contacts),
            ("--configurations", world.configurations),
        ] {
            simulate.arg(name).arg(number.to_string());
        }
        if !limited {
            simulate.arg("--unlimited");
        }
        let server = Server::start(simulate, &folder.join("psa.log"), port, "/").await?;
        let access = loop {
            // It is written once the door is open.
            match std::fs::read(&file).map(|t| serde_json::from_slice(&t)) {
                Ok(Ok(access)) => break access,
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        Ok(Self { server, access })
    }

    async fn control(&self, method: Method, path: &str, body: Value) -> Outcome<Reply> {
        let headers = [("content-type", "application/json")];
        let mut line = Line::to(self.server.port);
        line.send(
            method,
            &format!("/_control/{path}"),
            &headers,
            body.to_string(),
        )
        .await
    }

    /// How often it was called.
    async fn requests(&self) -> Outcome<usize> {
        let reply = self.control(Method::GET, "requests", Value::Null).await?;
        let asked = reply.json(200)?;
        Ok(asked["requests"].as_array().map_or(0, Vec::len))
    }

    async fn edit(&self, edit: Value) -> Outcome<()> {
        let reply = self.control(Method::POST, "edit", edit).await?;
        match reply.status {
            200..=204 => Ok(()),
            _ => Err(reply.unexpected("an edit")),
        }
    }
}

/// A program with a key to the hub's API.
struct Watcher {
    line: Line,
    bearer: String,
    connection: String,
}

impl Watcher {
    async fn new(house: &House, server: &Server) -> Outcome<Self> {
        let mut visit = house.sign_in(server, 0).await?;
        let page = visit.get("/console/api-keys/new").await?;
        let token = between(&page, "name=\"csrf\" value=\"", "\"")?;
        let mut form = vec![("csrf", token.as_str()), ("name", "The bench")];
        form.extend(RIGHTS.map(|right| ("scope-change", right)));
        let reply = visit.post("/console/api-keys/new", &form).await?;
        let key = between(&reply, "id=\"key\" class=\"mono\" value=\"", "\"")?;
        Ok(Self {
            line: Line::to(server.port),
            bearer: format!("Bearer {key}"),
            connection: String::new(),
        })
    }

    async fn call(&mut self, method: Method, path: &str, body: Value) -> Outcome<Value> {
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let target = format!("/api/v1/{path}");
        let reply = self.line.send(method, &target, &headers, text).await?;
        match reply.status {
            200..=299 => Ok(serde_json::from_slice(&reply.body).unwrap_or(Value::Null)),
            _ => Err(reply.unexpected(path)),
        }
    }

    async fn connect(&mut self, psa: &Psa) -> Outcome<()> {
        let keys = psa.access["keys"].as_array();
        let ours = keys.and_then(|keys| keys.iter().find(|k| k["role"] == "Integration"));
        let keys = ours.ok_or("the simulator has no such role")?;
        let body = json!({
            "vendor": "connectwise",
            "name": "bench",
            "base_url": psa.access["url"],
            "company": psa.access["company"],
            "public_key": keys["public_key"],
            "private_key": keys["private_key"],
            "client_id": "01234567-89ab-cdef-0123-456789abcdef",
        });
        let made = self.call(Method::POST, "psa-connections", body).await?;
        self.connection = made["id"].as_str().ok_or("no connection")?.to_owned();
        Ok(())
    }

    async fn sync(&mut self) -> Outcome<Value> {
        let path = format!("psa-connections/{}/sync", self.connection);
        self.call(Method::GET, &path, Value::Null).await
    }

    async fn ask(&mut self, whole: bool) -> Outcome<()> {
        let path = format!("psa-connections/{}/sync", self.connection);
        self.call(Method::POST, &path, json!({ "whole": whole }))
            .await?;
        Ok(())
    }

    /// Waits until a pass has ended after this one, and looks so often.
    async fn passed(&mut self, after: &Value, every: Duration) -> Outcome<Value> {
        let began = Instant::now();
        loop {
            tokio::time::sleep(every).await;
            let sync = self.sync().await?;
            if sync["pass"].is_null() && !sync["passed_at"].is_null() && sync["passed_at"] != *after
            {
                return Ok(sync);
            }
            if !sync["code"].is_null() || began.elapsed() > PATIENCE {
                return Err(format!("the PSA is not read: {sync}").into());
            }
        }
    }

    /// Imports the first companies of the PSA; how long it took until their people are here.
    async fn import(&mut self, world: World) -> Outcome<Duration> {
        let began = Instant::now();
        let all: Vec<u32> = (2..=world.companies).collect();
        for some in all.chunks(500) {
            let rows: Vec<Value> = some.iter().map(|id| json!({ "psa_company": id })).collect();
            let path = format!("psa-connections/{}/company-import", self.connection);
            self.call(Method::POST, &path, json!({ "companies": rows }))
                .await?;
        }
        let (mut last, mut since) = (-1, Instant::now());
        loop {
            tokio::time::sleep(Duration::from_millis(250)).await;
            let active = self.sync().await?["active_contacts"].as_i64().unwrap_or(0);
            if active != last {
                (last, since) = (active, Instant::now());
            }
            if active > 0 && since.elapsed() > Duration::from_secs(5) {
                return Ok(since - began);
            }
        }
    }

    /// The number in the PSA of the first contact here.
    async fn somebody(&mut self) -> Outcome<i64> {
        let list = self
            .call(Method::GET, "contacts?limit=1", Value::Null)
            .await?;
        let id = list["data"][0]["id"].as_str().ok_or("no contact came")?;
        let path = format!("contacts/{id}");
        let one = self.call(Method::GET, &path, Value::Null).await?;
        let number = one["companies"][0]["psa_id"].as_i64();
        Ok(number.ok_or("her record has no number")?)
    }

    /// How long it takes until somebody of this name is here.
    async fn seen(&mut self, name: &str) -> Outcome<Duration> {
        let began = Instant::now();
        loop {
            let path = format!("contacts?q={name}");
            let found = self.call(Method::GET, &path, Value::Null).await?;
            if found["data"]
                .as_array()
                .is_some_and(|rows| !rows.is_empty())
            {
                return Ok(began.elapsed());
            }
            if began.elapsed() > Duration::from_secs(180) {
                return Err(format!("{name} does not come").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// What a first sweep took.
#[derive(Clone, Copy, Default)]
pub struct Sweep {
    /// Rows that were read.
    pub rows: i64,
    /// From making the connection to the end of the pass.
    pub took: Duration,
    /// Processor time of the hub.
    pub hub: Duration,
    /// Processor time of the PSA.
    pub psa: Duration,
    /// The most that was resident.
    pub peak: u64,
    /// The 99th percentile of pages meanwhile, and how many there were; none where nobody looked.
    pub pages: Option<(Duration, usize)>,
    /// The time that the limit itself asks for its calls; none where there is no limit.
    pub limit: Option<Duration>,
}

impl Sweep {
    /// Rows in a second.
    pub fn rate(&self) -> f64 {
        self.rows as f64 / self.took.as_secs_f64()
    }
}

/// What follows a sweep.
#[derive(Clone, Copy, Default)]
pub struct After {
    /// Requests of a pass with nothing changed, and the hub's processor time for it.
    pub idle: (usize, Duration),
    /// Until all companies are imported and their people here.
    pub import: Duration,
    /// Until a change is here that the PSA tells of.
    pub told: Duration,
    /// Until a change is here that it does not tell of.
    pub polled: Duration,
}

/// Reads pages, one after the other, until it is told to stop; how long each took, sorted.
async fn read_pages(
    mut visit: Visit,
    connection: String,
    stop: tokio::sync::watch::Receiver<bool>,
) -> Vec<Duration> {
    let mut took = Vec::new();
    let connection = format!("/console/psa/{connection}");
    while !*stop.borrow() {
        for page in ["/sign-in", "/console/members", &connection] {
            let began = Instant::now();
            if visit.get(page).await.is_ok_and(|r| r.status < 400) {
                took.push(began.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    took.sort_unstable();
    took
}

/// Reads a world for the first time; with `more` what follows too.
pub async fn measure(
    (house, program, folder): (&House, &Path, &Path),
    world: World,
    (limited, more): (bool, bool),
) -> Outcome<(Sweep, Option<After>)> {
    let psa = Psa::start(program, folder, world, limited).await?;
    let server = house.start().await?;
    crate::house::next_code().await?;
    let mut watcher = Watcher::new(house, &server).await?;
    crate::house::next_code().await?;
    let visit = match limited {
        // Alone, so that its processor time is that of the sweep.
        true => None,
        false => Some(house.sign_in(&server, 0).await?),
    };
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let before = (server.processor()?, psa.server.processor()?);
    let (began, on_the_wall) = (Instant::now(), SystemTime::now());
    watcher.connect(&psa).await?;
    let connection = watcher.connection.clone();
    let pages = visit.map(|v| tokio::spawn(read_pages(v, connection, stopped)));
    // Looking costs the hub something too, so a long sweep is looked at rarely and says itself when it ended.
    let every = Duration::from_millis(if limited { 10_000 } else { 200 });
    let sync = watcher.passed(&Value::Null, every).await?;
    let took = match limited {
        true => ended(&sync)?.duration_since(on_the_wall)?,
        false => began.elapsed(),
    };
    let mut sweep = Sweep {
        rows: sync["rows_read"].as_i64().unwrap_or(0),
        took,
        hub: server.processor()? - before.0,
        psa: psa.server.processor()? - before.1,
        peak: server.peak()?,
        ..Sweep::default()
    };
    if let Some(pages) = pages {
        stop.send(true)?;
        let pages = pages.await?;
        let at = pages.len().saturating_sub(1) * 99 / 100;
        sweep.pages = Some((pages.get(at).copied().unwrap_or_default(), pages.len()));
    }
    if limited {
        let calls = u64::try_from(psa.requests().await?)?.saturating_sub(BURST);
        sweep.limit = Some(EVERY * u32::try_from(calls)?);
    }
    let after = match more {
        true => Some(follow(&mut watcher, &server, &psa, world).await?),
        false => None,
    };
    server.stop()?;
    psa.server.stop()?;
    Ok((sweep, after))
}

/// When a pass ended, as the hub says, to the second.
fn ended(sync: &Value) -> Outcome<SystemTime> {
    let at = sync["passed_at"].as_str().and_then(Timestamp::of_rfc3339);
    let at = at.ok_or("it does not say when it ended")?;
    Ok(UNIX_EPOCH + Duration::from_micros(u64::try_from(at.0)?))
}

async fn follow(watcher: &mut Watcher, server: &Server, psa: &Psa, world: World) -> Outcome<After> {
    let mut after = After {
        import: watcher.import(world).await?,
        ..After::default()
    };
    let passed = watcher.sync().await?["passed_at"].clone();
    psa.control(Method::DELETE, "requests", Value::Null).await?;
    let before = server.processor()?;
    watcher.ask(false).await?;
    watcher.passed(&passed, Duration::from_millis(100)).await?;
    after.idle = (psa.requests().await?, server.processor()? - before);
    let contact = watcher.somebody().await?;
    let rename = |name: &str| json!({ "act": "update", "kind": "Contacts", "id": contact, "fields": { "lastName": name } });
    psa.edit(rename("Toldquickly")).await?;
    after.told = watcher.seen("Toldquickly").await?;
    for id in 1..=10 {
        let off = json!({ "act": "update", "kind": "Callbacks", "id": id, "fields": { "inactiveFlag": true } });
        // There are fewer.
        let _ = psa.edit(off).await;
    }
    psa.edit(rename("Polledlater")).await?;
    after.polled = watcher.seen("Polledlater").await?;
    Ok(after)
}
