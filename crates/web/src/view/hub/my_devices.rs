//! Where she is signed in, and which browsers are known to be hers.

use askama::Template;

use super::{SessionRow, Shell};
use crate::view::{
    Notice, Page, Tone,
    sample_words::{LONG_WORD, MOMENT},
};
use crate::words::Words;

/// One known browser.
#[derive(Clone, Default)]
pub struct DeviceRow {
    /// What is posted as `device` to forget it; a digest, never its cookie.
    pub id: String,
    /// The browser in words.
    pub device: String,
    /// When she first signed in with it, in words.
    pub first: String,
    /// When last, in words.
    pub last: String,
    /// True for the one that asks.
    pub current: bool,
}

/// Lists sessions and known browsers.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_devices.html")]
pub struct MyDevices {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Her sessions, newest first.
    pub sessions: Vec<SessionRow>,
    /// Her known browsers, newest first.
    pub devices: Vec<DeviceRow>,
}

impl Page for MyDevices {
    fn heading(&self) -> String {
        self.shell.words.nav_devices().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyDevices {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let session = SessionRow {
            device: words.browser("Firefox on Linux"),
            address: "192.0.2.14".into(),
            started: words.at(MOMENT),
            last_seen: words.at(MOMENT),
            current: true,
            id: "ses_1".into(),
        };
        let other = SessionRow {
            device: words.browser("Safari on iPhone"),
            address: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
            current: false,
            ..session.clone()
        };
        let device = DeviceRow {
            id: "00ff".into(),
            device: words.browser("Firefox on Linux"),
            first: words.at(MOMENT),
            last: words.at(MOMENT),
            current: true,
        };
        let forgettable = DeviceRow {
            current: false,
            device: words.browser("Edge on Windows"),
            ..device.clone()
        };
        let typical = Self {
            shell: Shell::sample(words, "/settings/devices"),
            notice: None,
            sessions: vec![session.clone(), other.clone()],
            devices: vec![device, forgettable.clone()],
        };
        vec![
            (
                "only-here",
                Self {
                    sessions: vec![session],
                    devices: vec![],
                    notice: Some(Notice::new(Tone::Good, words.session_others_ended())),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/devices"),
                    sessions: vec![
                        SessionRow {
                            device: LONG_WORD.into(),
                            ..other
                        };
                        9
                    ],
                    devices: vec![
                        DeviceRow {
                            device: LONG_WORD.into(),
                            ..forgettable
                        };
                        9
                    ],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
