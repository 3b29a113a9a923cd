//! The keys of the JSON API.

use crate::view::hub::Shell;
use crate::view::sample_words::{LONG_NAME, LONG_WORD};
use crate::view::{Notice, Page, Tone};
use askama::Template;

/// A key in the list.
#[derive(Clone, Default)]
pub struct ApiKeyLine {
    /// The id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Its last four characters.
    pub hint: String,
    /// Who made it, and whether she is a master still.
    pub made_by: String,
    /// When it was last used.
    pub last_used: String,
    /// Where it stands, in words.
    pub state: String,
    /// The colour of that.
    pub tone: &'static str,
}

/// The list.
#[derive(Template, Clone, Default)]
#[template(path = "console/api_keys.html")]
pub struct ApiKeysPage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// The keys.
    pub rows: Vec<ApiKeyLine>,
    /// Where the next page is.
    pub next: Option<String>,
    /// The address of the SCIM service.
    pub directory: String,
}

impl Page for ApiKeysPage {
    fn heading(&self) -> String {
        "API keys".into()
    }
}

impl ApiKeysPage {
    /// The states to look at.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = ApiKeyLine {
            id: "key_1".into(),
            name: "Nightly report".into(),
            hint: "x4Qa".into(),
            made_by: "Demo Owner".into(),
            last_used: "26 November 2026, 02:00 UTC".into(),
            state: "Good until 1 March 2027".into(),
            tone: "good",
        };
        let typical = Self {
            shell: Shell::sample_console("/console/api-keys"),
            rows: vec![
                row.clone(),
                ApiKeyLine {
                    name: "Old import".into(),
                    made_by: "Demo Technician, no master any more".into(),
                    last_used: "never".into(),
                    state: "Revoked".into(),
                    tone: "bad",
                    ..row.clone()
                },
            ],
            directory: "https://hub.example.com/scim/v2".into(),
            ..Self::default()
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_console_long("/console/api-keys"),
                    notice: Some(Notice::new(Tone::Good, "The key was revoked.")),
                    rows: vec![
                        ApiKeyLine {
                            name: LONG_WORD.into(),
                            made_by: LONG_NAME.into(),
                            ..row
                        };
                        2
                    ],
                    next: Some("?before=x".into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
