//! Step 1 of signing in: who is it?

use askama::Template;

use crate::view::{
    Fault, Field, Notice, Page, Tone,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Asks for the e-mail address or username. Posts `identifier`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/identify.html")]
pub struct Identify {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// Name of the module that sent her here, shown as "to continue to …".
    pub continue_to: Option<String>,
    /// `identifier`: e-mail address or username.
    pub identifier: Field,
    /// Why she is here again: signed out, timed out.
    pub notice: Option<Notice>,
    /// The page for a forgotten password.
    pub forgot_href: String,
    /// Whether passkeys work at this address. Without `identifier` the form then posts `ceremony`
    /// and `credential`.
    pub passkeys: bool,
}

impl Page for Identify {
    fn heading(&self) -> String {
        self.words.identify_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn typed_form(&self) -> &'static str {
        "step"
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("identifier", &self.identifier.fault)])
    }

    fn first_field(&self) -> &'static str {
        "identifier"
    }
}

impl Identify {
    /// What browsers may fill the field with: names they know, and passkeys.
    const fn autocomplete(&self) -> &'static str {
        "username webauthn"
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            words: words.clone(),
            action: "/sign-in".into(),
            forgot_href: "/forgot".into(),
            passkeys: true,
            ..Self::default()
        };
        let typical = Self {
            continue_to: Some("Partner Portal".into()),
            ..empty.clone()
        };
        vec![
            (
                "faulty",
                Self {
                    identifier: Field::at_fault("owner@@example", words.email_form()),
                    ..typical.clone()
                },
            ),
            (
                "notice",
                Self {
                    notice: Some(Notice::new(Tone::Info, words.step_out_of_time())),
                    identifier: Field::of(OWNER),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    continue_to: Some(LONG_COMPANY.into()),
                    identifier: Field::at_fault(LONG_MAIL, words.email_too_long()),
                    ..empty.clone()
                },
            ),
            ("empty", empty),
            ("typical", typical),
        ]
    }
}
