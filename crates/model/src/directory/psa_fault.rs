//! What can go wrong between the hub and a PSA, in words that say what to do about it.

use kernel::{Refusal, RefusalKind};

/// Why a PSA did not do what it was asked, or could not be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PsaFault {
    /// No such name in the DNS, or none that leads to a public address.
    NameUnknown,
    /// The address is one that the operator keeps for herself.
    AddressNotAllowed(String),
    /// Nobody answers at that address; the reason.
    Unreachable(String),
    /// Its certificate is not accepted; the reason.
    Tls(String),
    /// No answer in time.
    TooSlow,
    /// What answers is no PSA; what it said.
    NotAPsa(String),
    /// The call went to a host that takes none ("SSL is required").
    WrongHost,
    /// Nobody of that company there.
    UnknownCompany,
    /// The keys, or name and password, are not accepted.
    LoginRefused,
    /// The client id is missing or not accepted.
    ClientIdRefused,
    /// The account is good, and may not use the API.
    NoApiAccess,
    /// The security role does not allow it; what was asked for.
    NoRight(String),
    /// Too many requests; good again in so many seconds.
    Slow(i64),
    /// It has trouble of its own; what it said.
    Busy(String),
    /// There is no such record.
    Absent,
    /// It is there already; its words, whole.
    Exists(String),
    /// It says no to what was sent; its words, whole.
    Refused(String),
    /// It may have been done or not: look before it is sent again; what happened.
    Unknown(String),
    /// The answer cannot be read; why.
    Unreadable(String),
    /// This PSA has no such thing; what.
    NotOffered(&'static str),
}

impl PsaFault {
    /// One of each, with … for what the case fills in.
    pub fn each() -> Vec<Self> {
        let text = || "…".to_owned();
        vec![
            Self::NameUnknown,
            Self::AddressNotAllowed(text()),
            Self::Unreachable(text()),
            Self::Tls(text()),
            Self::TooSlow,
            Self::NotAPsa(text()),
            Self::WrongHost,
            Self::UnknownCompany,
            Self::LoginRefused,
            Self::ClientIdRefused,
            Self::NoApiAccess,
            Self::NoRight(text()),
            Self::Slow(30),
            Self::Busy(text()),
            Self::Absent,
            Self::Exists(text()),
            Self::Refused(text()),
            Self::Unknown(text()),
            Self::Unreadable(text()),
            Self::NotOffered("…"),
        ]
    }

    /// Whether the same call may be made again later as it is. Never so where the outcome is
    /// unknown: that must be looked at first.
    pub const fn passes(&self) -> bool {
        matches!(
            self,
            Self::NameUnknown
                | Self::Unreachable(_)
                | Self::TooSlow
                | Self::Slow(_)
                | Self::Busy(_)
        )
    }
}

impl Refusal for PsaFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NameUnknown => "psa_name_unknown",
            Self::AddressNotAllowed(_) => "psa_address_not_allowed",
            Self::Unreachable(_) => "psa_unreachable",
            Self::Tls(_) => "psa_certificate",
            Self::TooSlow => "psa_too_slow",
            Self::NotAPsa(_) => "psa_not_there",
            Self::WrongHost => "psa_wrong_host",
            Self::UnknownCompany => "psa_unknown_company",
            Self::LoginRefused => "psa_login_refused",
            Self::ClientIdRefused => "psa_client_id",
            Self::NoApiAccess => "psa_no_api_access",
            Self::NoRight(_) => "psa_no_right",
            Self::Slow(_) => "psa_slow_down",
            Self::Busy(_) => "psa_busy",
            Self::Absent => "psa_absent",
            Self::Exists(_) => "psa_exists",
            Self::Refused(_) => "psa_refused",
            Self::Unknown(_) => "psa_unknown_outcome",
            Self::Unreadable(_) => "psa_unreadable",
            Self::NotOffered(_) => "psa_not_offered",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::NameUnknown => "The name of the PSA's host leads nowhere.".into(),
            Self::AddressNotAllowed(why) => format!("The PSA is not called: {why}."),
            Self::Unreachable(why) => format!("The PSA could not be reached: {why}."),
            Self::Tls(why) => format!("The PSA's certificate was not accepted: {why}."),
            Self::TooSlow => "The PSA did not answer in time.".into(),
            Self::NotAPsa(said) => format!("What answers there is not the PSA's API: {said}."),
            Self::WrongHost => {
                "The PSA says \"SSL is required\": this host takes no calls of programs.".into()
            }
            Self::UnknownCompany => "The PSA knows no company of that name.".into(),
            Self::LoginRefused => "The PSA does not accept these keys.".into(),
            Self::ClientIdRefused => "The PSA asks for a client id, or does not accept it.".into(),
            Self::NoApiAccess => "The account is good, and may not use the API.".into(),
            Self::NoRight(what) => format!("The PSA's security role does not allow: {what}."),
            Self::Slow(seconds) => {
                format!("The PSA asks to wait for {seconds} seconds before the next call.")
            }
            Self::Busy(said) => format!("The PSA has trouble of its own: {said}."),
            Self::Absent => "The PSA has no such record.".into(),
            Self::Exists(said) => format!("The PSA has it already: {said}."),
            Self::Refused(said) => format!("The PSA said no: {said}."),
            Self::Unknown(what) => {
                format!("Nobody can tell whether the PSA has done it: {what}.")
            }
            Self::Unreadable(why) => format!("The PSA's answer could not be read: {why}."),
            Self::NotOffered(what) => format!("This PSA does not offer {what}."),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::NameUnknown => "Check the spelling of the base URL, and that this machine can resolve names.",
            Self::AddressNotAllowed(_) => {
                "Use the PSA's public https address, or let the operator allow private networks in the settings file."
            }
            Self::Unreachable(_) => "Check host and port, and that the firewall lets this machine out to it.",
            Self::Tls(_) => "Renew the certificate of the PSA's host, or use the name that it is made out for.",
            Self::TooSlow => "Try again; if it stays, look at the PSA's status page.",
            Self::NotAPsa(_) => "Check the base URL: it is the host that you sign in at, without a path.",
            Self::WrongHost => "Use the API's host, which begins with api-, such as api-na.myconnectwise.net.",
            Self::UnknownCompany => "Enter the company exactly as you type it when you sign in to the PSA.",
            Self::LoginRefused => {
                "Make a new pair of keys for the API member, paste both, and check that the member is active and the company right."
            }
            Self::ClientIdRefused => "Enter the client id (a GUID) that ConnectWise gave for this integration.",
            Self::NoApiAccess => "Give the account's role the right to use the API.",
            Self::NoRight(_) => "Give the API member's security role what the table of least privilege names, and no more.",
            Self::Slow(_) => "Nothing needs to be done: the hub goes on by itself.",
            Self::Busy(_) => "Nothing needs to be done at first; if it stays, ask the PSA's support.",
            Self::Absent => "Import again: the record was deleted or merged in the PSA.",
            Self::Exists(_) => "Use the one that is there.",
            Self::Refused(_) => "Change what the PSA's words name, then try again.",
            Self::Unknown(_) => "The hub looks in the PSA for it before it sends it again.",
            Self::Unreadable(_) => "Check the base URL; if it is right, report it with the time of the call.",
            Self::NotOffered(_) => "Use what this PSA offers instead; the documents name it.",
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Slow(_) => RefusalKind::Slow,
            Self::NameUnknown
            | Self::Unreachable(_)
            | Self::Tls(_)
            | Self::TooSlow
            | Self::Busy(_)
            | Self::Unknown(_)
            | Self::Unreadable(_) => RefusalKind::Busy,
            Self::Absent => RefusalKind::Absent,
            Self::Exists(_) => RefusalKind::Conflict,
            Self::AddressNotAllowed(_)
            | Self::NotAPsa(_)
            | Self::WrongHost
            | Self::UnknownCompany
            | Self::LoginRefused
            | Self::ClientIdRefused
            | Self::NoApiAccess
            | Self::NoRight(_)
            | Self::Refused(_)
            | Self::NotOffered(_) => RefusalKind::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_outcome_is_never_sent_again_as_it_is() {
        assert!(PsaFault::Slow(3).passes() && PsaFault::Busy("x".into()).passes());
        for fault in [PsaFault::Unknown("cut".into()), PsaFault::LoginRefused] {
            assert!(!fault.passes(), "{fault:?}");
        }
        assert!(PsaFault::Slow(7).sentence().contains("7 seconds"));
    }
}
