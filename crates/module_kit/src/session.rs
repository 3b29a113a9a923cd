//! Sessions in memory. A restart signs everybody out of the module, not out of the provider.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::chance::sha256;
use crate::launcher::LauncherEntry;
use crate::person::Person;
use crate::token::logout_token::LogoutToken;

/// A session ends this long after login, in seconds: 10 hours.
const LONGEST: u64 = 10 * 3600;
/// A session ends when nobody used it for this long, in seconds: 1 hour.
const IDLE: u64 = 3600;
/// Most sessions at once; beyond it the one that was unused longest goes.
const MOST: usize = 20_000;
/// How long an ended `sid` may not come back, in seconds: longer than any login takes.
const ENDED: u64 = 1200;

/// One signed-in browser.
#[derive(Clone, Default)]
pub(crate) struct Session {
    /// As the provider described her; none when a password of the module opened the session.
    pub person: Option<Arc<Person>>,
    /// The provider's name of its own session (Back-Channel Logout 1.0, section 2.1).
    pub sid: Option<String>,
    /// Handed back at sign-out as `id_token_hint`.
    pub id_token: Option<Arc<str>>,
    /// The account of the module that it opened, for modules that have accounts.
    pub opened: Option<Arc<Opened>>,
    /// When it ends whatever happens, in seconds since 1970, where that was told.
    pub ends: Option<u64>,
}

/// Which account a session is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    pub tenant: String,
    pub account: String,
    /// The modules of the person, as the provider listed them at login.
    pub modules: Vec<LauncherEntry>,
}

struct Entry {
    session: Session,
    created: u64,
    seen: u64,
}

impl Entry {
    fn alive(&self, now: u64) -> bool {
        let ends = self.session.ends.unwrap_or(self.created + LONGEST);
        now < ends && now < self.seen + IDLE
    }
}

#[derive(Default)]
struct Inner {
    /// Keyed by the hash of the cookie: a dump of the memory opens no session.
    entries: HashMap<[u8; 32], Entry>,
    /// `sid` -> until when it stays ended.
    ended: HashMap<String, u64>,
    /// `jti` -> until when it stays used.
    used: HashMap<String, u64>,
    swept: u64,
}

/// All sessions of this module. Times are seconds since 1970.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<Inner>);

impl Sessions {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing in here can panic half-way through a change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a new session under `key`. False when the provider ended that `sid` already: the
    /// logout overtook the login.
    pub fn begin(&self, key: &str, session: Session, now: u64) -> bool {
        let mut inner = self.lock();
        inner.sweep(now);
        if session
            .sid
            .as_ref()
            .is_some_and(|sid| inner.ended.contains_key(sid))
        {
            return false;
        }
        if inner.entries.len() >= MOST {
            let oldest = inner.entries.iter().min_by_key(|(_, entry)| entry.seen);
            if let Some(oldest) = oldest.map(|(key, _)| *key) {
                inner.entries.remove(&oldest);
            }
        }
        inner.entries.insert(
            sha256(key),
            Entry {
                session,
                created: now,
                seen: now,
            },
        );
        true
    }

    /// The session of a cookie, which counts as use.
    pub fn find(&self, key: &str, now: u64) -> Option<Session> {
        let mut inner = self.lock();
        let key = sha256(key);
        let entry = inner.entries.get_mut(&key)?;
        if !entry.alive(now) {
            inner.entries.remove(&key);
            return None;
        }
        entry.seen = entry.seen.max(now);
        Some(entry.session.clone())
    }

    /// Ends the session of a cookie.
    pub fn end(&self, key: &str, now: u64) -> Option<Session> {
        let entry = self.lock().entries.remove(&sha256(key))?;
        entry.alive(now).then_some(entry.session)
    }

    /// Ends what a logout token names; gives how many sessions that were. `None`: this token was
    /// used before.
    ///
    /// With a `sid` only that session ends, and those of the subject that have no `sid` to compare
    /// (Back-Channel Logout 1.0, section 2.7).
    pub fn end_named(&self, token: &LogoutToken, now: u64) -> Option<usize> {
        let mut inner = self.lock();
        inner.sweep(now);
        if inner.used.contains_key(&token.id) {
            return None;
        }
        let until = token.expires.saturating_add(crate::token::claims::SKEW);
        bounded_insert(&mut inner.used, token.id.clone(), until);
        if let Some(sid) = &token.sid {
            bounded_insert(&mut inner.ended, sid.clone(), now + ENDED);
        }
        let before = inner.entries.len();
        inner.entries.retain(|_, entry| {
            let session = &entry.session;
            // Whoever came in by a password of the module is none of the provider's business here.
            let Some(person) = &session.person else {
                return true;
            };
            let subject = token.subject.as_ref().is_none_or(|s| *s == person.subject);
            let named = match (&token.sid, &session.sid) {
                (Some(named), Some(own)) => named == own && subject,
                (Some(_), None) => token.subject.is_some() && subject,
                (None, _) => subject,
            };
            !named
        });
        Some(before - inner.entries.len())
    }

    /// Ends all sessions of an account; gives how many.
    pub fn end_of_account(&self, tenant: &str, account: &str) -> usize {
        self.end_where(|_, opened| opened.tenant == tenant && opened.account == account)
    }

    /// Ends the sessions of a tenant that came through the provider; gives how many.
    pub fn end_through_hub(&self, tenant: &str) -> usize {
        self.end_where(|session, opened| session.person.is_some() && opened.tenant == tenant)
    }

    fn end_where(&self, ends: impl Fn(&Session, &Opened) -> bool) -> usize {
        let mut inner = self.lock();
        let before = inner.entries.len();
        inner.entries.retain(|_, entry| {
            let opened = entry.session.opened.as_ref();
            !opened.is_some_and(|opened| ends(&entry.session, opened))
        });
        before - inner.entries.len()
    }
}

impl Inner {
    /// Drops what is over, at most once a minute.
    fn sweep(&mut self, now: u64) {
        if now < self.swept + 60 && self.entries.len() < MOST {
            return;
        }
        self.swept = now;
        self.entries.retain(|_, entry| entry.alive(now));
        self.ended.retain(|_, until| now < *until);
        self.used.retain(|_, until| now < *until);
    }
}

/// At most 10,000 marks; the one that would go first goes first.
fn bounded_insert(marks: &mut HashMap<String, u64>, name: String, until: u64) {
    if marks.len() >= 10_000 {
        let first = marks
            .iter()
            .min_by_key(|(_, until)| **until)
            .map(|(name, _)| name.clone());
        if let Some(first) = first {
            marks.remove(&first);
        }
    }
    marks.insert(name, until);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(subject: &str, sid: Option<&str>) -> Session {
        let person = Person::from_claims(subject.into(), Default::default(), None);
        Session {
            person: Some(Arc::new(person)),
            sid: sid.map(String::from),
            id_token: Some("t".into()),
            ..Session::default()
        }
    }

    fn opened(account: &str, person: bool) -> Session {
        let opened = Opened {
            tenant: "t1".into(),
            account: account.into(),
            modules: Vec::new(),
        };
        Session {
            person: person.then(|| session("x", None).person).flatten(),
            opened: Some(Arc::new(opened)),
            ..Session::default()
        }
    }

    #[test]
    fn sessions_of_an_account_end_together() {
        let sessions = Sessions::default();
        for (key, account, through_hub) in [("a", "1", true), ("b", "1", false), ("c", "2", false)]
        {
            sessions.begin(key, opened(account, through_hub), 0);
        }
        let left = || {
            let alive = ["a", "b", "c"]
                .into_iter()
                .filter(|k| sessions.find(k, 0).is_some());
            alive.collect::<String>()
        };
        assert_eq!(sessions.end_of_account("t2", "1"), 0);
        assert_eq!(sessions.end_through_hub("t1"), 1);
        assert_eq!(left(), "bc");
        // A logout token names nobody who came in by a password.
        assert_eq!(
            sessions.end_named(&logout("j", None, Some("x")), 0),
            Some(0)
        );
        assert_eq!(sessions.end_of_account("t1", "1"), 1);
        assert_eq!(left(), "c");
    }

    #[test]
    fn a_session_ends_when_that_was_told() {
        let sessions = Sessions::default();
        let told = Session {
            ends: Some(LONGEST + IDLE),
            ..session("a", None)
        };
        sessions.begin("k", told, 0);
        for now in (0..LONGEST + IDLE).step_by(IDLE as usize - 1) {
            assert!(sessions.find("k", now).is_some(), "{now}");
        }
        assert!(sessions.find("k", LONGEST + IDLE).is_none());
    }

    fn logout(id: &str, sid: Option<&str>, subject: Option<&str>) -> LogoutToken {
        let own = |text: Option<&str>| text.map(String::from);
        LogoutToken {
            sid: own(sid),
            subject: own(subject),
            id: id.into(),
            expires: 200,
        }
    }

    #[test]
    fn sessions_end_by_age_and_by_idleness() {
        let sessions = Sessions::default();
        assert!(sessions.begin("k", session("a", None), 0));
        assert!(sessions.find("other", 0).is_none());
        for now in (0..LONGEST).step_by(IDLE as usize - 1) {
            assert!(sessions.find("k", now).is_some(), "{now}");
        }
        assert!(sessions.find("k", LONGEST).is_none());
        sessions.begin("k", session("a", None), 0);
        assert!(sessions.find("k", IDLE).is_none());
    }

    #[test]
    fn a_logout_token_ends_whom_it_names_once() {
        for (sid, subject, left) in [
            (Some("1"), None, vec!["b", "c", "d"]),
            (Some("1"), Some("x"), vec!["b", "d"]),
            (Some("1"), Some("y"), vec!["a", "b", "c"]),
            (None, Some("x"), vec!["d"]),
            (Some("9"), None, vec!["a", "b", "c", "d"]),
        ] {
            let sessions = Sessions::default();
            for (key, subject, sid) in [
                ("a", "x", Some("1")),
                ("b", "x", Some("2")),
                ("c", "x", None),
                ("d", "y", None),
            ] {
                sessions.begin(key, session(subject, sid), 0);
            }
            assert!(sessions.end_named(&logout("j", sid, subject), 0).is_some());
            let still: Vec<_> = ["a", "b", "c", "d"]
                .into_iter()
                .filter(|k| sessions.find(k, 0).is_some())
                .collect();
            assert_eq!(still, left, "{sid:?} {subject:?}");
            assert_eq!(
                sessions.end_named(&logout("j", sid, subject), 0),
                None,
                "replay"
            );
        }
    }

    #[test]
    fn a_login_that_a_logout_overtook_does_not_begin() {
        let sessions = Sessions::default();
        sessions.end_named(&logout("j", Some("1"), None), 0);
        assert!(!sessions.begin("k", session("a", Some("1")), 1));
        assert!(sessions.begin("k", session("a", Some("2")), 1));
        assert!(sessions.begin("k", session("a", Some("1")), ENDED + 60));
    }

    #[test]
    fn the_store_is_bounded() {
        let sessions = Sessions::default();
        for n in 0..=MOST {
            sessions.begin(&n.to_string(), session("a", None), n as u64 / 100);
        }
        assert_eq!(sessions.lock().entries.len(), MOST);
        assert!(sessions.find(&MOST.to_string(), 0).is_some());
    }
}
