//! Tells her that somebody guesses at her account.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;

/// Sent when many wrong tries were slowed down. She herself is never locked out by them.
#[derive(Clone)]
pub struct SignInBlocked {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
}

impl Mail for SignInBlocked {
    fn subject(&self) -> String {
        "Many wrong tries at your account".into()
    }

    fn letter(&self) -> Letter {
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec!["Somebody tried many wrong passwords or codes for your account, so further tries were slowed down. None of them got in, and you are not locked out.".into()],
            button: None,
            facts: vec![("When".into(), self.when.clone())],
            after: vec!["If you mistyped your password, there is nothing to do. If it was not you and your password is used anywhere else, choose a new one by \"Forgot password\" on the sign-in page.".into()],
        }
    }
}

impl SignInBlocked {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            when: "14 May, 14:02 UTC".into(),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
