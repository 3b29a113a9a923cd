//! The list of groups.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A group in the list.
#[derive(Clone, Default)]
pub struct GroupLine {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The rule in words; empty when members are put in by hand.
    pub rule: String,
    /// How many are in it.
    pub members: String,
    /// How many modules it opens.
    pub modules: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/groups.html")]
pub struct GroupsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// What is looked for.
    pub query: String,
    /// The groups.
    pub rows: Vec<GroupLine>,
    /// Where the next page is.
    pub next: Option<String>,
}

impl Page for GroupsPage {
    fn heading(&self) -> String {
        "Groups".into()
    }
}

impl GroupsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = GroupLine {
            id: "grp_1".into(),
            name: "Technicians".into(),
            description: "Who works on tickets".into(),
            rule: String::new(),
            members: "42".into(),
            modules: "3".into(),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/groups"),
            rows: vec![
                row.clone(),
                GroupLine {
                    name: "Everybody".into(),
                    rule: "Email domain is example.com".into(),
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
                    shell: Shell::sample_console_long("/console/groups"),
                    query: LONG_WORD.into(),
                    notice: Some(Notice::new(Tone::Good, "The group was deleted.")),
                    rows: vec![
                        GroupLine {
                            name: LONG_WORD.into(),
                            description: LONG_NAME.into(),
                            rule: format!("Name contains {LONG_WORD}"),
                            ..row
                        };
                        2
                    ],
                    next: Some("?after=x".into()),
                },
            ),
            ("typical", typical),
        ]
    }
}
