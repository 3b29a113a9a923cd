//! A mailed invitation to somebody who has a login already.

use askama::Template;

use crate::view::{
    Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};
use crate::words::Words;

/// Says who invites her and leads to signing in, which accepts. Posts nothing but itself.
#[derive(Template, Clone, Default)]
#[template(path = "signin/accept_invitation.html")]
pub struct AcceptInvitation {
    /// What it says.
    pub words: Words,
    /// Where the form posts to.
    pub action: String,
    /// The address that the link was mailed to.
    pub email: String,
    /// Name of the partner who invites her.
    pub partner: String,
}

impl Page for AcceptInvitation {
    fn heading(&self) -> String {
        self.words.accept_heading().into()
    }

    fn words(&self) -> &Words {
        &self.words
    }
}

impl AcceptInvitation {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            words: words.clone(),
            action: "/accept".into(),
            email: OWNER.into(),
            partner: "Second MSP".into(),
        };
        vec![
            (
                "long",
                Self {
                    email: LONG_MAIL.into(),
                    partner: LONG_COMPANY.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
