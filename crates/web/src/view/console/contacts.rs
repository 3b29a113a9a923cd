//! The list of contacts.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A contact in the list.
#[derive(Clone, Default)]
pub struct ContactLine {
    /// The id, sent when she is ticked.
    pub id: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her default address, or that there is none.
    pub email: String,
    /// How many addresses she has besides.
    pub more_emails: i64,
    /// The company of her best record; may be empty.
    pub company: String,
    /// At how many companies she is besides.
    pub more_companies: i64,
    /// Her profile's name.
    pub profile: String,
    /// Whether it gives access.
    pub has_access: bool,
    /// Whether she gets invoices.
    pub bill_to: bool,
    /// What comes of her, in a few words.
    pub outcome: &'static str,
    /// The colour of that.
    pub tone: &'static str,
}

/// The list with search, filters, and a profile for many at once.
#[derive(Template, Clone, Default)]
#[template(path = "console/contacts.html")]
pub struct ContactsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// What is looked for.
    pub query: String,
    /// The id of the company whose contacts alone are shown; empty for all.
    pub company: String,
    /// Filter: profile.
    pub profiles: Vec<Choice>,
    /// Filter: how their records stand.
    pub states: Vec<Choice>,
    /// Filter: who gets invoices.
    pub bill_tos: Vec<Choice>,
    /// Filter: what comes of them.
    pub outcomes: Vec<Choice>,
    /// True when something is filtered.
    pub filtered: bool,
    /// The filter as a query.
    pub filter: String,
    /// The contacts.
    pub rows: Vec<ContactLine>,
    /// How many there are, in words; empty where it was not counted.
    pub total: String,
    /// Where the list begins, on a page after the first.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
    /// The profiles that can be given to many.
    pub actions: Vec<Choice>,
}

impl Page for ContactsPage {
    fn heading(&self) -> String {
        "Contacts".into()
    }
}

impl ContactLine {
    /// One for samples.
    pub(super) fn sample() -> Self {
        Self {
            id: "con_1".into(),
            initials: "DO".into(),
            name: "Demo Owner".into(),
            email: "demo@example.com".into(),
            more_emails: 1,
            company: "Demo Company".into(),
            more_companies: 0,
            profile: "Admin".into(),
            has_access: true,
            bill_to: true,
            outcome: "Gets in",
            tone: "good",
        }
    }
}

impl ContactsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let good = ContactLine::sample();
        let revoked = ContactLine {
            id: "con_2".into(),
            name: "Demo Bookkeeper".into(),
            initials: "DB".into(),
            email: "books@example.com".into(),
            more_emails: 0,
            more_companies: 2,
            profile: "(Revoke Access)".into(),
            has_access: false,
            outcome: "Revoke Access",
            tone: "warn",
            ..good.clone()
        };
        let nowhere = ContactLine {
            id: "con_3".into(),
            name: "Demo Printer".into(),
            initials: "DP".into(),
            email: String::new(),
            company: String::new(),
            bill_to: false,
            outcome: "No email in the PSA",
            tone: "bad",
            ..revoked.clone()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/contacts"),
            profiles: Choice::of([("", "Any profile"), ("admin", "Admin")], ""),
            states: Choice::of([("", "Any state"), ("active", "In the PSA")], ""),
            bill_tos: Choice::of([("", "Bill-to or not"), ("yes", "Default bill-to")], ""),
            outcomes: Choice::of([("", "Any outcome"), ("ready", "Gets in")], ""),
            actions: Choice::of(
                [("revoked", "(Revoke Access)"), ("admin", "Admin")],
                "admin",
            ),
            rows: vec![good.clone(), revoked, nowhere],
            total: "1,234 contacts".into(),
            next: Some("/console/contacts?after=con_3".into()),
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    total: String::new(),
                    next: None,
                    ..typical.clone()
                },
            ),
            (
                "nothing-found",
                Self {
                    query: "zebra".into(),
                    filtered: true,
                    filter: "q=zebra".into(),
                    rows: vec![],
                    total: String::new(),
                    next: None,
                    ..typical.clone()
                },
            ),
            (
                "filtered",
                Self {
                    filtered: true,
                    filter: "bill_to=yes".into(),
                    company: "com_1".into(),
                    notice: Some(Notice::new(Tone::Good, "Saved.")),
                    first: Some("/console/contacts".into()),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/contacts"),
                    rows: vec![
                        ContactLine {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            company: LONG_COMPANY.into(),
                            profile: LONG_NAME.into(),
                            ..good
                        };
                        3
                    ],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
