//! What stands above each page of a connection to a PSA: its name, how it stands, its pages as tabs.

use crate::view::hub::NavItem;

/// The pages of a connection: what follows its address, and what the tab says.
const TABS: &[(&str, &str)] = &[
    ("", "Credentials"),
    ("/rights", "Permissions"),
    ("/filter", "Filters"),
    ("/companies", "Company Mapping"),
    ("/differences", "Differences"),
    ("/addresses", "Allow-list"),
];

/// The head of a page of a connection.
#[derive(Clone, Default)]
pub struct PsaHead {
    /// The id.
    pub id: String,
    /// `ConnectWise (training)`.
    pub name: String,
    /// How it stands.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// Its pages.
    pub tabs: Vec<NavItem>,
}

impl PsaHead {
    /// The head of a page; `current` is what follows the connection's address, such as `/filter`.
    pub fn of(id: &str, name: &str, active: bool, current: &str) -> Self {
        let tab = |(path, text): &(&str, &str)| NavItem {
            href: format!("/console/psa/{id}{path}"),
            text: (*text).into(),
            current: *path == current,
        };
        Self {
            id: id.into(),
            name: name.into(),
            state: if active { "Active" } else { "Paused" },
            tone: if active { "good" } else { "info" },
            tabs: TABS.iter().map(tab).collect(),
        }
    }

    /// True on the first of its pages.
    pub fn first(&self) -> bool {
        self.tabs.first().is_some_and(|tab| tab.current)
    }

    /// A head to look at.
    pub(crate) fn sample(current: &str) -> Self {
        Self::of("psa_1", "ConnectWise (training)", true, current)
    }

    /// The same with a long name.
    pub(crate) fn sample_long(current: &str) -> Self {
        let name = crate::view::sample_words::LONG_NAME;
        Self::of("psa_1", &format!("Kaseya BMS ({name})"), false, current)
    }
}
