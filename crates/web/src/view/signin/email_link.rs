//! Behind the mailed links of a change of address: confirm it, stop it, undo it.

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Says what the link does and asks once more. Posts nothing but itself.
#[derive(Template, Clone, Default)]
#[template(path = "signin/email_link.html")]
pub struct EmailLink {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The address before.
    pub old: String,
    /// The address after.
    pub new: String,
    /// True for the link that stops the change.
    pub stops: bool,
    /// Whether the change counted already.
    pub confirmed: bool,
    /// Whether it is done.
    pub done: bool,
}

impl Page for EmailLink {
    fn heading(&self) -> String {
        match (self.stops, self.done) {
            (false, false) => self.words.email_confirm_heading(),
            (false, true) => self.words.email_confirmed_heading(),
            (true, false) => self.words.email_stop_heading(),
            (true, true) => self.words.email_stopped_heading(),
        }
        .into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl EmailLink {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/email/0123456789".into(),
            old: OWNER.into(),
            new: "new@example.com".into(),
            ..Self::default()
        };
        let with = |stops, confirmed, done| Self {
            stops,
            confirmed,
            done,
            ..typical.clone()
        };
        vec![
            ("done", with(false, false, true)),
            ("stop", with(true, false, false)),
            ("undo", with(true, true, false)),
            ("stopped", with(true, false, true)),
            ("undone", with(true, true, true)),
            (
                "long",
                Self {
                    new: LONG_MAIL.into(),
                    old: LONG_MAIL.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
