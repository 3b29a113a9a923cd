//! The clients of PSAs against the simulators, over real sockets and in virtual time: nothing is
//! missed, nothing is made twice, and whatever goes wrong is said in words.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod bms;
mod callbacks;
mod connectwise;
mod documents;
mod faults;
mod writes;

use connectors::PsaWays;
use engine::outside::psa::{Pause, Psa, PsaAccess, PsaAsk, PsaClients, PsaPage, PsaTicketDraft};
use kernel::{Clock, Span, Timestamp};
use model::directory::PsaFault;
use protocol::psa::connectwise::{BaseUrl, Login};
use simulators::connectwise::{Edit, Keys, Options, Simulator};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use testkit::HandClock;
use tokio::net::TcpListener;

pub const CLIENT_ID: &str = "01234567-89ab-cdef-0123-456789abcdef";

/// The clock of simulator and client, and waiting that turns it.
#[derive(Clone, Default)]
pub struct Time(pub Arc<HandClock>);

impl Time {
    pub fn seconds(&self) -> simulators::Clock {
        let clock = self.0.clone();
        Arc::new(move || u64::try_from(clock.now().unix_seconds()).unwrap())
    }

    pub fn now(&self) -> Timestamp {
        self.0.now()
    }

    pub fn pass(&self, span: Span) {
        self.0.turn(span);
    }
}

impl Pause for Time {
    fn pause(&self, span: Span) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.turn(span);
        Box::pin(async {})
    }
}

pub async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

pub fn ways(time: &Time) -> PsaWays {
    PsaWays::new(true, time.0.clone(), Arc::new(time.clone())).unwrap()
}

/// A simulator of ConnectWise, a clock, and clients.
pub struct Office {
    pub simulator: Simulator,
    pub time: Time,
    pub ways: PsaWays,
}

impl Office {
    pub async fn with(options: Options) -> Self {
        let time = Time::default();
        let options = Options {
            clock: time.seconds(),
            ..options
        };
        let simulator = Simulator::start(listener().await, options).await.unwrap();
        let ways = ways(&time);
        Self {
            simulator,
            time,
            ways,
        }
    }

    pub async fn small() -> Self {
        Self::with(Options {
            companies: 12,
            contacts: 30,
            configurations: 10,
            tickets: 5,
            ..Options::default()
        })
        .await
    }

    pub fn keys(&self, role: &str) -> Keys {
        let keys = self.simulator.keys();
        keys.into_iter().find(|keys| keys.role == role).unwrap()
    }

    /// A client with these keys, at this address.
    pub fn open(&self, at: &str, keys: &Keys, client_id: &str) -> Arc<dyn Psa> {
        let (public, private) = (keys.public.as_str().into(), keys.private.as_str().into());
        self.ways.open(&PsaAccess::ConnectWise {
            base: BaseUrl::parse(at).unwrap(),
            login: Login::new(&keys.company, &public, &private, client_id).unwrap(),
        })
    }

    pub fn psa(&self, role: &str) -> Arc<dyn Psa> {
        self.open(&self.simulator.url(), &self.keys(role), CLIENT_ID)
    }

    /// What a person in the office does.
    pub fn edit(&self, edit: serde_json::Value) -> u32 {
        let edit: Edit = serde_json::from_value(edit).unwrap();
        self.simulator.edit(&edit).unwrap()
    }

    /// How often something was asked.
    pub fn asked(&self, method: &str, path: &str) -> usize {
        let requests = self.simulator.requests();
        let meant = requests
            .iter()
            .filter(|r| r.method == method && r.path.starts_with(path));
        meant.count()
    }

    pub fn draft(&self, mark: &str) -> PsaTicketDraft {
        PsaTicketDraft {
            mark: mark.into(),
            title: "Disk of SRV-1 fails".into(),
            text: "Two findings.".into(),
            company: 2,
            site: None,
            board: Some(1),
            status: None,
            kind: None,
            priority: None,
            source: None,
            opened: self.time.now(),
        }
    }
}

/// All pages of a list.
pub async fn sweep<T, F, A>(list: F, since: Option<Timestamp>) -> Result<Vec<T>, PsaFault>
where
    F: Fn(PsaAsk) -> A,
    A: Future<Output = Result<PsaPage<T>, PsaFault>>,
{
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = list(PsaAsk { since, after }).await?;
        assert!(page.unread.is_empty(), "{:?}", page.unread);
        rows.extend(page.rows);
        match page.next {
            None => return Ok(rows),
            next => after = next,
        }
    }
}
