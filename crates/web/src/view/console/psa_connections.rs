//! The list of connections to PSAs.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A connection in the list.
#[derive(Clone, Default)]
pub struct PsaConnectionLine {
    /// The id.
    pub id: String,
    /// `ConnectWise (training)`.
    pub name: String,
    /// The host.
    pub host: String,
    /// The company.
    pub company: String,
    /// How it stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// How the last test went.
    pub test: &'static str,
    /// The colour of that.
    pub test_tone: &'static str,
    /// When it was; empty where there was none.
    pub tested: String,
    /// How its reading stands.
    pub pass: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/psa_connections.html")]
pub struct PsaConnectionsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The connections.
    pub rows: Vec<PsaConnectionLine>,
    /// True when there may be one more.
    pub room: bool,
}

impl Page for PsaConnectionsPage {
    fn heading(&self) -> String {
        "PSA connections".into()
    }
}

impl PsaConnectionsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = PsaConnectionLine {
            id: "psa_1".into(),
            name: "ConnectWise (training)".into(),
            host: "na.myconnectwise.net".into(),
            company: "training".into(),
            state: "Active",
            tone: "good",
            test: "Passed",
            test_tone: "good",
            tested: "3 March 2026, 09:00 UTC".into(),
            pass: "3 March 2026, 09:05 UTC".into(),
        };
        let failed = PsaConnectionLine {
            name: "Kaseya BMS (Europe)".into(),
            host: "bmsemea.kaseya.com".into(),
            company: "Example MSP".into(),
            state: "Paused",
            tone: "info",
            test: "Failed",
            test_tone: "bad",
            pass: "The PSA does not accept these keys.".into(),
            ..row.clone()
        };
        let fresh = PsaConnectionLine {
            name: "ConnectWise (own server)".into(),
            host: "cw.example.com".into(),
            test: "Not tested",
            test_tone: "warn",
            tested: String::new(),
            pass: "Not read yet".into(),
            ..row.clone()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/psa"),
            rows: vec![row.clone(), failed, fresh],
            room: true,
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    notice: Some(Notice::new(Tone::Good, "The connection was forgotten.")),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/psa"),
                    rows: vec![
                        PsaConnectionLine {
                            name: format!("ConnectWise ({LONG_NAME})"),
                            host: format!("{LONG_WORD}.example.com"),
                            company: LONG_WORD.into(),
                            pass: LONG_NAME.into(),
                            ..row
                        };
                        2
                    ],
                    room: false,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
