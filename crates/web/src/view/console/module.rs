//! One module: what the other side needs, who gets in, the trial of its login, the switch.

use super::Tick;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A value that is copied to the other side.
#[derive(Clone, Default)]
pub struct CopyLine {
    /// The name of the setting there.
    pub name: String,
    /// The value; empty for a secret that is not shown any more.
    pub value: String,
    /// True for the secret.
    pub secret: bool,
}

/// Somebody whom it is granted to.
#[derive(Clone, Default)]
pub struct HolderLine {
    /// The holder's id.
    pub id: String,
    /// Where she is administered; empty for an end user.
    pub href: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
}

/// One part of the trial.
#[derive(Clone, Default)]
pub struct CheckLine {
    /// What is looked at.
    pub title: &'static str,
    /// In words.
    pub state: &'static str,
    /// The colour.
    pub tone: &'static str,
    /// What went wrong, in plain words.
    pub detail: String,
    /// What to look at; empty when it worked.
    pub hint: &'static str,
}

/// The module.
#[derive(Template, Clone, Default)]
#[template(path = "console/module.html")]
pub struct ModulePage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id.
    pub id: String,
    /// The name in My Modules.
    pub name: String,
    /// The name of the catalogue entry, the region, whose it is.
    pub kind: String,
    /// Whether its login is turned on.
    pub on: bool,
    /// Whether it is for staff.
    pub staff: bool,
    /// Where opening it leads.
    pub launch_url: String,
    /// What is copied to the other side.
    pub copies: Vec<CopyLine>,
    /// What else is done there.
    pub steps: Vec<&'static str>,
    /// The id of its client; empty when it has none.
    pub client: String,
    /// The groups of the partner, ticked where the module is granted to them.
    pub groups: Vec<Tick>,
    /// The people whom it is granted to themselves.
    pub people: Vec<HolderLine>,
    /// An address to grant it to.
    pub email: Field,
    /// Whether a trial runs.
    pub on_trial: bool,
    /// Whether nothing but the trial is shown, so that the page can bring itself up to date without
    /// taking anything away that somebody types.
    pub watching: bool,
    /// What came of the trial.
    pub checks: Vec<CheckLine>,
}

impl Page for ModulePage {
    fn heading(&self) -> String {
        self.name.clone()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("email", &self.email.fault)])
    }
}

impl ModulePage {
    /// Whether the trial went well to its end.
    pub fn worked(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|c| c.tone == "good")
    }
    /// Whether somebody would get in once it is turned on.
    pub fn granted(&self) -> bool {
        !self.people.is_empty() || self.groups.iter().any(|g| g.ticked)
    }

    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let copy = |name: &str, value: &str, secret| CopyLine {
            name: name.into(),
            value: value.into(),
            secret,
        };
        let check = |title, state, tone, detail: &str, hint| CheckLine {
            title,
            state,
            tone,
            detail: detail.into(),
            hint,
        };
        let group = |text: &str, ticked| Tick {
            value: "grp_1".into(),
            text: text.into(),
            ticked,
            ..Tick::default()
        };
        let setting_up = Self {
            shell: Shell::sample_console("/console/modules"),
            id: "ins_1".into(),
            name: "Wiki".into(),
            kind: "BookStack · for staff".into(),
            staff: true,
            launch_url: "https://wiki.example.com/login".into(),
            copies: vec![
                copy("OIDC_ISSUER", "https://login.example.com", false),
                copy("OIDC_CLIENT_ID", "wiki-4f9ab21c", false),
                copy(
                    "OIDC_CLIENT_SECRET",
                    "n0tASecretButAsLongAsOneAndShownThisOnce123",
                    true,
                ),
            ],
            steps: vec!["Set AUTH_METHOD=oidc and OIDC_ISSUER_DISCOVER=true."],
            client: "cli_1".into(),
            groups: vec![group("Management", false), group("Technicians", true)],
            email: Field::of(""),
            ..Self::default()
        };
        let trying = Self {
            copies: vec![
                setting_up.copies[0].clone(),
                setting_up.copies[1].clone(),
                copy("OIDC_CLIENT_SECRET", "", true),
            ],
            on_trial: true,
            checks: vec![
                check("The module sends you to the hub", "Works", "good", "", ""),
                check(
                    "The hub lets you in and sends you back",
                    "Works",
                    "good",
                    "",
                    "",
                ),
                check(
                    "The module fetches its tokens",
                    "Fails",
                    "bad",
                    "the secret is wrong",
                    "Nothing here? Then the server of the module cannot reach the hub. A fault? Then mostly the secret.",
                ),
            ],
            ..setting_up.clone()
        };
        let on = Self {
            on: true,
            on_trial: false,
            notice: Some(Notice::new(Tone::Good, "It is on. 12 people get in.")),
            people: vec![HolderLine {
                id: "mem_1".into(),
                href: "/console/members/mem_1".into(),
                initials: "DO".into(),
                name: "Demo Owner".into(),
                email: "owner@example.com".into(),
            }],
            checks: Vec::new(),
            ..trying.clone()
        };
        vec![
            ("setting-up", setting_up.clone()),
            (
                "watching",
                Self {
                    watching: true,
                    ..trying.clone()
                },
            ),
            ("trying", trying),
            (
                "faulty",
                Self {
                    email: Field::at_fault(
                        "nobody",
                        "There is nobody of this address whom the module is meant for.",
                    ),
                    ..on.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/modules"),
                    name: LONG_NAME.into(),
                    kind: LONG_WORD.into(),
                    launch_url: format!("https://{}.example.com/", LONG_WORD.to_lowercase()),
                    groups: vec![group(LONG_WORD, true)],
                    people: vec![
                        HolderLine {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            ..on.people[0].clone()
                        };
                        2
                    ],
                    ..on.clone()
                },
            ),
            (
                "empty",
                Self {
                    copies: vec![],
                    steps: vec![],
                    client: String::new(),
                    groups: vec![],
                    ..setting_up
                },
            ),
            ("typical", on),
        ]
    }
}
