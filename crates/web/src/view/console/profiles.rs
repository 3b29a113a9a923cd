//! Access profiles.

use crate::view::hub::Shell;
use crate::view::sample_words::LONG_NAME;
use crate::view::{Notice, Page, Tone};
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
