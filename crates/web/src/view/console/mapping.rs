//! One mapping.

use super::{Choice, PsaHead, SwitchFields};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Fault, Notice, Page};
use askama::Template;

/// One mapping.
#[derive(Template, Clone, Default)]
#[template(path = "console/mapping.html")]
pub struct MappingPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connection.
    pub head: PsaHead,
    /// The id.
    pub id: String,
    /// The own company's id.
    pub company_id: String,
    /// Its name.
    pub company: String,
    /// The PSA's name.
    pub psa_name: String,
    /// The PSA's number.
    pub psa_id: String,
    /// Why it is not in step; empty where it is.
    pub trouble: String,
    /// Map Site.
    pub sites: Vec<Choice>,
    /// What is wrong with the site.
    pub site_fault: Option<String>,
    /// The switches.
    pub switches: SwitchFields,
    /// Keeps the PSA's name.
    pub follows: bool,
}

impl Page for MappingPage {
    fn heading(&self) -> String {
        self.company.clone()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("site", &self.site_fault),
            ("rule", &self.switches.rule_fault),
        ])
    }
}

impl MappingPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/companies"),
            id: "map_1".into(),
            company_id: "com_1".into(),
            company: "Cedar Logistics, Harbour".into(),
            psa_name: "Cedar Logistics".into(),
            psa_id: "77".into(),
            sites: Choice::of(
                [("", "The whole company"), ("5", "Harbour"), ("6", "Main")],
                "5",
            ),
            switches: SwitchFields::sample(),
            follows: true,
            ..Self::default()
        };
        vec![
            (
                "at-fault",
                Self {
                    switches: SwitchFields::sample_at_fault(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    company: LONG_COMPANY.into(),
                    psa_name: LONG_WORD.into(),
                    trouble: format!("{LONG_COMPANY} is hidden by its status Not approved."),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
