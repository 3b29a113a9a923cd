//! Confirm a new address.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::words::Words;
use kernel::Timestamp;

/// To the new address: confirm it.
#[derive(Clone)]
pub struct ConfirmEmail {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// The link.
    pub link: String,
    /// How long it is good, in words.
    pub expires: String,
}

impl Mail for ConfirmEmail {
    fn subject(&self, words: &Words) -> String {
        words.mail_confirm_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_confirm_body().into()],
            button: Some(Button {
                text: words.mail_confirm_button().into(),
                link: self.link.clone(),
            }),
            facts: vec![(words.mail_works_until().into(), self.expires.clone())],
            after: vec![words.mail_confirm_after().into()],
        }
    }
}

impl ConfirmEmail {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            link: "https://login.example.com/email/0123456789".into(),
            expires: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    link: format!("https://login.example.com/email/{}", LONG_WORD.repeat(2)),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
