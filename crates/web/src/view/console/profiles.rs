//! Access profiles: the list, and one of them.

use super::Tick;
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_NAME;
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A profile in the list.
#[derive(Clone, Default)]
pub struct ProfileLine {
    /// Its page; empty for one that is built in.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it allows, in words.
    pub allows: String,
    /// How many contacts have it.
    pub contacts: String,
    /// Where they are listed.
    pub contacts_href: String,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/profiles.html")]
pub struct ProfilesPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Whether another one may be made.
    pub room: bool,
    /// The profiles.
    pub rows: Vec<ProfileLine>,
}

impl Page for ProfilesPage {
    fn heading(&self) -> String {
        "Profiles".into()
    }
}

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

impl ProfilesPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |href: &str, name: &str, allows: &str, contacts: &str| ProfileLine {
            href: href.into(),
            name: name.into(),
            allows: allows.into(),
            contacts: contacts.into(),
            contacts_href: "/console/contacts?profile=admin".into(),
        };
        let built_in = vec![
            line("", "(Revoke Access)", "–", "1,234"),
            line("", "Admin", "See invoices, Pay invoices, See tickets", "12"),
        ];
        let typical = Self {
            shell: Shell::sample_console("/console/profiles"),
            room: true,
            rows: built_in,
            ..Self::default()
        };
        let mut more = typical.clone();
        more.notice = Some(Notice::new(Tone::Good, "The profile was deleted."));
        more.rows.push(line(
            "/console/profiles/apr_1",
            LONG_NAME,
            "See quotes",
            "0",
        ));
        vec![("long", more), ("typical", typical)]
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
