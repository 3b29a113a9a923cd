//! Every "no" about setting modules up.

use kernel::{Refusal, RefusalKind};

/// Why a module was not made or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModuleRefusal {
    /// No such module of this partner.
    Unknown,
    /// No such entry of the catalogue.
    NoBlueprint,
    /// The address is no good; says why.
    Address(String),
    /// The region is no name.
    Region,
    /// A claim name is no good; says why.
    Claims(String),
    /// The client is no good; says why.
    Client(String),
    /// The partner has as many modules as one may have.
    TooMany,
    /// There is no client yet, so nobody could come in.
    NoClient,
    /// The form was sent before: this is the module it made.
    Made(kernel::InstanceId),
    /// Nobody to grant it to.
    Nobody,
    /// A trial is for whoever signs in here, not for a program.
    NotAPerson,
    /// A trial of a client's module needs an end user's login, which a master has not.
    OtherPeople,
    /// A tenant of it is linked: its login hangs on the link's policy.
    Linked,
}

/// Most module instances of a partner for one population.
pub const MOST_MODULES: usize = 1_000;

impl Refusal for ModuleRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "module_unknown",
            Self::NoBlueprint => "catalogue_entry_unknown",
            Self::Address(_) => "module_address",
            Self::Region => "module_region",
            Self::Claims(_) => "module_claims",
            Self::Client(_) => "module_client",
            Self::TooMany => "too_many_modules",
            Self::NoClient => "module_without_client",
            Self::Made(_) => "module_made_already",
            Self::Nobody => "grant_to_nobody",
            Self::NotAPerson => "trial_needs_a_person",
            Self::OtherPeople => "trial_of_other_people",
            Self::Linked => "module_is_linked",
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Address(why) | Self::Claims(why) | Self::Client(why) => why.clone(),
            other => match other {
                Self::Unknown => "This company has no such module.",
                Self::NoBlueprint => "The catalogue has no such entry.",
                Self::Region => "The region is no name.",
                Self::TooMany => "There are 1,000 modules already.",
                Self::NoClient => "The module has no client yet, so nobody could come in.",
                Self::Made(_) => "The module was made already.",
                Self::Nobody => "There is nobody of this address whom the module is meant for.",
                Self::NotAPerson => "Only a person can try a login out.",
                Self::Linked => "A tenant of this module is linked.",
                _ => "The module is for client people, and you are of the staff.",
            }
            .into(),
        }
    }

    fn remedy(&self) -> String {
        match self {
            Self::Unknown => "Go back to the list of modules; somebody may have deleted it.",
            Self::NoBlueprint => "Choose one from the list; Web application fits everything else.",
            Self::Address(_) => "Type the address as people open it.",
            Self::Region => "Use letters and digits, such as EU or US West.",
            Self::Claims(_) => "Choose another name for the claim, such as groups.",
            Self::Client(_) => "Mend the addresses of the client.",
            Self::TooMany => "Delete those that nobody opens any more.",
            Self::NoClient => "Add an OpenID Connect client to it first.",
            Self::Made(_) => {
                "Open it; its secret was shown when it was made, and the client can have a new one."
            }
            Self::Nobody => "Check the address, or invite the person first.",
            Self::NotAPerson => "Begin the trial in the console.",
            Self::Linked => {
                "Turn Log In off with the policy on its page Unified Login, or unlink the tenant there."
            }
            Self::OtherPeople => "Turn it on for one end user first, and sign in as that person.",
        }
        .into()
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Unknown | Self::NoBlueprint => RefusalKind::Absent,
            Self::TooMany | Self::NoClient | Self::Made(_) | Self::Linked => RefusalKind::Conflict,
            Self::NotAPerson | Self::OtherPeople => RefusalKind::Forbidden,
            _ => RefusalKind::Invalid,
        }
    }
}
