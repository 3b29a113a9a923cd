//! ConnectWise Manage in small: its REST API with records, rights, conditions, paging, callbacks and
//! its quirks, built from the public API description.

mod auth;
mod callbacks;
mod change;
mod conditions;
mod control;
mod discovery;
mod errors;
mod extras;
mod fields;
pub(crate) mod hostile;
mod keep;
mod kind;
mod list;
mod pages;
mod paging;
mod patch;
mod places;
mod records;
mod render;
mod roles;
mod route;
mod row;
mod rules;
mod seed;
mod state;
#[cfg(test)]
mod tests;
mod world;
mod write;

pub use auth::Keys;
pub use control::{Allow, Edit};
pub use kind::Kind;

use crate::psa::chance::Chance;
use crate::psa::faults::Faults;
use crate::psa::journal::Journal;
use crate::psa::limits::Limits;
use crate::psa::record::Record;
use crate::psa::serve::{Question, Reply, serve};
use crate::psa::{Clock, Running, post, tls, wall_clock};
use crate::{Asked, Fault};
use serde_json::{Value, json};
use state::State;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;

/// How the world is to be.
#[derive(Clone)]
pub struct Options {
    /// The same seed gives the same world.
    pub seed: u64,
    /// Companies besides the provider itself.
    pub companies: u32,
    /// Contacts.
    pub contacts: u32,
    /// Configurations.
    pub configurations: u32,
    /// Tickets.
    pub tickets: u32,
    /// In so many of a hundred cases a contact has the address of another.
    pub twin_emails: u64,
    /// The login company.
    pub company_id: String,
    /// The codebase at the start: `v2026_1/`.
    pub codebase: String,
    /// Most requests a minute of one API member; none where nothing is limited.
    pub per_minute: Option<usize>,
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
            companies: 50,
            contacts: 500,
            configurations: 500,
            tickets: 100,
            twin_emails: 1,
            company_id: "training".to_owned(),
            codebase: "v2026_1/".to_owned(),
            per_minute: Some(1000),
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
    let (mut world, keys) = seed::sow(&options);
    let mut journal = None;
    if let Some(folder) = &options.folder {
        let head = json!({
            "simulator": "connectwise",
            "seed": options.seed,
            "companies": options.companies,
            "contacts": options.contacts,
            "configurations": options.configurations,
            "tickets": options.tickets,
            "company": options.company_id,
        });
        let (opened, lines) = Journal::open(folder, "connectwise.jsonl", &head)?;
        for line in &lines {
            keep::replay(&mut world, line);
        }
        world.take_changes();
        journal = Some(opened);
    }
    Ok(State {
        world,
        keys,
        faults: Faults::new(options.seed),
        limits: Limits::new(options.per_minute, state::MINUTE),
        record: Record::default(),
        waiting: Vec::new(),
        told: Vec::new(),
        codebase: options.codebase.clone(),
        journal,
        chance: Chance::new(options.seed ^ 0xca11),
        site: String::new(),
        options,
    })
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn handle(&mut self, question: &Question) -> Reply {
        if question.path.starts_with(control::PREFIX) {
            return self.control(question);
        }
        match self.pages(question) {
            Some(page) => page,
            None => self.answer(question),
        }
    }
}

/// Tells of what is due, until the simulator ends.
async fn tell(state: Arc<Mutex<State>>) {
    loop {
        let due = lock(&state).due();
        for delivery in due {
            let state = state.clone();
            tokio::spawn(async move {
                let header = ("x-content-signature", delivery.signature.as_str());
                let status = post::post(&delivery.url, header, &delivery.body).await;
                lock(&state).delivered(delivery, status);
            });
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
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
        let telling = tell(state.clone());
        let running = Running::start(telling, move |stop| serve(listener, acceptor, answer, stop));
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

    /// The keys, of each role one pair: `Admin`, `Scanner`, `Integration`, `Read Only`.
    #[must_use]
    pub fn keys(&self) -> Vec<Keys> {
        self.state().keys.clone()
    }

    /// Orders a fault.
    pub fn order(&self, fault: Fault) {
        self.state().faults.order(fault);
    }

    /// Takes all orders back.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Does what a person in the office does; gives the id of the record.
    ///
    /// # Errors
    /// The vendor's error body, when it cannot be done.
    pub fn edit(&self, edit: &Edit) -> Result<u32, Value> {
        self.state().edit(edit).map_err(|refused| refused.body())
    }

    /// Sets what a role may do; false where there is no such role or function.
    pub fn allow(&self, allow: &Allow) -> bool {
        self.state().allow(allow)
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

    /// A record as the API shows it.
    #[must_use]
    pub fn get(&self, kind: Kind, id: u32) -> Option<Value> {
        let state = self.state();
        let base = format!("{}/{}apis/3.0/", state.site, state::ALWAYS);
        let render = render::Render {
            world: &state.world,
            base: &base,
        };
        let body = render.one(kind, id, &render::View::default()).ok()?;
        serde_json::from_slice(&body).ok()
    }

    /// The ids of all records of a kind.
    #[must_use]
    pub fn ids(&self, kind: Kind) -> Vec<u32> {
        self.state().world.rows(kind).map(|(id, _)| id).collect()
    }

    /// Moves the company to another codebase; the old one answers 404 from now on.
    pub fn upgrade(&self, codebase: &str) {
        self.state().codebase = codebase.to_owned();
    }

    /// Limits requests a minute, or not any more.
    pub fn limit(&self, per_minute: Option<usize>) {
        self.state().limits.set(per_minute);
    }

    /// Callbacks that were tried: address and answer.
    #[must_use]
    pub fn told(&self) -> Vec<(String, Option<u16>)> {
        self.state().told.clone()
    }

    /// Callbacks that wait for their time.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// Ends it; open answers may finish.
    pub async fn stop(&self) {
        self.running.stop().await;
    }
}
