//! Confirm a new address.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_NAME, LONG_WORD};

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
    fn subject(&self) -> String {
        "Confirm your new email address".into()
    }
    fn letter(&self) -> Letter {
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec!["You asked to sign in with this address from now on. Confirm that it is yours; until then the old one counts.".into()],
            button: Some(Button { text: "Confirm the address".into(), link: self.link.clone() }),
            facts: vec![("Good for".into(), self.expires.clone())],
            after: vec!["You did not ask for it? Do nothing, and nothing changes.".into()],
        }
    }
}

impl ConfirmEmail {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            link: "https://login.example.com/email/0123456789".into(),
            expires: "3 days".into(),
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
