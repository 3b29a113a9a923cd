//! The bounded pool of password hashing: memory and waiting have an upper limit however many try.

use crate::Broken;
use kernel::{Chance, Secret};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;
use vault::password::{self, Verdict};

/// Hashing at most `threads` passwords at once (19 MiB each), with at most `QUEUE` waiting.
pub struct HashingPool {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// How many may wait. On two cores that is some five seconds of work.
const QUEUE: usize = 400;

/// All threads are busy and enough wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saturated;

impl HashingPool {
    /// A pool of so many threads.
    pub fn new(threads: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(threads.max(1))),
            waiting: AtomicUsize::new(0),
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Saturated> {
        struct Leave<'a>(&'a AtomicUsize);
        impl Drop for Leave<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _leave = Leave(&self.waiting);
        metrics::gauge!("vestibule_hashing_waiting").set(before as f64);
        if before >= QUEUE {
            return Err(Saturated);
        }
        let permit = self
            .permits
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| Saturated)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|_| Saturated)
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// [`Saturated`], or what the vault says.
    pub async fn hash(
        &self,
        password: Secret<String>,
        chance: &dyn Chance,
    ) -> Result<Result<String, Broken>, Saturated> {
        let salt = chance.bytes::<16>();
        self.run(move || password::hash(&password, salt).map_err(Broken::from))
            .await
    }

    /// Compares a password with a stored hash, or with nobody's.
    ///
    /// # Errors
    /// [`Saturated`].
    pub async fn verify(
        &self,
        password: Secret<String>,
        stored: Option<String>,
    ) -> Result<Verdict, Saturated> {
        self.run(move || password::verify(&password, stored.as_deref()))
            .await
    }
}
