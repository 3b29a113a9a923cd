//! One company of the directory.

use super::MappingLine;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Link, Page};
use askama::Template;

/// A site of a company.
#[derive(Clone, Default)]
pub struct SiteLine {
    /// The name.
    pub name: String,
    /// The address in a line.
    pub address: String,
    /// The first of the company.
    pub main: bool,
    /// Not switched off.
    pub active: bool,
}

/// One company.
#[derive(Template, Clone, Default)]
#[template(path = "console/company.html")]
pub struct CompanyPage {
    /// The frame.
    pub shell: Shell,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The state.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// How many active contacts.
    pub contacts: String,
    /// When it was made.
    pub since: String,
    /// Its mappings.
    pub mappings: Vec<MappingLine>,
    /// Where it can be mapped.
    pub map_at: Vec<Link>,
    /// Its sites.
    pub sites: Vec<SiteLine>,
}

impl Page for CompanyPage {
    fn heading(&self) -> String {
        self.name.clone()
    }
}

impl CompanyPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let site = |name: &str, main| SiteLine {
            name: name.into(),
            address: "1 Quay, Harbour Town".into(),
            main,
            active: main,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/companies"),
            id: "com_1".into(),
            name: "Cedar Logistics".into(),
            state: "Active",
            tone: "good",
            contacts: "1,204".into(),
            since: "3 March 2026, 09:00 UTC".into(),
            mappings: vec![MappingLine::samples()[0].clone()],
            sites: vec![site("Main", true), site("Harbour", false)],
            ..Self::default()
        };
        vec![
            (
                "not-mapped",
                Self {
                    contacts: "0".into(),
                    mappings: vec![],
                    sites: vec![],
                    map_at: vec![Link::new(
                        "/console/psa/psa_1/companies/map?company=com_1",
                        "Map it at ConnectWise (training)",
                    )],
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/companies"),
                    name: LONG_COMPANY.into(),
                    mappings: vec![MappingLine {
                        psa_name: LONG_WORD.into(),
                        connection: LONG_COMPANY.into(),
                        ..MappingLine::samples()[3].clone()
                    }],
                    sites: vec![site(LONG_WORD, true)],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
