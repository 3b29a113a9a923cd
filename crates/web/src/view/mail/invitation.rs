//! An invitation to somebody who has a login already.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_COMPANY, LONG_NAME};

/// To somebody who signs in here for another partner.
#[derive(Clone)]
pub struct Invitation {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// Name of the partner who invites.
    pub partner: String,
    /// The link with its one-time token.
    pub link: String,
    /// Until when the link works, in words.
    pub expires: String,
}

impl Mail for Invitation {
    fn subject(&self) -> String {
        format!("{} invites you", self.partner)
    }

    fn letter(&self) -> Letter {
        Letter {
            heading: "You are invited".into(),
            to: self.display_name.clone(),
            before: vec![format!(
                "{} would like you to work with them. You have a login already: sign in with it to accept. Your password and your authenticator stay as they are.",
                self.partner
            )],
            button: Some(Button { text: "Sign in to accept".into(), link: self.link.clone() }),
            facts: vec![("Works until".into(), self.expires.clone())],
            after: vec!["The link works once. If you do not want this, leave the mail alone: without the link nothing happens.".into()],
        }
    }
}

impl Invitation {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Technician".into(),
            partner: "Second MSP".into(),
            link: "https://login.example.com/accept/9vK3mQ7xT2bW8sR5".into(),
            expires: "21 May, 14:00 UTC".into(),
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
