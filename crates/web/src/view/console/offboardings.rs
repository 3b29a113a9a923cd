//! The list of offboardings.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use askama::Template;

/// One of them.
#[derive(Clone, Default)]
pub struct OffboardingLine {
    /// The id.
    pub id: String,
    /// Who left.
    pub name: String,
    /// Her address as it was.
    pub email: String,
    /// Two letters.
    pub initials: String,
    /// When.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/offboardings.html")]
pub struct OffboardingsPage {
    /// The frame.
    pub shell: Shell,
    /// The rows.
    pub rows: Vec<OffboardingLine>,
    /// What is looked for.
    pub search: String,
    /// Where the next page is.
    pub next: Option<String>,
}

impl Page for OffboardingsPage {
    fn heading(&self) -> String {
        "Offboarding".into()
    }
}

impl OffboardingsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, email: &str, reason: &str, state, tone| OffboardingLine {
            id: "off_1".into(),
            name: name.into(),
            email: email.into(),
            initials: "DT".into(),
            at: "27 November 2026, 10:12".into(),
            by: "Demo Owner".into(),
            reason: reason.into(),
            state,
            tone,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/offboardings"),
            rows: vec![
                line(
                    "Demo Technician",
                    "technician@example.com",
                    "Last day in the field team",
                    "Complete",
                    "good",
                ),
                line(
                    "Demo Sales",
                    "sales@example.com",
                    "",
                    "Something is left",
                    "bad",
                ),
            ],
            ..Self::default()
        };
        let none = Self {
            rows: Vec::new(),
            ..typical.clone()
        };
        let nobody = Self {
            search: "nobody".into(),
            ..none.clone()
        };
        let long = Self {
            rows: vec![line(
                LONG_NAME,
                LONG_MAIL,
                LONG_COMPANY,
                "Under way",
                "info",
            )],
            next: Some("/console/offboardings?before=off_1".into()),
            ..typical.clone()
        };
        vec![
            ("long", long),
            ("nobody", nobody),
            ("none", none),
            ("typical", typical),
        ]
    }
}
