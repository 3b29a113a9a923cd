//! How often a key may call.

use kernel::{Span, Timestamp};

/// Calls that may come at once.
pub const BURST: i64 = 600;
/// The time that gives one call back: twenty a second.
pub const EACH: Span = Span(50_000);

/// The bucket of one key: the moment at which all calls are given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallRate {
    full_at: Timestamp,
}

impl Default for CallRate {
    fn default() -> Self {
        Self {
            full_at: Timestamp(0),
        }
    }
}

impl CallRate {
    /// Takes one call.
    ///
    /// # Errors
    /// How long to wait until the next is free.
    pub fn take(&mut self, now: Timestamp) -> Result<(), Span> {
        let full_at = self.full_at.max(now) + EACH;
        let ahead = full_at - now;
        let most = Span(EACH.0 * BURST);
        if ahead > most {
            return Err(Span(ahead.0 - most.0));
        }
        self.full_at = full_at;
        Ok(())
    }

    /// True when every call is given back, so that nothing needs to be remembered.
    pub fn is_full(&self, now: Timestamp) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_steady_rate() {
        let now = Timestamp::from_unix_seconds(1_000);
        let mut rate = CallRate::default();
        for n in 0..BURST {
            assert_eq!(rate.take(now), Ok(()), "{n}");
        }
        assert_eq!(rate.take(now), Err(EACH));
        assert_eq!(rate.take(now), Err(EACH), "a refused call costs nothing");
        assert_eq!(rate.take(now + EACH), Ok(()));
        assert!(rate.take(now + EACH).is_err());
        let later = now + Span::minutes(1);
        assert!(rate.is_full(later));
        assert_eq!(rate.take(later), Ok(()));
    }
}
