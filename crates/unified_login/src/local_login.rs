//! Who may log in with a password of the module.

use crate::{LinkStanding, PolicyDocument, Refused};

/// What is known of an account of the module at the moment of a local login. All of it is the
/// module's own, so that a stale copy of the policy can shut out nobody who is exempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFacts {
    /// The module's id of the account.
    pub id: String,
    /// Active at the module.
    pub active: bool,
    /// One of its roles may change login settings.
    pub security_admin: bool,
    /// First or responsible for the tenant.
    pub primary: bool,
    /// Its e-mail address belongs to accounts of several tenants of the module.
    pub email_at_several: bool,
    /// The hub has said that its person may not come any more.
    pub hub_deactivated: bool,
}

/// Leave that nobody can take away, in the order in which it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exemption {
    /// May change login settings: without her, one wrong switch would lock everybody out.
    SecurityAdmin,
    /// First or responsible.
    PrimaryUser,
    /// One e-mail address at several resellers, MSPs or tenants: no single hub account is hers.
    SeveralPartners,
}

impl Exemption {
    /// All of them.
    pub const ALL: [Self; 3] = [
        Self::SecurityAdmin,
        Self::PrimaryUser,
        Self::SeveralPartners,
    ];

    /// The reason, for the list of exceptions.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::SecurityAdmin => "Security Admins are always exempt",
            Self::PrimaryUser => "Primary users are always exempt",
            Self::SeveralPartners => {
                "Accounts using one email address for multiple Resellers or MSPs are always exempt"
            }
        }
    }
}

/// Why local login is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocalLogin {
    /// Hub accounts are not required.
    Open,
    /// She is exempt.
    Exempt(Exemption),
    /// A security admin or master made an exception for her.
    Exception,
    /// The policy is not known at this moment, and she is exempt whatever it says.
    NoPolicyYet(Exemption),
}

/// Why somebody cannot log in with a password of the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocalRefusal {
    /// The module's own account is deactivated.
    AccountDeactivated,
    /// The hub has deactivated its person.
    HubDeactivated,
    /// The hub account must be used.
    UnifiedLoginRequired,
    /// The tenant is linked, and its policy is not known at this moment.
    PolicyUnknown,
}

impl LocalRefusal {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::AccountDeactivated,
        Self::HubDeactivated,
        Self::UnifiedLoginRequired,
        Self::PolicyUnknown,
    ];
}

impl Refused for LocalRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::AccountDeactivated => "account_deactivated",
            Self::HubDeactivated => "hub_account_deactivated",
            Self::UnifiedLoginRequired => "unified_login_required",
            Self::PolicyUnknown => "policy_unknown",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::AccountDeactivated => "This account was deactivated.",
            Self::HubDeactivated => "Your account at the hub was deactivated.",
            Self::UnifiedLoginRequired => "You log in with your hub account here.",
            Self::PolicyUnknown => "It is not known at this moment who may log in with a password.",
        }
        .into()
    }

    fn remedy(&self) -> String {
        match self {
            Self::AccountDeactivated => "Ask an administrator of this module.",
            Self::HubDeactivated => "Ask a master of your company to reactivate it.",
            Self::UnifiedLoginRequired => {
                "Use the button of the hub on this page, or ask a security admin for an exception."
            }
            Self::PolicyUnknown => {
                "Try again in a minute. Security admins and primary users get in meanwhile."
            }
        }
        .into()
    }
}

/// Whether an account is exempt, and why. Most is the module's own knowledge; that one address is at
/// several partners is also the hub's, and either's word is enough.
pub fn exemption_of(
    account: &AccountFacts,
    document: Option<&PolicyDocument>,
) -> Option<Exemption> {
    let at_several = document.is_some_and(|d| d.several_partners.contains(&account.id));
    if account.security_admin {
        Some(Exemption::SecurityAdmin)
    } else if account.primary {
        Some(Exemption::PrimaryUser)
    } else if account.email_at_several || at_several {
        Some(Exemption::SeveralPartners)
    } else {
        None
    }
}

/// Decides whether a password of the module opens an account, after the password was found right.
/// `linked` says whether the tenant has a link at all, for the moment when its policy is not there.
///
/// # Errors
/// The refusal that is shown on the login page.
pub fn decide_local_login(
    account: &AccountFacts,
    document: Option<&PolicyDocument>,
    linked: bool,
) -> Result<LocalLogin, LocalRefusal> {
    let gone = document
        .is_some_and(|d| d.state == LinkStanding::Active && d.deactivated.contains(&account.id));
    // This beats exceptions and exemptions: who was deactivated must not come back by a password.
    if account.hub_deactivated || gone {
        return Err(LocalRefusal::HubDeactivated);
    }
    // After the hub's word: where that took the account with it, only the hub brings her back.
    if !account.active {
        return Err(LocalRefusal::AccountDeactivated);
    }
    let exemption = exemption_of(account, document);
    let Some(document) = document else {
        return match (linked, exemption) {
            (false, _) => Ok(LocalLogin::Open),
            (true, Some(exemption)) => Ok(LocalLogin::NoPolicyYet(exemption)),
            (true, None) => Err(LocalRefusal::PolicyUnknown),
        };
    };
    if !document.requires() {
        Ok(LocalLogin::Open)
    } else if let Some(exemption) = exemption {
        Ok(LocalLogin::Exempt(exemption))
    } else if document.exceptions.contains(&account.id) {
        Ok(LocalLogin::Exception)
    } else {
        Err(LocalRefusal::UnifiedLoginRequired)
    }
}

#[cfg(test)]
#[path = "local_login_table.rs"]
mod table;
