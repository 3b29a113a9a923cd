//! How often a PSA is asked: a bucket of calls that fills by itself, and a stop when it says so.

use kernel::{Span, Timestamp};
use std::collections::HashMap;

/// So many calls at once, and one more each `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Calls at once.
    pub burst: i64,
    /// The time in which one more is earned.
    pub every: Span,
}

impl Rate {
    /// ConnectWise limits above a thousand a minute for each tenant, whoever asks: with this, a
    /// minute holds 700 at most and leaves room for the tenant's other integrations.
    pub const CONNECTWISE: Self = Self::a_minute(600);
    /// So many calls a minute in the long run, and a sixth of them at once.
    pub const fn a_minute(calls: u32) -> Self {
        let calls = if calls < 6 { 6 } else { calls as i64 };
        Self {
            burst: calls / 6,
            every: Span(60_000_000 / calls),
        }
    }
    /// Kaseya BMS limits above 1,500 an hour for each address.
    pub const BMS: Self = Self {
        burst: 300,
        every: Span::seconds(3),
    };
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// When it is full again, if nobody asks.
    full_at: Timestamp,
    stopped_until: Timestamp,
}

/// The buckets of a tenant, by the name of what is counted.
#[derive(Debug)]
pub struct Throttle {
    rate: Rate,
    buckets: HashMap<String, Bucket>,
}

/// Most names that are counted; addresses of a PSA are far fewer.
const MOST: usize = 512;

impl Throttle {
    /// Full buckets.
    pub fn new(rate: Rate) -> Self {
        Self {
            rate,
            buckets: HashMap::new(),
        }
    }

    fn bucket(&mut self, name: &str, now: Timestamp) -> &mut Bucket {
        if self.buckets.len() >= MOST && !self.buckets.contains_key(name) {
            self.buckets
                .retain(|_, held| held.full_at > now || held.stopped_until > now);
        }
        self.buckets.entry(name.to_owned()).or_insert(Bucket {
            full_at: now,
            stopped_until: now,
        })
    }

    /// Takes one call out.
    ///
    /// # Errors
    /// How long to wait before there is one.
    pub fn take(&mut self, name: &str, now: Timestamp) -> Result<(), Span> {
        let Rate { burst, every } = self.rate;
        let bucket = self.bucket(name, now);
        if bucket.stopped_until > now {
            return Err(bucket.stopped_until - now);
        }
        let begins = bucket.full_at.max(now);
        let used_up = now + Span(every.0.saturating_mul(burst - 1));
        if begins > used_up {
            return Err(begins - used_up);
        }
        bucket.full_at = begins + every;
        Ok(())
    }

    /// Nothing more for so long: it said so.
    pub fn stop(&mut self, name: &str, now: Timestamp, span: Span) {
        let bucket = self.bucket(name, now);
        bucket.stopped_until = bucket.stopped_until.max(now + span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_795_000_000);

    #[test]
    fn a_burst_then_one_by_one() {
        let mut throttle = Throttle::new(Rate {
            burst: 3,
            every: Span::seconds(1),
        });
        for _ in 0..3 {
            assert_eq!(throttle.take("", NOW), Ok(()));
        }
        assert_eq!(throttle.take("", NOW), Err(Span::seconds(1)));
        assert_eq!(throttle.take("other", NOW), Ok(()), "each has its own");
        let later = NOW + Span::seconds(1);
        assert_eq!(throttle.take("", later), Ok(()));
        assert_eq!(throttle.take("", later), Err(Span::seconds(1)));
        let much_later = NOW + Span::hours(1);
        for _ in 0..3 {
            assert_eq!(throttle.take("", much_later), Ok(()));
        }
        assert!(
            throttle.take("", much_later).is_err(),
            "never more than full"
        );
    }

    #[test]
    fn the_rates_stay_below_the_vendors_limits() {
        for (rate, window, limit) in [(Rate::CONNECTWISE, 60, 1000), (Rate::BMS, 3600, 1500)] {
            let mut throttle = Throttle::new(rate);
            let mut taken = 0;
            // Asks as fast as it may, in steps of a twentieth of a second.
            for step in 0..window * 20 {
                let now = NOW + Span(step * 50_000);
                while throttle.take("", now).is_ok() {
                    taken += 1;
                }
            }
            assert!(taken <= limit && taken > limit / 2, "{taken} of {limit}");
        }
    }

    #[test]
    fn table_of_calls_a_minute() {
        for (calls, burst, every) in [
            (600, 100, 100_000),
            (60, 10, 1_000_000),
            (60_000, 10_000, 1_000),
            // Nobody is locked out by a number that makes no sense.
            (0, 1, 10_000_000),
        ] {
            let every = Span(every);
            assert_eq!(Rate::a_minute(calls), Rate { burst, every }, "{calls}");
        }
    }

    #[test]
    fn a_stop_holds_for_its_time_and_never_shortens() {
        let mut throttle = Throttle::new(Rate::CONNECTWISE);
        throttle.stop("", NOW, Span::seconds(30));
        throttle.stop("", NOW, Span::seconds(5));
        assert_eq!(
            throttle.take("", NOW + Span::seconds(10)),
            Err(Span::seconds(20))
        );
        assert_eq!(throttle.take("", NOW + Span::seconds(30)), Ok(()));
    }
}
