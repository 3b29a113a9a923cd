//! What stands around every page of the hub: bar, navigation, account menu.

use crate::view::console;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME, OWNER};
use crate::words::{ENGLISH, Words};

/// One entry of the navigation.
#[derive(Clone, Default)]
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// True for the page that is shown.
    pub current: bool,
}

/// The frame of a page for somebody who is signed in.
#[derive(Clone, Default)]
pub struct Shell {
    /// What the frame says.
    pub words: Words,
    /// Name of the partner for whom she acts.
    pub partner: String,
    /// Her name.
    pub person: String,
    /// One or two letters for the round picture.
    pub initials: String,
    /// Her address.
    pub email: String,
    /// Token that ties every form of the page to the session; posted as `csrf`.
    pub csrf: String,
    /// The account chooser, when she belongs to more than one partner.
    pub switch_href: Option<String>,
    /// The navigation, one entry current.
    pub nav: Vec<NavItem>,
    /// The console's part of it, for masters: heading and entries.
    pub console: Vec<(&'static str, Vec<NavItem>)>,
}

impl Shell {
    /// The hub's entries of somebody who is at home at `home`, with those of My Settings while she
    /// is there; `current` is the address of the page that is shown.
    pub fn nav(words: &Words, home: &str, current: &str) -> Vec<NavItem> {
        let mut entries = vec![
            (home, words.my_modules()),
            ("/settings", words.my_settings()),
        ];
        if current.starts_with("/settings") {
            entries.extend([
                ("/settings/profile", words.nav_profile()),
                ("/settings/security", words.nav_security()),
                ("/settings/devices", words.nav_devices()),
                ("/settings/activity", words.nav_activity()),
                ("/settings/modules", words.nav_order()),
                ("/settings/module-urls", words.module_urls()),
                ("/settings/language", words.language_heading()),
            ]);
        }
        entries
            .into_iter()
            .map(|(href, text)| NavItem {
                href: href.into(),
                text: text.into(),
                current: href == current,
            })
            .collect()
    }

    /// The frame in these words; `current` is an address.
    pub(crate) fn sample(words: &Words, current: &str) -> Self {
        Self {
            words: words.clone(),
            partner: "Example MSP".into(),
            person: "Demo Owner".into(),
            initials: "DO".into(),
            email: OWNER.into(),
            csrf: "f3b1c2".into(),
            switch_href: Some("/sign-in/choose".into()),
            nav: Self::nav(words, "/modules", current),
            console: Vec::new(),
        }
    }

    /// The same with long names.
    pub(crate) fn sample_long(words: &Words, current: &str) -> Self {
        Self {
            partner: LONG_COMPANY.into(),
            person: LONG_NAME.into(),
            initials: "MK".into(),
            email: LONG_MAIL.into(),
            switch_href: None,
            ..Self::sample(words, current)
        }
    }

    /// The frame of a master, with the console's entries.
    pub(crate) fn sample_console(current: &str) -> Self {
        Self {
            console: console::nav(current),
            ..Self::sample(&ENGLISH, "")
        }
    }

    /// The same with long names.
    pub(crate) fn sample_console_long(current: &str) -> Self {
        Self {
            console: console::nav(current),
            ..Self::sample_long(&ENGLISH, "")
        }
    }
}
