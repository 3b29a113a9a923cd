//! One import: what its check found, how far it is, what came of it.

use super::thousands;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME};
use crate::view::{Notice, Page};
use askama::Template;

/// Where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportStage {
    /// Waits to be started.
    #[default]
    Checked,
    /// Under way.
    Running,
    /// Came to its end.
    Done,
    /// Was stopped.
    Cancelled,
}

/// A row that is left out.
#[derive(Clone, Default)]
pub struct FaultLine {
    /// The line of the file.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What is wrong.
    pub message: String,
}

/// The import.
#[derive(Template, Clone, Default)]
#[template(path = "console/import_check.html")]
pub struct ImportCheckPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id.
    pub id: String,
    /// The name of the file.
    pub file: String,
    /// Where it stands.
    pub stage: ImportStage,
    /// Rows that become members.
    pub new: i64,
    /// Rows of members that exist.
    pub known: i64,
    /// Rows that are left out.
    pub faulty: i64,
    /// Rows that had their turn.
    pub done: i64,
    /// Members made.
    pub made: i64,
    /// The first faults.
    pub faults: Vec<FaultLine>,
    /// The first new members: name, address, role and groups.
    pub first: Vec<[String; 4]>,
}

impl Page for ImportCheckPage {
    fn heading(&self) -> String {
        match self.stage {
            ImportStage::Checked => format!("{} new members", thousands(self.new)),
            ImportStage::Running => "Importing".into(),
            ImportStage::Done => format!("{} members were made", thousands(self.made)),
            ImportStage::Cancelled => {
                format!("Stopped after {} members", thousands(self.made))
            }
        }
    }
}

impl ImportCheckPage {
    /// A number as people read it.
    fn count(&self, n: &i64) -> String {
        thousands(*n)
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            id: "imp_1".into(),
            file: "members.csv".into(),
            new: 1240,
            known: 12,
            faulty: 2,
            faults: vec![
                FaultLine {
                    line: 7,
                    column: "email".into(),
                    message: "Line 3 has this address too.".into(),
                },
                FaultLine {
                    line: 9,
                    column: "groups".into(),
                    message: "There is no group “Tehcnicians”. Make it first, or mend its name."
                        .into(),
                },
            ],
            first: vec![[
                "Demo Technician".into(),
                "technician@example.com".into(),
                "User".into(),
                "Technicians".into(),
            ]],
            ..Self::default()
        };
        let running = Self {
            stage: ImportStage::Running,
            done: 400,
            made: 400,
            first: vec![],
            ..typical.clone()
        };
        vec![
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/members"),
                    file: format!("{LONG_NAME}.csv"),
                    first: vec![[
                        LONG_NAME.into(),
                        LONG_MAIL.into(),
                        "Master".into(),
                        LONG_NAME.into(),
                    ]],
                    ..typical.clone()
                },
            ),
            (
                "nothing-new",
                Self {
                    new: 0,
                    first: vec![],
                    faults: vec![],
                    faulty: 0,
                    ..typical.clone()
                },
            ),
            (
                "done",
                Self {
                    stage: ImportStage::Done,
                    done: 1240,
                    made: 1240,
                    ..running.clone()
                },
            ),
            (
                "cancelled",
                Self {
                    stage: ImportStage::Cancelled,
                    ..running.clone()
                },
            ),
            ("running", running),
            ("typical", typical),
        ]
    }
}
