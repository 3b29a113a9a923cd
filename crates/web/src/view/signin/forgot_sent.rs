//! The answer to [`super::Forgot`]: the same words whether the account exists or not.

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Says where to look for the mail.
#[derive(Template, Clone, Default)]
#[template(path = "signin/forgot_sent.html")]
pub struct ForgotSent {
    /// What it says.
    pub words: Words,
    /// What was typed.
    pub identifier: String,
    /// The address that the mail comes from.
    pub sender: String,
    /// Back to signing in.
    pub sign_in_href: String,
}

impl Page for ForgotSent {
    fn heading(&self) -> String {
        self.words.forgot_sent_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl ForgotSent {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            identifier: OWNER.into(),
            sender: "no-reply@example.com".into(),
            sign_in_href: "/sign-in".into(),
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
