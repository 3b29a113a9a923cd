//! Everything that runs while the hub is up: pages, outbox worker, schedules.

use crate::accounts;
use crate::data::Fault;
use crate::events;
use connectors::Ways;
use engine::Engine;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::App;
use web::letterhead::Paper;

/// Deliveries under way at once; more wait in the outbox.
const DELIVERIES: usize = 64;
/// Most messages that one claim gives.
const CLAIM: usize = 16;
/// How long deliveries under way may take after the signal to stop. What does not end in it is sent
/// again by whoever runs when its lease has run out.
pub(crate) const FAREWELL: Duration = Duration::from_secs(5);

/// Tells everything that runs to stop.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// A stop that is given by the process's signals.
    pub fn on_signals() -> Self {
        let (tell, told) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            let _ = tell.send(true);
        });
        Self(told)
    }

    /// Whether it was given.
    pub fn is_given(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for it.
    pub async fn wait(mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Listens, with a fault that names the address.
pub async fn listen(address: &str) -> Result<TcpListener, Fault> {
    TcpListener::bind(address)
        .await
        .map_err(|e| format!("{address} cannot be listened on: {e}. Choose another port").into())
}

/// What the hub is run with.
pub struct House {
    /// The verbs.
    pub engine: Engine,
    /// The ways out.
    pub ways: Ways,
    /// Where people and modules come in.
    pub listener: TcpListener,
    /// Where the operator looks in.
    pub operator: Option<TcpListener>,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The numbers.
    pub numbers: Option<web::app::Numbers>,
}

impl House {
    /// Runs until the stop; requests and deliveries under way have a few seconds to end.
    pub async fn run(self, stop: Stop) -> Result<(), Fault> {
        let app = App::new(self.engine.clone(), self.trusted_proxies, self.numbers);
        let router = web::serve::router(&app, web::routes::table());
        let operator_router = web::serve::router(&app, web::routes::operator_table());
        self.engine.take_back_leases().await?;
        let ways = Arc::new(self.ways);
        let deliveries = tokio::spawn(deliver(self.engine.clone(), ways.clone(), stop.clone()));
        let accounts = tokio::spawn(accounts::provision(
            self.engine.clone(),
            ways.clone(),
            stop.clone(),
        ));
        let events = tokio::spawn(events::post(self.engine.clone(), ways, stop.clone()));
        let fan_out = tokio::spawn(events::fan_out(self.engine.clone(), stop.clone()));
        let psas = tokio::spawn(follow_psas(self.engine.clone(), stop.clone()));
        let imports = tokio::spawn(import(self.engine.clone(), stop.clone()));
        let schedules = tokio::spawn(keep_house(self.engine.clone(), stop.clone()));
        let notes = tokio::spawn(write_notes(self.engine.clone(), stop.clone()));
        let operator = self.operator.map(|listener| {
            tokio::spawn(web::serve::serve(
                listener,
                operator_router,
                stop.clone().wait(),
            ))
        });
        web::serve::serve(self.listener, router, stop.wait()).await?;
        if let Some(operator) = operator {
            let _ = operator.await;
        }
        let _ = deliveries.await;
        let _ = accounts.await;
        let _ = events.await;
        let _ = fan_out.await;
        let _ = schedules.await;
        imports.abort();
        psas.abort();
        let _ = notes.await;
        self.engine.db().close().await;
        Ok(())
    }
}

/// Delivers at once after a commit of this node, and every two seconds what others left. Each
/// message is on its way by itself: one that hangs takes one of many places and no more.
async fn deliver(engine: Engine, ways: Arc<Ways>, stop: Stop) {
    let mut under_way = JoinSet::new();
    while !stop.is_given() {
        while under_way.try_join_next().is_some() {}
        let full = under_way.len() + CLAIM > DELIVERIES;
        if !full {
            match engine.claim_due().await {
                Ok(due) if !due.is_empty() => {
                    for message in due {
                        let (engine, ways) = (engine.clone(), ways.clone());
                        under_way.spawn(async move {
                            if let Err(fault) = engine.deliver_one(message, &*ways, &Paper).await {
                                tracing::error!(%fault, "what came of a delivery cannot be written");
                            }
                        });
                    }
                    continue;
                }
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "the outbox cannot be read"),
            }
        }
        tokio::select! {
            () = engine.enqueued(), if !full => {}
            _ = under_way.join_next(), if full => {}
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            () = stop.clone().wait() => {}
        }
    }
    let ended = async { while under_way.join_next().await.is_some() {} };
    if tokio::time::timeout(FAREWELL, ended).await.is_err() {
        tracing::warn!("deliveries under way were left; they come again");
    }
}

/// Runs imports of members at once on this node, and every half minute what another left. A stop in
/// the middle is like a power cut: the next start goes on after the last step.
async fn import(engine: Engine, stop: Stop) {
    while !stop.is_given() {
        if let Err(fault) = engine.run_imports().await {
            tracing::error!(%fault, "an import of members stopped; it goes on by itself");
        }
        tokio::select! {
            () = engine.import_started() => {}
            () = tokio::time::sleep(Duration::from_secs(30)) => {}
            () = stop.clone().wait() => {}
        }
    }
}

/// PSAs that are read at once; each waits mostly for its PSA.
const PSAS: usize = 8;

/// Looks after each connection to a PSA that is due, side by side. A stop in the middle is like a power
/// cut: the next start goes on after the last page.
async fn follow_psas(engine: Engine, stop: Stop) {
    let mut under_way = JoinSet::new();
    while !stop.is_given() {
        while under_way.try_join_next().is_some() {}
        let full = under_way.len() >= PSAS;
        if !full {
            match engine.claim_psa().await {
                Ok(Some(due)) => {
                    let engine = engine.clone();
                    under_way.spawn(async move {
                        if let Err(fault) = engine.run_psa(due).await {
                            tracing::error!(%fault, "a PSA cannot be followed; it goes on by itself");
                        }
                    });
                    continue;
                }
                Ok(None) => {}
                Err(fault) => tracing::error!(%fault, "connections to PSAs cannot be read"),
            }
        }
        tokio::select! {
            () = engine.psa_wanted() => {}
            _ = under_way.join_next(), if !under_way.is_empty() => {}
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            () = stop.clone().wait() => {}
        }
    }
}

/// Rotates keys each minute, tidies each hour, looks each day whether an account at a module was forgotten.
async fn keep_house(engine: Engine, stop: Stop) {
    let stopped = stop.wait();
    tokio::pin!(stopped);
    for minute in 0_u64.. {
        if let Err(fault) = engine.rotate_keys().await {
            tracing::error!(%fault, "the signing keys cannot be looked after");
        }
        if minute.is_multiple_of(60)
            && let Err(fault) = engine.tidy().await
        {
            tracing::error!(%fault, "tidying failed");
        }
        if minute.is_multiple_of(24 * 60)
            && let Err(fault) = engine.sweep_accounts().await
        {
            tracing::error!(%fault, "accounts at modules cannot be looked over");
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(60)) => {}
            () = &mut stopped => return,
        }
    }
}

/// Writes down every five seconds what clients tried, and once more at the end; gives memory back that
/// nothing needed in that time.
async fn write_notes(engine: Engine, stop: Stop) {
    let mut last = false;
    while !last {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(5)) => {}
            () = stop.clone().wait() => last = true,
        }
        engine.rest();
        if let Err(fault) = engine.write_client_notes().await {
            tracing::warn!(%fault, "what clients tried lately is not written down");
        }
    }
}

/// Starts counting; the text of the numbers.
pub fn numbers() -> Option<web::app::Numbers> {
    let handle = metrics_exporter_prometheus::PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0])
        .ok()?
        .install_recorder()
        .ok()?;
    Some(Arc::new(move || handle.render()))
}
