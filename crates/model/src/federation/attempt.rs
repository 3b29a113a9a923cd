//! What a client tried lately and what came of it, so that whoever sets a module up sees at once why
//! its login does not work yet.

use kernel::Timestamp;

/// Longest detail that is kept of an attempt, in characters; a part of it may come from outside.
pub const LONGEST_DETAIL: usize = 300;
/// The outcome of an attempt that worked.
pub const WORKED: &str = "ok";
/// The detail of an authorization that ended well.
pub const CODE_SENT: &str = "a code was sent to the redirect address";
/// The detail of one that goes on at the sign-in.
pub const SENT_TO_SIGN_IN: &str = "somebody was asked to sign in";
/// The detail of a code's exchange that ended well.
pub const TOKENS_FOR_CODE: &str = "tokens were given for a code";

/// Where it was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttemptPlace {
    /// The authorization endpoint.
    Authorize,
    /// The token endpoint.
    Token,
    /// The endpoint of pushed requests (RFC 9126).
    Push,
    /// The endpoint where a device begins (RFC 8628).
    Device,
    /// Introspection.
    Introspect,
    /// Revocation.
    Revoke,
}

impl AttemptPlace {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Authorize,
        Self::Token,
        Self::Push,
        Self::Device,
        Self::Introspect,
        Self::Revoke,
    ];
    /// The text in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Token => "token",
            Self::Push => "push",
            Self::Device => "device",
            Self::Introspect => "introspect",
            Self::Revoke => "revoke",
        }
    }
    /// The place of a text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == text)
    }
}

/// Attempts that were alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Where.
    pub place: AttemptPlace,
    /// `ok`, or the code of the fault.
    pub outcome: String,
    /// What happened, in plain words; at most [`LONGEST_DETAIL`] characters.
    pub detail: String,
    /// How many.
    pub attempts: i64,
    /// The first of them.
    pub first_at: Timestamp,
    /// The newest of them.
    pub last_at: Timestamp,
}

impl Attempt {
    /// Whether it worked.
    pub fn worked(&self) -> bool {
        self.outcome == WORKED
    }
}

/// A detail within its limit and without control characters.
pub fn plain_detail(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_DETAIL)
        .collect()
}
