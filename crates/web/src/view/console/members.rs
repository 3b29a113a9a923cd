//! The list of members.

use super::{Choice, Pager};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME, OWNER};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A member in the list.
#[derive(Clone, Default)]
pub struct MemberLine {
    /// The id, sent when she is ticked.
    pub id: String,
    /// Two letters.
    pub initials: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Her username.
    pub username: String,
    /// Her role in words; says so when she is a root master.
    pub role: String,
    /// Where she stands, in words.
    pub standing: &'static str,
    /// The colour of that: `good`, `warn`, `bad`, `info`.
    pub tone: &'static str,
    /// Whether she has a second factor.
    pub has_factor: bool,
    /// When she signed in last, in words.
    pub last_sign_in: String,
}

/// The list with search, filter, order, pages and what can be done to many at once.
#[derive(Template, Clone, Default)]
#[template(path = "console/members.html")]
pub struct MembersPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// What is looked for.
    pub query: String,
    /// Filter: where they stand.
    pub standings: Vec<Choice>,
    /// Filter: role.
    pub roles: Vec<Choice>,
    /// Filter: group.
    pub groups: Vec<Choice>,
    /// Filter: second factor.
    pub factors: Vec<Choice>,
    /// The order.
    pub orders: Vec<Choice>,
    /// True when something is filtered.
    pub filtered: bool,
    /// The filter as a query, carried by the form for many.
    pub filter: String,
    /// The members.
    pub rows: Vec<MemberLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// What can be done to many.
    pub actions: Vec<Choice>,
}

impl Page for MembersPage {
    fn heading(&self) -> String {
        "Members".into()
    }
}

impl MembersPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, email: &str, role: &str, standing, tone, has_factor, last: &str| {
            MemberLine {
                id: format!("mem_{email}"),
                initials: crate::view::initials(name),
                name: name.into(),
                email: email.into(),
                username: "demo.owner".into(),
                role: role.into(),
                standing,
                tone,
                has_factor,
                last_sign_in: last.into(),
            }
        };
        let rows = vec![
            line(
                "Demo Owner",
                OWNER,
                "Master · root",
                "Active",
                "good",
                true,
                "today at 08:03",
            ),
            line(
                "Demo Technician",
                "technician@example.com",
                "User",
                "Invited",
                "info",
                false,
                "never",
            ),
            line(
                "Demo Sales",
                "sales@example.com",
                "User",
                "Deactivated",
                "",
                true,
                "3 March",
            ),
            line(
                "Demo Leaver",
                "leaver@example.com",
                "Billing",
                "Being deleted",
                "bad",
                true,
                "11 May",
            ),
        ];
        let groups = [
            ("", "Any group"),
            ("grp_1", "Technicians"),
            ("grp_2", "Billing"),
        ];
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            standings: Choice::of(
                [
                    ("", "Any state"),
                    ("active", "Active"),
                    ("invited", "Invited"),
                ],
                "",
            ),
            roles: Choice::of([("", "Any role"), ("master", "Master")], ""),
            groups: Choice::of(groups, ""),
            factors: Choice::of([("", "Any"), ("yes", "With a second factor")], ""),
            orders: Choice::of([("name", "Name"), ("newest", "Newest first")], "name"),
            actions: Choice::of(
                [
                    ("deactivate", "Deactivate"),
                    ("join:grp_1", "Add to Technicians"),
                ],
                "",
            ),
            rows,
            pager: Pager::of("/console/members", "", 1, 50, 1234),
            ..Self::default()
        };
        vec![
            (
                "nothing-found",
                Self {
                    query: "zebra".into(),
                    filtered: true,
                    rows: vec![],
                    pager: Pager::of("/console/members", "q=zebra", 1, 50, 0),
                    ..typical.clone()
                },
            ),
            (
                "filtered",
                Self {
                    filtered: true,
                    filter: "standing=invited".into(),
                    notice: Some(Notice::new(Tone::Good, "12 members were deactivated.")),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/members"),
                    rows: vec![
                        MemberLine {
                            name: LONG_NAME.into(),
                            email: LONG_MAIL.into(),
                            ..typical.rows[0].clone()
                        };
                        3
                    ],
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
