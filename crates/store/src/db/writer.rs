//! The one writer of SQLite. Writes that wait together are run one after another, each in a savepoint
//! of its own, and are committed by one `COMMIT`: many callers share one disk flush (group commit),
//! and each is told only after the flush.

use super::{Connection, Db, Tx, lite::Lite};
use crate::StoreFault;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

/// Most writes that share one commit. More would make the first wait for the last.
const GROUP: usize = 128;
/// Writes that may wait before callers are told that the hub is busy.
const QUEUE: usize = 4_096;

type Run = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, bool> + Send>;

/// What the writer is told.
enum Order {
    Write(Job),
    /// Bring everything into the one file and let go of it.
    Close(oneshot::Sender<()>),
}

/// A write that waits: runs in its savepoint, says whether to keep it, and is told of the commit.
struct Job {
    run: Run,
    committed: oneshot::Sender<Result<(), StoreFault>>,
}

/// Where writes are handed in.
pub(super) struct Writer(mpsc::Sender<Order>);

pub(super) fn panicked() -> StoreFault {
    StoreFault::Unavailable("a write stopped halfway and was undone".into())
}

fn stopped() -> StoreFault {
    StoreFault::Unavailable("the writer has stopped".into())
}

impl Writer {
    /// Starts on a connection. It has a thread of its own: it waits for the disk at each commit.
    pub fn start(lite: Lite) -> Result<Self, StoreFault> {
        let (orders, waiting) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Handle::current();
        let tx = Tx::on(Connection::LiteWriter(lite));
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || runtime.block_on(write_in_groups(tx, waiting)))
            .map_err(|e| StoreFault::Unavailable(format!("no thread for the writer: {e}")))?;
        Ok(Self(orders))
    }

    /// Runs a job in its turn and answers after the commit.
    pub async fn write<T, E, F>(&self, db: Db, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreFault> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let slot = Arc::new(Mutex::new(None));
        let (committed, wait) = oneshot::channel();
        let into = slot.clone();
        let run: Run = Box::new(move |tx| {
            Box::pin(async move {
                let work = AssertUnwindSafe(db.run_whole(tx, job)).catch_unwind();
                let outcome = work.await.unwrap_or_else(|_| Err(panicked().into()));
                let keep = outcome.is_ok();
                if let Ok(mut slot) = into.lock() {
                    *slot = Some(outcome);
                }
                keep
            })
        });
        if let Err(refused) = self.0.try_send(Order::Write(Job { run, committed })) {
            return Err(match refused {
                TrySendError::Full(_) => StoreFault::Busy("too many writes are waiting"),
                TrySendError::Closed(_) => stopped(),
            }
            .into());
        }
        let told = wait.await.unwrap_or_else(|_| Err(stopped()));
        let outcome = slot.lock().ok().and_then(|mut s| s.take());
        match (told, outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Err(fault), Some(Ok(_)) | None) => Err(fault.into()),
            (_, Some(Err(e))) => Err(e),
            (Ok(()), None) => Err(panicked().into()),
        }
    }

    /// Stops after the writes under way.
    pub async fn close(&self) {
        let (told, closed) = oneshot::channel();
        if self.0.send(Order::Close(told)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

/// Takes what waits, runs each in a savepoint, commits all at once.
async fn write_in_groups(mut tx: Tx, mut orders: mpsc::Receiver<Order>) {
    let mut closing = None;
    while let Some(first) = orders.recv().await {
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(order) = next {
            match order {
                Order::Write(job) => group.push(job),
                Order::Close(told) => closing = Some(told),
            }
            next = (group.len() < GROUP && closing.is_none())
                .then(|| orders.try_recv().ok())
                .flatten();
        }
        let mut waiting = Vec::with_capacity(group.len());
        let result = run_group(&mut tx, group, &mut waiting).await;
        if result.is_err() {
            // Whatever the state, the next group begins with a clean one.
            let _ = tx.say("ROLLBACK");
        }
        for committed in waiting {
            let _ = committed.send(match &result {
                Ok(()) => Ok(()),
                Err(e) => Err(StoreFault::Unavailable(e.to_string())),
            });
        }
        if closing.is_some() {
            break;
        }
    }
    // Whoever copies the one file of a stopped hub must find everything in it.
    if let Some(told) = closing {
        let _ = tx.raw("PRAGMA wal_checkpoint(TRUNCATE)").await;
        drop(tx);
        let _ = told.send(());
    }
}

async fn run_group(
    tx: &mut Tx,
    group: Vec<Job>,
    waiting: &mut Vec<oneshot::Sender<Result<(), StoreFault>>>,
) -> Result<(), StoreFault> {
    let mut jobs = Vec::with_capacity(group.len());
    for job in group {
        waiting.push(job.committed);
        jobs.push(job.run);
    }
    tx.say("BEGIN IMMEDIATE")?;
    for run in jobs {
        tx.say("SAVEPOINT job")?;
        if !run(tx).await {
            tx.say("ROLLBACK TO job")?;
        }
        tx.say("RELEASE job")?;
    }
    tx.say("COMMIT")
}
