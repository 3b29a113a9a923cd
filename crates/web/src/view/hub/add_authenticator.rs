//! Another authenticator, or a new one in place of the old.

use askama::Template;

use super::Shell;
use crate::view::{
    Fault, Field, Notice, Page, qr,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Posts `csrf`, `proposal`, `code` and, to let the old ones go, `replace`.
#[derive(Template, Clone, Default)]
#[template(path = "hub/add_authenticator.html")]
pub struct AddAuthenticator {
    /// The frame.
    pub shell: Shell,
    /// A sentence above the form.
    pub notice: Option<Notice>,
    /// Where the form posts to.
    pub action: String,
    /// The sealed secret that the form brings back.
    pub proposal: String,
    /// The account as the authenticator shows it.
    pub account: String,
    /// The issuer as the authenticator shows it.
    pub issuer: String,
    /// The picture, an SVG.
    pub qr_svg: String,
    /// The secret to be typed.
    pub secret: String,
    /// `code`: six digits.
    pub code: Field,
    /// Whether the box to replace is ticked.
    pub replace: bool,
    /// How many authenticators she has.
    pub others: usize,
}

impl Page for AddAuthenticator {
    fn heading(&self) -> String {
        self.shell.words.authenticator_add().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("code", &self.code.fault)])
    }
    fn first_field(&self) -> &'static str {
        "code"
    }
}

impl AddAuthenticator {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample(words, "/settings/security"),
            notice: None,
            action: "/settings/authenticators/add".into(),
            proposal: "00ff".into(),
            account: OWNER.into(),
            issuer: "login.example.com".into(),
            qr_svg: qr::picture("otpauth://totp/example").unwrap_or_default(),
            secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(),
            code: Field::default(),
            replace: false,
            others: 1,
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault("4821", words.told_in_a_line(&SignInRefusal::CodeForm)),
                    replace: true,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/security"),
                    account: LONG_MAIL.into(),
                    others: 0,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
