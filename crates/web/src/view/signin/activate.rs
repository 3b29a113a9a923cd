//! Activation by mailed link: name and first password.

use askama::Template;

use super::Strength;
use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME, OWNER},
};
use crate::words::{InWords as _, Words};
use model::identity::{Advice, PasswordFault};

/// Confirms the address and takes name and password. Posts `display_name`, `password`, `repeat`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/activate.html")]
pub struct Activate {
    /// What it says.
    pub words: Words,
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
        self.words.activate_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
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
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
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
                    display_name: Field::at_fault("", words.name_empty()),
                    password: Field::at_fault(
                        "",
                        PasswordFault::Weak(Advice::OneWord).in_words(words),
                    ),
                    repeat_fault: Some(words.password_different().into()),
                    strength: Some(Strength::sample_weak(words)),
                    ..typical.clone()
                },
            ),
            (
                "one-fault",
                Self {
                    password: Field::at_fault("", PasswordFault::Short(10).in_words(words)),
                    strength: Some(Strength::sample_weak(words)),
                    ..typical.clone()
                },
            ),
            (
                "strong",
                Self {
                    repeat_fault: Some(words.password_different().into()),
                    strength: Some(Strength {
                        score: 4,
                        label: words.strength(4).into(),
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
