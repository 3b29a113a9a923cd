//! Behind the mailed link after a reset of second factors.

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Leads to the sign-in at whose end a new factor is set up. Posts nothing but itself.
#[derive(Template, Clone, Default)]
#[template(path = "signin/enrol_anew.html")]
pub struct EnrolAnew {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The address that the link was mailed to.
    pub email: String,
}

impl Page for EnrolAnew {
    fn heading(&self) -> String {
        self.words.enrol_anew_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl EnrolAnew {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/enrol/0123456789".into(),
            email: OWNER.into(),
        };
        vec![
            (
                "long",
                Self {
                    email: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
