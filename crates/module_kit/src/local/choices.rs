//! One password, several accounts: which of them, remembered between the two pages.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::chance::{same, sha256};

/// A choice must be made within this time, in seconds.
const LIFETIME: u64 = 300;
/// Most choices at once.
const MOST: usize = 10_000;

/// The accounts that somebody proved, and where she wanted to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The key in the browser's login cookie: who began is who may choose.
    pub browser: String,
    /// (tenant, account)
    pub accounts: Vec<(String, String)>,
    pub return_to: String,
    pub begun: u64,
}

/// All choices that are open, by the hash of their key.
#[derive(Default)]
pub(crate) struct Choices(Mutex<HashMap<[u8; 32], Choice>>);

impl Choices {
    pub fn begin(&self, key: &str, choice: Choice) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = choice.begun;
        all.retain(|_, open| now < open.begun + LIFETIME);
        if all.len() < MOST {
            all.insert(sha256(key), choice);
        }
    }

    /// Takes a choice out: it is made once, by the browser that began.
    pub fn finish(&self, key: &str, browser: Option<&str>, now: u64) -> Option<Choice> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = sha256(key);
        let own = all.get(&key)?;
        if !browser.is_some_and(|browser| same(browser, &own.browser)) {
            return None;
        }
        all.remove(&key).filter(|open| now < open.begun + LIFETIME)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_made_once_by_its_browser_in_time() {
        let choices = Choices::default();
        let choice = Choice {
            browser: "b".into(),
            accounts: vec![("t1".into(), "1".into())],
            return_to: "/".into(),
            begun: 0,
        };
        choices.begin("k", choice.clone());
        assert_eq!(choices.finish("k", Some("c"), 1), None);
        assert_eq!(choices.finish("k", None, 1), None);
        assert_eq!(choices.finish("k", Some("b"), 1), Some(choice.clone()));
        assert_eq!(choices.finish("k", Some("b"), 1), None);
        choices.begin("k", choice);
        assert_eq!(choices.finish("k", Some("b"), LIFETIME), None);
    }
}
