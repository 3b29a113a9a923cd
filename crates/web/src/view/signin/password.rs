//! Step 2 of signing in: the password.

use askama::Template;

use crate::view::{
    Fault, Notice, Page, Tone,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Asks for the password. Posts `password`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/password.html")]
pub struct Password {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// What was typed in step 1, as it was typed.
    pub identifier: String,
    /// What is wrong with the password. Same words whether the account exists or not.
    pub password_fault: Option<String>,
    /// A sentence above the form.
    pub notice: Option<Notice>,
    /// The page for a forgotten password.
    pub forgot_href: String,
    /// Back to step 1, as "not you?".
    pub back_href: String,
    /// Name of the module that sent her here.
    pub continue_to: Option<String>,
}

impl Page for Password {
    fn heading(&self) -> String {
        self.words.password_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("password", &self.password_fault)])
    }

    fn first_field(&self) -> &'static str {
        "password"
    }
}

impl Password {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/sign-in/password".into(),
            identifier: OWNER.into(),
            forgot_href: "/forgot".into(),
            back_href: "/sign-in".into(),
            continue_to: Some("Partner Portal".into()),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    password_fault: Some(words.told_in_a_line(&SignInRefusal::Mismatch)),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        words.told_in_a_line(&SignInRefusal::Busy),
                    )),
                    continue_to: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: LONG_MAIL.into(),
                    continue_to: Some(LONG_COMPANY.into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
