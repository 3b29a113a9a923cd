//! Step 1b of signing in: a username is unique within one company only (S4-16).

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};

/// Asks which company a username belongs to. Posts `company`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/company.html")]
pub struct Company {
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
        "Your company".into()
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
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            action: "/sign-in/company".into(),
            identifier: "demo.technician".into(),
            back_href: "/sign-in".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    company: Field::at_fault(
                        "",
                        "Type the name of your company, as your administrator wrote it.",
                    ),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: LONG_WORD.into(),
                    company: Field::at_fault(
                        LONG_COMPANY,
                        "Too long: a company name has at most 120 characters.",
                    ),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
