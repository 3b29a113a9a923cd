//! Logins that are under way, kept on the server.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::chance::{same, sha256};
use crate::return_to::ReturnTo;

/// A login must come back within this time, in seconds.
const LIFETIME: u64 = 600;
/// Most logins under way at once; beyond it the oldest goes.
const MOST: usize = 20_000;

/// What a login is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To come in.
    #[default]
    LogIn,
    /// A security admin links the tenant.
    LinkTenant { tenant: String, admin: String },
    /// A person links her account.
    LinkAccount { tenant: String, account: String },
}

/// What the callback needs to know about a login that was begun.
pub(crate) struct Pending {
    /// The key in the browser's login cookie: who began is who may finish.
    pub browser: String,
    pub nonce: String,
    pub verifier: String,
    pub return_to: ReturnTo,
    pub purpose: Purpose,
    /// Seconds since 1970.
    pub begun: u64,
}

/// Why a `state` finishes no login.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotPending {
    /// Never given out, used, or too old.
    Unknown,
    /// Begun by another browser. The login stays open for the right one.
    OtherBrowser,
}

#[derive(Default)]
struct Inner {
    by_state: HashMap<[u8; 32], Pending>,
    /// Oldest first; may name logins that are finished.
    order: VecDeque<([u8; 32], u64)>,
}

/// All logins that are under way.
#[derive(Default)]
pub(crate) struct Logins(Mutex<Inner>);

impl Logins {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, state: &str, pending: Pending) {
        let mut inner = self.lock();
        let now = pending.begun;
        while let Some((key, begun)) = inner.order.front().copied() {
            if inner.order.len() < MOST && now < begun + LIFETIME {
                break;
            }
            inner.order.pop_front();
            inner.by_state.remove(&key);
        }
        let key = sha256(state);
        inner.order.push_back((key, now));
        inner.by_state.insert(key, pending);
    }

    /// Takes a login out: a `state` works once.
    pub fn finish(
        &self,
        state: &str,
        browser: Option<&str>,
        now: u64,
    ) -> Result<Pending, NotPending> {
        let mut inner = self.lock();
        let key = sha256(state);
        let pending = inner.by_state.get(&key).ok_or(NotPending::Unknown)?;
        if !browser.is_some_and(|browser| same(browser, &pending.browser)) {
            return Err(NotPending::OtherBrowser);
        }
        inner
            .by_state
            .remove(&key)
            .filter(|pending| now < pending.begun + LIFETIME)
            .ok_or(NotPending::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(begun: u64) -> Pending {
        let [nonce, verifier] = ["n", "v"].map(String::from);
        Pending {
            browser: "b".into(),
            nonce,
            verifier,
            return_to: ReturnTo::home(),
            purpose: Purpose::LogIn,
            begun,
        }
    }

    #[test]
    fn a_state_works_once_in_its_browser_and_in_time() {
        let logins = Logins::default();
        logins.begin("s", pending(0));
        let fails = |state, browser, now| logins.finish(state, browser, now).err();
        assert_eq!(fails("t", Some("b"), 1), Some(NotPending::Unknown));
        assert_eq!(fails("s", None, 1), Some(NotPending::OtherBrowser));
        assert_eq!(fails("s", Some("c"), 1), Some(NotPending::OtherBrowser));
        assert_eq!(fails("s", Some("b"), LIFETIME - 1), None);
        assert_eq!(fails("s", Some("b"), 1), Some(NotPending::Unknown));
        logins.begin("s", pending(0));
        assert_eq!(fails("s", Some("b"), LIFETIME), Some(NotPending::Unknown));
    }

    #[test]
    fn a_flood_is_bounded() {
        let logins = Logins::default();
        for n in 0..MOST + 100 {
            logins.begin(&n.to_string(), pending(0));
        }
        assert_eq!(logins.lock().by_state.len(), MOST);
        assert!(logins.finish("0", Some("b"), 0).is_err());
        logins.begin("late", pending(LIFETIME));
        assert_eq!(logins.lock().by_state.len(), 1);
    }
}
