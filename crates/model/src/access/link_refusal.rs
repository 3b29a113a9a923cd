//! Every "no" to a link, of tenants and of accounts.

use kernel::{Refusal, RefusalKind, Value};

/// Why a tenant of a module is not linked, or an account is not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkRefusal {
    /// The operator has not turned Unified Login on for the partner.
    FeatureOff,
    /// Only masters link tenants.
    NotMaster,
    /// People of client companies have no way into staff modules.
    ClientPerson,
    /// The module has said nothing of itself yet.
    NoManifest,
    /// The module cannot log people in through a hub.
    CannotLogIn,
    /// The address of the instance belongs to another region than the tenant; names that one.
    WrongRegion(String),
    /// The hub tenant is linked to another tenant of the module; names it.
    HubMapped(String),
    /// The module's tenant is linked to another hub tenant. Never says to whose.
    TenantMapped,
    /// The request did not come by the safe road.
    NotPushed,
    /// The tenant is not linked, so no account of it can be.
    TenantNotLinked,
    /// Accounts of this module are matched, not linked by people.
    Matched,
    /// Her hub account is linked to another account of the tenant.
    HubPersonTaken,
    /// The account is linked to another hub account.
    AccountTaken,
    /// She may not come in at the hub any more.
    HubInactive,
    /// She has not linked her account yet.
    AccountNotLinked,
}

impl LinkRefusal {
    /// All of them, for tests and documents that must be complete.
    pub fn all() -> Vec<Self> {
        vec![
            Self::FeatureOff,
            Self::NotMaster,
            Self::ClientPerson,
            Self::NoManifest,
            Self::CannotLogIn,
            Self::WrongRegion("UK".into()),
            Self::HubMapped("Acme PSA".into()),
            Self::TenantMapped,
            Self::NotPushed,
            Self::TenantNotLinked,
            Self::Matched,
            Self::HubPersonTaken,
            Self::AccountTaken,
            Self::HubInactive,
            Self::AccountNotLinked,
        ]
    }
}

impl Refusal for LinkRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::FeatureOff => "unified_login_invite_only",
            Self::NotMaster => "link_needs_master",
            Self::ClientPerson => "link_wrong_population",
            Self::NoManifest => "module_says_nothing",
            Self::CannotLogIn => "module_cannot_log_in",
            Self::WrongRegion(_) => "wrong_region",
            Self::HubMapped(_) => "hub_tenant_already_mapped",
            Self::TenantMapped => "module_tenant_already_mapped",
            Self::NotPushed => "link_request_unsigned",
            Self::TenantNotLinked => "tenant_not_linked",
            Self::Matched => "accounts_are_matched",
            Self::HubPersonTaken => "hub_person_already_linked",
            Self::AccountTaken => "module_account_already_linked",
            Self::HubInactive => "hub_account_inactive",
            Self::AccountNotLinked => "account_not_linked",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::FeatureOff => "Unified Login is not turned on for your company.".into(),
            Self::NotMaster => "Only a master of your company can link a module.".into(),
            Self::ClientPerson => "People of client companies cannot link staff modules.".into(),
            Self::NoManifest => "The module has not said yet what it can do.".into(),
            Self::CannotLogIn => "This module cannot log people in through the hub.".into(),
            Self::WrongRegion(region) => {
                format!("The address of this module belongs to the region {region}.")
            }
            Self::HubMapped(tenant) => format!(
                "Your company is already linked to another tenant of this module: {tenant}."
            ),
            Self::TenantMapped => "This tenant of the module is linked to another company.".into(),
            Self::NotPushed => "The module sent the request in an unsafe way.".into(),
            Self::TenantNotLinked => "Your company has not linked this module.".into(),
            Self::Matched => {
                "Accounts of this module are found by email address or username.".into()
            }
            Self::HubPersonTaken => {
                "Your hub account is linked to another account of this module.".into()
            }
            Self::AccountTaken => "This account is linked to another hub account.".into(),
            Self::HubInactive => "Your hub account is not active.".into(),
            Self::AccountNotLinked => "You have not linked your account at this module yet.".into(),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::FeatureOff => "Please contact your account manager.",
            Self::NotMaster => "Sign in with a master account of the company.",
            Self::ClientPerson => "Log in to the module with its own password.",
            Self::NoManifest => {
                "A master opens the module in the console and reads it again there."
            }
            Self::CannotLogIn => "Ask the maker of the module.",
            Self::WrongRegion(_) => "Set the right address under Module URLs.",
            Self::HubMapped(_) => {
                "Turn Log In off there first: one tenant can be linked at a time."
            }
            Self::TenantMapped => "An administrator of the module turns it off there first.",
            Self::NotPushed => "Its maker has to push the request (RFC 9126).",
            Self::TenantNotLinked => "A master links it from the settings of the module.",
            Self::Matched => "Log in with the button of the hub; nothing has to be linked.",
            Self::HubPersonTaken => "Turn it off in My Settings of that account first.",
            Self::AccountTaken => "Sign in with the hub account that it is linked to.",
            Self::HubInactive => "Ask a master of your company to reactivate it.",
            Self::AccountNotLinked => {
                "Log in there with your password and turn it on in My Settings."
            }
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::HubMapped(_)
            | Self::TenantMapped
            | Self::HubPersonTaken
            | Self::AccountTaken
            | Self::WrongRegion(_) => RefusalKind::Conflict,
            Self::NotPushed => RefusalKind::Invalid,
            _ => RefusalKind::Forbidden,
        }
    }

    fn values(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::WrongRegion(region) => vec![("region", region.into())],
            Self::HubMapped(tenant) => vec![("tenant", tenant.into())],
            _ => Vec::new(),
        }
    }
}
