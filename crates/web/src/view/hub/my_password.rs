//! A new password in place of the old one.

use askama::Template;

use super::Shell;
use crate::view::signin::Strength;
use crate::view::{
    Fault, Field, Notice, Page, Tone,
    sample_words::{LONG_MAIL, OWNER},
};

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
        "Change password".into()
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
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample("My Settings"),
            action: "/settings/password".into(),
            email: OWNER.into(),
            min_length: 10,
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    current_fault: Some("This is not your password.".into()),
                    password: Field::at_fault("", "This password is too easy to guess."),
                    repeat_fault: Some("The two passwords are not the same.".into()),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        "Too many tries. Try again in 4 seconds.",
                    )),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long("My Settings"),
                    email: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
