//! The answer to [`super::FirstRun`].

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};

/// Says that the mail to the root master is on its way.
#[derive(Template, Clone, Default)]
#[template(path = "signin/first_run_done.html")]
pub struct FirstRunDone {
    /// Address of the root master.
    pub email: String,
    /// The address that the mail comes from.
    pub sender: String,
}

impl Page for FirstRunDone {
    fn heading(&self) -> String {
        "The installation is set up".into()
    }
}

impl FirstRunDone {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            (
                "typical",
                Self {
                    email: OWNER.into(),
                    sender: "no-reply@example.com".into(),
                },
            ),
            (
                "long",
                Self {
                    email: LONG_MAIL.into(),
                    sender: LONG_MAIL.into(),
                },
            ),
        ]
    }
}
