//! What an import does, before it is done.

use super::PsaHead;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Notice, Page};
use askama::Template;

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
