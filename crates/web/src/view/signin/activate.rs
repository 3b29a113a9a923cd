//! Activation by mailed link: name and first password.

use askama::Template;

use super::Strength;
use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME, OWNER},
};

/// Confirms the address and takes name and password. Posts `display_name`, `password`, `repeat`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/activate.html")]
pub struct Activate {
    /// Where the form posts to.
    pub action: String,
    /// `display_name`: as others will see her.
    pub display_name: Field,
    /// The address that the link was mailed to.
    pub email: String,
    /// Name of the partner who invited her.
    pub partner: String,
    /// `password`: only its fault is shown, never its value.
    pub password: Field,
    /// What is wrong with `repeat`.
    pub repeat_fault: Option<String>,
    /// Strength of the password that was typed, when the form comes back.
    pub strength: Option<Strength>,
    /// Shortest length of a password, in characters.
    pub min_length: u32,
}

impl Page for Activate {
    fn heading(&self) -> String {
        "Activate your account".into()
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("display_name", &self.display_name.fault),
            ("password", &self.password.fault),
            ("repeat", &self.repeat_fault),
        ])
    }

    fn first_field(&self) -> &'static str {
        "display_name"
    }
}

impl Activate {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            action: "/activate".into(),
            display_name: Field::of("Demo Owner"),
            email: OWNER.into(),
            partner: "Example MSP".into(),
            min_length: 12,
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    display_name: Field::at_fault(
                        "",
                        "Type your name, so that your colleagues know who you are.",
                    ),
                    password: Field::at_fault("", "This password is too easy to guess."),
                    repeat_fault: Some("The two passwords are not the same.".into()),
                    strength: Some(Strength::sample_weak()),
                    ..typical.clone()
                },
            ),
            (
                "one-fault",
                Self {
                    password: Field::at_fault(
                        "",
                        "Too short: use at least 12 characters. You typed 7.",
                    ),
                    strength: Some(Strength::sample_weak()),
                    ..typical.clone()
                },
            ),
            (
                "strong",
                Self {
                    repeat_fault: Some("The two passwords are not the same.".into()),
                    strength: Some(Strength {
                        score: 4,
                        label: "Strong: very hard to guess".into(),
                        advice: vec![],
                    }),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    display_name: Field::of(LONG_NAME),
                    email: LONG_MAIL.into(),
                    partner: LONG_COMPANY.into(),
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    display_name: Field::default(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
