//! What the operator turns on for a partner.

/// A part of the program that is off for a partner until the operator turns it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Linking modules.
    UnifiedLogin,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::UnifiedLogin];

    /// The stable word, also in settings files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnifiedLogin => "unified-login",
        }
    }

    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == text)
    }
}
