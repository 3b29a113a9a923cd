//! What happened in her account, in plain words.

use askama::Template;

use super::Shell;
use crate::view::{
    Page,
    sample_words::{LONG_WORD, MOMENT},
};
use crate::words::Words;

/// One thing that happened.
#[derive(Clone, Default)]
pub struct ActivityRow {
    /// What, as a sentence.
    pub what: String,
    /// When, in words.
    pub when: String,
    /// From which network address; may be empty.
    pub address: String,
    /// True when somebody else did it.
    pub by_other: bool,
}

/// A page of activity, newest first.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_activity.html")]
pub struct MyActivity {
    /// The frame.
    pub shell: Shell,
    /// What happened.
    pub rows: Vec<ActivityRow>,
    /// The page with what is older.
    pub older_href: Option<String>,
    /// The first page, where this is another.
    pub newest_href: Option<String>,
}

impl Page for MyActivity {
    fn heading(&self) -> String {
        self.shell.words.nav_activity().into()
    }
    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyActivity {
    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let row = |what: &str, by_other| ActivityRow {
            what: what.into(),
            when: words.at(MOMENT),
            address: "192.0.2.14".into(),
            by_other,
        };
        let typical = Self {
            shell: Shell::sample(words, "/settings/activity"),
            rows: vec![
                row(words.happened_session_begun(), false),
                row(words.happened_sign_in_refused(), true),
                row(words.happened_recovery_made(), false),
            ],
            older_href: Some("?before=1".into()),
            newest_href: None,
        };
        vec![
            (
                "empty",
                Self {
                    rows: vec![],
                    older_href: None,
                    ..typical.clone()
                },
            ),
            (
                "long",
                Self {
                    shell: Shell::sample_long(words, "/settings/activity"),
                    rows: vec![row(LONG_WORD, true); 25],
                    newest_href: Some("?".into()),
                    ..typical.clone()
                },
            ),
            ("typical", typical),
        ]
    }
}
