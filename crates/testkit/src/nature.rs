//! A clock turned by hand, waiting that turns it, and chance from a seed.

use engine::outside::psa::Pause;
use kernel::{Chance, Clock, Span, Timestamp};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A clock that stands still until a test turns it.
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock at a fixed moment in 2026.
    pub fn new() -> Self {
        Self(AtomicI64::new(
            Timestamp::from_unix_seconds(1_790_000_000).0,
        ))
    }
    /// Turns it; backwards with a negative span.
    pub fn turn(&self, by: Span) {
        self.0.fetch_add(by.0, Ordering::SeqCst);
    }
}

impl Default for HandClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Waiting that turns the clock and takes no time.
pub struct HandPause(pub Arc<HandClock>);

impl Pause for HandPause {
    fn pause(&self, span: Span) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.turn(span);
        Box::pin(async {})
    }
}

/// Bytes that depend on a seed and on nothing else.
pub struct SeededChance {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededChance {
    /// Chance from a seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Chance for SeededChance {
    fn fill(&self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(32) {
            let n = self.drawn.fetch_add(1, Ordering::SeqCst);
            let block = vault::digest::sha256(&[self.seed.to_be_bytes(), n.to_be_bytes()].concat());
            part.copy_from_slice(&block[..part.len()]);
        }
    }
}
