//! Bringing members by a file.

use crate::view::hub::Shell;
use crate::view::sample_words::LONG_WORD;
use crate::view::{Fault, Page};
use askama::Template;

/// An import of before.
#[derive(Clone, Default)]
pub struct ImportLine {
    /// The id.
    pub id: String,
    /// The name of the file.
    pub file: String,
    /// When it was brought.
    pub when: String,
    /// Where it stands, in words.
    pub state: String,
    /// The colour.
    pub tone: &'static str,
    /// What came of it.
    pub outcome: String,
}

/// The form for a file, and the last imports.
#[derive(Template, Clone, Default)]
#[template(path = "console/import.html")]
pub struct ImportPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the file.
    pub file_fault: Option<String>,
    /// The last imports.
    pub imports: Vec<ImportLine>,
}

impl Page for ImportPage {
    fn heading(&self) -> String {
        "Import members".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("file", &self.file_fault)])
    }
    fn first_field(&self) -> &'static str {
        "file"
    }
}

impl ImportPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            imports: vec![ImportLine {
                id: "imp_1".into(),
                file: "members.csv".into(),
                when: "3 March 2026, 09:00 UTC".into(),
                state: "Done".into(),
                tone: "good",
                outcome: "120 of 124 became members".into(),
            }],
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    file_fault: Some("There is no column email. The first line names the columns: email, name, username, role, groups.".into()),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    imports: vec![
                        ImportLine {
                            file: format!("{LONG_WORD}.csv"),
                            ..typical.imports[0].clone()
                        };
                        2
                    ],
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    imports: vec![],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
