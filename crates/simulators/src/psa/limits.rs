//! How often may be asked: so many times within a moving span of time.

use std::collections::{HashMap, VecDeque};

/// A limit, counted for each of some names.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    /// Most within the span; none where nothing is limited.
    most: Option<usize>,
    span: u64,
    asked: HashMap<String, VecDeque<u64>>,
}

impl Limits {
    pub(crate) fn new(most: Option<usize>, span: u64) -> Self {
        Self {
            most,
            span,
            asked: HashMap::new(),
        }
    }

    pub(crate) fn set(&mut self, most: Option<usize>) {
        self.most = most;
        self.asked.clear();
    }

    /// Counts a request; gives how many seconds to wait where it is one too many.
    pub(crate) fn count(&mut self, name: &str, now: u64) -> Result<(), u64> {
        let Some(most) = self.most else {
            return Ok(());
        };
        let asked = self.asked.entry(name.to_owned()).or_default();
        while asked.front().is_some_and(|at| at + self.span <= now) {
            asked.pop_front();
        }
        match asked.front() {
            Some(oldest) if asked.len() >= most => {
                Err((oldest + self.span).saturating_sub(now).max(1))
            }
            None if most == 0 => Err(self.span),
            _ => {
                asked.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn one_too_many_waits_until_the_oldest_is_past() {
        let mut limits = Limits::new(Some(2), 60);
        assert_eq!(limits.count("a", 100), Ok(()));
        assert_eq!(limits.count("a", 110), Ok(()));
        assert_eq!(limits.count("b", 110), Ok(()));
        assert_eq!(limits.count("a", 130), Err(30));
        assert_eq!(limits.count("a", 160), Ok(()));
        limits.set(None);
        assert_eq!(limits.count("a", 160), Ok(()));
    }
}
