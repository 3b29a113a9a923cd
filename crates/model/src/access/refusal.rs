//! Every "no" at the door of a module.

use kernel::{Refusal, RefusalKind};

/// Why a person may not enter a module. My Modules, the refusal page, the protocol, the audit log
/// and `vestibule explain` all print this same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryRefusal {
    /// The partner was deactivated.
    PartnerDeactivated,
    /// The company of the end user was deactivated.
    CompanyDeactivated,
    /// The login was deactivated.
    IdentityDeactivated,
    /// The person has not finished activation.
    NotActivated,
    /// The person's place at this partner was deactivated.
    AffiliationDeactivated,
    /// The person has not accepted the invitation of this partner.
    NotAccepted,
    /// The person has no place at the partner whose module it is.
    NotAtPartner,
    /// A client's person at a staff module, or the other way round.
    WrongPopulation,
    /// No second factor is set up.
    NoFactor,
    /// Logging in through the hub is off for the module.
    UnifiedLoginOff,
    /// Nobody granted the module to her or to a group of hers.
    NotGranted,
}

impl EntryRefusal {
    /// All of them, for tests and documents that must be complete.
    pub const ALL: [Self; 11] = [
        Self::PartnerDeactivated,
        Self::CompanyDeactivated,
        Self::IdentityDeactivated,
        Self::NotActivated,
        Self::AffiliationDeactivated,
        Self::NotAccepted,
        Self::NotAtPartner,
        Self::WrongPopulation,
        Self::NoFactor,
        Self::UnifiedLoginOff,
        Self::NotGranted,
    ];
}

impl Refusal for EntryRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::PartnerDeactivated => "partner_deactivated",
            Self::CompanyDeactivated => "company_deactivated",
            Self::IdentityDeactivated => "identity_deactivated",
            Self::NotActivated => "not_activated",
            Self::AffiliationDeactivated => "affiliation_deactivated",
            Self::NotAccepted => "invitation_not_accepted",
            Self::NotAtPartner => "not_at_partner",
            Self::WrongPopulation => "wrong_population",
            Self::NoFactor => "no_second_factor",
            Self::UnifiedLoginOff => "unified_login_off",
            Self::NotGranted => "not_granted",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::PartnerDeactivated => {
                "The company that provides this module is deactivated here."
            }
            Self::CompanyDeactivated => "Your company is deactivated here.",
            Self::IdentityDeactivated => "This login was deactivated.",
            Self::NotActivated => "This account was not activated yet.",
            Self::AffiliationDeactivated => "Your account at this company was deactivated.",
            Self::NotAccepted => "The invitation to this company was not accepted yet.",
            Self::NotAtPartner => "You have no account at the company whose module this is.",
            Self::WrongPopulation => "This module is not meant for your kind of account.",
            Self::NoFactor => "No second factor is set up for this account.",
            Self::UnifiedLoginOff => "Logging in through the hub is turned off for this module.",
            Self::NotGranted => "This module was not granted to you.",
        }
        .into()
    }

    fn remedy(&self) -> String {
        match self {
            Self::PartnerDeactivated => "Ask the operator of this installation to reactivate the partner.",
            Self::CompanyDeactivated => "Ask your provider to reactivate the company.",
            Self::IdentityDeactivated | Self::AffiliationDeactivated => "Ask a master of the company to reactivate it.",
            Self::NotActivated => "Open the link in the activation mail; Forgot password sends a new one.",
            Self::NotAccepted => "Open the link in the invitation mail; a master can send it again.",
            Self::NotAtPartner => "Sign in with another account, or ask a master of that company for an invitation.",
            Self::WrongPopulation => "Staff modules are for members; client modules are for end users. Sign in with the other account.",
            Self::NoFactor => "Sign in once; the second factor is set up on the way.",
            Self::UnifiedLoginOff => "A master can turn it on for the module.",
            Self::NotGranted => "Ask a master to grant it to you or to one of your groups.",
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Forbidden
    }
}
