//! Every "no" of sign-in, activation and recovery.

use super::PushRefusal;
use kernel::{Refusal, RefusalKind, Span, Value};

/// Why a step of sign-in, activation or recovery was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Identifier and password do not belong together; the same whether the account exists.
    Mismatch,
    /// The password of the person who is signed in is another one.
    PasswordWrong,
    /// The code is not one of the current ones.
    CodeWrong,
    /// The code was used before.
    CodeUsed,
    /// The code does not have six digits.
    CodeForm,
    /// The recovery code is not one that is left.
    RecoveryCodeWrong,
    /// The passkey's answer is not right.
    PasskeyWrong,
    /// The passkey's counter went back, so there is a copy of it.
    PasskeyCloned,
    /// Too many tries; wait so long.
    TooManyTries(Span),
    /// All hashing threads are busy.
    Busy,
    /// The sign-in took too long, was finished elsewhere, or never began here.
    FlowGone,
    /// The step that was answered is not the one that is due.
    FlowStep,
    /// The identity was deactivated.
    Deactivated,
    /// No affiliation can be used any more.
    NoAffiliation,
    /// The partner lets its people in from its own networks only.
    NetworkNotAllowed,
    /// The chosen affiliation is not hers.
    NotHers,
    /// No such link.
    LinkUnknown,
    /// The link was used.
    LinkUsed,
    /// The link is too old.
    LinkExpired,
    /// The one-time set-up token is wrong.
    SetUpToken,
    /// The installation is set up already.
    SetUpDone,
    /// A question to her phone, or the phone itself, was refused.
    Push(PushRefusal),
}

impl Refusal for SignInRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Mismatch => "credentials_mismatch",
            Self::PasswordWrong => "password_wrong",
            Self::CodeWrong => "code_wrong",
            Self::CodeUsed => "code_used",
            Self::CodeForm => "code_form",
            Self::RecoveryCodeWrong => "recovery_code_wrong",
            Self::PasskeyWrong => "passkey_wrong",
            Self::PasskeyCloned => "passkey_cloned",
            Self::TooManyTries(_) => "too_many_tries",
            Self::Busy => "busy",
            Self::FlowGone => "sign_in_expired",
            Self::FlowStep => "sign_in_out_of_step",
            Self::Deactivated => "identity_deactivated",
            Self::NoAffiliation => "no_affiliation",
            Self::NetworkNotAllowed => "network_not_allowed",
            Self::NotHers => "affiliation_not_yours",
            Self::LinkUnknown => "link_unknown",
            Self::LinkUsed => "link_used",
            Self::LinkExpired => "link_expired",
            Self::SetUpToken => "set_up_token_wrong",
            Self::SetUpDone => "set_up_done",
            Self::Push(refusal) => refusal.code(),
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Mismatch => "This name and password do not belong together.".into(),
            Self::PasswordWrong => "This is not your password.".into(),
            Self::CodeWrong => "This code is not right, or no longer.".into(),
            Self::CodeUsed => "This code was used already.".into(),
            Self::CodeForm => "The code has six digits.".into(),
            Self::RecoveryCodeWrong => {
                "This recovery code is not right, or was used already.".into()
            }
            Self::PasskeyWrong => "This passkey does not open this account.".into(),
            Self::PasskeyCloned => "This passkey answered like a copy and was removed.".into(),
            Self::TooManyTries(wait) => {
                format!("Too many tries. Try again in {}.", wait_text(*wait))
            }
            Self::Busy => "Many people are signing in at this moment.".into(),
            Self::FlowGone => "This sign-in has ended.".into(),
            Self::FlowStep => "This step of the sign-in is behind you.".into(),
            Self::Deactivated => "This login was deactivated.".into(),
            Self::NoAffiliation => "This login does not belong to any active company.".into(),
            Self::NetworkNotAllowed => {
                "Your company lets its people in from its own networks only.".into()
            }
            Self::NotHers => "That account does not belong to this login.".into(),
            Self::LinkUnknown => "This link is not known here.".into(),
            Self::LinkUsed => "This link was used already.".into(),
            Self::LinkExpired => "This link is too old.".into(),
            Self::SetUpToken => "This set-up token is not right.".into(),
            Self::SetUpDone => "This installation is set up already.".into(),
            Self::Push(refusal) => refusal.sentence(),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::Mismatch => "Check both and try again, or choose a new password by mail.",
            Self::PasswordWrong => "Type the password that you sign in with here.",
            Self::CodeWrong => "Wait for the next code and type that. If codes never fit, set the clock of the phone to automatic.",
            Self::CodeUsed => "Wait up to 30 seconds for the next one.",
            Self::CodeForm => "Type the six digits that the authenticator shows.",
            Self::RecoveryCodeWrong => "Type another code of the list. With none left, an administrator of the company has to help.",
            Self::PasskeyWrong => "Try once more, or sign in another way.",
            Self::PasskeyCloned => "Sign in another way, and add it again if you still have it.",
            Self::TooManyTries(_) => "Waiting is enough. A new password by mail also works at once.",
            Self::Busy => "Try again in a few seconds.",
            Self::FlowGone | Self::FlowStep => "Start the sign-in again.",
            Self::NetworkNotAllowed => "Come from the office or through its VPN. A master can change the list; if nobody gets in, the operator can empty it.",
            Self::Deactivated | Self::NoAffiliation => "Ask an administrator of the company to reactivate it.",
            Self::NotHers => "Choose one of the accounts in the list.",
            Self::LinkUnknown => "Open it from the mail once more, whole, or ask for a new one with Forgot password.",
            Self::LinkUsed => "Sign in. If that does not work, ask for a new link with Forgot password.",
            Self::LinkExpired => "Ask for a new one with Forgot password.",
            Self::SetUpToken => "Copy it from the server's first lines of output. A new one is printed at each start until set-up is done.",
            Self::SetUpDone => "Sign in.",
            Self::Push(refusal) => return refusal.remedy(),
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Mismatch
            | Self::PasskeyWrong
            | Self::PasskeyCloned
            | Self::PasswordWrong
            | Self::CodeWrong
            | Self::CodeUsed
            | Self::RecoveryCodeWrong => RefusalKind::Unproved,
            Self::CodeForm => RefusalKind::Invalid,
            Self::TooManyTries(_) => RefusalKind::Slow,
            Self::Busy => RefusalKind::Busy,
            Self::FlowGone | Self::LinkUsed | Self::LinkExpired => RefusalKind::Gone,
            Self::FlowStep | Self::SetUpDone => RefusalKind::Conflict,
            Self::Deactivated
            | Self::NoAffiliation
            | Self::NetworkNotAllowed
            | Self::NotHers
            | Self::SetUpToken => RefusalKind::Forbidden,
            Self::LinkUnknown => RefusalKind::Absent,
            Self::Push(refusal) => refusal.kind(),
        }
    }

    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::TooManyTries(wait) => wait_values(*wait),
            Self::Push(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}

/// A wait as people count it: seconds up to two minutes, then minutes.
fn counted(wait: Span) -> (u64, &'static str) {
    let seconds = u64::try_from(wait.as_seconds_up()).unwrap_or(0);
    match seconds {
        0..=120 => (seconds, "seconds"),
        _ => (seconds.div_ceil(60), "minutes"),
    }
}

/// A wait as the sentences of all languages fill it in.
pub(super) fn wait_values(wait: Span) -> Vec<(&'static str, Value)> {
    let (count, unit) = counted(wait);
    vec![("count", count.into()), ("unit", unit.into())]
}

pub(super) fn wait_text(wait: Span) -> String {
    match counted(wait) {
        (1, _) => "1 second".into(),
        (count, unit) => format!("{count} {unit}"),
    }
}
