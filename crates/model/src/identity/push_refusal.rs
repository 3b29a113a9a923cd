//! Every "no" of questions to a phone.

use super::refusal::{wait_text, wait_values};
use kernel::{Refusal, RefusalKind, Span, Value};

/// Why a question was not sent to a phone, or an answer of a phone was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushRefusal {
    /// She has no phone set up.
    NoDevice,
    /// A question waits on her phone already.
    OneOpen,
    /// Too many questions were left without an answer; wait so long.
    TooMany(Span),
    /// A question was turned away a short time ago; wait so long.
    Paused(Span),
    /// The phone is not set up, or was removed.
    DeviceUnknown,
    /// The phone's signature is not right, too old, or was used before.
    ProofWrong,
    /// The code that sets up a phone is not known here, was used, or is too old.
    CodeUnknown,
    /// Somebody else's question, one that was answered, or one whose minute is over.
    Over,
    /// The number is not the one on the other screen.
    NumberWrong,
}

impl Refusal for PushRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDevice => "push_no_phone",
            Self::OneOpen => "push_asked_already",
            Self::TooMany(_) => "push_too_often",
            Self::Paused(_) => "push_paused",
            Self::DeviceUnknown => "push_phone_unknown",
            Self::ProofWrong => "push_proof_wrong",
            Self::CodeUnknown => "push_code_unknown",
            Self::Over => "push_over",
            Self::NumberWrong => "push_number_wrong",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::NoDevice => "No phone is set up for this login.",
            Self::OneOpen => "A question is waiting on your phone already.",
            Self::TooMany(wait) => {
                return format!(
                    "Your phone was asked several times without an answer. It can be asked again in {}.",
                    wait_text(*wait)
                );
            }
            Self::Paused(wait) => {
                return format!(
                    "A question was turned away on your phone. It can be asked again in {}.",
                    wait_text(*wait)
                );
            }
            Self::DeviceUnknown => "This phone is not set up here, or was removed.",
            Self::ProofWrong => "What this phone sent is not signed as it should be.",
            Self::CodeUnknown => "This code is not known here, was used, or is too old.",
            Self::Over => "This question was answered, or its minute is over.",
            Self::NumberWrong => "This is not the number on the other screen.",
        }
        .into()
    }

    fn remedy(&self) -> String {
        match self {
            Self::NoDevice => "Use a code instead, and set a phone up in My Settings.",
            Self::OneOpen => "Answer it there, or use a code instead.",
            Self::TooMany(_) | Self::Paused(_) => "Use a code instead.",
            Self::DeviceUnknown => "Set it up in My Settings.",
            Self::ProofWrong => "Set the clock of the phone to automatic and try again.",
            Self::CodeUnknown => {
                "Begin again in My Settings, and use the code that is shown there."
            }
            Self::Over => "Ask for another one on the page where you sign in.",
            Self::NumberWrong => "Nobody was let in. Begin again on the other screen.",
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoDevice | Self::OneOpen => RefusalKind::Conflict,
            Self::TooMany(_) | Self::Paused(_) => RefusalKind::Slow,
            Self::DeviceUnknown => RefusalKind::Absent,
            Self::ProofWrong => RefusalKind::Unproved,
            Self::CodeUnknown | Self::NumberWrong => RefusalKind::Invalid,
            Self::Over => RefusalKind::Gone,
        }
    }

    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::TooMany(wait) | Self::Paused(wait) => wait_values(*wait),
            _ => Vec::new(),
        }
    }
}
