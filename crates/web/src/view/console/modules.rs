//! The modules of the partner, and the catalogue to choose from.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Notice, Page};
use askama::Template;

/// One module.
#[derive(Clone, Default)]
pub struct ModuleLine {
    /// Its id.
    pub id: String,
    /// The name in My Modules.
    pub name: String,
    /// The name of the catalogue entry, and the region.
    pub kind: String,
    /// Whose it is, in words.
    pub audience: &'static str,
    /// Where it stands, in words.
    pub state: &'static str,
    /// The colour of that.
    pub tone: &'static str,
    /// Its `client_id`; empty when it has no client.
    pub oauth_client_id: String,
    /// How many grants there are.
    pub grants: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/modules.html")]
pub struct ModulesPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// What is looked for.
    pub query: String,
    /// The modules.
    pub rows: Vec<ModuleLine>,
}

impl Page for ModulesPage {
    fn heading(&self) -> String {
        "Modules".into()
    }
}

impl ModulesPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample_console("/console/modules"),
            ..Self::default()
        };
        let line = |name: &str, kind: &str, state, tone| ModuleLine {
            id: "ins_1".into(),
            name: name.into(),
            kind: kind.into(),
            audience: "Staff",
            state,
            tone,
            oauth_client_id: "wiki-4f9ab21c".into(),
            grants: "3".into(),
        };
        let typical = Self {
            rows: vec![
                line("Partner Portal", "Partner Portal · EU", "On", "good"),
                line("Wiki", "BookStack", "Being set up", "info"),
                line("Old dashboards", "Grafana", "Off", ""),
            ],
            ..empty.clone()
        };
        vec![
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/modules"),
                    rows: vec![line(LONG_NAME, LONG_WORD, "On", "good"); 2],
                    ..empty.clone()
                },
            ),
            (
                "nothing-found",
                Self {
                    query: "xyz".into(),
                    ..empty.clone()
                },
            ),
            ("empty", empty),
            ("typical", typical),
        ]
    }
}

/// An entry of the catalogue.
#[derive(Clone, Default)]
pub struct EntryLine {
    /// The key.
    pub key: String,
    /// The name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// What can be set up.
#[derive(Template, Clone, Default)]
#[template(path = "console/catalogue.html")]
pub struct CataloguePage {
    /// The frame.
    pub shell: Shell,
    /// What is looked for.
    pub query: String,
    /// The entries.
    pub entries: Vec<EntryLine>,
}

impl Page for CataloguePage {
    fn heading(&self) -> String {
        "Add a module".into()
    }
}

impl CataloguePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let entry = |name: &str, description: &str| EntryLine {
            key: "x".into(),
            name: name.into(),
            description: description.into(),
        };
        let empty = Self {
            shell: Shell::sample_console("/console/modules"),
            query: "xyz".into(),
            ..Self::default()
        };
        vec![
            (
                "typical",
                Self {
                    query: String::new(),
                    entries: vec![
                        entry(
                            "Web application",
                            "Any program with a server that speaks OpenID Connect",
                        ),
                        entry("BookStack", "Documentation and runbooks"),
                        entry("Grafana", "Dashboards and alerts"),
                    ],
                    ..empty.clone()
                },
            ),
            (
                "long",
                Self {
                    entries: vec![entry(LONG_WORD, LONG_NAME); 3],
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}
