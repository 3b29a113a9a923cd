//! Somebody wanted an address that has a login already.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;
use crate::words::Words;

/// To whoever has the wanted address already.
#[derive(Clone)]
pub struct EmailWanted {
    /// Whom it greets; may be empty.
    pub display_name: String,
}

impl Mail for EmailWanted {
    fn subject(&self, words: &Words) -> String {
        words.mail_wanted_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_wanted_body().into()],
            button: None,
            facts: vec![],
            after: vec![words.mail_wanted_after().into()],
        }
    }
}

impl EmailWanted {
    /// The states to look at.
    pub fn samples(_: &Words) -> Vec<(&'static str, Self)> {
        let of = |name: &str| Self {
            display_name: name.into(),
        };
        vec![("long", of(LONG_NAME)), ("typical", of("Demo Owner"))]
    }
}
