//! A new passkey.

use askama::Template;

use super::Shell;
use crate::view::{Fault, Field, Notice, Page, PasskeyPart, Tone, sample_words::LONG_WORD};
use crate::words::{InWords, Words};
use kernel::name::NameFault;
use model::identity::OwnAccountRefusal;

/// Posts `csrf`, `name`, `ceremony` and `credential`, which the script fills in.
#[derive(Template, Clone, Default)]
#[template(path = "hub/add_passkey.html")]
pub struct AddPasskey {
    /// The frame.
    pub shell: Shell,
    /// A sentence above the form.
    pub notice: Option<Notice>,
    /// Where the form posts to.
    pub action: String,
    /// The question.
    pub question: PasskeyPart,
    /// The name: `name`.
    pub called: Field,
}

impl Page for AddPasskey {
    fn heading(&self) -> String {
        self.shell.words.passkey_add().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("name", &self.called.fault)])
    }
    fn first_field(&self) -> &'static str {
        "name"
    }
}

impl AddPasskey {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample(words, "/settings/security"),
            notice: None,
            action: "/settings/passkeys/add".into(),
            question: PasskeyPart::sample(),
            called: Field::of(words.browser("Firefox on Linux")),
        };
        vec![
            (
                "faulty",
                Self {
                    called: Field::at_fault("", NameFault::Empty.in_words(words)),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        words.told_in_a_line(&OwnAccountRefusal::PasskeyNotAllowed),
                    )),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/security"),
                    called: Field::of(LONG_WORD),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
