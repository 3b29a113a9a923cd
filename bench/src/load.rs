//! A closed loop: so many workers, each with its own connection, for a bounded time. Every answer is
//! checked by the work itself; the first wrong one ends the bench.

use crate::Outcome;
use crate::server::Server;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

/// What a worker does again and again.
pub trait Work: Send + 'static {
    /// One whole step, with its answers checked.
    fn once(&mut self) -> impl Future<Output = Outcome<()>> + Send;

    /// How long it waits before the next step; that time is nobody's cost.
    fn pause(&self) -> Duration {
        Duration::ZERO
    }
}

/// What came of a load.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Steps that were answered rightly.
    pub steps: u64,
    /// The time they took together.
    pub wall: Duration,
    /// The processor time of the server in it.
    pub processor: Duration,
    /// How long each step took, in microseconds, sorted.
    pub each: Vec<u32>,
}

impl Measured {
    /// Processor time for one step, in milliseconds.
    pub fn cost(&self) -> f64 {
        self.processor.as_secs_f64() * 1_000.0 / self.steps.max(1) as f64
    }

    /// Steps in a second.
    pub fn rate(&self) -> f64 {
        self.steps as f64 / self.wall.as_secs_f64().max(0.001)
    }

    /// The time within which a share of the steps was answered, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let last = self.each.len().saturating_sub(1);
        let at = (self.each.len() as f64 * share) as usize;
        f64::from(self.each.get(at.min(last)).copied().unwrap_or(0)) / 1_000.0
    }

    /// This and another of the same work.
    pub fn and(mut self, other: Self) -> Self {
        self.steps += other.steps;
        self.wall += other.wall;
        self.processor += other.processor;
        self.each.extend(other.each);
        self.each.sort_unstable();
        self
    }
}

const WARM: u8 = 0;
const COUNT: u8 = 1;
const STOP: u8 = 2;

/// A worker on its way: what it had at hand, and how long each of its answers took.
type Working<W> = tokio::task::JoinHandle<Outcome<(W, Vec<u32>)>>;

/// A load under way.
pub struct Load<W> {
    phase: Arc<AtomicU8>,
    workers: Vec<Working<W>>,
}

impl<W: Work> Load<W> {
    /// Lets the workers loose; nothing is counted yet.
    pub fn start(works: Vec<W>) -> Self {
        let phase = Arc::new(AtomicU8::new(WARM));
        let one = |mut work: W| {
            let phase = phase.clone();
            tokio::spawn(async move {
                let mut each = Vec::new();
                loop {
                    let began = Instant::now();
                    let counts = phase.load(Ordering::Relaxed) == COUNT;
                    work.once().await?;
                    let took = began.elapsed().as_micros();
                    match phase.load(Ordering::Relaxed) {
                        STOP => return Ok((work, each)),
                        COUNT if counts => each.push(u32::try_from(took).unwrap_or(u32::MAX)),
                        _ => {}
                    }
                    if !work.pause().is_zero() {
                        tokio::time::sleep(work.pause()).await;
                    }
                }
            })
        };
        Self {
            workers: works.into_iter().map(one).collect(),
            phase,
        }
    }

    /// Counts for a while, stops, and gives the workers back.
    pub async fn count(self, server: &Server, time: Duration) -> Outcome<(Measured, Vec<W>)> {
        self.phase.store(COUNT, Ordering::Relaxed);
        let (began, before) = (Instant::now(), server.processor()?);
        let failed = || {
            self.workers
                .iter()
                .any(tokio::task::JoinHandle::is_finished)
        };
        while began.elapsed() < time && !failed() {
            tokio::time::sleep(Duration::from_millis(20).min(time)).await;
        }
        let (wall, processor) = (began.elapsed(), server.processor()? - before);
        self.phase.store(STOP, Ordering::Relaxed);
        let (mut works, mut each) = (Vec::new(), Vec::new());
        for worker in self.workers {
            let (work, times) = worker.await??;
            works.push(work);
            each.extend(times);
        }
        each.sort_unstable();
        let measured = Measured {
            steps: each.len() as u64,
            wall,
            processor,
            each,
        };
        Ok((measured, works))
    }
}

/// Warms up, counts, and gives the workers back.
pub async fn drive<W: Work>(
    works: Vec<W>,
    server: &Server,
    warm: Duration,
    time: Duration,
) -> Outcome<(Measured, Vec<W>)> {
    let load = Load::start(works);
    tokio::time::sleep(warm).await;
    load.count(server, time).await
}
