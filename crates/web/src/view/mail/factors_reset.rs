//! Her second factors were reset: a link to set up new ones.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::words::Words;
use kernel::Timestamp;

/// Sent when somebody reset her second factors, and again when she signs in without having set up
/// new ones.
#[derive(Clone)]
pub struct FactorsReset {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// Who reset them; empty when it is sent again because she signed in.
    pub by: String,
    /// Where new ones are set up.
    pub link: String,
    /// How long it is good, in words.
    pub expires: String,
    /// When it happened, in words.
    pub when: String,
}

impl Mail for FactorsReset {
    fn subject(&self, words: &Words) -> String {
        words.enrol_anew_heading().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        let said = if self.by.is_empty() {
            words.mail_factors_again().into()
        } else {
            words.mail_factors_by(&self.by)
        };
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![said],
            button: Some(Button {
                text: words.mail_factors_button().into(),
                link: self.link.clone(),
            }),
            facts: vec![
                (words.mail_when().into(), self.when.clone()),
                (words.mail_works_until().into(), self.expires.clone()),
            ],
            after: vec![words.mail_factors_after().into()],
        }
    }
}

impl FactorsReset {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Technician".into(),
            by: "Demo Owner".into(),
            link: "https://login.example.com/enrol/0123456789".into(),
            expires: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
            when: words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000)),
        };
        vec![
            (
                "again",
                Self {
                    by: String::new(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    by: LONG_NAME.into(),
                    link: format!("https://login.example.com/enrol/{}", LONG_WORD.repeat(2)),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
