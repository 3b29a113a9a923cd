//! The people of a linked tenant: whose account is as it should be, and what the module owes.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// Somebody whose account the hub looks after.
#[derive(Clone, Default)]
pub struct ProvisionLine {
    /// Her id at the hub.
    pub id: String,
    /// Where she is administered.
    pub href: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Where her account stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// What came of it last, in a sentence.
    pub outcome: String,
    /// What helps; empty where nothing has to be done.
    pub remedy: String,
    /// The module's own words, or when it is tried next.
    pub detail: String,
    /// When the module was read to have done it; empty before.
    pub proved: String,
    /// Whether it can be tried again at once.
    pub again: bool,
}

/// The people of a link.
#[derive(Template, Clone, Default)]
#[template(path = "console/module_people.html")]
pub struct ModulePeoplePage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The module's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The link; empty when nothing is linked.
    pub link: String,
    /// The tenant.
    pub tenant: String,
    /// Whether accounts are made or deactivated at all.
    pub on: bool,
    /// How many are in each state, in words.
    pub counts: String,
    /// What is looked for.
    pub search: String,
    /// The states to choose from.
    pub states: Vec<Choice>,
    /// Whether something is owed, refused or waits.
    pub unfinished: bool,
    /// The people of this page.
    pub people: Vec<ProvisionLine>,
    /// Where the next page is.
    pub next: Option<String>,
}

impl Page for ModulePeoplePage {
    fn heading(&self) -> String {
        format!("People of {}", self.name)
    }
}

impl ModulePeoplePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, email: &str, state, tone, outcome: &str| ProvisionLine {
            id: "mem_1".into(),
            href: "/console/members/mem_1".into(),
            initials: "DT".into(),
            name: name.into(),
            email: email.into(),
            state,
            tone,
            outcome: outcome.into(),
            ..ProvisionLine::default()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/modules"),
            id: "ins_1".into(),
            name: "Partner Portal".into(),
            link: "lnk_1".into(),
            tenant: "Example MSP".into(),
            on: true,
            counts: "36 in step · 1 waiting · 1 owed".into(),
            states: Choice::of([("", "Everybody"), ("owed", "Owed")], ""),
            unfinished: true,
            people: vec![
                line(
                    "Demo Technician",
                    "technician@example.com",
                    "In step",
                    "good",
                    "The hub had the account made.",
                ),
                ProvisionLine {
                    remedy: "Look whether the module is up; it is tried once a day.".into(),
                    detail: "the module answered 500".into(),
                    again: true,
                    ..line(
                        "Demo Sales",
                        "sales@example.com",
                        "Owed",
                        "bad",
                        "It was tried often enough.",
                    )
                },
            ],
            ..Self::default()
        };
        let long = Self {
            name: LONG_COMPANY.into(),
            people: vec![ProvisionLine {
                again: true,
                detail: LONG_COMPANY.into(),
                ..line(LONG_NAME, LONG_MAIL, "Refused", "warn", LONG_COMPANY)
            }],
            next: Some("/console/modules/ins_1/people?after=mem_1".into()),
            ..typical.clone()
        };
        let nobody = Self {
            search: "nobody".into(),
            people: Vec::new(),
            ..typical.clone()
        };
        let off = Self {
            on: false,
            people: Vec::new(),
            counts: String::new(),
            unfinished: false,
            ..typical.clone()
        };
        let unlinked = Self {
            link: String::new(),
            ..off.clone()
        };
        let tried = Self {
            notice: Some(Notice::new(Tone::Good, "It is tried again.")),
            ..typical.clone()
        };
        vec![
            ("long", long),
            ("nobody", nobody),
            ("off", off),
            ("tried", tried),
            ("typical", typical),
            ("unlinked", unlinked),
        ]
    }
}
