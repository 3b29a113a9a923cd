//! Where she is signed in, and which browsers are known to be hers.

use askama::Template;

use super::{SessionRow, Shell};
use crate::view::{Notice, Page, Tone, sample_words::LONG_WORD};

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
        "Sessions and devices".into()
    }
}

impl MyDevices {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let session = SessionRow {
            device: "Firefox on Linux".into(),
            address: "192.0.2.14".into(),
            started: "today at 08:03".into(),
            last_seen: "now".into(),
            current: true,
            id: "ses_1".into(),
        };
        let other = SessionRow {
            device: "Safari on iPhone".into(),
            address: "2001:db8:4f2:9a00:1c3d:77ff:fe21:84b0".into(),
            current: false,
            ..session.clone()
        };
        let device = DeviceRow {
            id: "00ff".into(),
            device: "Firefox on Linux".into(),
            first: "3 March 2026".into(),
            last: "today at 08:03".into(),
            current: true,
        };
        let forgettable = DeviceRow {
            current: false,
            device: "Edge on Windows".into(),
            ..device.clone()
        };
        let typical = Self {
            shell: Shell::sample("My Settings"),
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
                    notice: Some(Notice::new(Tone::Good, "2 sessions were ended.")),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long("My Settings"),
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
