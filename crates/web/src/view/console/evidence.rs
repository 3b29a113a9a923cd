//! Evidence for auditors and insurers.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use askama::Template;

/// One table.
#[derive(Clone, Default)]
pub struct EvidenceSheet {
    /// The stable word.
    pub key: &'static str,
    /// What it answers.
    pub title: &'static str,
    /// The columns.
    pub columns: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// How many rows there are.
    pub count: usize,
    /// How many of them are not shown.
    pub more: usize,
}

/// The page.
#[derive(Template, Clone, Default)]
#[template(path = "console/evidence.html")]
pub struct EvidencePage {
    /// The frame.
    pub shell: Shell,
    /// The partner's name.
    pub partner: String,
    /// When it was gathered.
    pub at: String,
    /// The tables.
    pub sheets: Vec<EvidenceSheet>,
}

impl Page for EvidencePage {
    fn heading(&self) -> String {
        "Evidence".into()
    }
}

impl EvidencePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let texts = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let factors = EvidenceSheet {
            key: "second_factors",
            title: "Who has a second factor",
            columns: texts(&["name", "email", "role", "second factor", "kinds", "since"]),
            rows: vec![
                texts(&[
                    "Demo Owner",
                    "owner@example.com",
                    "master",
                    "yes",
                    "authenticator, passkey",
                    "2026-03-01T09:00:00Z",
                ]),
                texts(&["Demo Sales", "sales@example.com", "user", "no", "", ""]),
            ],
            count: 2,
            more: 0,
        };
        let exceptions = EvidenceSheet {
            key: "exceptions",
            title: "Who logs in without the hub by an exception",
            columns: texts(&["module", "name", "given by", "since", "days"]),
            rows: Vec::new(),
            count: 0,
            more: 0,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/evidence"),
            partner: "Example MSP".into(),
            at: "27 November 2026, 10:12".into(),
            sheets: vec![factors.clone(), exceptions],
        };
        let long = Self {
            partner: LONG_COMPANY.into(),
            sheets: vec![EvidenceSheet {
                rows: vec![texts(&[
                    LONG_NAME, LONG_MAIL, "master", "yes", "passkey", "",
                ])],
                count: 10_000,
                more: 9_900,
                ..factors
            }],
            ..typical.clone()
        };
        vec![("long", long), ("typical", typical)]
    }
}
