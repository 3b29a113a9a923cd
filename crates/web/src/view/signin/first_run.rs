//! The very first page of a new installation.

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME, LONG_WORD, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Takes the token that the server printed, and who comes first. Posts `token`,
/// `partner_name`, `display_name`, `email`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/first_run.html")]
pub struct FirstRun {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// `token`: the one-time token; only its fault is shown, never its value.
    pub token: Field,
    /// `partner_name`: name of the first partner.
    pub partner_name: Field,
    /// `display_name`: name of the root master.
    pub display_name: Field,
    /// `email`: address of the root master.
    pub email: Field,
}

impl Page for FirstRun {
    fn heading(&self) -> String {
        self.words.first_run_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn typed_form(&self) -> &'static str {
        "step"
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("token", &self.token.fault),
            ("partner_name", &self.partner_name.fault),
            ("display_name", &self.display_name.fault),
            ("email", &self.email.fault),
        ])
    }

    fn first_field(&self) -> &'static str {
        "token"
    }
}

impl FirstRun {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            words: words.clone(),
            action: "/first-run".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    token: Field::at_fault("", words.told_in_a_line(&SignInRefusal::SetUpToken)),
                    partner_name: Field::of("Example MSP"),
                    display_name: Field::at_fault("", words.name_empty()),
                    email: Field::at_fault("owner.example.com", words.email_form()),
                    ..empty.clone()
                },
            ),
            (
                "long",
                Self {
                    token: Field::at_fault(
                        LONG_WORD,
                        words.told_in_a_line(&SignInRefusal::SetUpToken),
                    ),
                    partner_name: Field::of(LONG_COMPANY),
                    display_name: Field::of(LONG_NAME),
                    email: Field::of(LONG_MAIL),
                    ..empty.clone()
                },
            ),
            (
                "typical",
                Self {
                    partner_name: Field::of("Example MSP"),
                    display_name: Field::of("Demo Owner"),
                    email: Field::of(OWNER),
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}
