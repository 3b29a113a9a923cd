//! The first mail: confirm the address and choose a password.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_COMPANY, LONG_NAME};

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
    /// Why this mail came and from whom, one sentence; may be empty.
    pub sender_note: String,
}

impl Mail for Activation {
    fn subject(&self) -> String {
        format!("Activate your account at {}", self.partner)
    }

    fn letter(&self) -> Letter {
        Letter {
            heading: "Activate your account".into(),
            to: self.display_name.clone(),
            before: vec![
                format!("{} has made an account for you. Confirm your address, choose a password and set up an authenticator. Have your phone at hand.", self.partner),
            ],
            button: Some(Button { text: "Activate your account".into(), link: self.link.clone() }),
            facts: vec![("Works until".into(), self.expires.clone())],
            after: [
                self.sender_note.as_str(),
                "The link works once. If you did not expect this mail, leave it alone: without the link nothing happens.",
            ]
            .into_iter()
            .filter(|sentence| !sentence.is_empty())
            .map(String::from)
            .collect(),
        }
    }
}

impl Activation {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Technician".into(),
            partner: "Example MSP".into(),
            link: "https://login.example.com/activate/9vK3mQ7xT2bW8sR5".into(),
            expires: "21 May, 14:00 UTC".into(),
            sender_note: "Demo Owner of Example MSP invited you.".into(),
        };
        vec![
            (
                "empty",
                Self {
                    display_name: String::new(),
                    sender_note: String::new(),
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
