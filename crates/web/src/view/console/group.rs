//! One group: what it is, who is in, what it opens.

use super::{Choice, Pager, Tick};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME, LONG_WORD, OWNER};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// Somebody in the group.
#[derive(Clone, Default)]
pub struct GroupMember {
    /// Her id.
    pub id: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// True when the rule lets her in.
    pub by_rule: bool,
}

/// One condition of the rule's form.
#[derive(Clone, Default)]
pub struct ConditionField {
    /// The fields to choose from.
    pub fields: Vec<Choice>,
    /// What is compared.
    pub value: String,
}

/// The group; without an id the form for a new one.
#[derive(Template, Clone, Default)]
#[template(path = "console/group.html")]
pub struct GroupPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened, or what a rule would do.
    pub notice: Option<Notice>,
    /// The id; empty for a new group.
    pub id: String,
    /// The name as it is kept.
    pub kept_name: String,
    /// The name.
    pub display_name: Field,
    /// What it is for.
    pub description: Field,
    /// How the conditions combine.
    pub combine: Vec<Choice>,
    /// The conditions; empty ones are left out.
    pub conditions: Vec<ConditionField>,
    /// What is wrong with the rule.
    pub rule_fault: Option<String>,
    /// What is looked for among its members.
    pub query: String,
    /// A page of who is in.
    pub members: Vec<GroupMember>,
    /// Where the page stands.
    pub pager: Pager,
    /// The modules of the partner, ticked where the group opens them.
    pub modules: Vec<Tick>,
}

impl Page for GroupPage {
    fn heading(&self) -> String {
        if self.id.is_empty() {
            "New group".into()
        } else {
            self.kept_name.clone()
        }
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("name", &self.display_name.fault),
            ("description", &self.description.fault),
            ("combine", &self.rule_fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        if self.id.is_empty() { "name" } else { "" }
    }
}

impl GroupPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let fields = |chosen: &str| {
            Choice::of(
                [
                    ("", "No condition"),
                    ("role", "Role is"),
                    ("email_domain", "Email domain is"),
                ],
                chosen,
            )
        };
        let blank = ConditionField {
            fields: fields(""),
            value: String::new(),
        };
        let new = Self {
            shell: Shell::sample_console("/console/groups"),
            combine: Choice::of([("all", "all"), ("any", "any")], "all"),
            conditions: vec![blank.clone(); 3],
            ..Self::default()
        };
        let typical = Self {
            id: "grp_1".into(),
            kept_name: "Technicians".into(),
            display_name: Field::of("Technicians"),
            description: Field::of("Who works on tickets"),
            conditions: vec![
                ConditionField {
                    fields: fields("email_domain"),
                    value: "example.com".into(),
                },
                blank,
            ],
            members: vec![
                GroupMember {
                    id: "mem_1".into(),
                    initials: "DO".into(),
                    name: "Demo Owner".into(),
                    email: OWNER.into(),
                    by_rule: false,
                },
                GroupMember {
                    id: "mem_2".into(),
                    initials: "DT".into(),
                    name: "Demo Technician".into(),
                    email: "technician@example.com".into(),
                    by_rule: true,
                },
            ],
            pager: Pager::of("/console/groups/grp_1", "", 1, 50, 120),
            modules: vec![Tick {
                value: "ins_1".into(),
                text: "Partner Portal".into(),
                ticked: true,
                ..Tick::default()
            }],
            ..new.clone()
        };
        vec![
            (
                "faulty",
                Self {
                    display_name: Field::at_fault(LONG_WORD, "Another group has this name, or one that looks like it."),
                    rule_fault: Some("Condition 1 has a value that cannot be: a role, a domain such as example.com, or a text of at most 100 characters.".into()),
                    ..typical.clone()
                },
            ),
            (
                "preview",
                Self {
                    notice: Some(Notice::new(Tone::Info, "This rule lets 12 members in: 3 join, 1 leaves. Among them Demo Owner, Demo Technician. Nothing is saved yet.")),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/groups"),
                    kept_name: LONG_WORD.into(),
                    members: vec![
                        GroupMember {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            ..typical.members[0].clone()
                        };
                        2
                    ],
                    ..typical.clone()
                },
            ),
            (
                "empty",
                Self {
                    members: vec![],
                    modules: vec![],
                    pager: Pager::default(),
                    ..typical.clone()
                },
            ),
            ("new", new),
            ("typical", typical),
        ]
    }
}
