//! The address will change, and here is how to stop that.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_MAIL, LONG_NAME};

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
    fn subject(&self) -> String {
        "Your email address is about to change".into()
    }
    fn letter(&self) -> Letter {
        Letter {
            heading: self.subject(),
            to: self.display_name.clone(),
            before: vec![format!("Somebody who is signed in to your account wants to sign in with {} from now on. If it was you, there is nothing to do here: confirm it from the mail that went there.", self.new)],
            button: Some(Button { text: "It was not me: stop it".into(), link: self.link.clone() }),
            facts: vec![
                ("When".into(), self.when.clone()),
                ("From".into(), self.from.clone()),
                ("Good for".into(), self.expires.clone()),
            ],
            after: vec!["The link works also when the change has been confirmed: it puts this address back and signs everybody out. Then choose a new password at once by \"Forgot password\" on the sign-in page.".into()],
        }
    }
}

impl EmailChangeAsked {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            new: "new@example.com".into(),
            link: "https://login.example.com/email/0123456789".into(),
            expires: "3 days".into(),
            when: "14 May, 14:02 UTC".into(),
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
