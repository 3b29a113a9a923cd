//! Step 1b of signing in: a username is unique within one company only (S4-16).

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};
use crate::words::{InWords as _, Words};
use kernel::name::NameFault;

/// Asks which company a username belongs to. Posts `company`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/company.html")]
pub struct Company {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The username that was typed.
    pub identifier: String,
    /// `company`: name of the company.
    pub company: Field,
    /// Back to step 1, as "not you?".
    pub back_href: String,
}

impl Page for Company {
    fn heading(&self) -> String {
        self.words.company_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn typed_form(&self) -> &'static str {
        "step"
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("company", &self.company.fault)])
    }

    fn first_field(&self) -> &'static str {
        "company"
    }
}

impl Company {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/sign-in/company".into(),
            identifier: "demo.technician".into(),
            back_href: "/sign-in".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    company: Field::at_fault("", words.name_empty()),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: LONG_WORD.into(),
                    company: Field::at_fault(
                        LONG_COMPANY,
                        NameFault::TooLong { most: 120 }.in_words(words),
                    ),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
