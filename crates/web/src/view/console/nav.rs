//! Where the pages of the console stand in the navigation.

use crate::view::hub::NavItem;

/// The pages of the console by heading.
const CONSOLE: &[(&str, &[(&str, &str)])] = &[
    (
        "People",
        &[
            ("/console/members", "Members"),
            ("/console/groups", "Groups"),
            ("/console/offboardings", "Offboarding"),
        ],
    ),
    (
        "Directory",
        &[
            ("/console/companies", "Companies"),
            ("/console/contacts", "Contacts"),
            ("/console/contacts/readiness", "Why not in?"),
            ("/console/profiles", "Profiles"),
        ],
    ),
    (
        "Access",
        &[
            ("/console/modules", "Modules"),
            ("/console/clients", "Clients"),
            ("/console/readiness", "Readiness"),
            ("/console/insights", "Insights"),
        ],
    ),
    ("Integrations", &[("/console/psa", "PSA connections")]),
    (
        "Oversight",
        &[
            ("/console/audit", "Audit"),
            ("/console/evidence", "Evidence"),
            ("/console/webhooks", "Webhooks"),
            ("/console/jobs", "Jobs"),
            ("/console/mails", "Mails"),
            ("/console/api-keys", "API keys"),
            ("/console/settings", "Settings"),
        ],
    ),
];

/// The console's entries by heading; `current` is the address of the page that is shown.
pub fn nav(current: &str) -> Vec<(&'static str, Vec<NavItem>)> {
    CONSOLE
        .iter()
        .map(|(heading, entries)| {
            let entries = entries
                .iter()
                .map(|(href, text)| NavItem {
                    href: (*href).into(),
                    text: (*text).into(),
                    current: *href == current,
                })
                .collect();
            (*heading, entries)
        })
        .collect()
}
