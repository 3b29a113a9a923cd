//! Why a client is not made or changed as somebody wished.

use kernel::{Refusal, RefusalKind};

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientRefusal {
    /// This partner has no such client, module or secret.
    Absent,
    /// The `client_id` is taken, here or at another partner.
    Taken,
    /// A setting that cannot be; the sentence says which.
    Unfit(String),
    /// Two secrets are good already.
    TwoSecrets,
    /// The old secret would go on for too long.
    Overlap,
    /// The client proves itself without a secret.
    NoSecrets,
}

impl Refusal for ClientRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Absent => "client_absent",
            Self::Taken => "client_id_taken",
            Self::Unfit(_) => "client_unfit",
            Self::TwoSecrets => "two_secrets",
            Self::Overlap => "overlap_too_long",
            Self::NoSecrets => "client_without_secrets",
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::Absent => "There is no such client here.".into(),
            Self::Taken => "This client id is taken.".into(),
            Self::Unfit(why) => {
                let mut text = why.clone();
                if let Some(first) = text.get_mut(0..1) {
                    first.make_ascii_uppercase();
                }
                text.push('.');
                text
            }
            Self::TwoSecrets => "Two secrets of this client are good already.".into(),
            Self::Overlap => "An old secret may go on for 90 days at most.".into(),
            Self::NoSecrets => "This client proves itself without a secret.".into(),
        }
    }
    fn remedy(&self) -> String {
        match self {
            Self::Absent => "Go back to the list and look again.",
            Self::Taken => "Choose another one.",
            Self::Unfit(_) => "Mend it and save again.",
            Self::TwoSecrets => "Revoke the older one, or wait until it ends, then make a new one.",
            Self::Overlap => "Choose a shorter time.",
            Self::NoSecrets => {
                "Change how it proves itself first, or change the keys that it registered."
            }
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Absent => RefusalKind::Absent,
            Self::Taken | Self::TwoSecrets | Self::NoSecrets => RefusalKind::Conflict,
            Self::Unfit(_) | Self::Overlap => RefusalKind::Invalid,
        }
    }
}
