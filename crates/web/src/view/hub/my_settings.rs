//! My Settings: what the hub knows about her, and her sessions.

use askama::Template;

use super::Shell;
use crate::view::{
    Notice, Page, Tone,
    sample_words::{LONG_MAIL, LONG_NAME, LONG_WORD, MOMENT, OWNER},
};
use crate::words::Words;

/// One second factor.
#[derive(Clone, Default)]
pub struct FactorRow {
    /// What it is: an authenticator, a passkey.
    pub kind: String,
    /// When it was added, in words.
    pub added: String,
    /// When it was used last, in words.
    pub last_used: String,
}

/// One session of hers.
#[derive(Clone, Default)]
pub struct SessionRow {
    /// Browser and system, in words.
    pub device: String,
    /// IP address it was last seen from.
    pub address: String,
    /// When it began, in words.
    pub started: String,
    /// When it was last seen, in words.
    pub last_seen: String,
    /// True for the session that asks.
    pub current: bool,
    /// What is posted as `session` to end it; never the session's secret.
    pub id: String,
}

/// Facts and sessions. Ending one posts `csrf` and `session` to `end_action`.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_settings.html")]
pub struct MySettings {
    /// The frame.
    pub shell: Shell,
    /// Her address.
    pub email: String,
    /// Her username, when she has one.
    pub username: Option<String>,
    /// Her hub role in words.
    pub role: String,
    /// Her second factors.
    pub factors: Vec<FactorRow>,
    /// How many recovery codes are not used yet.
    pub recovery_codes_left: u64,
    /// Her sessions, the present one first.
    pub sessions: Vec<SessionRow>,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Where the form of each session posts to.
    pub end_action: String,
}

impl Page for MySettings {
    fn heading(&self) -> String {
        self.shell.words.my_settings().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MySettings {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let here = SessionRow {
            device: words.browser("Firefox on Linux"),
            address: "192.0.2.14".into(),
            started: words.at(MOMENT),
            last_seen: words.at(MOMENT),
            current: true,
            id: "ses_1".into(),
        };
        let phone = SessionRow {
            device: words.browser("Safari on iPhone"),
            address: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
            started: words.at(MOMENT),
            last_seen: words.at(MOMENT),
            current: false,
            id: "ses_2".into(),
        };
        let typical = Self {
            shell: Shell::sample(words, "/settings"),
            email: OWNER.into(),
            username: Some("demo.owner".into()),
            role: words.role_master().into(),
            factors: vec![FactorRow {
                kind: words.authenticator().into(),
                added: words.at(MOMENT),
                last_used: words.at(MOMENT),
            }],
            recovery_codes_left: 8,
            sessions: vec![here.clone(), phone.clone()],
            notice: None,
            end_action: "/settings/sessions/end".into(),
        };
        let odd = SessionRow {
            device: LONG_WORD.into(),
            ..phone
        };
        vec![
            (
                "notice",
                Self {
                    notice: Some(Notice::new(Tone::Good, words.session_ended())),
                    sessions: vec![here.clone()],
                    ..typical.clone()
                },
            ),
            (
                "few-codes",
                Self {
                    recovery_codes_left: 1,
                    username: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings"),
                    email: LONG_MAIL.into(),
                    username: Some(LONG_WORD.into()),
                    role: LONG_NAME.into(),
                    factors: vec![
                        FactorRow {
                            kind: LONG_NAME.into(),
                            ..typical.factors[0].clone()
                        };
                        3
                    ],
                    recovery_codes_left: 0,
                    sessions: [vec![here], vec![odd; 11]].concat(),
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    factors: vec![],
                    sessions: vec![],
                    recovery_codes_left: 0,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
