//! What somebody may change in her own account, and when not.

use super::SignInRefusal;
use kernel::{EmailAddress, IdentityId, Refusal, RefusalKind, Span, Timestamp, Value};

/// A browser that a person has signed in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDevice {
    /// The digest of its cookie.
    pub token_hash: Vec<u8>,
    /// The browser in words; empty for one remembered by an older version.
    pub device: String,
    /// When she first signed in with it.
    pub created_at: Timestamp,
    /// When last.
    pub last_used_at: Timestamp,
}

/// A change of address: it counts once the new address has confirmed it, and whoever reads the old
/// one can stop it, for some days also after that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailChange {
    /// Whose address.
    pub identity_id: IdentityId,
    /// The address before.
    pub old_email: EmailAddress,
    /// The address after.
    pub new_email: EmailAddress,
    /// The digest of the link that confirms.
    pub confirm_hash: Vec<u8>,
    /// The digest of the link that stops.
    pub stop_hash: Vec<u8>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When the links end.
    pub expires_at: Timestamp,
}

impl EmailChange {
    /// How long both links are good.
    pub const LIFETIME: Span = Span::days(3);
}

/// Most authenticators of one person.
pub const MAX_AUTHENTICATORS: usize = 5;
/// Most passkeys of one person.
pub const MAX_PASSKEYS: usize = 20;

/// Whether a factor may be removed when so many are there: the last one never, since everybody here
/// signs in with a second factor.
///
/// # Errors
/// [`OwnAccountRefusal::LastFactor`].
pub const fn may_remove_factor(factors: usize) -> Result<(), OwnAccountRefusal> {
    if factors > 1 {
        Ok(())
    } else {
        Err(OwnAccountRefusal::LastFactor)
    }
}

/// Why something of one's own account was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnAccountRefusal {
    /// The only second factor stays.
    LastFactor,
    /// Enough of this kind.
    TooMany,
    /// Passkeys need a public address with a name.
    NoPasskeys,
    /// Her partner allows other authenticators only.
    PasskeyNotAllowed,
    /// No such factor of hers.
    Unknown,
    /// The page with the new secret was open for too long.
    ProposalOld,
    /// It is her address already.
    SameEmail,
    /// It was changed a short time ago, and the old address may still put it back.
    EmailJustChanged,
    /// Somebody else has the address by now; said only to who can read its mail.
    EmailTaken,
    /// What signing in refuses too.
    SignIn(SignInRefusal),
}

impl Refusal for OwnAccountRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::LastFactor => "last_factor",
            Self::TooMany => "too_many_factors",
            Self::NoPasskeys => "passkeys_unavailable",
            Self::PasskeyNotAllowed => "passkey_not_allowed",
            Self::Unknown => "factor_unknown",
            Self::ProposalOld => "proposal_expired",
            Self::SameEmail => "email_same",
            Self::EmailJustChanged => "email_just_changed",
            Self::EmailTaken => "email_taken",
            Self::SignIn(refusal) => refusal.code(),
        }
    }
    fn sentence(&self) -> String {
        match self {
            Self::LastFactor => "This is your only second factor.",
            Self::TooMany => "You have as many of these as one person can have.",
            Self::NoPasskeys => "Passkeys do not work at this address.",
            Self::PasskeyNotAllowed => "Your company does not allow this kind of authenticator.",
            Self::Unknown => "This is not one of yours, or was removed already.",
            Self::ProposalOld => "The page was open for too long.",
            Self::SameEmail => "This is your address already.",
            Self::EmailJustChanged => "Your address was changed less than three days ago.",
            Self::EmailTaken => "This address belongs to another login by now.",
            Self::SignIn(refusal) => return refusal.sentence(),
        }
        .into()
    }
    fn remedy(&self) -> String {
        match self {
            Self::LastFactor => "Add another one first, then remove this.",
            Self::TooMany => "Remove one that you do not use.",
            Self::NoPasskeys => "Use an authenticator app.",
            Self::PasskeyNotAllowed => {
                "Use one that a master of your company names, or an authenticator app."
            }
            Self::Unknown | Self::ProposalOld => "Open the page again.",
            Self::SameEmail => "Type the new one.",
            Self::EmailJustChanged => "Wait until the old address can no longer put it back.",
            Self::EmailTaken => "Choose another address, or sign in with that login.",
            Self::SignIn(refusal) => return refusal.remedy(),
        }
        .into()
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::LastFactor | Self::TooMany | Self::EmailTaken | Self::EmailJustChanged => {
                RefusalKind::Conflict
            }
            Self::NoPasskeys | Self::PasskeyNotAllowed => RefusalKind::Forbidden,
            Self::Unknown => RefusalKind::Absent,
            Self::ProposalOld => RefusalKind::Gone,
            Self::SameEmail => RefusalKind::Invalid,
            Self::SignIn(refusal) => refusal.kind(),
        }
    }
    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::SignIn(refusal) => refusal.values(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_factor_stays() {
        assert_eq!(may_remove_factor(0), Err(OwnAccountRefusal::LastFactor));
        assert_eq!(may_remove_factor(1), Err(OwnAccountRefusal::LastFactor));
        assert_eq!(may_remove_factor(2), Ok(()));
    }
}
