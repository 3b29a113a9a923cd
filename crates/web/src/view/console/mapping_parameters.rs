//! What is set for the companies that are imported.

use super::{Choice, PsaHead, SwitchFields};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Fault, Notice, Page};
use askama::Template;

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
