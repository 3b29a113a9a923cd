//! What there is to try in the demo, in an order that works: each scenario with who does it, what comes of
//! it and where it begins.

use super::Ports;
use simulators::{Chapter, Scenario};

/// Where a scenario begins.
#[derive(Clone, Copy)]
enum At {
    Hub,
    Portal,
    Desk,
    Psa,
    Mails,
}

/// (what it shows, who, what happens, where, path, words of the link)
type Row = (
    &'static str,
    &'static str,
    &'static str,
    At,
    &'static str,
    &'static str,
);

const HUB: &[Row] = &[
    (
        "Come in",
        "Demo Owner",
        "She types her address, her password and a code, and stands before My Modules.",
        At::Hub,
        "/",
        "Sign in",
    ),
    (
        "An invitation",
        "Demo Newcomer",
        "Her mail brings a link. She chooses a password, sets up the authenticator and is in.",
        At::Mails,
        "/mails?to=newcomer%40example.com",
        "Her mail",
    ),
    (
        "Nothing is granted",
        "Demo Sales",
        "Every module says why it stays closed and who can open it.",
        At::Hub,
        "/modules",
        "My Modules",
    ),
    (
        "Deactivated",
        "Demo Leaver",
        "Only after password and code does she learn that she was deactivated.",
        At::Hub,
        "/",
        "Sign in",
    ),
    (
        "A client's person",
        "Client Office",
        "She has a door of her own and no way into the hub of the staff.",
        At::Hub,
        "/sign-in?for=client",
        "The clients' door",
    ),
];

const PORTAL: &[Row] = &[
    (
        "Enable Log In",
        "Demo Owner: owner at the Partner Portal",
        "Enable Login leads to the hub, where a master proves herself with both factors. Back at the portal, Unified Login is on.",
        At::Portal,
        "/admin/security-settings",
        "Security Settings",
    ),
    (
        "Log in without a password of the portal",
        "Demo Technician",
        "Her account is found by her address. The App Launcher in the banner lists her modules.",
        At::Portal,
        "/local-login",
        "Log In",
    ),
    (
        "Found by username",
        "Demo Bookkeeper",
        "Her address differs at the portal, her username is the same: the right account opens.",
        At::Portal,
        "/local-login",
        "Log In",
    ),
    (
        "Two tenants",
        "Demo Consultant, after reseller@example.org has enabled Log In as well",
        "She has an account at each, so the hub asks which one to open.",
        At::Portal,
        "/local-login",
        "Log In",
    ),
    (
        "Require Log In",
        "Demo Owner",
        "Before it is on, she sees who could not log in any more and why. Security Admins and Primary users are exempt.",
        At::Portal,
        "/admin/security-settings",
        "Security Settings",
    ),
    (
        "A password that opens nothing any more",
        "tech, then founder",
        "The technician is sent to the button of the hub; the founder, as primary user, gets in.",
        At::Portal,
        "/local-login",
        "Log In",
    ),
    (
        "Exceptions",
        "Demo Owner",
        "The plus makes a Yes, the dustbin a No.",
        At::Portal,
        "/admin/security-settings",
        "User Exceptions",
    ),
    (
        "Accounts by themselves",
        "Demo Owner turns both Automatic switches on, with Read Only as default role",
        "Whoever is granted the portal has an account within seconds; whoever is deactivated at the hub loses it as quickly.",
        At::Hub,
        "/console/members/invite",
        "Invite somebody",
    ),
    (
        "Offboarding",
        "Demo Owner, on a member's page",
        "One button ends everything; the report says of each thing how it is known.",
        At::Hub,
        "/console/members",
        "Members",
    ),
];

const DESK: &[Row] = &[
    (
        "The switch",
        "Demo Owner: owner at the Service Desk",
        "Log in with Vestibule leads to the hub. A technician of the hub is refused there, a master links the two.",
        At::Desk,
        "/admin/security-settings",
        "Company Settings",
    ),
    (
        "Her own account",
        "pat at the desk, Demo Technician at the hub",
        "Enable Login in My Settings: she proves both accounts, and from then on one opens the other.",
        At::Desk,
        "/my-settings",
        "My Settings",
    ),
    (
        "One to one",
        "books at the desk, Demo Technician at the hub",
        "A hub account that is linked already cannot be used for another account.",
        At::Desk,
        "/my-settings",
        "My Settings",
    ),
    (
        "The second tenant",
        "bravo, administrator of Bravo PSA",
        "The hub is linked with Acme PSA, so the link is refused. Bravo PSA also lives in another region.",
        At::Desk,
        "/admin/security-settings",
        "Company Settings",
    ),
    (
        "The right address",
        "Demo Owner",
        "Module URLs say where each module opens, and which region an address belongs to.",
        At::Hub,
        "/console/modules",
        "Module URLs",
    ),
];

const PSA: &[Row] = &[
    (
        "Connect the PSA",
        "Demo Owner",
        "She pastes address, company and keys of the simulated ConnectWise, which stand where the demo was started, and the test says step by step what works.",
        At::Hub,
        "/console/psa/new",
        "New connection",
    ),
    (
        "Look at the PSA itself",
        "Demo Owner",
        "Its own page shows all keys, what it was asked, and every record.",
        At::Psa,
        "/",
        "ConnectWise, simulated",
    ),
    (
        "Import Demo Company",
        "Demo Owner",
        "Under Company Mapping she imports Demo Company. A moment later it is here with its sites and people.",
        At::Hub,
        "/console/companies",
        "Companies",
    ),
    (
        "Let Demo Contact in",
        "Demo Owner",
        "A contact begins at Revoke Access. The check says which of the causes keeps her out, until a profile is given.",
        At::Hub,
        "/console/contacts",
        "Contacts",
    ),
];

const AFTER: &[Row] = &[
    (
        "Where my modules open",
        "Demo Technician",
        "Her address at each module, and the account that it opens.",
        At::Hub,
        "/settings/module-urls",
        "My Module URLs",
    ),
    (
        "Insights",
        "Demo Owner",
        "What is worth a look at each linked module, with what mends it.",
        At::Hub,
        "/console/insights",
        "Insights",
    ),
    (
        "Who did what",
        "Demo Owner",
        "Every change above stands in the audit log.",
        At::Hub,
        "/console/audit",
        "Audit log",
    ),
];

/// All of them, with the addresses of this demo.
pub fn chapters(ports: Ports) -> Vec<Chapter> {
    let chapter = |title: &str, rows: &[Row]| Chapter {
        title: title.into(),
        scenarios: rows.iter().map(|row| scenario(row, ports)).collect(),
    };
    vec![
        chapter("The hub", HUB),
        chapter("Partner Portal: accounts that are found", PORTAL),
        chapter("Service Desk: accounts that each links herself", DESK),
        chapter("ConnectWise: the PSA as record", PSA),
        chapter("Afterwards", AFTER),
    ]
}

fn scenario((title, who, happens, at, path, link): &Row, ports: Ports) -> Scenario {
    let base = match at {
        At::Hub => ports.hub(),
        At::Portal => ports.portal(),
        At::Desk => ports.service_desk(),
        At::Psa => ports.psa(),
        At::Mails => ports.desk(),
    };
    Scenario {
        title: (*title).into(),
        who: (*who).into(),
        happens: (*happens).into(),
        begin: ((*link).into(), format!("{base}{path}")),
    }
}
