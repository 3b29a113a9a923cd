//! Small values that many pages carry.

/// How a notice speaks. The word comes first, the colour second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Info,
    /// Something went well.
    Good,
    /// Something needs attention soon.
    Warn,
    /// Something went wrong.
    Bad,
}

impl Tone {
    /// The class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// The ARIA role: only bad news interrupts.
    pub fn role(self) -> &'static str {
        match self {
            Self::Info | Self::Good => "status",
            Self::Warn | Self::Bad => "alert",
        }
    }
}

/// A sentence above the form or the list.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// How it speaks.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
}

impl Notice {
    /// A notice in the given tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }
}

/// A link with its words.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Where it leads; a path of the hub, or an address that was checked.
    pub href: String,
    /// What it says.
    pub text: String,
}

impl Link {
    /// A link that says `text` and leads to `href`.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
        }
    }
}

/// Up to two capital letters that stand for a name, `?` when the name has no letter.
pub(crate) fn initials(name: &str) -> String {
    let letters: String = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect();
    if letters.is_empty() {
        "?".to_owned()
    } else {
        letters
    }
}
