//! Readiness: who gets into a module, who does not, and what mends it.

use super::{Choice, Pager};
use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME, OWNER};
use askama::Template;

/// A person and what comes of her.
#[derive(Clone, Default)]
pub struct ReadinessLine {
    /// Her page; empty for an end user.
    pub href: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// True when she gets in.
    pub open: bool,
    /// By which way, or why not.
    pub why: String,
    /// What mends it.
    pub remedy: String,
    /// The refusal's code.
    pub code: String,
}

/// How many come to one outcome.
#[derive(Clone, Default)]
pub struct ReadinessCount {
    /// The outcome in words.
    pub text: String,
    /// The colour.
    pub tone: &'static str,
    /// How many.
    pub count: String,
    /// What mends it.
    pub remedy: String,
    /// Where these alone are shown.
    pub href: String,
}

/// The check of one module.
#[derive(Template, Clone, Default)]
#[template(path = "console/readiness.html")]
pub struct ReadinessPage {
    /// The frame.
    pub shell: Shell,
    /// The modules to choose from.
    pub modules: Vec<Choice>,
    /// The groups to choose from.
    pub groups: Vec<Choice>,
    /// The outcomes to choose from.
    pub shows: Vec<Choice>,
    /// The module's name; empty when there is none.
    pub module: String,
    /// The outcomes, the most frequent first.
    pub counts: Vec<ReadinessCount>,
    /// The people.
    pub rows: Vec<ReadinessLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// The choice as a query, for the export.
    pub filter: String,
}

impl Page for ReadinessPage {
    fn heading(&self) -> String {
        "Readiness".into()
    }
}

impl ReadinessPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/readiness"),
            modules: Choice::of([("ins_1", "Partner Portal")], "ins_1"),
            groups: Choice::of([("", "Everybody"), ("grp_1", "Technicians")], ""),
            shows: Choice::of([("", "All outcomes"), ("no", "Shut out")], ""),
            module: "Partner Portal".into(),
            counts: vec![
                ReadinessCount {
                    text: "Gets in".into(),
                    tone: "good",
                    count: "40".into(),
                    remedy: String::new(),
                    href: "?show=yes".into(),
                },
                ReadinessCount {
                    text: "This module was not granted to you.".into(),
                    tone: "bad",
                    count: "2".into(),
                    remedy: "Ask a master to grant it to you or to one of your groups.".into(),
                    href: "?show=not_granted".into(),
                },
            ],
            rows: vec![
                ReadinessLine {
                    href: "/console/members/mem_1".into(),
                    initials: "DO".into(),
                    name: "Demo Owner".into(),
                    email: OWNER.into(),
                    open: true,
                    why: "Granted to her".into(),
                    ..ReadinessLine::default()
                },
                ReadinessLine {
                    href: "/console/members/mem_2".into(),
                    initials: "DS".into(),
                    name: "Demo Sales".into(),
                    email: "sales@example.com".into(),
                    why: "This module was not granted to you.".into(),
                    remedy: "Ask a master to grant it to you or to one of your groups.".into(),
                    code: "not_granted".into(),
                    ..ReadinessLine::default()
                },
            ],
            pager: Pager::of("/console/readiness", "", 1, 50, 42),
            filter: "module=ins_1".into(),
        };
        vec![
            (
                "no-module",
                Self {
                    shell: Shell::sample_console("/console/readiness"),
                    ..Self::default()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/readiness"),
                    rows: vec![
                        ReadinessLine {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            ..typical.rows[1].clone()
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
