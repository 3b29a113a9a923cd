//! A mail that only shows that mails arrive.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;
use crate::words::Words;

/// Sent by whoever sets the mail server, to herself.
#[derive(Clone)]
pub struct Test {
    /// Whom it greets; may be empty.
    pub display_name: String,
}

impl Mail for Test {
    fn subject(&self, words: &Words) -> String {
        words.mail_test_subject().into()
    }

    fn letter(&self, words: &Words) -> Letter {
        Letter {
            heading: self.subject(words),
            to: self.display_name.clone(),
            before: vec![words.mail_test_body().into()],
            button: None,
            facts: Vec::new(),
            after: vec![words.mail_test_after().into()],
        }
    }
}

impl Test {
    /// The states to look at.
    pub fn samples(_: &Words) -> Vec<(&'static str, Self)> {
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                },
            ),
            (
                "typical",
                Self {
                    display_name: "Demo Owner".into(),
                },
            ),
        ]
    }
}
