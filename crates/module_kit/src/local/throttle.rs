//! Guessing passwords is slow: after five tries a name has to wait, twice as long each time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::chance::sha256;

/// Tries that are free.
const FREE: u32 = 5;
/// Longest wait, in seconds: a stranger who guesses keeps the owner out no longer than this.
const LONGEST: u64 = 300;
/// A name that nobody tried for this long, in seconds, is forgotten.
const FORGET: u64 = 3600;
/// Most names at once; beyond it the one that was tried longest ago goes.
const MOST: usize = 50_000;

#[derive(Clone, Copy)]
struct Tries {
    count: u32,
    last: u64,
}

/// Tries by name. A try is charged before the password is looked at, so that many at once gain
/// nothing.
#[derive(Default)]
pub(crate) struct Throttle(Mutex<HashMap<[u8; 32], Tries>>);

impl Throttle {
    /// Charges a try.
    ///
    /// # Errors
    /// The seconds to wait before the next one.
    pub fn charge(&self, login: &str, now: u64) -> Result<(), u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = sha256(&login.to_lowercase());
        if all.len() >= MOST && !all.contains_key(&key) {
            all.retain(|_, tries| now < tries.last + FORGET);
            let oldest = all.iter().min_by_key(|(_, t)| t.last).map(|(k, _)| *k);
            if let Some(oldest) = oldest.filter(|_| all.len() >= MOST) {
                all.remove(&oldest);
            }
        }
        let tries = all.entry(key).or_insert(Tries {
            count: 0,
            last: now,
        });
        if now >= tries.last + FORGET {
            tries.count = 0;
        }
        let wait = match tries.count {
            free if free < FREE => 0,
            more => LONGEST.min(1 << (more - FREE).min(10)),
        };
        if now < tries.last + wait {
            return Err(tries.last + wait - now);
        }
        *tries = Tries {
            count: tries.count.saturating_add(1),
            last: now,
        };
        Ok(())
    }

    /// Forgets the tries of a name whose password was right.
    pub fn clear(&self, login: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&sha256(&login.to_lowercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_are_free_and_then_waits_double() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            assert_eq!(throttle.charge("ann", 100), Ok(()));
        }
        assert_eq!(throttle.charge("ANN", 100), Err(1));
        assert_eq!(throttle.charge("ann", 101), Ok(()));
        assert_eq!(throttle.charge("ann", 101), Err(2));
        assert_eq!(throttle.charge("bob", 101), Ok(()));
        let mut now = 101;
        for _ in 0..20 {
            now += LONGEST;
            assert_eq!(throttle.charge("ann", now), Ok(()));
        }
        assert_eq!(throttle.charge("ann", now), Err(LONGEST));
        throttle.clear("Ann");
        assert_eq!(throttle.charge("ann", now), Ok(()));
        for _ in 0..10 {
            let _ = throttle.charge("cem", 0);
        }
        assert_eq!(throttle.charge("cem", FORGET), Ok(()));
        assert_eq!(throttle.charge("cem", FORGET), Ok(()));
    }

    #[test]
    fn a_flood_of_names_is_bounded() {
        let throttle = Throttle::default();
        for n in 0..MOST + 10 {
            let _ = throttle.charge(&n.to_string(), n as u64 / 1000);
        }
        assert_eq!(throttle.0.lock().unwrap().len(), MOST);
    }
}
