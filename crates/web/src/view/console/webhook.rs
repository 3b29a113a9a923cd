//! One webhook: where to, which events, its secrets, what left and what did not.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A secret that signs.
#[derive(Clone, Default)]
pub struct WebhookSecretLine {
    /// The id.
    pub id: String,
    /// When it was made.
    pub made: String,
    /// When it ends; empty for the newest.
    pub ends: String,
}

/// A delivery of the log.
#[derive(Clone, Default)]
pub struct DeliveryLine {
    /// The id.
    pub id: String,
    /// What was done.
    pub event: String,
    /// The number of the entry; empty for a test.
    pub seq: String,
    /// Where it stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or when it ended.
    pub due: String,
    /// What the receiver answered, or why not: status and time.
    pub outcome: String,
    /// The first bytes of the answer.
    pub answer: String,
}

/// The webhook; without an id the form for a new one.
#[derive(Template, Clone, Default)]
#[template(path = "console/webhook.html")]
pub struct WebhookPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id; empty for a new webhook.
    pub id: String,
    /// The host, as it is kept.
    pub host: String,
    /// How it stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// Why the hub holds it back, or since when it fails; empty when all is well.
    pub trouble: String,
    /// True when events leave.
    pub active: bool,
    /// A secret that was just made, shown now and never again.
    pub new_secret: Option<String>,
    /// When something arrived last.
    pub last_success: String,
    /// How many events wait in the outbox.
    pub waiting: String,
    /// How many entries were not looked at yet.
    pub behind: String,
    /// How many were given up.
    pub given_up: i64,
    /// The address.
    pub address: Field,
    /// What it is for.
    pub description: Field,
    /// The events, one pattern a line.
    pub events: Field,
    /// Its secrets.
    pub secrets: Vec<WebhookSecretLine>,
    /// How long the old secret signs on.
    pub overlaps: Vec<Choice>,
    /// Filter: state.
    pub states: Vec<Choice>,
    /// Filter: event.
    pub event: String,
    /// True when the log is filtered.
    pub filtered: bool,
    /// The log.
    pub rows: Vec<DeliveryLine>,
    /// Where older deliveries are.
    pub next: Option<String>,
    /// From when everything is to be sent again.
    pub since: Field,
    /// How many events that would be; none before somebody asked.
    pub preview: Option<String>,
}

impl Page for WebhookPage {
    fn heading(&self) -> String {
        if self.id.is_empty() {
            "New webhook".into()
        } else {
            self.host.clone()
        }
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("address", &self.address.fault),
            ("description", &self.description.fault),
            ("events", &self.events.fault),
            ("since", &self.since.fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        if self.id.is_empty() { "address" } else { "" }
    }
}

/// Patterns that are often wanted, with what they stand for.
pub const COMMON_EVENTS: &[(&str, &str)] = &[
    ("*", "everything"),
    ("session.*", "people sign in and out"),
    ("sign_in.refused", "a password or code was wrong"),
    ("member.*", "members change, are deactivated, deleted"),
    ("person.*", "people are invited and activated"),
    ("factors.reset", "second factors were taken away"),
    ("passkey.*", "passkeys come and go"),
    ("grant.*", "modules are granted and taken back"),
    ("group.*", "groups change, people join and leave"),
    ("module.refused", "somebody was not let into a module"),
    ("client_secret.*", "secrets of clients"),
    ("webhook.*", "webhooks themselves"),
];

impl WebhookPage {
    /// Patterns that are often wanted.
    pub fn common(&self) -> &'static [(&'static str, &'static str)] {
        COMMON_EVENTS
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let new = Self {
            shell: Shell::sample_console("/console/webhooks"),
            events: Field::of("*"),
            ..Self::default()
        };
        let sent = DeliveryLine {
            id: "out_1".into(),
            event: "member.deactivated".into(),
            seq: "4711".into(),
            state: "Sent",
            tone: "good",
            attempts: 1,
            due: "3 March 2026, 09:00 UTC".into(),
            outcome: "200 in 84 ms".into(),
            answer: "ok".into(),
        };
        let dead = DeliveryLine {
            state: "Given up",
            tone: "bad",
            attempts: 30,
            outcome: "the receiver answered 500".into(),
            answer: "<h1>Internal error</h1>".into(),
            ..sent.clone()
        };
        let test = DeliveryLine {
            event: "webhook.test".into(),
            seq: String::new(),
            state: "Waiting",
            tone: "warn",
            outcome: "the receiver could not be reached: connection refused".into(),
            answer: String::new(),
            ..sent.clone()
        };
        let typical = Self {
            id: "whk_1".into(),
            host: "siem.example.com".into(),
            state: "Active",
            tone: "good",
            active: true,
            last_success: "3 March 2026, 09:00 UTC".into(),
            waiting: "1".into(),
            behind: "0".into(),
            given_up: 1,
            address: Field::of("https://siem.example.com/in"),
            description: Field::of("Everything, for the watch desk"),
            secrets: vec![WebhookSecretLine {
                id: "whs_1".into(),
                made: "1 March 2026, 09:00 UTC".into(),
                ends: String::new(),
            }],
            overlaps: Choice::of([("24", "24 hours"), ("0", "not at all")], "24"),
            states: Choice::of([("", "Any state"), ("dead", "Given up")], ""),
            rows: vec![test, dead.clone(), sent],
            ..new.clone()
        };
        let two = vec![
            typical.secrets[0].clone(),
            WebhookSecretLine {
                id: "whs_2".into(),
                made: "1 January 2026, 09:00 UTC".into(),
                ends: "4 March 2026, 09:00 UTC".into(),
            },
        ];
        vec![
            (
                "faulty",
                Self {
                    address: Field::at_fault(LONG_WORD, "Events cannot be sent to this address."),
                    events: Field::at_fault(
                        "members",
                        "Line 1 is no event: write member.deactivated, member.* or *.",
                    ),
                    ..typical.clone()
                },
            ),
            (
                "made",
                Self {
                    notice: Some(Notice::new(Tone::Good, "The webhook was made.")),
                    new_secret: Some("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".into()),
                    secrets: two,
                    rows: vec![],
                    given_up: 0,
                    ..typical.clone()
                },
            ),
            (
                "stopped",
                Self {
                    state: "Stopped",
                    tone: "bad",
                    active: false,
                    trouble: "Stopped by the hub: nothing arrived for 3 days.".into(),
                    waiting: "100".into(),
                    behind: "1,140".into(),
                    ..typical.clone()
                },
            ),
            (
                "preview",
                Self {
                    since: Field::of("2026-03-01T00:00"),
                    preview: Some(
                        "1,204 events would be sent again, in their order. Nothing has left yet."
                            .into(),
                    ),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/webhooks"),
                    host: format!("{LONG_WORD}.example.com"),
                    rows: vec![
                        DeliveryLine {
                            answer: LONG_NAME.repeat(6),
                            outcome: LONG_NAME.into(),
                            ..dead
                        };
                        2
                    ],
                    next: Some("?before=out_1".into()),
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    rows: vec![],
                    given_up: 0,
                    last_success: "never".into(),
                    ..typical.clone()
                },
            ),
            ("new", new),
            ("typical", typical),
        ]
    }
}
