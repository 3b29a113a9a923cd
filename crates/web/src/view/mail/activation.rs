//! The first mail: confirm the address and choose a password.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_COMPANY, LONG_NAME};
use crate::words::Words;
use kernel::Timestamp;

/// To somebody who has no login yet.
#[derive(Clone)]
pub struct Activation {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// Name of the partner who invites.
    pub partner: String,
    /// The link with its one-time token.
    pub link: String,
    /// Until when the link works, in words: "21 May, 14:00 UTC".
    pub expires: String,
}

impl Mail for Activation {
    fn subject(&self, words: &Words) -> String {
        words.mail_activation_subject(&self.partner)
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: words.mail_activation_heading().into(),
            to: self.display_name.clone(),
            before: vec![words.mail_activation_body(&self.partner)],
            button: Some(Button {
                text: words.mail_activation_heading().into(),
                link: self.link.clone(),
            }),
            facts: vec![(words.mail_works_until().into(), self.expires.clone())],
            after: vec![words.mail_activation_after().into()],
        }
    }
}

impl Activation {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Technician".into(),
            partner: "Example MSP".into(),
            link: "https://login.example.com/activate/9vK3mQ7xT2bW8sR5".into(),
            expires: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
        };
        vec![
            (
                "empty",
                Self {
                    display_name: String::new(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    partner: LONG_COMPANY.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
