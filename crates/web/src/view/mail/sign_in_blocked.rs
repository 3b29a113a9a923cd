//! Tells her that somebody guesses at her account.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;
use crate::words::Words;
use kernel::Timestamp;

/// Sent when many wrong tries were slowed down. She herself is never locked out by them.
#[derive(Clone)]
pub struct SignInBlocked {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
}

impl Mail for SignInBlocked {
    fn subject(&self, words: &Words) -> String {
        words.mail_blocked_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_blocked_body().into()],
            button: None,
            facts: vec![(words.mail_when().into(), self.when.clone())],
            after: vec![words.mail_blocked_after().into()],
        }
    }
}

impl SignInBlocked {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            when: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
