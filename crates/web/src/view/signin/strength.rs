//! What is said about a new password.

use crate::words::Words;

/// Strength of a password that was typed, as the meter and its words show it.
#[derive(Clone, Debug, Default)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (very hard to guess).
    pub score: u8,
    /// The score in words: "Weak", "Strong".
    pub label: String,
    /// What would make it stronger, one sentence each.
    pub advice: Vec<String>,
}

impl Strength {
    /// A weak password with advice, for samples.
    pub(crate) fn sample_weak(words: &Words) -> Self {
        Self {
            score: 1,
            label: words.strength(1).into(),
            advice: vec![words.advice_add_words().into(), words.advice_name().into()],
        }
    }
}
