//! A new password by mailed link.

use askama::Template;

use super::Strength;
use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::{InWords as _, Words};
use model::identity::{Advice, PasswordFault};

/// Takes the new password. Posts `password` and `repeat`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/reset.html")]
pub struct Reset {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// Whose password it is.
    pub email: String,
    /// `password`: only its fault is shown, never its value.
    pub password: Field,
    /// What is wrong with `repeat`.
    pub repeat_fault: Option<String>,
    /// Strength of the password that was typed, when the form comes back.
    pub strength: Option<Strength>,
    /// Shortest length of a password, in characters.
    pub min_length: u32,
}

impl Page for Reset {
    fn heading(&self) -> String {
        self.words.reset_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("password", &self.password.fault),
            ("repeat", &self.repeat_fault),
        ])
    }

    fn first_field(&self) -> &'static str {
        "password"
    }
}

impl Reset {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/reset".into(),
            email: OWNER.into(),
            min_length: 12,
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    password: Field::at_fault(
                        "",
                        PasswordFault::Weak(Advice::Common).in_words(words),
                    ),
                    repeat_fault: Some(words.password_different().into()),
                    strength: Some(Strength::sample_weak(words)),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    email: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
