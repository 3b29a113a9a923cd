//! The audit log.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_WORD};
use crate::view::{Field, Notice, Page, Tone};
use askama::Template;

/// An entry.
#[derive(Clone, Default)]
pub struct AuditLine {
    /// Its number in the chain.
    pub seq: i64,
    /// When.
    pub at: String,
    /// What.
    pub action: String,
    /// By whom, as the log has it.
    pub actor: String,
    /// By whom, by name where there is one.
    pub by: String,
    /// To what, as the log has it.
    pub subject: String,
    /// To whom, by name where there is one.
    pub to: String,
    /// Why.
    pub reason: String,
    /// The state before, as JSON.
    pub before: String,
    /// The state after.
    pub after: String,
    /// From where.
    pub address: String,
}

/// Entries with filters.
#[derive(Template, Clone, Default)]
#[template(path = "console/audit.html")]
pub struct AuditPage {
    /// The frame.
    pub shell: Shell,
    /// What a check has found.
    pub notice: Option<Notice>,
    /// Filter: what was done.
    pub action: String,
    /// Filter: by whom.
    pub actor: String,
    /// Filter: to whom or what; the field is there when something is in it.
    pub subject: String,
    /// Filter: any text.
    pub query: String,
    /// Filter: from this day.
    pub from: Field,
    /// Filter: up to this day.
    pub until: Field,
    /// True when something is filtered.
    pub filtered: bool,
    /// The filter as a query.
    pub filter: String,
    /// The entries.
    pub rows: Vec<AuditLine>,
    /// Where older entries are.
    pub next: Option<String>,
}

impl Page for AuditPage {
    fn heading(&self) -> String {
        "Audit".into()
    }
}

impl AuditPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = AuditLine {
            seq: 412,
            at: "3 March 2026, 09:00 UTC".into(),
            action: "member.role_changed".into(),
            actor: "mem_018f2c".into(),
            by: "Demo Owner".into(),
            subject: "mem_018f2d".into(),
            to: "Second Technician".into(),
            reason: String::new(),
            before: "{\"role\":\"user\"}".into(),
            after: "{\"role\":\"master\"}".into(),
            address: "192.0.2.14".into(),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/audit"),
            rows: vec![
                row.clone(),
                AuditLine {
                    seq: 411,
                    action: "session.begun".into(),
                    before: String::new(),
                    ..row.clone()
                },
            ],
            next: Some("/console/audit?before=411".into()),
            ..Self::default()
        };
        vec![
            (
                "nothing-found",
                Self {
                    query: "zebra".into(),
                    subject: "mem_018f2d".into(),
                    filtered: true,
                    rows: vec![],
                    next: None,
                    ..typical.clone()
                },
            ),
            (
                "checked",
                Self {
                    notice: Some(Notice::new(
                        Tone::Good,
                        "412 entries are whole: each follows from the one before, up to the sealed end.",
                    )),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/audit"),
                    rows: vec![
                        AuditLine {
                            subject: LONG_MAIL.into(),
                            by: LONG_WORD.into(),
                            to: LONG_MAIL.into(),
                            reason: LONG_WORD.into(),
                            ..row
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
