//! A new passkey.

use askama::Template;

use super::Shell;
use crate::view::{Fault, Field, Notice, Page, PasskeyPart, Tone, sample_words::LONG_WORD};

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
        "Add a passkey".into()
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
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample("My Settings"),
            notice: None,
            action: "/settings/passkeys/add".into(),
            question: PasskeyPart::sample(),
            called: Field::of("Firefox on Linux"),
        };
        vec![
            (
                "faulty",
                Self {
                    called: Field::at_fault(
                        "",
                        "Give it a name, such as the device that it is on.",
                    ),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(
                        Tone::Warn,
                        "Your company does not allow this kind of authenticator.",
                    )),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long("My Settings"),
                    called: Field::of(LONG_WORD),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
