//! The link that lets her choose a new password (S1-45 to S1-47).

use super::{Button, Letter, Mail};
use crate::view::sample_words::LONG_NAME;
use crate::words::Words;
use kernel::Timestamp;

/// To somebody who said that she forgot her password.
#[derive(Clone)]
pub struct PasswordReset {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// The link with its one-time token.
    pub link: String,
    /// Until when the link works, in words.
    pub expires: String,
    /// Where the request came from: an IP address.
    pub requested_from: String,
}

impl Mail for PasswordReset {
    fn subject(&self, words: &Words) -> String {
        words.mail_reset_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_reset_body().into()],
            button: Some(Button {
                text: words.mail_reset_subject().into(),
                link: self.link.clone(),
            }),
            facts: vec![
                (words.mail_works_until().into(), self.expires.clone()),
                (words.mail_asked_from().into(), self.requested_from.clone()),
            ],
            after: vec![words.mail_reset_after().into()],
        }
    }
}

impl PasswordReset {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            link: "https://login.example.com/reset/9vK3mQ7xT2bW8sR5".into(),
            expires: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            requested_from: "192.0.2.14".into(),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    requested_from: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
