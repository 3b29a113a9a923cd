//! The list of webhooks.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A webhook in the list.
#[derive(Clone, Default)]
pub struct WebhookLine {
    /// The id.
    pub id: String,
    /// The host that it posts to.
    pub host: String,
    /// What it is for.
    pub description: String,
    /// Which events, in words.
    pub events: String,
    /// How it stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// When something arrived last.
    pub last_success: String,
    /// How many events wait, in the outbox and in the audit log.
    pub waiting: String,
    /// How many were given up.
    pub given_up: i64,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/webhooks.html")]
pub struct WebhooksPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened, or what needs attention.
    pub notice: Option<Notice>,
    /// The webhooks.
    pub rows: Vec<WebhookLine>,
    /// True when there may be one more.
    pub room: bool,
}

impl Page for WebhooksPage {
    fn heading(&self) -> String {
        "Webhooks".into()
    }
}

impl WebhooksPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = WebhookLine {
            id: "whk_1".into(),
            host: "siem.example.com".into(),
            description: "Everything, for the watch desk".into(),
            events: "All events".into(),
            state: "Active",
            tone: "good",
            last_success: "3 March 2026, 09:00 UTC".into(),
            waiting: "0".into(),
            given_up: 0,
        };
        let stopped = WebhookLine {
            host: "old.example.com".into(),
            description: String::new(),
            events: "member.*, session.begun".into(),
            state: "Stopped",
            tone: "bad",
            last_success: "never".into(),
            waiting: "1,240".into(),
            given_up: 12,
            ..row.clone()
        };
        let typical = Self {
            shell: Shell::sample_console("/console/webhooks"),
            notice: Some(Notice::new(
                Tone::Warn,
                "1 webhook was stopped. Its page says why; events wait until you let them go on.",
            )),
            rows: vec![row.clone(), stopped],
            room: true,
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    notice: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/webhooks"),
                    rows: vec![
                        WebhookLine {
                            host: format!("{LONG_WORD}.example.com"),
                            description: LONG_NAME.into(),
                            events: ["member.*", "session.begun", "webhook.stopped"].join(", "),
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
