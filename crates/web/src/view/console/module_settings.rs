//! What may be changed of a module, and its end.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page};
use askama::Template;

/// The form.
#[derive(Template, Clone, Default)]
#[template(path = "console/module_settings.html")]
pub struct ModuleSettingsPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The id.
    pub id: String,
    /// The name as it is kept.
    pub kept_name: String,
    /// The name in My Modules.
    pub display_name: Field,
    /// The hosting region.
    pub region: Field,
    /// Where opening it leads.
    pub launch_url: Field,
    /// The claim with her groups.
    pub groups_claim: Field,
    /// The claim with her roles.
    pub roles_claim: Field,
    /// Group to roles, one a line.
    pub mapping: Field,
}

impl Page for ModuleSettingsPage {
    fn heading(&self) -> String {
        "Settings of the module".into()
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("name", &self.display_name.fault),
            ("region", &self.region.fault),
            ("launch_url", &self.launch_url.fault),
            ("groups_claim", &self.groups_claim.fault),
            ("roles_claim", &self.roles_claim.fault),
            ("mapping", &self.mapping.fault),
        ])
    }
}

impl ModuleSettingsPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/modules"),
            id: "ins_1".into(),
            kept_name: "Wiki".into(),
            display_name: Field::of("Wiki"),
            region: Field::of("EU"),
            launch_url: Field::of("https://wiki.example.com/login"),
            groups_claim: Field::of("groups"),
            mapping: Field::of("Technicians = editor, reviewer\nManagement = admin"),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    display_name: Field::at_fault("", "Give it a name."),
                    launch_url: Field::at_fault(
                        "wiki",
                        "Give the whole address, such as https://wiki.example.com.",
                    ),
                    groups_claim: Field::at_fault(
                        "sub",
                        "The claim name \"sub\" has a meaning of its own in OpenID Connect; choose another.",
                    ),
                    mapping: Field::at_fault(
                        "Technicians",
                        "Line 1: write a group, an equals sign, and its roles.",
                    ),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/modules"),
                    kept_name: LONG_NAME.into(),
                    display_name: Field::of(LONG_NAME),
                    region: Field::of(LONG_WORD),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
