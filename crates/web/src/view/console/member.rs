//! One member.

use super::{Choice, Tick};
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_MAIL, LONG_NAME, LONG_WORD, OWNER};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// A module and whether she gets in.
#[derive(Clone, Default)]
pub struct ModuleOutcome {
    /// The module's name.
    pub name: String,
    /// True when she gets in.
    pub open: bool,
    /// By which way she gets in, or why not.
    pub why: String,
    /// What to do about it.
    pub remedy: String,
    /// The refusal's code.
    pub code: String,
    /// The instance, for granting.
    pub id: String,
    /// True when it was granted to her herself.
    pub direct: bool,
}

/// A session of hers.
#[derive(Clone, Default)]
pub struct SessionLine {
    /// Browser and system.
    pub device: String,
    /// The network address.
    pub address: String,
    /// When it began.
    pub started: String,
    /// When it was last seen.
    pub last_seen: String,
}

/// A line of the audit log.
#[derive(Clone, Default)]
pub struct ActivityRow {
    /// When.
    pub at: String,
    /// What.
    pub action: String,
    /// By whom.
    pub actor: String,
    /// Why.
    pub reason: String,
}

/// Everything about a member, and what can be done.
#[derive(Template, Clone, Default)]
#[template(path = "console/member.html")]
pub struct MemberPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Her id.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Her address.
    pub email: String,
    /// Where she stands, in words.
    pub standing: &'static str,
    /// The colour of that.
    pub tone: &'static str,
    /// True for a root master.
    pub root: bool,
    /// True when the reader may make and unmake root masters.
    pub may_root: bool,
    /// True when it is the reader herself.
    pub own: bool,
    /// The offboarding that goes on; empty when there is none.
    pub offboarding: String,
    /// True when she can sign in.
    pub active: bool,
    /// The key through which a directory manages her.
    pub managed_by: Option<String>,
    /// True when an invitation waits for her.
    pub invited: bool,
    /// When she is removed, in words.
    pub delete_at: Option<String>,
    /// When she became a member.
    pub since: String,
    /// When she signed in last.
    pub last_sign_in: String,
    /// Whether she has a second factor.
    pub has_factor: bool,
    /// The roles.
    pub roles: Vec<Choice>,
    /// Her username.
    pub username: Field,
    /// The groups; those that a rule fills say so.
    pub groups: Vec<Tick>,
    /// The modules of the partner.
    pub modules: Vec<ModuleOutcome>,
    /// Her sessions.
    pub sessions: Vec<SessionLine>,
    /// What was last done.
    pub activity: Vec<ActivityRow>,
}

impl Page for MemberPage {
    fn heading(&self) -> String {
        self.name.clone()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([("username", &self.username.fault)])
    }
}

impl MemberPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            id: "mem_1".into(),
            name: "Demo Technician".into(),
            email: "technician@example.com".into(),
            standing: "Active",
            tone: "good",
            active: true,
            may_root: true,
            since: "3 March 2026, 09:00 UTC".into(),
            last_sign_in: "today at 08:03".into(),
            has_factor: true,
            roles: Choice::of(
                [
                    ("user", "User"),
                    ("billing", "Billing"),
                    ("master", "Master"),
                ],
                "user",
            ),
            username: Field::of("tech.one"),
            groups: vec![
                Tick {
                    value: "grp_1".into(),
                    text: "Technicians".into(),
                    ticked: true,
                    ..Tick::default()
                },
                Tick {
                    value: "grp_2".into(),
                    text: "Everybody at example.com".into(),
                    detail: "by its rule".into(),
                    ticked: true,
                },
            ],
            modules: vec![
                ModuleOutcome {
                    name: "Partner Portal".into(),
                    open: true,
                    why: "By the group Technicians".into(),
                    id: "ins_1".into(),
                    ..ModuleOutcome::default()
                },
                ModuleOutcome {
                    name: "Backup".into(),
                    why: "This module was not granted to you.".into(),
                    remedy: "Ask a master to grant it to you or to one of your groups.".into(),
                    code: "not_granted".into(),
                    id: "ins_2".into(),
                    ..ModuleOutcome::default()
                },
            ],
            sessions: vec![SessionLine {
                device: "Firefox on Linux".into(),
                address: "192.0.2.14".into(),
                started: "today at 08:03".into(),
                last_seen: "now".into(),
            }],
            activity: vec![ActivityRow {
                at: "today at 08:03".into(),
                action: "session.begun".into(),
                actor: "mem_1".into(),
                reason: String::new(),
            }],
            ..Self::default()
        };
        vec![
            (
                "managed",
                Self {
                    managed_by: Some("Entra ID".into()),
                    ..typical.clone()
                },
            ),
            (
                "invited",
                Self {
                    standing: "Invited",
                    tone: "info",
                    active: false,
                    invited: true,
                    has_factor: false,
                    last_sign_in: "never".into(),
                    sessions: vec![],
                    activity: vec![],
                    groups: vec![],
                    modules: vec![],
                    ..typical.clone()
                },
            ),
            (
                "being-deleted",
                Self {
                    standing: "Being deleted",
                    tone: "bad",
                    active: false,
                    delete_at: Some("22 December 2026, 09:00 UTC".into()),
                    notice: Some(Notice::new(Tone::Good, "She is deleted in 30 days.")),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/members"),
                    name: LONG_NAME.into(),
                    email: LONG_MAIL.into(),
                    root: true,
                    own: true,
                    username: Field::at_fault(LONG_WORD, "Another member has this username."),
                    ..typical.clone()
                },
            ),
            (
                "owner",
                Self {
                    name: "Demo Owner".into(),
                    email: OWNER.into(),
                    root: true,
                    own: true,
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
