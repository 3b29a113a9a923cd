//! Jobs and dead letters.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A job.
#[derive(Clone, Default)]
pub struct JobLine {
    /// The id.
    pub id: String,
    /// What it is about.
    pub about: String,
    /// Where it stands, in words.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or when it ended.
    pub due: String,
    /// Why it did not leave.
    pub fault: String,
    /// True when it can be tried now.
    pub may_retry: bool,
    /// True when it was given up.
    pub dead: bool,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/jobs.html")]
pub struct JobsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Filter: state.
    pub states: Vec<Choice>,
    /// Filter: text.
    pub query: String,
    /// How many wait.
    pub waiting: i64,
    /// How many were given up.
    pub dead: i64,
    /// The jobs.
    pub rows: Vec<JobLine>,
    /// Where older jobs are.
    pub next: Option<String>,
}

impl Page for JobsPage {
    fn heading(&self) -> String {
        "Jobs".into()
    }
}

impl JobsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = JobLine {
            id: "out_1".into(),
            about: "Activation to technician@example.com".into(),
            state: "Sent",
            tone: "good",
            attempts: 1,
            due: "3 March 2026, 09:00 UTC".into(),
            ..JobLine::default()
        };
        let dead = JobLine {
            about: "Sign-out at portal".into(),
            state: "Given up",
            tone: "bad",
            attempts: 8,
            fault: "the receiver answered 502".into(),
            may_retry: true,
            dead: true,
            ..row.clone()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/jobs"),
            states: Choice::of([("", "Any state"), ("dead", "Given up")], ""),
            waiting: 2,
            dead: 1,
            rows: vec![dead.clone(), row],
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    waiting: 0,
                    dead: 0,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/jobs"),
                    notice: Some(Notice::new(Tone::Good, "It is tried again now.")),
                    rows: vec![
                        JobLine {
                            about: format!("Activation to {LONG_MAIL}"),
                            fault: LONG_NAME.into(),
                            ..dead
                        };
                        2
                    ],
                    next: Some("?before=out_1".into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
