//! Companies of the directory.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Link, Page};
use askama::Template;

/// A company in the list.
#[derive(Clone, Default)]
pub struct CompanyLine {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The state.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// What it is mapped to, a connection each.
    pub mapped_to: Vec<String>,
    /// How many contacts it has.
    pub contacts: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/companies.html")]
pub struct CompaniesPage {
    /// The frame.
    pub shell: Shell,
    /// Where companies can be imported from.
    pub imports: Vec<Link>,
    /// What is looked for.
    pub query: String,
    /// Filter: state.
    pub states: Vec<Choice>,
    /// Filter: mapped or not.
    pub mapped: Vec<Choice>,
    /// True when something is filtered.
    pub filtered: bool,
    /// The filter as a query.
    pub filter: String,
    /// The companies.
    pub rows: Vec<CompanyLine>,
    /// How many there are, in words.
    pub total: String,
    /// Where the list begins, on a later page.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
}

impl Page for CompaniesPage {
    fn heading(&self) -> String {
        "Companies".into()
    }
}

impl CompaniesPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |n: u32, name: &str, mapped_to: &[&str], contacts: &str| CompanyLine {
            id: format!("com_{n}"),
            name: name.into(),
            state: "Active",
            tone: "good",
            mapped_to: mapped_to.iter().map(|t| (*t).to_owned()).collect(),
            contacts: contacts.into(),
        };
        let typical = Self {
            shell: Shell::sample_console("/console/companies"),
            imports: vec![Link::new(
                "/console/psa/psa_1/companies/import",
                "Import from ConnectWise (training)",
            )],
            states: Choice::of([("", "Any state"), ("active", "Active")], ""),
            mapped: Choice::of([("", "Mapped or not"), ("yes", "Mapped")], ""),
            rows: vec![
                line(
                    1,
                    "Alder Dental Group",
                    &["ConnectWise (training): Alder Dental Group"],
                    "12",
                ),
                line(2, "Birch & Sons", &[], "0"),
                CompanyLine {
                    state: "Deactivated",
                    tone: "",
                    ..line(
                        3,
                        "Cedar Logistics",
                        &["ConnectWise (training): Cedar Logistics, site Harbour"],
                        "1,204",
                    )
                },
            ],
            total: "1,204 companies".into(),
            next: Some("?after=x".into()),
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    imports: vec![],
                    total: "No companies".into(),
                    next: None,
                    ..typical.clone()
                },
            ),
            (
                "nothing-found",
                Self {
                    filtered: true,
                    query: "zebra".into(),
                    rows: vec![],
                    next: None,
                    total: "No companies".into(),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/companies"),
                    rows: vec![line(4, LONG_COMPANY, &[LONG_COMPANY, LONG_WORD], "100,000")],
                    first: Some("/console/companies".into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
