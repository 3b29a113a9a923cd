//! The modules of the partner.

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
    /// Where it opens.
    pub address: String,
    /// The region that the address belongs to, when that is another one than the module's.
    pub belongs_to: String,
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
            address: "https://module.example.com/".into(),
            belongs_to: String::new(),
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
