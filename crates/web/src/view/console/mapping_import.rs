//! Companies of the PSA to import.

use super::{Choice, PsaHead};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A company of the PSA in the selection.
#[derive(Clone, Default)]
pub struct CandidateLine {
    /// The PSA's number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub identifier: String,
    /// Its types.
    pub kinds: String,
    /// Its status.
    pub status: String,
    /// True when it is selected.
    pub ticked: bool,
    /// Why it cannot be selected, as it goes on after its name.
    pub left_out: String,
    /// What it and its sites are mapped to.
    pub mapped_to: Vec<String>,
}

/// Select Company.
#[derive(Template, Clone, Default)]
#[template(path = "console/mapping_import.html")]
pub struct MappingImportPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connection.
    pub head: PsaHead,
    /// What is looked for.
    pub query: String,
    /// Filter: type.
    pub types: Vec<Choice>,
    /// Filter: status.
    pub statuses: Vec<Choice>,
    /// Filter: mapped or not.
    pub mapped: Vec<Choice>,
    /// Whether hidden ones are shown.
    pub hidden: bool,
    /// True when something is filtered.
    pub filtered: bool,
    /// The companies.
    pub rows: Vec<CandidateLine>,
    /// The ids that are selected, on all pages.
    pub chosen: String,
    /// How many those are.
    pub chosen_count: String,
    /// The ids of this page.
    pub shown: String,
    /// Where the next page begins.
    pub place: String,
    /// True for the first page.
    pub first: bool,
    /// True when there is another page.
    pub more: bool,
}

impl Page for MappingImportPage {
    fn heading(&self) -> String {
        "Import companies".into()
    }
}

impl MappingImportPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |id: u32, name: &str, ticked| CandidateLine {
            id: id.to_string(),
            name: name.into(),
            identifier: name.split(' ').next().unwrap_or_default().into(),
            kinds: "Client".into(),
            status: "Active".into(),
            ticked,
            ..CandidateLine::default()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/companies"),
            types: Choice::of([("", "Any type"), ("1", "Client"), ("2", "Prospect")], ""),
            statuses: Choice::of([("", "Any status"), ("1", "Active")], ""),
            mapped: Choice::of([("no", "Not mapped"), ("", "Mapped or not")], "no"),
            chosen: "17,198".into(),
            chosen_count: "2".into(),
            rows: vec![
                line(17, "Alder Dental Group", true),
                line(198, "Birch & Sons Ltd", true),
                CandidateLine {
                    mapped_to: vec!["Cedar Logistics, Harbour (site Harbour)".into()],
                    ..line(77, "Cedar Logistics", false)
                },
                CandidateLine {
                    left_out: "is hidden by its type Vendor".into(),
                    ..line(78, "Dogwood Supplies", false)
                },
            ],
            more: true,
            first: true,
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    chosen: String::new(),
                    chosen_count: "0".into(),
                    more: false,
                    ..typical.clone()
                },
            ),
            (
                "nothing-found",
                Self {
                    query: "zebra".into(),
                    filtered: true,
                    rows: vec![],
                    more: false,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    rows: vec![
                        CandidateLine {
                            identifier: LONG_WORD.into(),
                            kinds: "Client, Former client, Prospect".into(),
                            mapped_to: vec![LONG_COMPANY.into()],
                            ..line(1, LONG_COMPANY, true)
                        },
                        CandidateLine {
                            left_out: format!("is hidden by its status {LONG_WORD}"),
                            ..line(2, LONG_WORD, false)
                        },
                    ],
                    first: false,
                    notice: Some(Notice::new(Tone::Bad, "No company was chosen.")),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
