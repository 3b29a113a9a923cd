//! The link that lets her choose a new password (S1-45 to S1-47).

use super::{Button, Letter, Mail};
use crate::view::sample_words::LONG_NAME;

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
    fn subject(&self) -> String {
        "Choose a new password".into()
    }

    fn letter(&self) -> Letter {
        Letter {
            heading: "Choose a new password".into(),
            to: self.display_name.clone(),
            before: vec!["Somebody, we hope you, asked for a new password for this address. Your authenticator is still needed afterwards.".into()],
            button: Some(Button { text: "Choose a new password".into(), link: self.link.clone() }),
            facts: vec![
                ("Works until".into(), self.expires.clone()),
                ("Asked for from".into(), self.requested_from.clone()),
            ],
            after: vec!["The link works once. If it was not you, leave this mail alone: your password stays as it is.".into()],
        }
    }
}

impl PasswordReset {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            link: "https://login.example.com/reset/9vK3mQ7xT2bW8sR5".into(),
            expires: "14 May, 15:00 UTC".into(),
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
