//! How many calls a module bears at once: found out by asking.

use kernel::Timestamp;

/// Calls at once in the beginning.
const FIRST: usize = 4;
/// Most calls at once.
const MOST: usize = 32;
/// Good answers for one more at once.
const GOOD: usize = 16;

/// The pace of one link: one more after sixteen good answers, half when the module says that it is too
/// much, nothing until the moment that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    at_once: usize,
    good: usize,
    paused_until: Timestamp,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            at_once: FIRST,
            good: 0,
            paused_until: Timestamp(i64::MIN),
        }
    }
}

impl Pace {
    /// How many may run at this moment.
    pub fn allowed(&self, now: Timestamp) -> usize {
        if now < self.paused_until {
            0
        } else {
            self.at_once
        }
    }

    /// Until when nothing runs, where that lies ahead.
    pub fn paused(&self, now: Timestamp) -> Option<Timestamp> {
        (now < self.paused_until).then_some(self.paused_until)
    }

    /// A good answer came.
    pub fn good(&mut self) {
        self.good += 1;
        if self.good >= GOOD {
            self.good = 0;
            self.at_once = (self.at_once + 1).min(MOST);
        }
    }

    /// The module has said that it is too much, until this moment. Many that were under way together
    /// hear it together: that is one word of the module, not many.
    pub fn busy(&mut self, now: Timestamp, until: Timestamp) {
        if self.paused(now).is_none() {
            self.at_once = (self.at_once / 2).max(1);
            self.good = 0;
        }
        self.paused_until = self.paused_until.max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Span;

    #[test]
    fn a_pace_grows_slowly_and_falls_at_once() {
        let (mut pace, now) = (Pace::default(), Timestamp::from_unix_seconds(0));
        assert_eq!(pace.allowed(now), 4);
        for _ in 0..15 {
            pace.good();
        }
        assert_eq!(pace.allowed(now), 4);
        pace.good();
        assert_eq!(pace.allowed(now), 5);
        for _ in 0..16 * 100 {
            pace.good();
        }
        assert_eq!(pace.allowed(now), 32);
        let until = now + Span::seconds(10);
        // Thirty-two hear it; it is halved once.
        for _ in 0..32 {
            pace.busy(now, until);
        }
        assert_eq!((pace.allowed(now), pace.paused(now)), (0, Some(until)));
        assert_eq!((pace.allowed(until), pace.paused(until)), (16, None));
        for second in 0..10 {
            let at = until + Span::minutes(second);
            pace.busy(at, at);
        }
        assert_eq!(pace.allowed(until + Span::hours(1)), 1, "never none");
    }
}
