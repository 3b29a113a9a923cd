//! Selected Companies: the mappings of a connection.

use super::{Choice, PsaHead, thousands};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_WORD};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// What a mapping switches on, as a form shows it.
#[derive(Clone, Default)]
pub struct SwitchFields {
    /// Create Ticket.
    pub tickets: bool,
    /// Integration Rule.
    pub rules: Vec<Choice>,
    /// What is wrong with the rule.
    pub rule_fault: Option<String>,
    /// Enable Configuration.
    pub configurations: bool,
}

impl SwitchFields {
    /// Those of the samples.
    pub(super) fn sample() -> Self {
        Self {
            tickets: true,
            rules: Choice::of(
                [
                    ("", "None"),
                    ("rul_1", "P2 findings"),
                    ("rul_2", "P3 findings"),
                ],
                "rul_1",
            ),
            rule_fault: None,
            configurations: false,
        }
    }

    /// The same with a fault.
    pub(super) fn sample_at_fault() -> Self {
        Self {
            rules: Choice::of([("", "None")], ""),
            rule_fault: Some(
                "Tickets cannot be made without an integration rule. Select an integration rule, or clear Create Ticket."
                    .into(),
            ),
            ..Self::sample()
        }
    }
}

/// A mapping in a list.
#[derive(Clone, Default)]
pub struct MappingLine {
    /// The id.
    pub id: String,
    /// Where its own page is.
    pub href: String,
    /// The connection's heading.
    pub connection: String,
    /// The own company's id.
    pub company_id: String,
    /// Its name.
    pub company: String,
    /// The PSA's name.
    pub psa_name: String,
    /// The PSA's number.
    pub psa_id: String,
    /// The site; empty for the whole company.
    pub site: String,
    /// Whether tickets are made.
    pub tickets: bool,
    /// By which rule.
    pub rule: String,
    /// Whether configurations are synced.
    pub configurations: bool,
    /// How it stands, in a word.
    pub standing: &'static str,
    /// The colour of that.
    pub tone: &'static str,
    /// Why it is not in step; empty where it is.
    pub trouble: String,
}

impl MappingLine {
    /// Those of the samples.
    pub(super) fn samples() -> Vec<Self> {
        let line = |n: usize, company: &str, psa: &str, site: &str, rule: &str| Self {
            id: format!("map_{n}"),
            href: format!("/console/psa/psa_1/companies/map_{n}"),
            connection: "ConnectWise (training)".into(),
            company_id: format!("com_{n}"),
            company: company.into(),
            psa_name: psa.into(),
            psa_id: (40 * n + 1).to_string(),
            site: site.into(),
            tickets: !rule.is_empty(),
            rule: rule.into(),
            configurations: n.is_multiple_of(2),
            standing: "In step",
            tone: "good",
            trouble: String::new(),
        };
        vec![
            line(
                1,
                "Alder Dental Group",
                "Alder Dental Group",
                "Main",
                "P2 findings",
            ),
            line(2, "Birch & Sons", "Birch & Sons Ltd", "", "P3 findings"),
            line(
                3,
                "Cedar Logistics, Harbour",
                "Cedar Logistics",
                "Harbour",
                "",
            ),
            Self {
                standing: "Hidden",
                tone: "warn",
                trouble: "It is hidden by its type Vendor.".into(),
                ..line(4, "Dogwood Clinic", "Dogwood Clinic", "", "")
            },
        ]
    }
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/mappings.html")]
pub struct MappingsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connection.
    pub head: PsaHead,
    /// Fields that map again what was just deleted; none where nothing was.
    pub undo: Vec<(&'static str, String)>,
    /// How many there are in all.
    pub all: String,
    /// How many create tickets.
    pub with_tickets: String,
    /// How many sync configurations.
    pub with_configurations: String,
    /// What is looked for.
    pub query: String,
    /// Filter: how they stand.
    pub standings: Vec<Choice>,
    /// Filter: tickets.
    pub tickets: Vec<Choice>,
    /// Filter: configurations.
    pub configurations: Vec<Choice>,
    /// True when something is filtered.
    pub filtered: bool,
    /// The filter as a query.
    pub filter: String,
    /// The mappings.
    pub rows: Vec<MappingLine>,
    /// Where the list begins, on a later page.
    pub first: Option<String>,
    /// Where it goes on.
    pub next: Option<String>,
}

impl Page for MappingsPage {
    fn heading(&self) -> String {
        "Company mapping".into()
    }
}

impl MappingsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            head: PsaHead::sample("/companies"),
            all: thousands(1982),
            with_tickets: "412".into(),
            with_configurations: "96".into(),
            standings: Choice::of([("", "Any state"), ("hidden", "Hidden")], ""),
            tickets: Choice::of([("", "Tickets: any"), ("yes", "With tickets")], ""),
            configurations: Choice::of([("", "Configurations: any")], ""),
            rows: MappingLine::samples(),
            next: Some("?after=x".into()),
            ..Self::default()
        };
        let long = MappingLine {
            company: LONG_COMPANY.into(),
            psa_name: LONG_WORD.into(),
            site: LONG_COMPANY.into(),
            rule: LONG_WORD.into(),
            tickets: true,
            ..MappingLine::samples()[3].clone()
        };
        vec![
            (
                "empty",
                Self {
                    all: "0".into(),
                    rows: vec![],
                    next: None,
                    ..typical.clone()
                },
            ),
            (
                "deleted",
                Self {
                    notice: Some(Notice::new(Tone::Good, "The mapping was deleted.")),
                    undo: vec![("company", "com_1".into()), ("psa", "41".into())],
                    ..typical.clone()
                },
            ),
            (
                "nothing-found",
                Self {
                    query: "zebra".into(),
                    filtered: true,
                    rows: vec![],
                    next: None,
                    first: Some("?".into()),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    rows: vec![long; 2],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
