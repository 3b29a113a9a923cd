//! Map existing: suggestions, choosing, and the two that were chosen.

use super::{Choice, PsaHead, SwitchFields};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Fault, Notice, Page};
use askama::Template;

/// Two companies that probably belong together.
#[derive(Clone, Default)]
pub struct SuggestionLine {
    /// The own company's id.
    pub company_id: String,
    /// Its name.
    pub company: String,
    /// The PSA's number.
    pub psa_id: String,
    /// Its name.
    pub psa_name: String,
    /// How much speaks for it.
    pub strength: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// What speaks for it.
    pub reasons: String,
}

/// The two that were chosen.
#[derive(Clone, Default)]
pub struct PairFields {
    /// The own company's id.
    pub company_id: String,
    /// Its name.
    pub company: String,
    /// The PSA's number.
    pub psa_id: String,
    /// Its name.
    pub psa_name: String,
    /// Map Site.
    pub sites: Vec<Choice>,
    /// The switches.
    pub switches: SwitchFields,
    /// Takes the PSA's name.
    pub follows: bool,
}

/// The page.
#[derive(Template, Clone, Default)]
#[template(path = "console/mapping_map.html")]
pub struct MappingMapPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connection.
    pub head: PsaHead,
    /// The two, once both are chosen.
    pub pair: Option<PairFields>,
    /// Suggestions.
    pub suggestions: Vec<SuggestionLine>,
    /// How many more there are.
    pub more_suggestions: usize,
    /// What is looked for here.
    pub query: String,
    /// Own companies.
    pub companies: Vec<Choice>,
    /// What is looked for in the PSA.
    pub psa_query: String,
    /// The PSA's companies.
    pub psa_companies: Vec<Choice>,
}

impl Page for MappingMapPage {
    fn heading(&self) -> String {
        "Map existing companies".into()
    }
    fn faults(&self) -> Vec<Fault> {
        let none = None;
        let fault = self.pair.as_ref().map_or(&none, |p| &p.switches.rule_fault);
        Fault::collect([("rule", fault)])
    }
}

impl MappingMapPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |company: &str, psa: &str, strength, tone, reasons: &str| SuggestionLine {
            company_id: "com_1".into(),
            company: company.into(),
            psa_id: "198".into(),
            psa_name: psa.into(),
            strength,
            tone,
            reasons: reasons.into(),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/companies"),
            suggestions: vec![
                line(
                    "Alder Dental Group",
                    "Alder Dental Group",
                    "Strong",
                    "good",
                    "same name",
                ),
                line(
                    "Birch & Sons",
                    "Birch & Sons Ltd",
                    "Likely",
                    "info",
                    "same name but for the legal form",
                ),
                line(
                    "Dogwood",
                    "The Clinic",
                    "Possible",
                    "",
                    "addresses and web site at dogwood.example",
                ),
            ],
            more_suggestions: 4,
            companies: Choice::of([("", "Choose"), ("com_1", "Alder Dental Group")], ""),
            psa_companies: Choice::of([("", "Choose"), ("17", "Alder Dental Group #17")], ""),
            ..Self::default()
        };
        let pair = PairFields {
            company_id: "com_1".into(),
            company: "Birch & Sons".into(),
            psa_id: "198".into(),
            psa_name: "Birch & Sons Ltd".into(),
            sites: Choice::of([("", "The whole company")], ""),
            switches: SwitchFields::sample(),
            follows: false,
        };
        vec![
            (
                "both-chosen",
                Self {
                    pair: Some(pair.clone()),
                    ..typical.clone()
                },
            ),
            (
                "at-fault",
                Self {
                    pair: Some(PairFields {
                        switches: SwitchFields::sample_at_fault(),
                        company: LONG_COMPANY.into(),
                        psa_name: LONG_WORD.into(),
                        ..pair
                    }),
                    ..typical.clone()
                },
            ),
            (
                "no-suggestion",
                Self {
                    suggestions: vec![],
                    more_suggestions: 0,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    suggestions: vec![line(LONG_COMPANY, LONG_WORD, "Likely", "info", LONG_WORD)],
                    companies: Choice::of([("", "Choose"), ("com_1", LONG_COMPANY)], "com_1"),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
