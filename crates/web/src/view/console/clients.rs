//! The clients of the protocol, those of modules and those that are machines.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Notice, Page};
use askama::Template;

/// One client.
#[derive(Clone, Default)]
pub struct ClientLine {
    /// Its id.
    pub id: String,
    /// The `client_id`.
    pub oauth_client_id: String,
    /// The module that people enter through it; empty for a machine.
    pub module: String,
    /// How it proves itself.
    pub proof: &'static str,
    /// How its secrets stand, in words.
    pub secrets: String,
    /// The colour of that.
    pub tone: &'static str,
    /// When a secret was last used.
    pub last_used: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/clients.html")]
pub struct ClientsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// What is looked for.
    pub query: String,
    /// The clients.
    pub rows: Vec<ClientLine>,
}

impl Page for ClientsPage {
    fn heading(&self) -> String {
        "Clients".into()
    }
}

impl ClientsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample_console("/console/clients"),
            ..Self::default()
        };
        let line = |id: &str, module: &str, secrets: &str, tone| ClientLine {
            id: "cli_1".into(),
            oauth_client_id: id.into(),
            module: module.into(),
            proof: "client_secret_basic",
            secrets: secrets.into(),
            tone,
            last_used: "26 November 2026, 23:10 UTC".into(),
        };
        vec![
            (
                "typical",
                Self {
                    rows: vec![
                        line("nightly-report", "", "one", "good"),
                        line(
                            "partner-portal",
                            "Partner Portal",
                            "two, the old one until 28 November 2026",
                            "info",
                        ),
                        line("wiki-4f9ab21c", "Wiki", "none that is good", "bad"),
                    ],
                    ..empty.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/clients"),
                    rows: vec![line(&LONG_WORD.to_lowercase(), LONG_NAME, "one", "good"); 2],
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}
