//! The few words that a module from the catalogue needs.

use super::Choice;
use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Fault, Field, Notice, Page, Tone};
use askama::Template;

/// The form.
#[derive(Template, Clone, Default)]
#[template(path = "console/module_new.html")]
pub struct NewModulePage {
    /// The frame.
    pub shell: Shell,
    /// What went wrong.
    pub notice: Option<Notice>,
    /// The id that the module will have, so that a form that is sent twice makes one module.
    pub id: String,
    /// The key of the catalogue entry.
    pub key: String,
    /// Its name.
    pub kind: String,
    /// What it is for.
    pub description: String,
    /// The name in My Modules.
    pub display_name: Field,
    /// Where it lives.
    pub base: Field,
    /// The hosting region.
    pub region: Field,
    /// Whose it is.
    pub audience: Vec<Choice>,
}

impl Page for NewModulePage {
    fn heading(&self) -> String {
        format!("Add {}", self.kind)
    }
    fn faults(&self) -> Vec<Fault> {
        Fault::collect([
            ("name", &self.display_name.fault),
            ("base", &self.base.fault),
            ("region", &self.region.fault),
        ])
    }
    fn first_field(&self) -> &'static str {
        "base"
    }
}

impl NewModulePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/modules"),
            key: "bookstack".into(),
            kind: "BookStack".into(),
            description: "Documentation and runbooks".into(),
            display_name: Field::of("BookStack"),
            audience: Choice::of(
                [("staff", "Staff"), ("client", "People of clients")],
                "staff",
            ),
            ..Self::default()
        };
        vec![
            (
                "faulty",
                Self {
                    notice: Some(Notice::new(Tone::Bad, "There are 1,000 modules already.")),
                    display_name: Field::at_fault("", "Give it a name."),
                    base: Field::at_fault(
                        "wiki",
                        "Give the whole address, such as https://wiki.example.com.",
                    ),
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/modules"),
                    kind: LONG_WORD.into(),
                    description: LONG_NAME.into(),
                    display_name: Field::of(LONG_NAME),
                    base: Field::of(format!("https://{}.example.com", LONG_WORD.to_lowercase())),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
