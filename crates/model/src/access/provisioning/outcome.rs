//! What came of a person's account at a module.

use unified_login::{MatchRefusal, Refused as _};

/// What came of it, as the list of a link shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The hub had the account made.
    Created,
    /// An account fitted and is hers now; its roles stay.
    Matched,
    /// Her account is as it should be; its roles stay.
    InStep,
    /// The hub had deactivated the account and has brought it back.
    Reactivated,
    /// The account is deactivated.
    Deactivated,
    /// It should be deleted, and the module cannot: it is deactivated.
    DeletedAsDeactivated,
    /// The account is deleted.
    Deleted,
    /// The module does not have her account any more.
    AbsentThere,
    /// Nothing is due: no account of hers is the hub's concern.
    LeftAlone,
    /// She is the last active security admin or primary user: kept active.
    KeptLastAdmin,
    /// The module, not the hub, has deactivated the account: left so.
    InactiveThere,
    /// An account fits her address, which she has not confirmed yet.
    Unconfirmed,
    /// She links her account herself, and has not yet.
    NotLinked,
    /// No account fits for certain, and none is made.
    NotMatched(MatchRefusal),
    /// The default role is not one that may be given.
    RoleUnusable,
    /// What the module answered belongs to somebody else.
    OtherAccount,
    /// The module has no SCIM endpoint.
    NoEndpoint,
    /// The module has refused; its words stand beside it.
    Refused,
    /// It was tried often enough; it is tried once a day from now on.
    Owed,
}

/// Where a person's account stands, in one word for the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProvisionState {
    /// As it should be.
    InStep,
    /// Due, or tried again soon.
    Waiting,
    /// Under way.
    Running,
    /// Often tried; the module owes it.
    Owed,
    /// Refused, with a reason.
    Refused,
    /// Kept active on purpose.
    Kept,
}

impl ProvisionState {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::InStep,
        Self::Waiting,
        Self::Running,
        Self::Owed,
        Self::Refused,
        Self::Kept,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InStep => "in_step",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Owed => "owed",
            Self::Refused => "refused",
            Self::Kept => "kept",
        }
    }

    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Created,
        Self::Matched,
        Self::InStep,
        Self::Reactivated,
        Self::Deactivated,
        Self::DeletedAsDeactivated,
        Self::Deleted,
        Self::AbsentThere,
        Self::LeftAlone,
        Self::KeptLastAdmin,
        Self::InactiveThere,
        Self::Unconfirmed,
        Self::NotLinked,
        Self::NotMatched(MatchRefusal::NoAccount),
        Self::NotMatched(MatchRefusal::Ambiguous),
        Self::NotMatched(MatchRefusal::Deactivated),
        Self::NotMatched(MatchRefusal::Taken),
        Self::RoleUnusable,
        Self::OtherAccount,
        Self::NoEndpoint,
        Self::Refused,
        Self::Owed,
    ];

    /// The stable word; the code where it is a refusal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Matched => "matched",
            Self::InStep => "in_step",
            Self::Reactivated => "reactivated",
            Self::Deactivated => "deactivated",
            Self::DeletedAsDeactivated => "deleted_as_deactivated",
            Self::Deleted => "deleted",
            Self::AbsentThere => "absent_there",
            Self::LeftAlone => "left_alone",
            Self::KeptLastAdmin => "kept_last_admin",
            Self::InactiveThere => "inactive_there",
            Self::Unconfirmed => "address_not_confirmed",
            Self::NotLinked => "not_linked_yet",
            Self::NotMatched(refusal) => refusal.code(),
            Self::RoleUnusable => "default_role_unusable",
            Self::OtherAccount => "other_account",
            Self::NoEndpoint => "no_scim_endpoint",
            Self::Refused => "module_refused",
            Self::Owed => "owed",
        }
    }

    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == text)
    }

    /// Where it leaves her account when nothing more is due.
    pub const fn state(self) -> ProvisionState {
        match self {
            Self::KeptLastAdmin => ProvisionState::Kept,
            Self::Owed => ProvisionState::Owed,
            Self::InactiveThere
            | Self::Unconfirmed
            | Self::NotMatched(_)
            | Self::RoleUnusable
            | Self::OtherAccount
            | Self::NoEndpoint
            | Self::Refused => ProvisionState::Refused,
            _ => ProvisionState::InStep,
        }
    }

    /// The entry of the audit log, where it is one.
    pub const fn action(self) -> Option<&'static str> {
        match self {
            Self::Created => Some("module_account.created"),
            Self::Reactivated => Some("module_account.reactivated"),
            Self::Deactivated | Self::DeletedAsDeactivated => Some("module_account.deactivated"),
            Self::Deleted => Some("module_account.deleted"),
            Self::KeptLastAdmin => Some("module_account.kept"),
            Self::InactiveThere
            | Self::NotMatched(_)
            | Self::RoleUnusable
            | Self::OtherAccount
            | Self::NoEndpoint
            | Self::Refused
            | Self::Owed => Some("module_account.refused"),
            // That an account became hers is an entry of the bond.
            Self::Matched
            | Self::InStep
            | Self::AbsentThere
            | Self::LeftAlone
            | Self::Unconfirmed
            | Self::NotLinked => None,
        }
    }

    /// What it means, for people.
    pub fn sentence(self) -> String {
        match self {
            Self::Created => "The account was created with the default role.",
            Self::Matched => "An account of the module fitted and is hers; its roles stay.",
            Self::InStep => "The account is as it should be.",
            Self::Reactivated => "The account was reactivated.",
            Self::Deactivated => "The account is deactivated.",
            Self::DeletedAsDeactivated => {
                "The module cannot delete accounts: the account is deactivated."
            }
            Self::Deleted => "The account is deleted.",
            Self::AbsentThere => "The module does not have the account any more.",
            Self::LeftAlone => "Nothing is due.",
            Self::KeptLastAdmin => {
                "She is the last active security admin or primary user of the tenant: the account was kept active."
            }
            Self::InactiveThere => "The account was deactivated at the module, not by the hub.",
            Self::Unconfirmed => {
                "An account fits her email address, which she has not confirmed yet."
            }
            Self::NotLinked => "She has not linked her account yet.",
            Self::NotMatched(MatchRefusal::NoAccount) => {
                "The module has no account with her email address or username."
            }
            Self::NotMatched(MatchRefusal::Ambiguous) => {
                "More than one account of the module fits her email address or username."
            }
            Self::NotMatched(MatchRefusal::Deactivated) => {
                "The account that fits was deactivated at the module."
            }
            Self::NotMatched(MatchRefusal::Taken) => {
                "The account that fits belongs to another person of the hub."
            }
            Self::RoleUnusable => "The default role is not one that may be given.",
            Self::OtherAccount => "The module answered with an account of somebody else.",
            Self::NoEndpoint => "The module takes no changes of accounts.",
            Self::Refused => "The module has refused.",
            Self::Owed => "The module has not done it yet, however often it was asked.",
        }
        .into()
    }

    /// What to do, for people; empty where nothing has to be done.
    pub fn remedy(self) -> String {
        match self {
            Self::KeptLastAdmin => {
                "Give another account of the module the role, then try again."
            }
            Self::InactiveThere | Self::NotMatched(MatchRefusal::Deactivated) => {
                "Ask an administrator of the module to reactivate it."
            }
            Self::Unconfirmed => "It becomes hers once she has activated her hub account.",
            Self::NotLinked => "She enables it in My Settings of the module.",
            Self::NotMatched(MatchRefusal::NoAccount) => {
                "Turn on Automatic User Creation, or have an account made at the module."
            }
            Self::NotMatched(MatchRefusal::Ambiguous) => {
                "Give each account of the module an address and a username of its own, then try again."
            }
            Self::NotMatched(MatchRefusal::Taken) => {
                "Look whose account it is, and end the bond that is wrong."
            }
            Self::RoleUnusable => "Choose another default role.",
            Self::OtherAccount | Self::NoEndpoint => "Ask the maker of the module.",
            Self::Refused => "Mend what the module says, then try again.",
            Self::Owed => "See why, and try again; it is tried once a day by itself.",
            _ => "",
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_unique_and_read_back() {
        let words: BTreeSet<&str> = Outcome::ALL.iter().map(|o| o.as_str()).collect();
        assert_eq!(words.len(), Outcome::ALL.len());
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::parse(outcome.as_str()), Some(outcome));
            assert!(outcome.sentence().ends_with('.'));
            let wanting = outcome.state() != ProvisionState::InStep;
            assert!(!wanting || !outcome.remedy().is_empty(), "{outcome:?}");
        }
        for state in ProvisionState::ALL {
            assert_eq!(ProvisionState::parse(state.as_str()), Some(state));
        }
        assert_eq!(Outcome::parse(""), None);
    }
}
