//! The mail server: typed, tested, taken into use.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// The form with what is in use and what came of a test.
#[derive(Template, Clone, Default)]
#[template(path = "console/mail_server.html")]
pub struct MailServerPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened, or what came of the test.
    pub notice: Option<Notice>,
    /// What is in use, in words.
    pub in_use: String,
    /// True when the console's settings are in use, not those of the file.
    pub own: bool,
    /// True when something waits to be taken into use.
    pub draft: bool,
    /// True while a test is on its way.
    pub testing: bool,
    /// The host.
    pub host: Field,
    /// The port.
    pub port: Field,
    /// How the connection is protected.
    pub encryption: Vec<Choice>,
    /// The name to log in with.
    pub username: Field,
    /// True when a password is kept.
    pub has_password: bool,
    /// What is wrong with name and password.
    pub login_fault: Option<String>,
    /// The sender.
    pub sender: Field,
    /// Where the test goes.
    pub to: String,
}

impl Page for MailServerPage {
    fn heading(&self) -> String {
        "Mail server".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("host", &self.host.fault),
            ("port", &self.port.fault),
            ("username", &self.username.fault),
            ("password", &self.login_fault),
            ("from", &self.sender.fault),
        ])
    }
}

impl MailServerPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/settings"),
            in_use: "The server of the settings file".into(),
            host: Field::of("smtp.example.com"),
            port: Field::of("587"),
            encryption: Choice::of([("starttls", "STARTTLS"), ("tls", "TLS")], "starttls"),
            username: Field::of("hub"),
            sender: Field::of("Example MSP <no-reply@example.com>"),
            to: "owner@example.com".into(),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    host: Field::at_fault(LONG_WORD, "Type the name of the mail server."),
                    login_fault: Some("User name and password go together.".into()),
                    ..typical.clone()
                },
            ),
            (
                "tested",
                Self {
                    notice: Some(Notice::new(
                        Tone::Good,
                        "The server has taken the test mail. Look whether it arrived, then take the server into use.",
                    )),
                    draft: true,
                    has_password: true,
                    ..typical.clone()
                },
            ),
            (
                "failed",
                Self {
                    notice: Some(Notice::new(
                        Tone::Bad,
                        "The test mail did not leave: connection refused",
                    )),
                    draft: true,
                    own: true,
                    to: LONG_MAIL.into(),
                    in_use: "smtp.example.com, port 587".into(),
                    ..typical.clone()
                },
            ),
            (
                "testing",
                Self {
                    testing: true,
                    draft: true,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
