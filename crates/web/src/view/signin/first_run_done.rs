//! The answer to [`super::FirstRun`].

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Says that the mail to the root master is on its way.
#[derive(Template, Clone, Default)]
#[template(path = "signin/first_run_done.html")]
pub struct FirstRunDone {
    /// What it says.
    pub words: Words,
    /// Address of the root master.
    pub email: String,
    /// The address that the mail comes from.
    pub sender: String,
}

impl Page for FirstRunDone {
    fn heading(&self) -> String {
        self.words.first_run_done_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl FirstRunDone {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        vec![
            (
                "typical",
                Self {
                    words: words.clone(),
                    email: OWNER.into(),
                    sender: "no-reply@example.com".into(),
                },
            ),
            (
                "long",
                Self {
                    words: words.clone(),
                    email: LONG_MAIL.into(),
                    sender: LONG_MAIL.into(),
                },
            ),
        ]
    }
}
