//! "Why can't she get in?": for any address, and for all contacts.

use super::{CauseLine, Choice, ReadinessCount, ReadinessLine};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME};
use crate::view::{Fault, Field, Page};
use askama::Template;

/// Somebody who has the address that was asked about.
#[derive(Clone, Default)]
pub struct AddressFoundLine {
    /// Her page; empty for a record of a PSA that is no contact here.
    pub href: String,
    /// Her name.
    pub name: String,
    /// True when she gets in.
    pub open: bool,
    /// What stands in her way.
    pub causes: Vec<CauseLine>,
}

/// What comes of the address.
#[derive(Clone, Default)]
pub struct AddressAnswerLines {
    /// The address.
    pub email: String,
    /// Why not; none where it gets in.
    pub cause: Option<CauseLine>,
    /// Everybody who has it.
    pub found: Vec<AddressFoundLine>,
}

/// The page.
#[derive(Template, Clone, Default)]
#[template(path = "console/contact_readiness.html")]
pub struct ContactReadinessPage {
    /// The frame.
    pub shell: Shell,
    /// The address that is asked about.
    pub email: Field,
    /// What comes of it.
    pub answer: Option<AddressAnswerLines>,
    /// The outcomes, with how many come to each.
    pub counts: Vec<ReadinessCount>,
    /// The outcomes to choose from.
    pub shows: Vec<Choice>,
    /// The contacts.
    pub rows: Vec<ReadinessLine>,
    /// True where there is no contact at all.
    pub empty: bool,
    /// Where the list begins, on a page after the first.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
    /// The choice as a query, for the export.
    pub filter: String,
}

impl Page for ContactReadinessPage {
    fn heading(&self) -> String {
        "Why can't she get in?".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("email", &self.email.fault)])
    }
}

impl ContactReadinessPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let cause = CauseLine {
            title: "Not synchronised",
            sentence: "Your company is not set up here.".into(),
            remedy: "Map or import the company Demo Company of the PSA.".into(),
            code: "contact_not_synced",
        };
        let typical = Self {
            shell: Shell::sample_console("/console/contacts/readiness"),
            shows: Choice::of([("", "All outcomes"), ("not_ready", "Does not get in")], ""),
            counts: vec![
                ReadinessCount {
                    text: "Gets in".into(),
                    tone: "good",
                    count: "1,040".into(),
                    href: "?show=ready".into(),
                    ..ReadinessCount::default()
                },
                ReadinessCount {
                    text: "Revoke Access".into(),
                    tone: "warn",
                    count: "312".into(),
                    remedy: "Give the contact a profile such as Admin.".into(),
                    href: "?show=contact_revoked".into(),
                },
            ],
            rows: vec![
                ReadinessLine {
                    href: "/console/contacts/con_1".into(),
                    initials: "DO".into(),
                    name: "Demo Owner".into(),
                    email: "demo@example.com".into(),
                    open: true,
                    why: "Admin".into(),
                    ..ReadinessLine::default()
                },
                ReadinessLine {
                    href: "/console/contacts/con_2".into(),
                    initials: "DB".into(),
                    name: "Demo Bookkeeper".into(),
                    email: "books@example.com".into(),
                    why: "Not synchronised, Revoke Access".into(),
                    remedy: cause.remedy.clone(),
                    code: cause.code.into(),
                    ..ReadinessLine::default()
                },
            ],
            next: Some("?after=con_2".into()),
            ..Self::default()
        };
        let found = AddressFoundLine {
            href: "/console/contacts/con_2".into(),
            name: "Demo Bookkeeper".into(),
            open: false,
            causes: vec![cause.clone()],
        };
        let asked = Self {
            email: Field::of("books@example.com"),
            answer: Some(AddressAnswerLines {
                email: "books@example.com".into(),
                cause: Some(cause.clone()),
                found: vec![found.clone()],
            }),
            ..typical.clone()
        };
        vec![
            ("refused", asked.clone()),
            (
                "gets-in",
                Self {
                    answer: Some(AddressAnswerLines {
                        email: "demo@example.com".into(),
                        cause: None,
                        found: vec![AddressFoundLine {
                            open: true,
                            causes: vec![],
                            ..found.clone()
                        }],
                    }),
                    ..asked.clone()
                },
            ),
            (
                "faulty",
                Self {
                    email: Field::at_fault(
                        "books",
                        "An email address looks like name@example.com.",
                    ),
                    answer: None,
                    ..asked.clone()
                },
            ),
            (
                "empty",
                Self {
                    empty: true,
                    counts: vec![],
                    rows: vec![],
                    next: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/contacts/readiness"),
                    email: Field::of(LONG_MAIL),
                    answer: Some(AddressAnswerLines {
                        email: LONG_MAIL.into(),
                        cause: Some(cause.clone()),
                        found: vec![
                            AddressFoundLine {
                                name: LONG_NAME.into(),
                                causes: vec![cause; 3],
                                ..found.clone()
                            },
                            AddressFoundLine {
                                href: String::new(),
                                ..found
                            },
                        ],
                    }),
                    rows: vec![
                        ReadinessLine {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            ..typical.rows[1].clone()
                        };
                        2
                    ],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
