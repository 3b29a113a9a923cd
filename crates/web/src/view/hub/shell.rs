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
    pub(crate) fn sample(current: &str) -> Self {
        Self::sample_in(&ENGLISH, current)
    }

    /// The frame in these words; `current` is what the entry says.
    pub(crate) fn sample_in(words: &Words, current: &str) -> Self {
        let item = |href: &str, text: &str| NavItem {
            href: href.into(),
            text: text.into(),
            current: text == current,
        };
        Self {
            words: words.clone(),
            partner: "Example MSP".into(),
            person: "Demo Owner".into(),
            initials: "DO".into(),
            email: OWNER.into(),
            csrf: "f3b1c2".into(),
            switch_href: Some("/sign-in/choose".into()),
            nav: vec![
                item("/", words.my_modules()),
                item("/settings", words.my_settings()),
            ],
            console: Vec::new(),
        }
    }

    /// The frame of a master, with the console's entries.
    pub(crate) fn sample_console(current: &str) -> Self {
        Self {
            console: console::nav(current),
            ..Self::sample("")
        }
    }

    /// The same with long names.
    pub(crate) fn sample_console_long(current: &str) -> Self {
        Self {
            console: console::nav(current),
            ..Self::sample_long("")
        }
    }

    pub(crate) fn sample_long(current: &str) -> Self {
        Self {
            partner: LONG_COMPANY.into(),
            person: LONG_NAME.into(),
            initials: "MK".into(),
            email: LONG_MAIL.into(),
            switch_href: None,
            ..Self::sample(current)
        }
    }
}
