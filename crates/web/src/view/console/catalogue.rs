//! The catalogue to choose a module from.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use askama::Template;

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
