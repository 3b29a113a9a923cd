//! The session has ended.

use askama::Template;

use crate::view::{
    Link, Page,
    sample_words::{LONG_COMPANY, LONG_WORD},
};

/// Says that it is done and which modules were told.
#[derive(Template, Clone, Default)]
#[template(path = "signin/signed_out.html")]
pub struct SignedOut {
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
        "You are signed out".into()
    }
}

impl SignedOut {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            sign_in_href: "/sign-in".into(),
            ..Self::default()
        };
        let typical = Self {
            return_to: Some(Link::new(
                "https://portal.example.com/",
                "Back to Partner Portal",
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
                        format!("Back to {LONG_COMPANY}"),
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
