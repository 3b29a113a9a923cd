//! Step 3 of signing in: the second factor.

use askama::Template;

use crate::view::{
    Fault, Field, Notice, Page, Tone,
    sample_words::{LONG_MAIL, OWNER},
};

/// Asks for the six digits of the authenticator. Posts `code`; blanks in it are allowed.
#[derive(Template, Clone, Default)]
#[template(path = "signin/code.html")]
pub struct Code {
    /// Where the form posts to.
    pub action: String,
    /// Who is signing in.
    pub identifier: String,
    /// `code`: six digits.
    pub code: Field,
    /// A sentence above the form.
    pub notice: Option<Notice>,
    /// The page that takes a recovery code instead.
    pub recovery_href: String,
}

impl Page for Code {
    fn heading(&self) -> String {
        "Enter your code".into()
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("code", &self.code.fault)])
    }

    fn first_field(&self) -> &'static str {
        "code"
    }
}

impl Code {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            action: "/sign-in/code".into(),
            identifier: OWNER.into(),
            recovery_href: "/sign-in/recovery".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault("4821", "The code has six digits. You typed four."),
                    ..typical.clone()
                },
            ),
            (
                "used",
                Self {
                    code: Field::at_fault(
                        "",
                        "This code was used already. Wait for the next one, it comes within 30 seconds.",
                    ),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        "Many codes were tried for this account. Each new try now waits a little longer.",
                    )),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: LONG_MAIL.into(),
                    code: Field::at_fault(
                        "123 456 789 012 345",
                        "The code has six digits. You typed fifteen.",
                    ),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
