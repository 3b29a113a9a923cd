//! What pages and mails say, in four languages.
//!
//! The sentences stand in `crates/web/locales`, one folder for each language, in the syntax of
//! Project Fluent. The build turns each into a method of [`Words`], so a sentence that does not
//! exist does not compile. A view carries its words as a field; nothing is global.

mod activity;
mod faults;
mod moments;
mod pattern;
mod refusals;

use kernel::{Language, Zone};
use pattern::{Filled, Piece, Told, fill};
use std::sync::Arc;

pub use faults::InWords;
pub use pattern::Count;
pub use refusals::Translated;

/// English, with moments in UTC: the console's words.
pub static ENGLISH: Words = Words {
    language: Language::English,
    zone: Zone::UTC,
    back: None,
};

/// The words of one person: her language, and the zone in which moments are shown to her.
#[derive(Clone, Debug, Default)]
pub struct Words {
    language: Language,
    zone: Zone,
    back: Option<Arc<str>>,
}

impl Words {
    /// Words in a language, with moments in UTC.
    pub fn of(language: Language) -> Self {
        Self {
            language,
            ..Self::default()
        }
    }

    /// The same in another language.
    #[must_use]
    pub fn speaking(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// The same words with moments of this zone.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// The same words on a page where another language may be chosen; `back` is the address of
    /// the page, with its query.
    #[must_use]
    pub fn changeable(self, back: &str) -> Self {
        Self {
            back: Some(back.into()),
            ..self
        }
    }

    /// The same words on a page where no other language is offered.
    #[must_use]
    pub fn fixed(self) -> Self {
        Self { back: None, ..self }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Its tag, for `lang`.
    pub fn lang(&self) -> &'static str {
        self.language.tag()
    }

    /// The languages that may be chosen, and which one is spoken.
    pub fn languages(&self) -> [(Language, bool); 4] {
        Language::ALL.map(|language| (language, language == self.language))
    }

    /// Where a page goes on when another language was chosen; none where none may be.
    pub fn back(&self) -> Option<&str> {
        self.back.as_deref()
    }

    /// The one of four, English, German, French, Spanish, that is in this language.
    fn pick<T: Copy>(&self, [english, german, french, spanish]: [T; 4]) -> T {
        match self.language {
            Language::English => english,
            Language::German => german,
            Language::French => french,
            Language::Spanish => spanish,
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// A message as the tests look at it: id, what it fills in and whether as a number, and the languages.
#[cfg(test)]
type Listed = (
    &'static str,
    &'static [(&'static str, bool)],
    [&'static [Piece]; 4],
);

#[cfg(test)]
mod tests;
