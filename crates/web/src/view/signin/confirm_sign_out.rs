//! Asking before signing out, so that no foreign page can do it (OpenID Connect RP-Initiated
//! Logout 1.0, section 2).

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Asks whether to end the session. Posts `csrf` and the hidden fields.
#[derive(Template, Clone, Default)]
#[template(path = "signin/confirm_sign_out.html")]
pub struct ConfirmSignOut {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// Token that ties the form to the session.
    pub csrf: String,
    /// Who is signed in; `None` when nobody is.
    pub who: Option<String>,
    /// Name and value of further hidden inputs: what the request carried.
    pub fields: Vec<(String, String)>,
    /// Where to go when she stays signed in.
    pub cancel_href: String,
}

impl Page for ConfirmSignOut {
    fn heading(&self) -> String {
        self.words.sign_out_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl ConfirmSignOut {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/sign-out".into(),
            csrf: "f3b1c2".into(),
            who: Some(OWNER.into()),
            fields: vec![("state".into(), "\"><b>x".into())],
            cancel_href: "/".into(),
        };
        vec![
            (
                "nobody",
                Self {
                    who: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    who: Some(LONG_MAIL.into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
