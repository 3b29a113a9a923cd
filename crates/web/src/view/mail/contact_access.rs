//! A contact may use the client portal.

use super::{Button, Letter, Mail};
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use crate::words::Words;
use kernel::Timestamp;
use model::directory::AccessSwitch;

/// What the link of the mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// To sign in with the login that she has.
    SignIn,
    /// To set her login up, or to accept with the one that she has.
    SetUp,
}

impl WayIn {
    /// The way that a link leads.
    pub fn of(link: &str) -> Self {
        match link.contains("/activate/") {
            true => Self::SetUp,
            false => Self::SignIn,
        }
    }
}

/// To a contact whom a partner has given a profile.
#[derive(Clone)]
pub struct ContactAccess {
    /// Whom it greets.
    pub display_name: String,
    /// Who gives access.
    pub partner: String,
    /// The address that she signs in with.
    pub email: String,
    /// What she may do.
    pub may: Vec<AccessSwitch>,
    /// What the link is for.
    pub way: WayIn,
    /// The link.
    pub link: String,
    /// How long it works, in words; none where it always does.
    pub expires: Option<String>,
}

fn may(words: &Words, switch: AccessSwitch) -> &'static str {
    match switch {
        AccessSwitch::SeeInvoices => words.may_see_invoices(),
        AccessSwitch::PayInvoices => words.may_pay_invoices(),
        AccessSwitch::SeeCredits => words.may_see_credits(),
        AccessSwitch::SeeTickets => words.may_see_tickets(),
        AccessSwitch::MakeTickets => words.may_make_tickets(),
        AccessSwitch::SeeQuotes => words.may_see_quotes(),
        AccessSwitch::SeeContracts => words.may_see_contracts(),
    }
}

impl Mail for ContactAccess {
    fn subject(&self, words: &Words) -> String {
        words.mail_access_subject(&self.partner)
    }

    fn letter(&self, words: &Words) -> Letter {
        let (said, button) = match self.way {
            WayIn::SignIn => (
                words.mail_access_body(&self.partner),
                words.mail_access_button(),
            ),
            WayIn::SetUp => (
                words.mail_access_setup(&self.partner),
                words.mail_access_button_setup(),
            ),
        };
        let allowed: Vec<_> = self.may.iter().map(|s| may(words, *s)).collect();
        let mut facts = vec![
            (words.mail_access_address().into(), self.email.clone()),
            (words.mail_access_may().into(), allowed.join(", ")),
        ];
        facts.extend(
            self.expires
                .iter()
                .map(|at| (words.mail_works_until().into(), at.clone())),
        );
        Letter {
            heading: words.mail_access_heading().into(),
            to: self.display_name.clone(),
            before: vec![said],
            button: Some(Button {
                text: button.into(),
                link: self.link.clone(),
            }),
            facts,
            after: vec![words.mail_access_after(&self.partner)],
        }
    }
}

impl ContactAccess {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            display_name: "Demo Owner".into(),
            partner: "Example MSP".into(),
            email: "demo@example.com".into(),
            may: vec![AccessSwitch::SeeInvoices, AccessSwitch::PayInvoices],
            way: WayIn::SignIn,
            link: "https://login.example.com/sign-in?for=client".into(),
            expires: None,
        };
        vec![
            (
                "set-up",
                Self {
                    way: WayIn::SetUp,
                    link: "https://login.example.com/activate/9vK3mQ7xT2bW8sR5".into(),
                    expires: Some(words.at_in_zone(Timestamp::from_unix_seconds(1_795_000_000))),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    display_name: LONG_NAME.into(),
                    partner: LONG_COMPANY.into(),
                    email: LONG_MAIL.into(),
                    may: AccessSwitch::ALL.to_vec(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
