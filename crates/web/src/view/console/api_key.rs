//! One key of the JSON API: what it may do, from where, until when.

use super::Tick;
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_WORD;
use crate::view::{Fault, Field, Notice, Page};
use askama::Template;

/// One key; without an id the form for a new one.
#[derive(Template, Clone, Default)]
#[template(path = "console/api_key.html")]
pub struct ApiKeyPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id; empty for a new key.
    pub id: String,
    /// The name as it is kept.
    pub kept_name: String,
    /// True when nothing can be changed any more.
    pub over: bool,
    /// What is known of it, in one line.
    pub facts: String,
    /// What it is for.
    pub display_name: Field,
    /// What it may do: rights that look, and rights that change.
    pub looks: Vec<Tick>,
    /// Rights that change something.
    pub changes: Vec<Tick>,
    /// What is wrong with the rights.
    pub scope_fault: Option<String>,
    /// Where it may be used from, one network a line.
    pub networks: Field,
    /// The last day, as `2026-11-21`.
    pub until: Field,
}

impl Page for ApiKeyPage {
    fn heading(&self) -> String {
        if self.id.is_empty() {
            "New API key".into()
        } else {
            self.kept_name.clone()
        }
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("name", &self.display_name.fault),
            ("scope-look-1", &self.scope_fault),
            ("networks", &self.networks.fault),
            ("until", &self.until.fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        if self.id.is_empty() { "name" } else { "" }
    }
}

impl ApiKeyPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let tick = |value: &str, text: &str, ticked| Tick {
            value: value.into(),
            text: text.into(),
            detail: value.into(),
            ticked,
        };
        let new = Self {
            shell: Shell::sample_console("/console/api-keys"),
            looks: vec![
                tick(
                    "members:read",
                    "Look at members, their groups, sessions and imports",
                    true,
                ),
                tick("audit:read", "Read and check the audit log", false),
            ],
            changes: vec![tick(
                "members:state",
                "Deactivate, reactivate, delete and restore members",
                false,
            )],
            ..Self::default()
        };
        let typical = Self {
            id: "key_1".into(),
            kept_name: "Nightly report".into(),
            facts: "Ends in x4Qa. Made by Demo Owner on 1 November 2026, 09:00 UTC. Last used 26 November 2026, 02:00 UTC.".into(),
            display_name: Field::of("Nightly report"),
            networks: Field::of("203.0.113.0/24"),
            until: Field::of("2027-03-01"),
            ..new.clone()
        };
        vec![
            (
                "faulty",
                Self {
                    display_name: Field::at_fault("", "Enter a name."),
                    scope_fault: Some(
                        "This key could do nothing. Choose at least one right.".into(),
                    ),
                    networks: Field::at_fault("office", "“office” is no network."),
                    until: Field::at_fault(
                        "2020-01-01",
                        "The last day is over already, or more than three years away.",
                    ),
                    ..new.clone()
                },
            ),
            (
                "over",
                Self {
                    over: true,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/api-keys"),
                    kept_name: LONG_WORD.into(),
                    display_name: Field::of(LONG_WORD),
                    ..typical.clone()
                },
            ),
            ("new", new),
            ("typical", typical),
        ]
    }
}
