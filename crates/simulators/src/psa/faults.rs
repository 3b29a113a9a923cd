//! Faults to order: what a request of some method and path meets, how often, and for how long.

use super::chance::Chance;
use serde::Deserialize;
use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// This status, with the body that the vendor sends with it. Nothing is done.
    Status(u16),
    /// It is done, and answered after so many milliseconds.
    SlowMilliseconds(u64),
    /// It is not done, and the connection is cut.
    CutBefore,
    /// It is done, and the connection is cut before anybody hears of it.
    CutAfterWrite,
    /// For so many seconds, what is read is as it was when this began.
    StaleSeconds(u64),
    /// Notices of what is written now arrive twice.
    DuplicateCallbacks,
    /// Notices of what is written now never arrive.
    LostCallbacks,
    /// Moments that are written now are off by so many seconds.
    ClockSkewSeconds(i64),
}

/// An order. Whatever it leaves out is not asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// `GET`, `POST`…; any where empty.
    #[serde(default)]
    pub method: String,
    /// The path below the API's address, `*` for any run of characters; any where empty.
    #[serde(default)]
    pub path: String,
    /// So often; for ever where none.
    #[serde(default)]
    pub times: Option<u32>,
    /// In so many of a hundred requests; in all of them where none.
    #[serde(default)]
    pub percent: Option<u64>,
    /// What goes wrong.
    pub effect: Effect,
}

impl Fault {
    /// This effect on the next request.
    #[must_use]
    pub fn once(method: &str, path: &str, effect: Effect) -> Self {
        Self {
            times: Some(1),
            ..Self::always(method, path, effect)
        }
    }

    /// This effect on every request.
    #[must_use]
    pub fn always(method: &str, path: &str, effect: Effect) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            times: None,
            percent: None,
            effect,
        }
    }
}

/// What one request meets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Met {
    pub status: Option<u16>,
    pub slow: Duration,
    pub cut_before: bool,
    pub cut_after: bool,
    pub stale: Option<u64>,
    pub duplicate_callbacks: bool,
    pub lost_callbacks: bool,
    pub skew: i64,
}

/// The orders that stand.
#[derive(Debug)]
pub(crate) struct Faults {
    orders: Vec<Fault>,
    chance: Chance,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        let chance = Chance::new(seed ^ 0xfa17);
        Self {
            orders: Vec::new(),
            chance,
        }
    }

    pub(crate) fn order(&mut self, fault: Fault) {
        self.orders.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.orders.clear();
    }

    pub(crate) fn orders(&self) -> &[Fault] {
        &self.orders
    }

    /// What this request meets; orders that are used up go.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Met {
        let mut met = Met::default();
        for order in &mut self.orders {
            let meant = (order.method.is_empty() || order.method.eq_ignore_ascii_case(method))
                && (order.path.is_empty() || matches(&order.path, path));
            if !meant || order.percent.is_some_and(|p| !self.chance.percent(p)) {
                continue;
            }
            if let Some(left) = &mut order.times {
                if *left == 0 {
                    continue;
                }
                *left -= 1;
            }
            match order.effect {
                Effect::Status(status) => met.status = Some(status),
                Effect::SlowMilliseconds(n) => met.slow = Duration::from_millis(n),
                Effect::CutBefore => met.cut_before = true,
                Effect::CutAfterWrite => met.cut_after = true,
                Effect::StaleSeconds(n) => met.stale = Some(n),
                Effect::DuplicateCallbacks => met.duplicate_callbacks = true,
                Effect::LostCallbacks => met.lost_callbacks = true,
                Effect::ClockSkewSeconds(n) => met.skew = n,
            }
        }
        self.orders.retain(|order| order.times != Some(0));
        met
    }
}

/// Whether a path fits a pattern in which `*` stands for any run of characters.
fn matches(pattern: &str, path: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Effect, Fault, Faults, matches};

    #[test]
    fn patterns_fit() {
        for (pattern, path, fits) in [
            ("service/tickets", "service/tickets", true),
            ("service/tickets", "service/tickets/5", false),
            ("service/tickets*", "service/tickets/5", true),
            ("*/notes", "service/tickets/5/notes", true),
            ("service/*/5/*", "service/tickets/5/notes", true),
            ("service/*/6/*", "service/tickets/5/notes", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, path), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn an_order_is_used_up_and_chance_repeats_itself() {
        let mut faults = Faults::new(1);
        faults.order(Fault::once("POST", "a*", Effect::Status(500)));
        assert_eq!(faults.meet("GET", "ab").status, None);
        assert_eq!(faults.meet("POST", "ab").status, Some(500));
        assert_eq!(faults.meet("POST", "ab").status, None);
        assert!(faults.orders().is_empty());
        let run = || {
            let mut faults = Faults::new(7);
            let mut fault = Fault::always("", "", Effect::Status(429));
            fault.percent = Some(50);
            faults.order(fault);
            (0..50)
                .map(|_| faults.meet("GET", "x").status)
                .collect::<Vec<_>>()
        };
        assert_eq!(run(), run());
        assert!(run().contains(&None) && run().contains(&Some(429)));
    }
}
