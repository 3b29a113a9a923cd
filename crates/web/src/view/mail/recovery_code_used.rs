//! Tells her that one of her recovery codes was used.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;

/// Sent after each sign-in by a recovery code.
#[derive(Clone)]
pub struct RecoveryCodeUsed {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
    /// Where it was done from: an IP address.
    pub from: String,
    /// How many codes are left.
    pub left: u64,
}

impl Mail for RecoveryCodeUsed {
    fn subject(&self) -> String {
        "A recovery code was used".into()
    }

    fn letter(&self) -> Letter {
        let left = match self.left {
            0 => "None is left. Make new ones in My Settings.".to_owned(),
            1 => "One is left.".to_owned(),
            more => format!("{more} are left."),
        };
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec![format!("Somebody signed in to your account with one of your recovery codes in place of the authenticator. {left}")],
            button: None,
            facts: vec![("When".into(), self.when.clone()), ("From".into(), self.from.clone())],
            after: vec!["If it was you, there is nothing to do. If it was not, choose a new password at once by \"Forgot password\" on the sign-in page, and tell your administrator.".into()],
        }
    }
}

impl RecoveryCodeUsed {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            when: "14 May, 14:02 UTC".into(),
            from: "192.0.2.14".into(),
            left: 9,
        };
        vec![
            (
                "one",
                Self {
                    left: 1,
                    ..typical.clone()
                },
            ),
            (
                "none",
                Self {
                    left: 0,
                    display_name: LONG_NAME.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
