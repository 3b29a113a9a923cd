//! Asking for a link that resets the password (S1-45 to S1-47).

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};

/// Posts `identifier` and `company`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/forgot.html")]
pub struct Forgot {
    /// Where the form posts to.
    pub action: String,
    /// `identifier`: e-mail address or username.
    pub identifier: Field,
    /// `company`: name of the company, needed with a username only.
    pub company: Field,
}

impl Page for Forgot {
    fn heading(&self) -> String {
        "Forgot your password?".into()
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
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            action: "/forgot".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    identifier: Field::of("demo.technician"),
                    company: Field::at_fault(
                        "",
                        "A username needs the company name beside it. Or use your email address.",
                    ),
                    ..empty.clone()
                },
            ),
            (
                "long",
                Self {
                    identifier: Field::at_fault(
                        LONG_MAIL,
                        "Too long: an address has at most 254 characters.",
                    ),
                    company: Field::at_fault(
                        LONG_COMPANY,
                        "Too long: a company name has at most 120 characters.",
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
