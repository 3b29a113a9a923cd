//! One access profile, or the form for a new one.

use super::Tick;
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_NAME;
use crate::view::{Fault, Field, Notice, Page};
use askama::Template;

/// One profile; without an id the form for a new one.
#[derive(Template, Clone, Default)]
#[template(path = "console/profile.html")]
pub struct ProfilePage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id; empty for a new one.
    pub id: String,
    /// The name as it is kept.
    pub kept_name: String,
    /// The name.
    pub display_name: Field,
    /// The switches.
    pub switches: Vec<Tick>,
    /// What is wrong with them.
    pub switches_fault: Option<String>,
    /// How many contacts have it.
    pub contacts: i64,
    /// The same in words.
    pub contacts_in_words: String,
}

impl Page for ProfilePage {
    fn heading(&self) -> String {
        if self.id.is_empty() {
            "New profile".into()
        } else {
            self.kept_name.clone()
        }
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("name", &self.display_name.fault),
            ("switch-1", &self.switches_fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        if self.id.is_empty() { "name" } else { "" }
    }
}

impl ProfilePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let tick = |value: &str, text: &str, ticked| Tick {
            value: value.into(),
            text: text.into(),
            detail: String::new(),
            ticked,
        };
        let new = Self {
            shell: Shell::sample_console("/console/profiles"),
            switches: vec![
                tick("see_invoices", "See invoices", false),
                tick("pay_invoices", "Pay invoices", false),
            ],
            ..Self::default()
        };
        let typical = Self {
            id: "apr_1".into(),
            kept_name: "Bookkeeper".into(),
            display_name: Field::of("Bookkeeper"),
            switches: vec![
                tick("see_invoices", "See invoices", true),
                tick("pay_invoices", "Pay invoices", false),
            ],
            contacts: 12,
            contacts_in_words: "12 contacts have it.".into(),
            ..new.clone()
        };
        vec![
            (
                "faulty",
                Self {
                    display_name: Field::at_fault(
                        "Admin",
                        "A profile that is built in has this name. Choose another name.",
                    ),
                    switches_fault: Some("This profile would allow nothing.".into()),
                    ..new.clone()
                },
            ),
            ("new", new),
            (
                "unused",
                Self {
                    kept_name: LONG_NAME.into(),
                    display_name: Field::of(LONG_NAME),
                    contacts: 0,
                    contacts_in_words: "No contact has it.".into(),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
