//! Her name and address.

use askama::Template;

use super::Shell;
use crate::view::{
    Fault, Field, Notice, Page, Tone,
    sample_words::{LONG_MAIL, LONG_NAME, OWNER},
};
use crate::words::{InWords, Words};
use kernel::email::EmailFault;
use kernel::name::NameFault;

/// Posts `csrf` and `display_name` to itself, `csrf` and `email` to `email_action`.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_profile.html")]
pub struct MyProfile {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// `display_name`.
    pub display_name: Field,
    /// Her address as it counts.
    pub email: String,
    /// The address that waits for its confirmation.
    pub waiting: Option<String>,
    /// `email`: the new address.
    pub new_email: Field,
    /// Her username, when she has one.
    pub username: Option<String>,
    /// Her hub role in words.
    pub role: String,
    /// Where the form for the name posts to.
    pub action: String,
    /// Where the form for the address posts to.
    pub email_action: String,
}

impl Page for MyProfile {
    fn heading(&self) -> String {
        self.shell.words.nav_profile().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("display_name", &self.display_name.fault),
            ("email", &self.new_email.fault),
        ])
    }
}

impl MyProfile {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample(words, "/settings/profile"),
            notice: None,
            display_name: Field::of("Demo Owner"),
            email: OWNER.into(),
            waiting: None,
            new_email: Field::default(),
            username: Some("demo.owner".into()),
            role: words.role_master().into(),
            action: "/settings/profile".into(),
            email_action: "/settings/email".into(),
        };
        vec![
            (
                "waiting",
                Self {
                    waiting: Some("new@example.com".into()),
                    notice: Some(Notice::new(Tone::Info, words.profile_email_asked())),
                    ..typical.clone()
                },
            ),
            (
                "faulty",
                Self {
                    display_name: Field::at_fault("", NameFault::Empty.in_words(words)),
                    new_email: Field::at_fault("owner@", EmailFault::Form.in_words(words)),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/profile"),
                    display_name: Field::of(LONG_NAME),
                    email: LONG_MAIL.into(),
                    waiting: Some(LONG_MAIL.into()),
                    username: None,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
