//! API keys: the list, a new one, one of them.

use super::Tick;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A key in the list.
#[derive(Clone, Default)]
pub struct ApiKeyLine {
    /// The id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// Who made it, and whether she is a master still.
    pub made_by: String,
    /// When it was last used.
    pub last_used: String,
    /// Where it stands, in words.
    pub state: String,
    /// The colour of that.
    pub tone: &'static str,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/api_keys.html")]
pub struct ApiKeysPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The keys.
    pub rows: Vec<ApiKeyLine>,
    /// Where the next page is.
    pub next: Option<String>,
}

impl Page for ApiKeysPage {
    fn heading(&self) -> String {
        "API keys".into()
    }
}

/// A key that was just made: its text, this once.
#[derive(Template, Clone, Default)]
#[template(path = "console/api_key_made.html")]
pub struct ApiKeyMadePage {
    /// The frame.
    pub shell: Shell,
    /// What it is for.
    pub name: String,
    /// Its text.
    pub text: String,
    /// An example of a call.
    pub example: String,
}

impl Page for ApiKeyMadePage {
    fn heading(&self) -> String {
        "Copy the key now".into()
    }
}

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

impl ApiKeysPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = ApiKeyLine {
            id: "key_1".into(),
            name: "Nightly report".into(),
            hint: "x4Qa".into(),
            made_by: "Demo Owner".into(),
            last_used: "26 November 2026, 02:00 UTC".into(),
            state: "Good until 1 March 2027".into(),
            tone: "good",
        };
        let typical = Self {
            shell: Shell::sample_console("/console/api-keys"),
            rows: vec![
                row.clone(),
                ApiKeyLine {
                    name: "Old import".into(),
                    made_by: "Demo Technician, no master any more".into(),
                    last_used: "never".into(),
                    state: "Revoked".into(),
                    tone: "bad",
                    ..row.clone()
                },
            ],
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/api-keys"),
                    notice: Some(Notice::new(Tone::Good, "The key was revoked.")),
                    rows: vec![
                        ApiKeyLine {
                            name: LONG_WORD.into(),
                            made_by: LONG_NAME.into(),
                            ..row
                        };
                        2
                    ],
                    next: Some("?before=x".into()),
                },
            ),
            ("typical", typical),
        ]
    }
}

impl ApiKeyMadePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/api-keys"),
            name: "Nightly report".into(),
            text: "vsk_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX".into(),
            example:
                "curl -H \"Authorization: Bearer vsk_…\" https://hub.example.com/api/v1/members"
                    .into(),
        };
        vec![
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/api-keys"),
                    name: LONG_WORD.into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
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
