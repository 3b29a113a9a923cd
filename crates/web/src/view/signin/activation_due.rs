//! The password was right, the address is not confirmed yet (S1-36 to S1-43).

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Says that a mail is on its way and offers to send it again.
#[derive(Template, Clone, Default)]
#[template(path = "signin/activation_due.html")]
pub struct ActivationDue {
    /// What it says.
    pub words: Words,
    /// What was typed to sign in: an address or a username.
    pub identifier: String,
    /// The address that the mail comes from.
    pub sender: String,
    /// Where a POST sends the mail again.
    pub resend_action: String,
}

impl Page for ActivationDue {
    fn heading(&self) -> String {
        self.words.activation_due_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl ActivationDue {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            identifier: OWNER.into(),
            sender: "no-reply@example.com".into(),
            resend_action: "/activate/resend".into(),
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
