//! Guessing is slowed, per account and per address, and no stranger can lock a person out.
//!
//! Wrong tries on an account from browsers the person never used share one bucket; a browser she
//! has signed in with before has its own (a device cookie). So a stranger can make the account slow
//! for strangers, never for her. A bucket is charged before the proof is looked at: of many tries
//! sent at once, only the free ones are looked at at all.

use kernel::{Span, Timestamp};

/// Which tries are counted together. The key in the database is a keyed digest of the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bucket {
    /// Passwords and codes for one typed identifier, from browsers not known to belong to it. The
    /// identifier counts as typed, so it makes no difference whether it exists.
    Account(String),
    /// The same from one known browser.
    Device(Vec<u8>),
    /// Everything from one network address (IPv6: one /64).
    Address(String),
    /// Sign-ins begun from one network address: each is a row for a quarter of an hour.
    Begin(String),
    /// Links asked for by mail for one identifier from one network: a stranger elsewhere does not
    /// make her wait.
    Mail(String),
    /// The same from everywhere: nobody's mailbox is flooded.
    Flood(String),
}

/// The rule of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottleRule {
    /// Tries that cost nothing.
    pub free: i64,
    /// The wait after the first try beyond; it doubles with each more.
    pub first_wait: Span,
    /// The longest wait.
    pub longest_wait: Span,
    /// The time that forgives one try.
    pub forgive: Span,
}

impl Bucket {
    /// The rule of this kind of bucket.
    pub const fn rule(&self) -> ThrottleRule {
        match self {
            Self::Account(_) | Self::Device(_) => ThrottleRule {
                free: 5,
                first_wait: Span::seconds(2),
                longest_wait: Span::minutes(15),
                forgive: Span::hours(1),
            },
            // A whole office may stand behind one address, so right proofs are given back and a
            // wrong one is forgiven every five seconds.
            Self::Address(_) => ThrottleRule {
                free: 60,
                first_wait: Span::seconds(1),
                longest_wait: Span::minutes(1),
                forgive: Span::seconds(5),
            },
            Self::Flood(_) => ThrottleRule {
                free: 20,
                first_wait: Span::minutes(1),
                longest_wait: Span::hours(1),
                forgive: Span::hours(1),
            },
            Self::Begin(_) => ThrottleRule {
                free: 300,
                first_wait: Span::seconds(1),
                longest_wait: Span::minutes(1),
                forgive: Span(200_000),
            },
            Self::Mail(_) => ThrottleRule {
                free: 3,
                first_wait: Span::minutes(2),
                longest_wait: Span::hours(1),
                forgive: Span::hours(4),
            },
        }
    }
}

/// What is stored of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BucketState {
    /// Tries since it was last empty.
    pub tries: i64,
    /// The newest try.
    pub last_at: Timestamp,
    /// Before this no try is looked at.
    pub blocked_until: Timestamp,
}

/// Charges one try: the new state, or how long to wait. A refused try costs nothing, so that
/// hammering does not make the wait longer.
///
/// # Errors
/// The time still to wait.
pub fn charge(
    state: Option<BucketState>,
    rule: ThrottleRule,
    now: Timestamp,
) -> Result<BucketState, Span> {
    let tries = match state {
        // A clock set back must not keep a bucket blocked for ever: the wait has an upper bound.
        Some(s) if now < s.blocked_until && s.blocked_until - now <= rule.longest_wait => {
            return Err(s.blocked_until - now);
        }
        Some(s) => {
            let forgiven = (now - s.last_at).0.max(0) / rule.forgive.0;
            s.tries.saturating_sub(forgiven).max(0).saturating_add(1)
        }
        None => 1,
    };
    let beyond = tries - rule.free;
    let wait = if beyond < 0 {
        Span(0)
    } else {
        let doubled = rule.first_wait.0.saturating_mul(
            1_i64
                .checked_shl(u32::try_from(beyond.min(32)).unwrap_or(32))
                .unwrap_or(i64::MAX),
        );
        Span(doubled.min(rule.longest_wait.0))
    };
    Ok(BucketState {
        tries,
        last_at: now,
        blocked_until: now + wait,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_tries_then_doubling_waits_then_forgetting() {
        let rule = Bucket::Account("x".into()).rule();
        let mut now = Timestamp::from_unix_seconds(1_000_000);
        let mut state = None;
        for _ in 0..4 {
            state = Some(charge(state, rule, now).unwrap());
        }
        let fifth = charge(state, rule, now).unwrap();
        assert_eq!(fifth.blocked_until - now, Span::seconds(2));
        assert_eq!(charge(Some(fifth), rule, now), Err(Span::seconds(2)));
        now = fifth.blocked_until;
        let sixth = charge(Some(fifth), rule, now).unwrap();
        assert_eq!(sixth.blocked_until - now, Span::seconds(4));
        let mut s = sixth;
        for _ in 0..100 {
            s = charge(Some(s), rule, s.blocked_until).unwrap();
        }
        assert_eq!(s.blocked_until - s.last_at, rule.longest_wait);
        let one_forgiven = s.last_at + rule.forgive;
        assert_eq!(charge(Some(s), rule, one_forgiven).unwrap().tries, s.tries);
        let all_forgiven = s.last_at + Span(rule.forgive.0 * s.tries);
        assert_eq!(charge(Some(s), rule, all_forgiven).unwrap().tries, 1);
        let clock_set_back = s.last_at - Span::days(400);
        assert!(charge(Some(s), rule, clock_set_back).is_ok());
    }
}
