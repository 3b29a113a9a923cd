//! How every mail looks.

use super::Choice;
use crate::view::Page;
use crate::view::hub::Shell;
use askama::Template;

/// The kinds, and one of them as a picture of what arrives.
#[derive(Template, Clone, Default)]
#[template(path = "console/mails.html")]
pub struct MailsPage {
    /// The frame.
    pub shell: Shell,
    /// The kinds, one of them chosen.
    pub kinds: Vec<Choice>,
    /// The chosen one.
    pub kind: String,
    /// The languages, one of them chosen.
    pub languages: Vec<Choice>,
    /// The chosen language.
    pub lang: &'static str,
    /// The subject of the chosen one.
    pub subject: String,
    /// Where the chosen one is shown as it arrives.
    pub href: String,
    /// The text beside it.
    pub text: String,
}

impl Page for MailsPage {
    fn heading(&self) -> String {
        "Mails".into()
    }
    /// The mail is shown in a frame of our own.
    fn own_policy(&self) -> &'static str {
        "frame-src 'self'; form-action 'self'"
    }
}

impl MailsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let kinds = [("mail-activation", "Activation"), ("mail-test", "Test")];
        vec![(
            "typical",
            Self {
                shell: Shell::sample_console("/console/mails"),
                kinds: Choice::of(kinds, "mail-activation"),
                kind: "mail-activation".into(),
                languages: Choice::of([("en", "English"), ("de", "Deutsch")], "en"),
                lang: "en",
                subject: "Activate your account".into(),
                href: "/console/mails/mail-activation".into(),
                text: "Hello Demo Owner,\n\nOpen the link.".into(),
            },
        )]
    }
}
