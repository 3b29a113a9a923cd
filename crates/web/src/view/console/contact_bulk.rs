//! One profile for many contacts: whom, what it would do, and what was done.

use super::{BulkRow, Choice, RefusedCount};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// An action that was run.
#[derive(Clone, Default)]
pub struct ContactActionLine {
    /// The id.
    pub id: String,
    /// The profile that it gave.
    pub profile: String,
    /// When, in words.
    pub at: String,
    /// How many changed.
    pub changed: String,
    /// When it was undone, in words; empty where it was not.
    pub undone: String,
}

/// What an action would do.
#[derive(Clone, Default)]
pub struct ContactBulkResult {
    /// The profile's name.
    pub profile: String,
    /// How many change.
    pub changed: usize,
    /// How many have it already.
    pub unchanged: usize,
    /// Who is left out.
    pub left_out: Vec<RefusedCount>,
    /// The first of them one by one.
    pub rows: Vec<BulkRow>,
    /// How many are not named, in words; empty where all are.
    pub more: String,
    /// True where access is taken away.
    pub takes: bool,
}

/// The page. A preview changes nothing; sending it does it.
#[derive(Template, Clone, Default)]
#[template(path = "console/contact_bulk.html")]
pub struct ContactBulkPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Whom it can be for.
    pub whom: Vec<Choice>,
    /// The profiles to choose from.
    pub profiles: Vec<Choice>,
    /// What it would do; none before a profile was chosen.
    pub preview: Option<ContactBulkResult>,
    /// The profile, sent again.
    pub profile: String,
    /// Whom it is for, sent again.
    pub whom_word: String,
    /// The chosen ids, sent again.
    pub ids: Vec<String>,
    /// The filter, sent again.
    pub filter: String,
    /// Where Cancel leads.
    pub back: String,
    /// What was done lately.
    pub actions: Vec<ContactActionLine>,
}

impl Page for ContactBulkPage {
    fn heading(&self) -> String {
        let contacts = |n: usize| match n {
            0 => "nobody".to_owned(),
            1 => "one contact".to_owned(),
            n => format!(
                "{} contacts",
                super::thousands(i64::try_from(n).unwrap_or(i64::MAX))
            ),
        };
        match &self.preview {
            Some(preview) => format!("{}: {}", preview.profile, contacts(preview.changed)),
            None => "A profile for many".into(),
        }
    }
}

impl ContactBulkPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, email: &str, outcome: &str, remedy: &str, tone| BulkRow {
            id: "con_1".into(),
            initials: crate::view::initials(name),
            name: name.into(),
            email: email.into(),
            outcome: outcome.into(),
            remedy: remedy.into(),
            tone,
        };
        let remedy = "Give the contact another address in the PSA, or delete the member: one address is either a member's or a contact's.";
        let preview = ContactBulkResult {
            profile: "Admin".into(),
            changed: 1_204,
            unchanged: 12,
            left_out: vec![RefusedCount {
                count: 2,
                sentence: "Address of a member".into(),
                remedy: remedy.into(),
            }],
            rows: vec![
                row(
                    "Demo Technician",
                    "technician@example.com",
                    "Address of a member",
                    remedy,
                    "bad",
                ),
                row("Demo Owner", "demo@example.com", "Gets Admin", "", "good"),
                row(
                    "Demo Bookkeeper",
                    "books@example.com",
                    "Has it already",
                    "",
                    "",
                ),
            ],
            more: "1,215".into(),
            takes: false,
        };
        let start = Self {
            shell: Shell::sample_console("/console/contacts"),
            whom: Choice::of(
                [
                    ("bill_to", "All default bill-to contacts"),
                    ("filter", "All contacts"),
                ],
                "bill_to",
            ),
            profiles: Choice::of(
                [("revoked", "(Revoke Access)"), ("admin", "Admin")],
                "admin",
            ),
            back: "/console/contacts".into(),
            ..Self::default()
        };
        let typical = Self {
            preview: Some(preview.clone()),
            profile: "admin".into(),
            whom_word: "bill_to".into(),
            ..start.clone()
        };
        let action = ContactActionLine {
            id: "cac_1".into(),
            profile: "Admin".into(),
            at: "today at 08:05".into(),
            changed: "1,204".into(),
            undone: String::new(),
        };
        vec![
            ("start", start.clone()),
            (
                "done",
                Self {
                    notice: Some(Notice::new(
                        Tone::Good,
                        "1,204 contacts got Admin. 2 were left out and stayed as they were.",
                    )),
                    actions: vec![
                        action.clone(),
                        ContactActionLine {
                            profile: LONG_NAME.into(),
                            undone: "yesterday at 17:30".into(),
                            ..action
                        },
                    ],
                    ..start
                },
            ),
            (
                "nobody",
                Self {
                    preview: Some(ContactBulkResult {
                        changed: 0,
                        rows: vec![],
                        left_out: vec![],
                        more: String::new(),
                        ..preview.clone()
                    }),
                    ..typical.clone()
                },
            ),
            (
                "takes",
                Self {
                    preview: Some(ContactBulkResult {
                        profile: "(Revoke Access)".into(),
                        takes: true,
                        rows: vec![row(LONG_NAME, LONG_MAIL, "Loses access", "", "warn"); 2],
                        ..preview
                    }),
                    shell: Shell::sample_console_long("/console/contacts"),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
