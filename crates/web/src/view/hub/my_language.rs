//! In which language and zone she is spoken to.

use super::Shell;
use crate::view::{Notice, Page, Tone, sample_words::MOMENT};
use crate::words::Words;
use askama::Template;
use kernel::{Language, Zone};

/// Posts `csrf`, `language` and `time_zone` to itself; empty ones are as the browser asks, and UTC.
#[derive(Template, Clone, Default)]
#[template(path = "hub/my_language.html")]
pub struct MyLanguage {
    /// The frame.
    pub shell: Shell,
    /// What has just happened.
    pub notice: Option<Notice>,
    /// Her own language.
    pub language: Option<Language>,
    /// Her own zone by its name; empty where she has none.
    pub time_zone: String,
    /// What clock and calendar show there now.
    pub now: String,
    /// The names of all zones.
    pub zones: Vec<String>,
}

impl Page for MyLanguage {
    fn heading(&self) -> String {
        self.shell.words.language_heading().into()
    }

    fn words(&self) -> &Words {
        &self.shell.words
    }
}

impl MyLanguage {
    /// The languages, and which one is hers.
    fn languages(&self) -> [(Language, bool); 4] {
        Language::ALL.map(|language| (language, self.language == Some(language)))
    }

    /// The states to look at.
    pub fn samples(words: &Words) -> Vec<(&'static str, Self)> {
        let empty = Self {
            shell: Shell::sample(words, "/settings/language"),
            now: words.at(MOMENT),
            zones: Zone::names().into_iter().step_by(20).collect(),
            ..Self::default()
        };
        let typical = Self {
            language: Some(words.language()),
            time_zone: empty.zones.last().cloned().unwrap_or_default(),
            notice: Some(Notice::new(Tone::Good, words.language_saved())),
            ..empty.clone()
        };
        vec![("typical", typical), ("empty", empty)]
    }
}
