//! Setting up the authenticator: forced before anything else.

use askama::Template;

use crate::view::{
    Fault, Field, Page, qr,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};
use crate::words::Words;
use model::identity::SignInRefusal;

/// Shows the new secret as picture and as text, and takes the first code. Posts `code`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/enrol.html")]
pub struct Enrol {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The account as the authenticator will name it.
    pub account: String,
    /// The issuer as the authenticator will name it.
    pub issuer: String,
    /// One `<svg>` element, written into the page as it is: only [`qr::picture`] may make it.
    pub qr_svg: String,
    /// The secret in base32, in groups of four with blanks between.
    pub secret: String,
    /// `code`: the first six digits.
    pub code: Field,
    /// Why this is asked now.
    pub reason: Option<String>,
}

impl Page for Enrol {
    fn heading(&self) -> String {
        self.words.enrol_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("code", &self.code.fault)])
    }

    /// None: who starts in the code field does not hear the steps before it.
    fn first_field(&self) -> &'static str {
        ""
    }
}

impl Enrol {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/enrol".into(),
            account: OWNER.into(),
            issuer: "Central sign-in".into(),
            qr_svg: qr::picture("otpauth://totp/Central%20sign-in:owner%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Central%20sign-in")
                .unwrap_or_default(),
            secret: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP".into(),
            reason: Some(words.enrol_reason().into()),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault(
                        "482100",
                        words.told_in_a_line(&SignInRefusal::CodeWrong),
                    ),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    account: LONG_MAIL.into(),
                    issuer: LONG_COMPANY.into(),
                    qr_svg: qr::picture(&format!(
                        "otpauth://totp/{LONG_MAIL}?secret=JBSWY3DPEHPK3PXP&issuer={}",
                        LONG_COMPANY.replace(' ', "%20")
                    ))
                    .unwrap_or_default(),
                    reason: Some(words.enrol_reason().repeat(4)),
                    ..typical.clone()
                },
            ),
            (
                "plain",
                Self {
                    reason: None,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
