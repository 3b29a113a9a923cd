//! Inviting one member.

use super::{Choice, Tick};
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_MAIL;
use crate::view::{Fault, Field, Page};
use askama::Template;

/// The form.
#[derive(Template, Clone, Default)]
#[template(path = "console/invite.html")]
pub struct InvitePage {
    /// The frame.
    pub shell: Shell,
    /// Her address.
    pub email: Field,
    /// Her name.
    pub display_name: Field,
    /// Her username.
    pub username: Field,
    /// The roles.
    pub roles: Vec<Choice>,
    /// The groups.
    pub groups: Vec<Tick>,
}

impl Page for InvitePage {
    fn heading(&self) -> String {
        "Invite a member".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("email", &self.email.fault),
            ("name", &self.display_name.fault),
            ("username", &self.username.fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        "email"
    }
}

impl InvitePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/members"),
            roles: Choice::of(
                [
                    ("user", "User"),
                    ("billing", "Billing"),
                    ("master", "Master"),
                ],
                "user",
            ),
            groups: vec![Tick {
                value: "grp_1".into(),
                text: "Technicians".into(),
                ..Tick::default()
            }],
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    email: Field::at_fault(
                        LONG_MAIL,
                        "Somebody with this address is a member already. Find her in the list; a deactivated member can be reactivated.",
                    ),
                    display_name: Field::at_fault("", "Type a name."),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
