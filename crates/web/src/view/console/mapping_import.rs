//! Import of companies: selecting, parameters, preview.

use super::{Choice, PsaHead, SwitchFields};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Fault, Notice, Page, Tone};
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

/// A selected company with what is set for it alone.
#[derive(Clone, Default)]
pub struct ParameterLine {
    /// The PSA's number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Map Site.
    pub sites: Vec<Choice>,
    /// As for all, none, or by which rule.
    pub tickets: Vec<Choice>,
    /// As for all, on or off.
    pub configurations: Vec<Choice>,
}

/// What is set for the selected.
#[derive(Template, Clone, Default)]
#[template(path = "console/mapping_parameters.html")]
pub struct MappingParametersPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connection.
    pub head: PsaHead,
    /// The ids that are selected.
    pub chosen: String,
    /// How many, in words.
    pub count: String,
    /// For all.
    pub switches: SwitchFields,
    /// For each; none where they are too many.
    pub rows: Vec<ParameterLine>,
}

impl Page for MappingParametersPage {
    fn heading(&self) -> String {
        "Settings of the import".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("rule", &self.switches.rule_fault)])
    }
}

impl MappingParametersPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |id: u32, name: &str| ParameterLine {
            id: id.to_string(),
            name: name.into(),
            sites: Choice::of([("", "The whole company"), ("5", "Harbour")], ""),
            tickets: Choice::of(
                [
                    ("", "As for all"),
                    ("no", "No tickets"),
                    ("rul_1", "By P2 findings"),
                ],
                "",
            ),
            configurations: Choice::of([("", "As for all"), ("yes", "On"), ("no", "Off")], ""),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/companies"),
            chosen: "17,77".into(),
            count: "2 companies".into(),
            switches: SwitchFields::sample(),
            rows: vec![line(17, "Alder Dental Group"), line(77, "Cedar Logistics")],
            ..Self::default()
        };
        vec![
            (
                "many",
                Self {
                    count: "240 companies".into(),
                    rows: vec![],
                    switches: SwitchFields::sample_at_fault(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    rows: vec![line(1, LONG_COMPANY), line(2, LONG_WORD)],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}

/// What happens, or happened, to a selected company.
#[derive(Clone, Default)]
pub struct PreviewLine {
    /// The PSA's number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The site; empty for the whole company.
    pub site: String,
    /// In a few words.
    pub outcome: String,
    /// The colour.
    pub tone: &'static str,
    /// Why, and the remedy.
    pub detail: String,
    /// Where it goes on; empty for nowhere.
    pub href: String,
    /// What that link says.
    pub link: &'static str,
}

/// The preview, and the result where something was refused.
#[derive(Template, Clone, Default)]
#[template(path = "console/mapping_preview.html")]
pub struct MappingPreviewPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connection.
    pub head: PsaHead,
    /// True when it was done.
    pub done: bool,
    /// How many of each, in words.
    pub summary: String,
    /// The companies.
    pub rows: Vec<PreviewLine>,
    /// How many become companies.
    pub made: usize,
    /// What the form carries on.
    pub carried: Vec<(String, String)>,
}

impl Page for MappingPreviewPage {
    fn heading(&self) -> String {
        if self.done {
            "What was imported".into()
        } else {
            "Preview of the import".into()
        }
    }
}

impl MappingPreviewPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, outcome: &str, tone, detail: &str| PreviewLine {
            id: "17".into(),
            name: name.into(),
            outcome: outcome.into(),
            tone,
            detail: detail.into(),
            ..PreviewLine::default()
        };
        let taken = PreviewLine {
            href: "/console/psa/psa_1/companies/map?psa=3".into(),
            link: "Map it to that company",
            ..line(
                "Dogwood Clinic",
                "Stays out",
                "bad",
                "There is a company named Dogwood Clinic already. Map that company to the PSA's instead of importing a second one.",
            )
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/companies"),
            summary: "1 becomes a company, 1 is mapped already, 1 stays out.".into(),
            rows: vec![
                line(
                    "Alder Dental Group",
                    "Becomes a company",
                    "good",
                    "Alder Dental Group",
                ),
                PreviewLine {
                    site: "Harbour".into(),
                    ..line(
                        "Cedar Logistics",
                        "Is mapped already",
                        "info",
                        "Cedar Logistics, Harbour",
                    )
                },
                taken.clone(),
            ],
            made: 1,
            ..Self::default()
        };
        vec![
            (
                "done",
                Self {
                    done: true,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    rows: vec![
                        PreviewLine {
                            name: LONG_COMPANY.into(),
                            site: LONG_WORD.into(),
                            detail: format!("There is a company named {LONG_COMPANY} already."),
                            ..taken
                        };
                        2
                    ],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
