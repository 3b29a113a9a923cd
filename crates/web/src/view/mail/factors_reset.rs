//! Her second factors were reset: a link to set up new ones.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_NAME, LONG_WORD};

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
    fn subject(&self) -> String {
        "Set up your second factor anew".into()
    }

    fn letter(&self) -> Letter {
        let said = if self.by.is_empty() {
            "Somebody signed in with your password. Before you can go in, set up a new second factor.".to_owned()
        } else {
            format!(
                "{} removed your authenticators, passkeys and recovery codes, and you were signed out everywhere. Set up a new second factor to sign in again.",
                self.by
            )
        };
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec![said],
            button: Some(Button { text: "Set up a second factor".into(), link: self.link.clone() }),
            facts: vec![("When".into(), self.when.clone()), ("Good for".into(), self.expires.clone())],
            after: vec!["The link works once, and your password is asked for as well. You did not expect this? Do not pass the link on, choose a new password by \"Forgot password\" on the sign-in page, and ask your administrator.".into()],
        }
    }
}

impl FactorsReset {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Technician".into(),
            by: "Demo Owner".into(),
            link: "https://login.example.com/enrol/0123456789".into(),
            expires: "1 day".into(),
            when: "14 May, 14:02 UTC".into(),
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
