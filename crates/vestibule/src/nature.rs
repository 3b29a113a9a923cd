//! The real clock, the real chance, and waiting.

use engine::outside::psa::Pause;
use kernel::{Chance, Clock, Span, Timestamp};
use std::pin::Pin;
use std::time::Duration;

/// The wall clock.
pub struct WallClock;

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The operating system's randomness.
pub struct OsChance;

impl Chance for OsChance {
    fn fill(&self, buffer: &mut [u8]) {
        // Without randomness no token is safe: stopping at once is the only right answer.
        if aws_lc_rs::rand::fill(buffer).is_err() {
            std::process::abort();
        }
    }
}

/// Waiting until time has passed.
pub struct Sleep;

impl Pause for Sleep {
    fn pause(&self, span: Span) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let micros = u64::try_from(span.0).unwrap_or(0);
        Box::pin(tokio::time::sleep(Duration::from_micros(micros)))
    }
}
