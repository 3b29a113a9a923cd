//! Step 3 of signing in: the second factor.

use askama::Template;

use crate::view::{
    Fault, Field, Notice, Page, PasskeyPart, Tone,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Asks for the six digits of the authenticator. Posts `code`; blanks in it are allowed.
#[derive(Template, Clone, Default)]
#[template(path = "signin/code.html")]
pub struct Code {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// Who is signing in.
    pub identifier: String,
    /// `code`: six digits.
    pub code: Field,
    /// A sentence above the form.
    pub notice: Option<Notice>,
    /// Whether she has an authenticator.
    pub has_code: bool,
    /// The question for a passkey, when she has one.
    pub passkey: Option<PasskeyPart>,
    /// Whether her phone can be asked: posts `phone`.
    pub has_phone: bool,
    /// The page that takes a recovery code instead.
    pub recovery_href: String,
}

impl Page for Code {
    fn heading(&self) -> String {
        if self.has_code {
            self.words.code_heading().into()
        } else {
            self.words.passkey_heading().into()
        }
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("code", &self.code.fault)])
    }

    fn first_field(&self) -> &'static str {
        "code"
    }
}

impl Code {
    /// The form of a passkey carries nothing else.
    const fn no_fields(&self) -> [(&'static str, &'static str); 0] {
        []
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/sign-in/code".into(),
            identifier: OWNER.into(),
            recovery_href: "/sign-in/recovery".into(),
            has_code: true,
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault("4821", words.told_in_a_line(&SignInRefusal::CodeForm)),
                    ..typical.clone()
                },
            ),
            (
                "used",
                Self {
                    code: Field::at_fault("", words.told_in_a_line(&SignInRefusal::CodeUsed)),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        words.told_in_a_line(&SignInRefusal::TooManyTries(kernel::Span::seconds(
                            40,
                        ))),
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
                        words.told_in_a_line(&SignInRefusal::CodeForm),
                    ),
                    ..typical.clone()
                },
            ),
            (
                "both",
                Self {
                    passkey: Some(PasskeyPart::sample()),
                    ..typical.clone()
                },
            ),
            (
                "phone",
                Self {
                    has_phone: true,
                    ..typical.clone()
                },
            ),
            (
                "passkey-only",
                Self {
                    has_code: false,
                    passkey: Some(PasskeyPart::sample()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
