//! Tells her that her password has changed.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;
use crate::words::Words;
use kernel::Timestamp;

/// Sent after every change of the password.
#[derive(Clone)]
pub struct PasswordChanged {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
    /// Where it was done from: an IP address, or who did it.
    pub from: String,
}

impl Mail for PasswordChanged {
    fn subject(&self, words: &Words) -> String {
        words.mail_changed_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_changed_body().into()],
            button: None,
            facts: vec![
                (words.mail_when().into(), self.when.clone()),
                (words.mail_from().into(), self.from.clone()),
            ],
            after: vec![words.mail_was_it_you().into()],
        }
    }
}

impl PasswordChanged {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            when: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            from: "192.0.2.14".into(),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    from: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
