//! Refusals, in words. English stands with the refusal itself; the others are found by the code.

use super::{Filled, REFUSALS, Words, fill};
use kernel::{Language, Refusal, RefusalKind, Value};

/// A refusal in another language than English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The heading, where it has one of its own.
    pub title: Option<String>,
    /// The sentence.
    pub sentence: String,
    /// The remedy.
    pub remedy: String,
}

impl Words {
    /// The refusal of a code in this language; none in English, and none for a code without words.
    pub fn refusal(&self, code: &str, values: &[(&'static str, Value)]) -> Option<Translated> {
        let place = match self.language() {
            Language::English => return None,
            Language::German => 0,
            Language::French => 1,
            Language::Spanish => 2,
        };
        let at = REFUSALS
            .binary_search_by(|(known, _)| (*known).cmp(code))
            .ok()?;
        let told = REFUSALS.get(at)?.1.get(place)?;
        let values: Vec<(&str, Filled<'_>)> = values
            .iter()
            .map(|(name, value)| match value {
                Value::Number(number) => (*name, Filled::Number(*number)),
                Value::Text(text) => (*name, Filled::Text(text)),
            })
            .collect();
        let filled = |pieces| fill(pieces, self.language(), &values);
        Some(Translated {
            title: Some(filled(told.title)).filter(|title| !title.is_empty()),
            sentence: filled(told.sentence),
            remedy: filled(told.remedy),
        })
    }

    /// Sentence and remedy of a refusal.
    pub fn told(&self, refusal: &dyn Refusal) -> (String, String) {
        match self.refusal(refusal.code(), &refusal.values()) {
            Some(translated) => (translated.sentence, translated.remedy),
            None => (refusal.sentence(), refusal.remedy()),
        }
    }

    /// The same in one line, as it stands at a field.
    pub fn told_in_a_line(&self, refusal: &dyn Refusal) -> String {
        let (sentence, remedy) = self.told(refusal);
        format!("{sentence} {remedy}")
    }

    /// The heading of a class of refusals.
    pub fn kind(&self, kind: RefusalKind) -> &'static str {
        match kind {
            RefusalKind::Invalid => self.kind_invalid(),
            RefusalKind::Unproved => self.kind_unproved(),
            RefusalKind::Forbidden => self.kind_forbidden(),
            RefusalKind::Absent => self.kind_absent(),
            RefusalKind::Conflict => self.kind_conflict(),
            RefusalKind::Gone => self.kind_gone(),
            RefusalKind::Slow => self.kind_slow(),
            RefusalKind::Busy => self.kind_busy(),
        }
    }
}
