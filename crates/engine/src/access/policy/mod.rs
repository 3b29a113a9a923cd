//! The policy of a link: looked at, changed, told to the module.

mod change;
mod document;
mod exceptions;
mod facts;
mod hand;
mod shut_out;

pub use document::MODULE_SCOPE;
pub use exceptions::{AccountRow, AccountsFilter};
pub use facts::LoginPolicyView;
pub(crate) use facts::facts_of;
pub use hand::{ByModule, Hand};
pub use shut_out::ShutOutRow;

use crate::Failure;
use kernel::{Refusal, RefusalKind};
use unified_login::{PolicyRefusal, Refused as _};

/// How a verb of policies ends when it does not.
pub type PolicyRefused = Failure<LinkPolicyRefusal>;

/// Why a policy, or an exception from it, is not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkPolicyRefusal {
    /// The rules say no.
    Rule(PolicyRefusal),
    /// There is no such link, or it was ended.
    NoLink,
    /// Somebody else has changed it since it was looked at.
    Changed,
    /// The module has no such account.
    NoAccount,
    /// The account is exempt: its local login cannot be taken away and needs no exception.
    Exempt,
    /// There are as many exceptions as there may be.
    TooMany,
}

impl Refusal for LinkPolicyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.code(),
            Self::NoLink => "no_such_link",
            Self::Changed => "policy_changed_meanwhile",
            Self::NoAccount => "no_such_account",
            Self::Exempt => "exempt_already",
            Self::TooMany => "too_many_exceptions",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Rule(rule) => rule.sentence(),
            Self::NoLink => "There is no such link, or it was ended.".into(),
            Self::Changed => "Somebody else has changed this since you looked at it.".into(),
            Self::NoAccount => "The module has no such account.".into(),
            Self::Exempt => "This account is exempt and can always log in locally.".into(),
            Self::TooMany => format!("There may be {MOST_EXCEPTIONS} exceptions at most."),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::Rule(rule) => rule.remedy(),
            Self::NoLink => "A security admin of the module enables Log In there.".into(),
            Self::Changed => "Look at it again, then change it.".into(),
            Self::NoAccount => "Look at the list again.".into(),
            Self::Exempt => "Nothing has to be done.".into(),
            Self::TooMany => "Take back what is not needed any more, or turn Require off.".into(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoLink | Self::NoAccount => RefusalKind::Absent,
            Self::Rule(_) | Self::Changed | Self::Exempt | Self::TooMany => RefusalKind::Conflict,
        }
    }
}

/// Most exceptions of one link.
pub const MOST_EXCEPTIONS: usize = 2_000;
