//! Asking for a link that resets the password (S1-45 to S1-47).

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};
use crate::words::{InWords as _, Words};
use kernel::name::NameFault;

/// Posts `identifier` and `company`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/forgot.html")]
pub struct Forgot {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// `identifier`: e-mail address or username.
    pub identifier: Field,
    /// `company`: name of the company, needed with a username only.
    pub company: Field,
}

impl Page for Forgot {
    fn heading(&self) -> String {
        self.words.forgot_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn typed_form(&self) -> &'static str {
        "step"
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("identifier", &self.identifier.fault),
            ("company", &self.company.fault),
        ])
    }

    fn first_field(&self) -> &'static str {
        "identifier"
    }
}

impl Forgot {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            words: words.clone(),
            action: "/forgot".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    identifier: Field::of("demo.technician"),
                    company: Field::at_fault("", words.forgot_company_needed(words.name_empty())),
                    ..empty.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: Field::at_fault(LONG_MAIL, words.email_too_long()),
                    company: Field::at_fault(
                        LONG_COMPANY,
                        NameFault::TooLong { most: 120 }.in_words(words),
                    ),
                    ..empty.clone()
                },
            ),
            (
                "typical",
                Self {
                    identifier: Field::of(OWNER),
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}
