//! A new password in place of the old one.

use askama::Template;

use super::Shell;
use crate::view::signin::Strength;
use crate::view::{
    Fault, Field, Notice, Page, Tone,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::{InWords, Words};
use kernel::Span;
use model::identity::{Advice, PasswordFault, SignInRefusal};

/// Posts `csrf`, `current`, `password` and `repeat`.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_password.html")]
pub struct MyPassword {
    /// The frame.
    pub shell: Shell,
    /// A sentence above the form.
    pub notice: Option<Notice>,
    /// Where the form posts to.
    pub action: String,
    /// Her address, for password managers.
    pub email: String,
    /// What is wrong with the old password.
    pub current_fault: Option<String>,
    /// The new password; only its fault is shown.
    pub password: Field,
    /// What is wrong with the repetition.
    pub repeat_fault: Option<String>,
    /// How strong what was typed is.
    pub strength: Option<Strength>,
    /// The shortest password.
    pub min_length: u32,
}

impl Page for MyPassword {
    fn heading(&self) -> String {
        self.shell.words.my_password_change().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("current", &self.current_fault),
            ("password", &self.password.fault),
            ("repeat", &self.repeat_fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        "current"
    }
}

impl MyPassword {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample(words, "/settings/security"),
            action: "/settings/password".into(),
            email: OWNER.into(),
            min_length: 10,
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    current_fault: Some(words.told_in_a_line(&SignInRefusal::PasswordWrong)),
                    password: Field::at_fault(
                        "",
                        PasswordFault::Weak(Advice::FewWords).in_words(words),
                    ),
                    repeat_fault: Some(PasswordFault::Different.in_words(words)),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        words.told_in_a_line(&SignInRefusal::TooManyTries(Span::seconds(4))),
                    )),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/security"),
                    email: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
