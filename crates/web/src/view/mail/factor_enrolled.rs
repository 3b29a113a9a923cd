//! Tells her that an authenticator was added.

use super::{Letter, Mail};
use crate::view::sample_words::LONG_NAME;

/// Sent after every enrolment of a factor.
#[derive(Clone)]
pub struct FactorEnrolled {
    /// Whom it greets; may be empty.
    pub display_name: String,
    /// When it happened, in words: "14 May, 14:02 UTC".
    pub when: String,
    /// Where it was done from: an IP address, or who did it.
    pub from: String,
}

impl Mail for FactorEnrolled {
    fn subject(&self) -> String {
        "An authenticator was added".into()
    }

    fn letter(&self) -> Letter {
        Letter {
            heading: "An authenticator was added".into(),
            to: self.display_name.clone(),
            before: vec!["An authenticator was set up for your account. From now on it is asked for each time you sign in.".into()],
            button: None,
            facts: vec![("When".into(), self.when.clone()), ("From".into(), self.from.clone())],
            after: vec!["If it was you, there is nothing to do. If it was not, tell your administrator at once: they can remove it and end all sessions.".into()],
        }
    }
}

impl FactorEnrolled {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            when: "14 May, 14:02 UTC".into(),
            from: "192.0.2.14".into(),
        };
        vec![
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    from: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
