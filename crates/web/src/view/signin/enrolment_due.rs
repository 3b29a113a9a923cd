//! The password was right, the second factors were reset: a mailed link comes first.

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Says that a mail is on its way.
#[derive(Template, Clone, Default)]
#[template(path = "signin/enrolment_due.html")]
pub struct EnrolmentDue {
    /// What it says.
    pub words: Words,
    /// What was typed to sign in: an address or a username.
    pub identifier: String,
    /// The address that the mail comes from.
    pub sender: String,
}

impl Page for EnrolmentDue {
    fn heading(&self) -> String {
        self.words.enrol_anew_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl EnrolmentDue {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            identifier: OWNER.into(),
            sender: "no-reply@example.com".into(),
        };
        vec![
            (
                "long",
                Self {
                    identifier: LONG_MAIL.into(),
                    sender: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
