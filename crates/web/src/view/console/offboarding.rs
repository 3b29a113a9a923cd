//! The report of an offboarding.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use askama::Template;

/// One thing that had to end.
#[derive(Clone, Default)]
pub struct EndLine {
    /// What.
    pub what: String,
    /// What is known of it, in a word or two.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// By what that is known, or what is to be done.
    pub how: String,
    /// The module's own words, where something went wrong.
    pub fault: String,
}

/// The report.
#[derive(Template, Clone, Default)]
#[template(path = "console/offboarding.html")]
pub struct OffboardingPage {
    /// The frame.
    pub shell: Shell,
    /// The id.
    pub id: String,
    /// The member's id.
    pub member: String,
    /// Her name as it was.
    pub name: String,
    /// Her address as it was.
    pub email: String,
    /// When.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whether she is deleted after the grace.
    pub deletes: bool,
    /// When she was brought back; empty when she was not.
    pub over: String,
    /// Where the whole stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// Whether the page looks again by itself.
    pub under_way: bool,
    /// Everything that had to end.
    pub lines: Vec<EndLine>,
    /// API keys that she had made.
    pub api_keys: Vec<String>,
    /// When this was looked at.
    pub looked_at: String,
}

impl Page for OffboardingPage {
    fn heading(&self) -> String {
        format!("{} has left", self.name)
    }
}

impl OffboardingPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |what: &str, state, tone, how: &str, fault: &str| EndLine {
            what: what.into(),
            state,
            tone,
            how: how.into(),
            fault: fault.into(),
        };
        let hub = line(
            "Sign-in at the hub",
            "Proved",
            "good",
            "2 sessions at the hub ended at once. She cannot sign in any more.",
            "",
        );
        let complete = Self {
            shell: Shell::sample_console("/console/offboardings"),
            id: "off_1".into(),
            member: "mem_1".into(),
            name: "Demo Technician".into(),
            email: "technician@example.com".into(),
            at: "27 November 2026, 10:12".into(),
            by: "Demo Owner".into(),
            reason: "Last day in the field team".into(),
            state: "Complete",
            tone: "good",
            lines: vec![
                hub.clone(),
                line(
                    "Sessions and local login at Partner Portal",
                    "Done, by its word",
                    "good",
                    "It was told and has confirmed on 27 November 2026, 10:12.",
                    "",
                ),
                line(
                    "Account u-17 at Partner Portal (Example MSP)",
                    "Proved",
                    "good",
                    "Read at the module to be inactive or gone on 27 November 2026, 10:12.",
                    "",
                ),
            ],
            looked_at: "27 November 2026, 10:13".into(),
            ..Self::default()
        };
        let open = Self {
            state: "Something is left",
            tone: "bad",
            deletes: true,
            lines: vec![
                hub.clone(),
                line(
                    "Account u-17 at Partner Portal (Example MSP)",
                    "Owed",
                    "bad",
                    "The module has not done it. Look at it there.",
                    "the module answered 500",
                ),
                line(
                    "Account at Documentation",
                    "By hand",
                    "warn",
                    "Whether an account of her own is left there the hub cannot see.",
                    "",
                ),
            ],
            api_keys: vec!["Nightly report (…x7Qd)".into()],
            ..complete.clone()
        };
        let under_way = Self {
            state: "Under way",
            tone: "info",
            under_way: true,
            ..complete.clone()
        };
        let over = Self {
            state: "Brought back",
            tone: "",
            over: "28 November 2026, 9:00".into(),
            ..complete.clone()
        };
        let long = Self {
            name: LONG_NAME.into(),
            email: LONG_MAIL.into(),
            reason: LONG_COMPANY.into(),
            lines: vec![
                hub,
                line(LONG_COMPANY, "Owed", "bad", LONG_COMPANY, LONG_COMPANY),
            ],
            ..open.clone()
        };
        vec![
            ("complete", complete),
            ("long", long),
            ("open", open),
            ("over", over),
            ("under-way", under_way),
        ]
    }
}
