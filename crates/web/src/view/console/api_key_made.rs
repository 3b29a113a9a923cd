//! A key that was made just now.

use crate::view::Page;
use crate::view::hub::Shell;
use crate::view::sample_words::LONG_WORD;
use askama::Template;

/// A key that was just made: its text, this once.
#[derive(Template, Clone, Default)]
#[template(path = "console/api_key_made.html")]
pub struct ApiKeyMadePage {
    /// The frame.
    pub shell: Shell,
    /// What it is for.
    pub name: String,
    /// Its text.
    pub text: String,
    /// An example of a call.
    pub example: String,
    /// The address that a directory is given with it; none for a key that serves none.
    pub directory: Option<String>,
}

impl Page for ApiKeyMadePage {
    fn heading(&self) -> String {
        "Copy the key now".into()
    }
}

impl ApiKeyMadePage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let typical = Self {
            shell: Shell::sample_console("/console/api-keys"),
            name: "Nightly report".into(),
            text: "vsk_XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX".into(),
            directory: None,
            example:
                "curl -H \"Authorization: Bearer vsk_…\" https://hub.example.com/api/v1/members"
                    .into(),
        };
        vec![
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/api-keys"),
                    name: LONG_WORD.into(),
                    ..typical.clone()
                },
            ),
            (
                "directory",
                Self {
                    name: "Entra ID".into(),
                    directory: Some("https://hub.example.com/scim/v2".into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
