//! Unified Login of one module: the tenant it is linked with, what is on, who is let in besides.

use super::{Choice, Pager};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_COMPANY, LONG_MAIL, LONG_NAME};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A switch of the policy.
#[derive(Clone, Default)]
pub struct Switch {
    /// The name of the field.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// What it does.
    pub text: &'static str,
    /// Whether it is on in what is shown.
    pub on: bool,
    /// Whether the module can do it.
    pub able: bool,
}

/// A field of new accounts.
#[derive(Clone, Default)]
pub struct DefaultLine {
    /// Its key.
    pub key: String,
    /// Its name.
    pub title: String,
    /// Its value.
    pub value: String,
    /// What it takes; empty for any text.
    pub choices: Vec<Choice>,
    /// Whether it must have a value.
    pub required: bool,
}

/// A group that gives a role to new accounts.
#[derive(Clone, Default)]
pub struct GroupRoleLine {
    /// The groups to choose from.
    pub groups: Vec<Choice>,
    /// The roles to choose from.
    pub roles: Vec<Choice>,
}

/// Somebody who could log in in no way any more.
#[derive(Clone, Default)]
pub struct ShutOutLine {
    /// The module's id of her account.
    pub account: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Why.
    pub reason: String,
    /// What to do.
    pub remedy: String,
    /// Where she is invited; empty where that would not help.
    pub invite: String,
}

/// An account in the list of exceptions.
#[derive(Clone, Default)]
pub struct ExceptionLine {
    /// The module's id.
    pub account: String,
    /// Two letters.
    pub initials: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The roles there.
    pub roles: String,
    /// Whether it is active there.
    pub active: bool,
    /// Why it is exempt; empty when it is not.
    pub exempt: &'static str,
    /// Who gave an exception, and when; empty without one.
    pub given: String,
    /// When it last logged in with a password of the module.
    pub last: String,
}

/// What has to be said yes to before a change.
#[derive(Clone, Default)]
pub struct Question {
    /// What would happen.
    pub sentence: String,
    /// What can be done instead.
    pub remedy: String,
    /// The field that says yes, and its value.
    pub field: &'static str,
    /// The value.
    pub value: String,
    /// The words of the button.
    pub button: String,
    /// Those who would be shut out.
    pub shut_out: Vec<ShutOutLine>,
}

/// A link in the choice of links.
#[derive(Clone, Default)]
pub struct LinkChoice {
    /// Its id.
    pub id: String,
    /// The tenant.
    pub tenant: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// The link that is shown.
#[derive(Clone, Default)]
pub struct LinkLines {
    /// Its id.
    pub id: String,
    /// The version of the policy that is shown.
    pub version: u64,
    /// The tenant.
    pub tenant: String,
    /// The module's id of the tenant.
    pub tenant_id: String,
    /// The region.
    pub region: String,
    /// How accounts are found.
    pub matching: &'static str,
    /// Who linked it at the hub.
    pub linked_by: String,
    /// Who asked for it at the module.
    pub module_admin: String,
    /// When.
    pub linked_at: String,
    /// When the module last asked for its policy.
    pub last_seen: String,
    /// When its people were last read.
    pub imported: String,
    /// How many accounts there are.
    pub accounts: usize,
    /// Whether Require is on.
    pub required: bool,
}

/// Unified Login of a module.
#[derive(Template, Clone, Default)]
#[template(path = "console/module_login.html")]
pub struct ModuleLoginPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The module's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the operator has turned the feature on for the partner.
    pub feature_on: bool,
    /// Links, where there is more than one.
    pub links: Vec<LinkChoice>,
    /// The one that is shown; none when nothing is linked.
    pub link: Option<LinkLines>,
    /// The switches.
    pub switches: Vec<Switch>,
    /// The roles of new accounts.
    pub roles: Vec<Choice>,
    /// The fields of new accounts.
    pub defaults: Vec<DefaultLine>,
    /// The groups of the partner, by id and name.
    pub groups: Vec<(String, String)>,
    /// Which groups give roles, with empty lines for more; none where the module cannot do it.
    pub group_roles: Vec<GroupRoleLine>,
    /// What has to be said yes to.
    pub question: Option<Question>,
    /// Why the wish cannot be met.
    pub refusal: String,
    /// The stable code of that, or of what has to be said yes to.
    pub refusal_code: &'static str,
    /// Whom Require would shut out as things stand, in words; empty for nobody.
    pub warning: String,
    /// What is looked for among the accounts.
    pub search: String,
    /// Whether only exceptions are shown.
    pub exceptions_only: bool,
    /// The accounts of this page.
    pub exceptions: Vec<ExceptionLine>,
    /// Where the page stands.
    pub pager: Pager,
}

impl Page for ModuleLoginPage {
    fn heading(&self) -> String {
        format!("Unified Login of {}", self.name)
    }
}

impl ModuleLoginPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let switch = |name, title, text, on| Switch {
            name,
            title,
            text,
            on,
            able: true,
        };
        let line = |name: &str, email: &str, exempt, given: &str| ExceptionLine {
            account: "17".into(),
            initials: "DT".into(),
            name: name.into(),
            email: email.into(),
            roles: "Technician".into(),
            active: true,
            exempt,
            given: given.into(),
            last: "27 November 2026, 09:12".into(),
        };
        let role = |value: &str, text: &str, chosen| Choice {
            value: value.into(),
            text: text.into(),
            chosen,
        };
        let typical = Self {
            shell: Shell::sample_console("/console/modules"),
            id: "ins_1".into(),
            name: "Partner Portal".into(),
            feature_on: true,
            link: Some(LinkLines {
                id: "lnk_1".into(),
                version: 7,
                tenant: "Example MSP".into(),
                tenant_id: "t1".into(),
                region: "US".into(),
                matching: "matched by email address or username",
                linked_by: "Demo Owner".into(),
                module_admin: "Portal Admin".into(),
                linked_at: "3 March 2026".into(),
                last_seen: "27 November 2026, 09:14".into(),
                imported: "27 November 2026, 09:00".into(),
                accounts: 38,
                required: true,
            }),
            switches: vec![
                switch("unified_login", "Log In", "Hub accounts may be used.", true),
                switch(
                    "require_unified_login",
                    "Require Log In",
                    "People log in through the hub only. Exceptions, and those who are always exempt, may still use local login.",
                    true,
                ),
                switch(
                    "jit_provisioning",
                    "Automatic User Creation",
                    "Whoever is granted this module gets an account with the default role.",
                    true,
                ),
                Switch {
                    able: false,
                    ..switch(
                        "deprovisioning",
                        "Automatic User Deactivation",
                        "Accounts follow whoever is deactivated or deleted at the hub.",
                        false,
                    )
                },
            ],
            roles: vec![
                role("tech", "Tech", true),
                role("admin", "Admin (high level of access)", false),
            ],
            defaults: vec![DefaultLine {
                key: "department".into(),
                title: "Department".into(),
                value: "Service".into(),
                required: true,
                ..DefaultLine::default()
            }],
            group_roles: vec![
                GroupRoleLine {
                    groups: Choice::of([("", "No group"), ("grp_1", "Technicians")], "grp_1"),
                    roles: Choice::of([("", "No role"), ("tech", "Tech")], "tech"),
                },
                GroupRoleLine {
                    groups: Choice::of([("", "No group"), ("grp_1", "Technicians")], ""),
                    roles: Choice::of([("", "No role"), ("tech", "Tech")], ""),
                },
            ],
            exceptions: vec![
                line(
                    "Demo Owner",
                    "owner@example.com",
                    "Security Admins are always exempt",
                    "",
                ),
                line(
                    "Demo Technician",
                    "technician@example.com",
                    "",
                    "Set by Demo Owner, 18 November 2026",
                ),
                line("Demo Sales", "sales@example.com", "", ""),
            ],
            pager: Pager {
                from: 1,
                to: 3,
                total: 38,
                ..Pager::default()
            },
            ..Self::default()
        };
        let shut_out = |name: &str, email: &str| ShutOutLine {
            account: "4".into(),
            initials: "DS".into(),
            name: name.into(),
            email: email.into(),
            reason: "No hub account with this email address or username".into(),
            remedy: "Invite her to the hub with this address.".into(),
            invite: "/console/members/invite".into(),
        };
        let asked = Self {
            question: Some(Question {
                sentence: "2 people could not log in any more.".into(),
                remedy: "Look at the list: invite them to the hub, add exceptions, or confirm the number.".into(),
                field: "confirm_shut_out",
                value: "2".into(),
                button: "Turn it on and shut 2 people out".into(),
                shut_out: vec![
                    shut_out("Demo Sales", "sales@example.com"),
                    shut_out(LONG_NAME, LONG_MAIL),
                ],
            }),
            refusal_code: "people_shut_out",
            ..typical.clone()
        };
        let refused = Self {
            refusal: "Automatic User Creation needs a default role. Choose a role with a low level of access.".into(),
            refusal_code: "default_role_missing",
            ..typical.clone()
        };
        let saved = Self {
            notice: Some(Notice::new(Tone::Good, "Saved.")),
            warning: "2 people could not log in any more if Require were on.".into(),
            links: vec![
                LinkChoice {
                    id: "lnk_1".into(),
                    tenant: "Example MSP".into(),
                    current: true,
                },
                LinkChoice {
                    id: "lnk_2".into(),
                    tenant: LONG_COMPANY.into(),
                    current: false,
                },
            ],
            ..typical.clone()
        };
        let long = Self {
            name: LONG_COMPANY.into(),
            exceptions: vec![
                line(LONG_NAME, LONG_MAIL, "", ""),
                line(
                    LONG_NAME,
                    LONG_MAIL,
                    "Accounts using one email address for multiple Resellers or MSPs are always exempt",
                    "",
                ),
            ],
            ..typical.clone()
        };
        let nothing_found = Self {
            search: "nobody".into(),
            exceptions: Vec::new(),
            pager: Pager::default(),
            ..typical.clone()
        };
        let unlinked = Self {
            link: None,
            switches: Vec::new(),
            exceptions: Vec::new(),
            ..typical.clone()
        };
        let invite_only = Self {
            feature_on: false,
            ..unlinked.clone()
        };
        vec![
            ("asked", asked),
            ("invite-only", invite_only),
            ("long", long),
            ("nothing-found", nothing_found),
            ("refused", refused),
            ("saved", saved),
            ("typical", typical),
            ("unlinked", unlinked),
        ]
    }
}
