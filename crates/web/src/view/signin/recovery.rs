//! Step 3 of signing in without the authenticator at hand.

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_MAIL, LONG_WORD, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Asks for one of the recovery codes. Posts `code`; blanks and dashes do not matter.
#[derive(Template, Clone, Default)]
#[template(path = "signin/recovery.html")]
pub struct Recovery {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// Who is signing in.
    pub identifier: String,
    /// `code`: one recovery code.
    pub code: Field,
    /// Back to the page that takes a code of the authenticator.
    pub code_href: String,
}

impl Page for Recovery {
    fn heading(&self) -> String {
        self.words.recovery_heading().into()
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

impl Recovery {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/sign-in/recovery".into(),
            identifier: OWNER.into(),
            code_href: "/sign-in/code".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault(
                        "k7mq-2xvd",
                        words.told_in_a_line(&SignInRefusal::RecoveryCodeWrong),
                    ),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: LONG_MAIL.into(),
                    code: Field::at_fault(
                        LONG_WORD,
                        words.told_in_a_line(&SignInRefusal::RecoveryCodeWrong),
                    ),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
