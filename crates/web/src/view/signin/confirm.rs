//! Confirming that it is still she, before something dangerous.

use askama::Template;

use crate::view::{
    Fault, Field, Notice, Page, PasskeyPart, Tone,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Asks for a code or the password of whoever is signed in. Posts `confirm_code` or
/// `confirm_password`, and the hidden fields: those of the form that waits.
#[derive(Template, Clone, Default)]
#[template(path = "signin/confirm.html")]
pub struct Confirm {
    /// What it says.
    pub words: Words,
    /// Where the forms post to.
    pub action: String,
    /// Who is signed in.
    pub who: String,
    /// Name and value of the hidden inputs, the form token among them.
    pub fields: Vec<(String, String)>,
    /// `confirm_code`: six digits; none when she has no authenticator.
    pub code: Option<Field>,
    /// `confirm_password`; none when a password is not enough here.
    pub password: Option<Field>,
    /// The question for a passkey, when she has one.
    pub passkey: Option<PasskeyPart>,
    /// A sentence above the forms.
    pub notice: Option<Notice>,
    /// Back, without doing it.
    pub cancel_href: String,
    /// How many minutes a proof counts.
    pub minutes: i64,
}

impl Page for Confirm {
    fn heading(&self) -> String {
        self.words.confirm_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn faults(&self) -> Vec<Fault> {
        let fault = |f: &Option<Field>| f.as_ref().and_then(|f| f.fault.clone());
        Fault::collect([
            ("confirm_code", &fault(&self.code)),
            ("confirm_password", &fault(&self.password)),
        ])
    }

    fn first_field(&self) -> &'static str {
        if self.code.is_some() {
            "confirm_code"
        } else {
            "confirm_password"
        }
    }
}

impl Confirm {
    /// Whether the form for the password stands open.
    fn password_open(&self) -> bool {
        self.code.is_none() || self.password.as_ref().is_some_and(|f| f.fault.is_some())
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/confirm".into(),
            who: OWNER.into(),
            fields: vec![
                ("to".into(), "/settings".into()),
                ("csrf".into(), "f3b1c2".into()),
            ],
            code: Some(Field::default()),
            password: Some(Field::default()),
            passkey: None,
            notice: None,
            cancel_href: "/settings".into(),
            minutes: 10,
        };
        vec![
            (
                "code-only",
                Self {
                    password: None,
                    ..typical.clone()
                },
            ),
            (
                "password-only",
                Self {
                    code: None,
                    ..typical.clone()
                },
            ),
            (
                "faulty",
                Self {
                    code: Some(Field::at_fault(
                        "",
                        words.told_in_a_line(&SignInRefusal::CodeWrong),
                    )),
                    ..typical.clone()
                },
            ),
            (
                "wrong-password",
                Self {
                    password: Some(Field::at_fault(
                        "",
                        words.told_in_a_line(&SignInRefusal::PasswordWrong),
                    )),
                    ..typical.clone()
                },
            ),
            (
                "passkey",
                Self {
                    passkey: Some(PasskeyPart::sample()),
                    ..typical.clone()
                },
            ),
            (
                "neither",
                Self {
                    code: None,
                    password: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    who: LONG_MAIL.into(),
                    fields: vec![("name".into(), "\"><b>x".into())],
                    notice: Some(Notice::new(
                        Tone::Warn,
                        words.told_in_a_line(&SignInRefusal::TooManyTries(kernel::Span::minutes(
                            15,
                        ))),
                    )),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
