//! The address will change, and here is how to stop that.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_MAIL, LONG_NAME};
use crate::words::Words;
use kernel::Timestamp;

/// To the old address: it will change, and here is how to stop that.
#[derive(Clone)]
pub struct EmailChangeAsked {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// The new address.
    pub new: String,
    /// The link that stops it.
    pub link: String,
    /// How long it is good, in words.
    pub expires: String,
    /// When, in words.
    pub when: String,
    /// From where.
    pub from: String,
}

impl Mail for EmailChangeAsked {
    fn subject(&self, words: &Words) -> String {
        words.mail_change_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_change_body(&self.new)],
            button: Some(Button {
                text: words.mail_change_button().into(),
                link: self.link.clone(),
            }),
            facts: vec![
                (words.mail_when().into(), self.when.clone()),
                (words.mail_from().into(), self.from.clone()),
                (words.mail_works_until().into(), self.expires.clone()),
            ],
            after: vec![words.mail_change_after().into()],
        }
    }
}

impl EmailChangeAsked {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            new: "new@example.com".into(),
            link: "https://login.example.com/email/0123456789".into(),
            expires: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            when: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            from: "192.0.2.14".into(),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    new: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
