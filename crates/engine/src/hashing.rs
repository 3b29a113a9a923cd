//! The bounded pool of password work: memory and waiting have an upper limit however many try.

use crate::{Broken, Engine};
use kernel::{Chance, Secret};
use model::identity::Strength;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use vault::password::{self, Memory, Verdict};

/// Hashing at most `threads` passwords at once (19 MiB each), with at most `QUEUE` waiting.
pub struct HashingPool {
    permits: Arc<Semaphore>,
    waiting: AtomicUsize,
    memories: Arc<Memories>,
}

/// Memory that no hash is computed in at this moment. There is never more than one for each thread.
#[derive(Default)]
struct Memories {
    free: Mutex<Vec<Memory>>,
    /// Whether any was taken since the last look.
    used: AtomicBool,
}

impl Memories {
    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Memory>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        self.used.store(true, Ordering::Relaxed);
        let known = self.free().pop();
        let mut memory = known.unwrap_or_default();
        let done = work(&mut memory);
        self.free().push(memory);
        done
    }
}

/// How many may wait. On two cores that is some five seconds of work.
const QUEUE: usize = 400;
/// How many may wait before the live strength meter is turned away: it is a courtesy and must not
/// take the places of those who sign in.
const METER_QUEUE: usize = 16;
/// Characters that the live meter judges. The time of the estimate grows fast with the length of
/// chosen nonsense, and a password of so many characters is judged again when it is set.
const METER_LENGTH: usize = 64;

/// All threads are busy and enough wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saturated;

impl HashingPool {
    /// A pool of so many threads.
    pub fn new(threads: usize) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(threads.max(1))),
            waiting: AtomicUsize::new(0),
            memories: Arc::default(),
        }
    }

    /// Gives the memory of hashing back to the system when nothing was hashed since the last call.
    pub fn rest(&self) {
        if !self.memories.used.swap(false, Ordering::Relaxed) {
            self.memories.free().clear();
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        queue: usize,
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
        if before >= queue {
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
        let (salt, memories) = (chance.bytes::<16>(), self.memories.clone());
        self.run(QUEUE, move || {
            let hashed = memories.with(|memory| password::hash(&password, salt, memory));
            hashed.map_err(Broken::from)
        })
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
        let memories = self.memories.clone();
        self.run(QUEUE, move || {
            memories.with(|memory| password::verify(&password, stored.as_deref(), memory))
        })
        .await
    }

    /// Runs other work that takes a processor for a while, one place with the hashing. It is turned
    /// away long before a sign-in is.
    ///
    /// # Errors
    /// [`Saturated`].
    pub async fn lesser_work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Saturated> {
        self.run(METER_QUEUE, work).await
    }
}

impl Engine {
    /// Gives memory back that nothing needed since the last call. Run every few seconds.
    pub fn rest(&self) {
        self.hashing.rest();
    }

    /// Judges a password that is being typed, by its first 64 characters, for the live meter.
    /// Nothing is kept of it.
    ///
    /// # Errors
    /// [`Saturated`], when the hub has more important work.
    pub async fn rate_password(&self, typed: Secret<String>) -> Result<Strength, Saturated> {
        self.hashing
            .lesser_work(move || {
                let shown: String = typed.reveal().chars().take(METER_LENGTH).collect();
                model::identity::strength(&shown.into(), &[])
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn memory_is_used_again_and_given_back_when_nothing_is_hashed() {
        let pool = HashingPool::new(2);
        let free = || pool.memories.free().len();
        for _ in 0..2 {
            pool.verify("a".to_owned().into(), None).await.unwrap();
            assert_eq!(free(), 1);
        }
        pool.rest();
        assert_eq!(free(), 1, "used a moment ago");
        pool.rest();
        assert_eq!(free(), 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn lesser_work_is_turned_away_before_a_sign_in() {
        let pool = Arc::new(HashingPool::new(1));
        let (release, held) = std::sync::mpsc::channel::<()>();
        let mut tasks = Vec::new();
        let holder = pool.clone();
        tasks.push(tokio::spawn(async move {
            let _ = holder.lesser_work(move || held.recv().is_ok()).await;
        }));
        for _ in 1..METER_QUEUE {
            let waiter = pool.clone();
            tasks.push(tokio::spawn(async move {
                let _ = waiter.lesser_work(|| ()).await;
            }));
        }
        while pool.waiting.load(Ordering::Relaxed) < METER_QUEUE {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.lesser_work(|| ()).await, Err(Saturated));
        let signing_in = pool.clone();
        let verdict =
            tokio::spawn(async move { signing_in.verify("a".to_owned().into(), None).await });
        while pool.waiting.load(Ordering::Relaxed) <= METER_QUEUE {
            tokio::task::yield_now().await;
        }
        release.send(()).unwrap();
        assert!(verdict.await.unwrap().is_ok());
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(pool.lesser_work(|| 7).await, Ok(7));
    }
}
