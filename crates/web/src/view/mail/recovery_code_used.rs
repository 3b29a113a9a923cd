//! Tells her that one of her recovery codes was used.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;
use crate::words::Words;
use kernel::Timestamp;

/// Sent after each sign-in by a recovery code.
#[derive(Clone)]
pub struct RecoveryCodeUsed {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
    /// Where it was done from: an IP address.
    pub from: String,
    /// How many codes are left.
    pub left: u64,
}

impl Mail for RecoveryCodeUsed {
    fn subject(&self, words: &Words) -> String {
        words.mail_recovery_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![format!(
                "{} {}",
                words.mail_recovery_body(),
                words.mail_recovery_left(self.left)
            )],
            button: None,
            facts: vec![
                (words.mail_when().into(), self.when.clone()),
                (words.mail_from().into(), self.from.clone()),
            ],
            after: vec![words.mail_was_it_you().into()],
        }
    }
}

impl RecoveryCodeUsed {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            when: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            from: "192.0.2.14".into(),
            left: 9,
        };
        vec![
            (
                "one",
                Self {
                    left: 1,
                    ..typical.clone()
                },
            ),
            (
                "none",
                Self {
                    left: 0,
                    display_name: LONG_NAME.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
