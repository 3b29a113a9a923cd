//! The rules of a partner for its people.

use crate::view::hub::Shell;
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// Networks and session times.
#[derive(Template, Clone, Default)]
#[template(path = "console/settings.html")]
pub struct SettingsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The networks, one a line.
    pub networks: Field,
    /// The reader's own address.
    pub own_address: String,
    /// Minutes without use.
    pub idle: Field,
    /// Hours in all.
    pub absolute: Field,
    /// The fewest characters of a new password.
    pub password_length: Field,
    /// The models of authenticators that may be registered, one a line.
    pub models: Field,
    /// What the installation allows at most: minutes and hours.
    pub most: (i64, i64),
    /// What was read, to see changes by others.
    pub read: String,
    /// True when the reader may set the mail server.
    pub mail: bool,
}

impl Page for SettingsPage {
    fn heading(&self) -> String {
        "Settings".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("networks", &self.networks.fault),
            ("idle", &self.idle.fault),
            ("absolute", &self.absolute.fault),
            ("password_length", &self.password_length.fault),
            ("models", &self.models.fault),
        ])
    }
}

impl SettingsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/settings"),
            networks: Field::of("203.0.113.0/24\n2001:db8::/32"),
            own_address: "203.0.113.9".into(),
            idle: Field::of("60"),
            absolute: Field::of(""),
            password_length: Field::of("14"),
            models: Field::of(""),
            most: (240, 12),
            read: "{}".into(),
            mail: true,
            notice: None,
        };
        vec![
            (
                "faulty",
                Self {
                    networks: Field::at_fault(
                        "198.51.100.0/24",
                        "Your own address 203.0.113.9 is in none of these networks. Add your own address, or set the list from a network that is in it.",
                    ),
                    models: Field::at_fault(
                        "any key",
                        "“any key” is no model of an authenticator. Write one AAGUID a line, such as ee882879-721c-4913-9775-3dfcce97072a.",
                    ),
                    idle: Field::at_fault("1", "A session lasts at least 5 minutes."),
                    ..typical.clone()
                },
            ),
            (
                "saved",
                Self {
                    notice: Some(Notice::new(
                        Tone::Good,
                        "Saved. It counts from everybody's next click.",
                    )),
                    mail: false,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
