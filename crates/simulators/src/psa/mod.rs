//! What the simulators of ticket systems have in common: chance, moments, faults to order, the record
//! of requests, the journal on the disk, and the server below.

pub(crate) mod chance;
pub(crate) mod faults;
pub(crate) mod form;
pub(crate) mod journal;
pub(crate) mod limits;
pub(crate) mod moment;
pub(crate) mod page;
pub(crate) mod paths;
pub(crate) mod post;
pub(crate) mod record;
pub(crate) mod serve;
pub(crate) mod text;
pub(crate) mod tls;
pub(crate) mod words;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What time it is, in seconds since 1970; a test hands in its own.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The clock of this machine.
pub fn wall_clock() -> Clock {
    Arc::new(crate::clock::now)
}

/// The tasks of a simulator; they end when it is told to, or is dropped.
pub(crate) struct Running {
    stop: watch::Sender<bool>,
    serving: Mutex<Option<JoinHandle<()>>>,
    telling: JoinHandle<()>,
}

impl Running {
    /// Starts both: what serves until its stop, and what runs beside it.
    pub(crate) fn start<S>(
        beside: impl Future<Output = ()> + Send + 'static,
        serve: impl FnOnce(Stop) -> S,
    ) -> Self
    where
        S: Future<Output = std::io::Result<()>> + Send + 'static,
    {
        let (stop, mut told) = watch::channel(false);
        let stopped: Stop = Box::pin(async move {
            // Dropping the sender is a stop too.
            let _ = told.wait_for(|stop| *stop).await;
        });
        let serving = serve(stopped);
        let serving = tokio::spawn(async move {
            if let Err(fault) = serving.await {
                tracing::error!(%fault, "a simulator stopped serving");
            }
        });
        Self {
            stop,
            serving: Mutex::new(Some(serving)),
            telling: tokio::spawn(beside),
        }
    }

    pub(crate) async fn stop(&self) {
        self.telling.abort();
        let _ = self.stop.send(true);
        let serving = self
            .serving
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(serving) = serving {
            let _ = serving.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.telling.abort();
    }
}

/// What serving waits for.
pub(crate) type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;
