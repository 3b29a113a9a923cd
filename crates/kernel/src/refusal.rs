//! One shape for every "no": a stable code, a sentence for the person, a remedy.

/// What class a refusal is of; each surface maps it to its own status in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The request does not make sense (400).
    Invalid,
    /// Nobody is signed in, or the proof failed (401).
    Unproved,
    /// Somebody is signed in and may not (403).
    Forbidden,
    /// There is no such thing, or it must not be told (404).
    Absent,
    /// The state of things forbids it now (409).
    Conflict,
    /// The link or code is no longer good (410).
    Gone,
    /// Too many tries (429).
    Slow,
    /// Too much to do at the moment (503).
    Busy,
}

impl RefusalKind {
    /// The HTTP status of this class.
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid => 400,
            Self::Unproved => 401,
            Self::Forbidden => 403,
            Self::Absent => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::Slow => 429,
            Self::Busy => 503,
        }
    }
}

/// What is filled into a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number, by which plural forms are chosen.
    Number(u64),
    /// A text, shown as it is.
    Text(String),
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

/// A refusal as every surface shows it: page, API problem (RFC 9457), audit entry, command line.
pub trait Refusal {
    /// Stable, machine-readable, in snake case.
    fn code(&self) -> &'static str;
    /// One sentence for the person who was refused, in English. Other languages have theirs by the
    /// code (`crates/web/locales`).
    fn sentence(&self) -> String;
    /// What she or her administrator can do about it.
    fn remedy(&self) -> String;
    /// The class, which gives the status.
    fn kind(&self) -> RefusalKind;
    /// What the sentence of another language fills in, by name.
    fn values(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}
