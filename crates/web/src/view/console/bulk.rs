//! What an action would do to many members, before it is done.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME, OWNER};
use askama::Template;

/// One member of the preview.
#[derive(Clone, Default)]
pub struct BulkRow {
    /// The id.
    pub id: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// What happens to her, or why nothing.
    pub outcome: String,
    /// What to do about a refusal; may be empty.
    pub remedy: String,
    /// The colour.
    pub tone: &'static str,
}

/// How many were refused for one reason.
#[derive(Clone, Default)]
pub struct RefusedCount {
    /// How many.
    pub count: usize,
    /// Why.
    pub sentence: String,
    /// What to do.
    pub remedy: String,
}

/// The preview. Sending it does it.
#[derive(Template, Clone, Default)]
#[template(path = "console/bulk.html")]
pub struct BulkPage {
    /// The frame.
    pub shell: Shell,
    /// What is done, such as `Deactivate`.
    pub title: String,
    /// What it means for those whom it touches.
    pub meaning: &'static str,
    /// How many change.
    pub changed: usize,
    /// How many are so already.
    pub unchanged: usize,
    /// Who is refused.
    pub refused: Vec<RefusedCount>,
    /// The first of them one by one.
    pub rows: Vec<BulkRow>,
    /// How many are not named.
    pub more: usize,
    /// True for an action that shuts people out.
    pub dangerous: bool,
    /// The action, sent again.
    pub action: String,
    /// The chosen ids, sent again; empty when the filter counts.
    pub ids: Vec<String>,
    /// The filter, sent again when all that fit are meant.
    pub filter: String,
    /// True when all that fit the filter are meant.
    pub everybody: bool,
    /// Where Cancel leads.
    pub back: String,
}

impl Page for BulkPage {
    fn heading(&self) -> String {
        match self.changed {
            0 => format!("{}: nobody", self.title),
            1 => format!("{}: one member", self.title),
            n => format!("{}: {} members", self.title, super::thousands(n as i64)),
        }
    }
}

impl BulkPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, email: &str, outcome: &str, remedy: &str, tone| BulkRow {
            id: "mem_1".into(),
            initials: crate::view::initials(name),
            name: name.into(),
            email: email.into(),
            outcome: outcome.into(),
            remedy: remedy.into(),
            tone,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            title: "Deactivate".into(),
            meaning: "They are signed out everywhere at once and cannot sign in until they are reactivated.",
            changed: 12,
            unchanged: 1,
            refused: vec![RefusedCount {
                count: 1,
                sentence: "This is the last root master.".into(),
                remedy: "Make another master a root master first.".into(),
            }],
            rows: vec![
                row(
                    "Demo Owner",
                    OWNER,
                    "This is the last root master.",
                    "Make another master a root master first.",
                    "bad",
                ),
                row(
                    "Demo Technician",
                    "technician@example.com",
                    "Is deactivated",
                    "",
                    "good",
                ),
                row("Demo Sales", "sales@example.com", "Is so already", "", ""),
            ],
            more: 11,
            dangerous: true,
            action: "deactivate".into(),
            ids: vec!["mem_1".into()],
            back: "/console/members".into(),
            ..Self::default()
        };
        vec![
            (
                "nobody",
                Self {
                    changed: 0,
                    rows: typical.rows[..1].to_vec(),
                    more: 0,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/members"),
                    rows: vec![
                        BulkRow {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            ..typical.rows[0].clone()
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
