//! The session has ended.

use askama::Template;

use crate::view::{
    Link, Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};
use crate::words::Words;

/// Says that it is done and which modules were told.
#[derive(Template, Clone, Default)]
#[template(path = "signin/signed_out.html")]
pub struct SignedOut {
    /// What it says.
    pub words: Words,
    /// To sign in again.
    pub sign_in_href: String,
    /// Back to the module that asked for it, at an address that is registered for it.
    pub return_to: Option<Link>,
    /// Names of the modules whose sessions were ended too.
    pub told: Vec<String>,
    /// Addresses of modules that are told in frames, which nobody sees (Front-Channel Logout 1.0).
    pub frames: Vec<String>,
}

impl Page for SignedOut {
    fn heading(&self) -> String {
        self.words.signed_out_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl SignedOut {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            words: words.clone(),
            sign_in_href: "/sign-in".into(),
            ..Self::default()
        };
        let typical = Self {
            return_to: Some(Link::new(
                "https://portal.example.com/",
                words.go_back_to("Partner Portal"),
            )),
            told: vec!["Partner Portal".into(), "Service Desk".into()],
            ..empty.clone()
        };
        vec![
            (
                "long",
                Self {
                    return_to: Some(Link::new(
                        "https://portal.example.com/",
                        words.go_back_to(LONG_COMPANY),
                    )),
                    told: vec![
                        LONG_COMPANY.into(),
                        LONG_WORD.into(),
                        "Partner Portal".into(),
                    ],
                    ..empty.clone()
                },
            ),
            ("empty", empty),
            ("typical", typical),
        ]
    }
}
