//! Kaseya BMS in small: tokens, envelopes, accounts with locations, contacts, assets, tickets, invoices
//! and look-ups, built from the vendor's published description of its API, version 2.

mod accounts;
mod assets;
mod contacts;
mod envelope;
pub(crate) mod hostile;
mod lists;
mod seed;
mod state;
mod tables;
#[cfg(test)]
mod tests;
mod tickets;
mod token;
mod write;

pub use token::Login;

use crate::psa::faults::Faults;
use crate::psa::journal::Journal;
use crate::psa::limits::Limits;
use crate::psa::record::Record;
use crate::psa::serve::{Question, serve};
use crate::psa::{Clock, Running, tls, wall_clock};
use crate::{Asked, Fault};
use serde_json::{Value, json};
use state::State;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tables::World;
use tokio::net::TcpListener;

pub use tables::Kind;

/// How the world is to be.
#[derive(Clone)]
pub struct Options {
    /// The same seed gives the same world.
    pub seed: u64,
    /// Accounts, which are companies.
    pub accounts: u32,
    /// Contacts.
    pub contacts: u32,
    /// Hardware assets.
    pub assets: u32,
    /// Tickets.
    pub tickets: u32,
    /// The tenant: the company name of the login.
    pub tenant: String,
    /// Most calls of an address in an hour; none where nothing is limited.
    pub per_hour: Option<usize>,
    /// How long an access token lasts, in seconds.
    pub token_seconds: u64,
    /// Where changes are kept; in memory where none.
    pub folder: Option<PathBuf>,
    /// Speak HTTPS, with a certificate made for this.
    pub tls: bool,
    /// What time it is.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            accounts: 50,
            contacts: 500,
            assets: 500,
            tickets: 100,
            tenant: "Training MSP".to_owned(),
            per_hour: Some(1500),
            token_seconds: 3600,
            folder: None,
            tls: false,
            clock: wall_clock(),
        }
    }
}

/// The simulator; cheap to clone. It ends with `stop`, or with the last clone.
#[derive(Clone)]
pub struct Simulator {
    state: Arc<Mutex<State>>,
    running: Arc<Running>,
}

fn open(options: Options) -> io::Result<State> {
    let (mut world, logins) = seed::sow(&options);
    let mut journal = None;
    if let Some(folder) = &options.folder {
        let head = json!({
            "simulator": "bms",
            "seed": options.seed,
            "accounts": options.accounts,
            "contacts": options.contacts,
            "assets": options.assets,
            "tickets": options.tickets,
            "tenant": options.tenant,
        });
        let (opened, lines) = Journal::open(folder, "bms.jsonl", &head)?;
        for line in &lines {
            world.replay(line);
        }
        world.take_changes();
        journal = Some(opened);
    }
    Ok(State {
        world,
        logins,
        tokens: token::Tokens::new(options.seed),
        faults: Faults::new(options.seed),
        limits: Limits::new(options.per_hour, state::HOUR),
        record: Record::default(),
        journal,
        site: String::new(),
        options,
    })
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Simulator {
    /// Sows the world and serves it on the listener.
    ///
    /// # Errors
    /// When the listener is not on loopback, or the folder cannot be used.
    pub async fn start(listener: TcpListener, options: Options) -> io::Result<Self> {
        crate::on_loopback(&listener)?;
        let acceptor = if options.tls {
            Some(tls::acceptor()?)
        } else {
            None
        };
        let scheme = if options.tls { "https" } else { "http" };
        let site = format!("{scheme}://{}", listener.local_addr()?);
        let mut opened = tokio::task::spawn_blocking(move || open(options))
            .await
            .map_err(io::Error::other)??;
        opened.site = site;
        let state = Arc::new(Mutex::new(opened));
        let serving = state.clone();
        let answer = move |question: Question| lock(&serving).handle(&question);
        let running = Running::start(std::future::pending(), move |stop| {
            serve(listener, acceptor, answer, stop)
        });
        Ok(Self {
            state,
            running: Arc::new(running),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// `http://127.0.0.1:8099`.
    #[must_use]
    pub fn url(&self) -> String {
        self.state().site.clone()
    }

    /// The logins: one with all rights, one that only reads, one without access to the API.
    #[must_use]
    pub fn logins(&self) -> Vec<Login> {
        self.state().logins.clone()
    }

    /// Orders a fault. Stale reads and callbacks are not among what this one can do.
    pub fn order(&self, fault: Fault) {
        self.state().faults.order(fault);
    }

    /// Takes all orders back.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Sets members of a record, as a person in the office does; false where there is no such record.
    pub fn edit(&self, kind: Kind, id: u32, members: &Value) -> bool {
        self.state().edit(kind, id, members)
    }

    /// Removes a record, as a person in the office does.
    pub fn remove(&self, kind: Kind, id: u32) -> bool {
        self.state().discard(kind, id)
    }

    /// What was asked so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Asked> {
        self.state().record.all()
    }

    /// Forgets what was asked.
    pub fn forget_requests(&self) {
        self.state().record.clear();
    }

    /// A record as it is kept.
    #[must_use]
    pub fn get(&self, kind: Kind, id: u32) -> Option<Value> {
        let state = self.state();
        state
            .world
            .get(kind, id)
            .map(|row| Value::Object(row.clone()))
    }

    /// The ids of all records of a kind.
    #[must_use]
    pub fn ids(&self, kind: Kind) -> Vec<u32> {
        self.state().world.rows(kind).map(|(id, _)| id).collect()
    }

    /// Limits calls of an address in an hour, or not any more.
    pub fn limit(&self, per_hour: Option<usize>) {
        self.state().limits.set(per_hour);
    }

    /// Ends it; open answers may finish.
    pub async fn stop(&self) {
        self.running.stop().await;
    }
}

impl World {
    /// Does what a line of the journal says.
    fn replay(&mut self, line: &Value) -> Option<()> {
        let kind = Kind::named(line[0].as_str()?)?;
        let id = u32::try_from(line[1].as_u64()?).ok()?;
        match &line[2] {
            Value::Object(row) => self.put(kind, id, row.clone()),
            _ => self.remove(kind, id),
        }
        Some(())
    }
}
