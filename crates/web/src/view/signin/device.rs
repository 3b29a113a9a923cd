//! Signing in on a device that shows a code (RFC 8628, 3.3).

use askama::Template;

use crate::view::{
    Fault, Field, Page,
    sample_words::{LONG_COMPANY, LONG_MAIL, OWNER},
};

/// Asks for the code. Posts `code` and `csrf`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/device_code.html")]
pub struct DeviceCode {
    /// The form token.
    pub csrf: String,
    /// Who is signed in.
    pub who: String,
    /// `code`.
    pub code: Field,
}

impl Page for DeviceCode {
    fn heading(&self) -> String {
        "Connect a device".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("code", &self.code.fault)])
    }
    fn first_field(&self) -> &'static str {
        "code"
    }
}

impl DeviceCode {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            who: OWNER.into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    code: Field::at_fault(
                        "WDJB-MJHX",
                        "No device shows this code, or it has waited for too long. Compare it letter by letter, or begin again on the device for a new one.",
                    ),
                    ..empty.clone()
                },
            ),
            (
                "typical",
                Self {
                    code: Field::of("WDJB-MJHT"),
                    ..empty.clone()
                },
            ),
            ("empty", empty),
        ]
    }
}

/// Shows what the device wants. Posts `code`, `csrf` and `answer`: `allow` or `deny`.
#[derive(Template, Clone, Default)]
#[template(path = "signin/device_question.html")]
pub struct DeviceQuestion {
    /// The form token.
    pub csrf: String,
    /// Who is signed in.
    pub who: String,
    /// The code, as the device shows it.
    pub code: String,
    /// The module.
    pub module: String,
    /// The network address that the device began from.
    pub begun_from: String,
    /// When, in words.
    pub begun: String,
}

impl Page for DeviceQuestion {
    fn heading(&self) -> String {
        "Allow this device?".into()
    }
}

impl DeviceQuestion {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            who: OWNER.into(),
            code: "WDJB-MJHT".into(),
            module: "Command line tool".into(),
            begun_from: "192.0.2.17".into(),
            begun: "less than a minute ago".into(),
            ..Self::default()
        };
        let long = Self {
            who: LONG_MAIL.into(),
            module: LONG_COMPANY.into(),
            begun_from: "2001:db8:1234:5678:9abc:def0:1234:5678".into(),
            begun: "9 minutes ago".into(),
            ..typical.clone()
        };
        vec![("typical", typical), ("long", long)]
    }
}

/// Says what came of it.
#[derive(Template, Clone, Default)]
#[template(path = "signin/device_done.html")]
pub struct DeviceDone {
    /// The module.
    pub module: String,
    /// Whether it was allowed.
    pub allow: bool,
}

impl Page for DeviceDone {
    fn heading(&self) -> String {
        if self.allow {
            "The device is connected".into()
        } else {
            "The device was turned away".into()
        }
    }
}

impl DeviceDone {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            module: "Command line tool".into(),
            allow: true,
        };
        let denied = Self {
            allow: false,
            ..typical.clone()
        };
        vec![("typical", typical), ("denied", denied)]
    }
}
