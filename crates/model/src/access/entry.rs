//! The one decision about entering a module. Sign-in, My Modules and `explain` all run it.

use super::EntryRefusal;
use crate::identity::{AffiliationState, IdentityState, Population};
use kernel::GroupId;

/// How a grant reaches a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantPath {
    /// Granted to her.
    Direct,
    /// Granted to a group that she is in.
    Group(GroupId, String),
    /// Not granted: she tries the login out before it is turned on.
    Trial,
}

/// What the decision needs to know; loaded in one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFacts {
    /// Where the login stands.
    pub identity: IdentityState,
    /// Where her place at the module's partner stands; none if she has none there.
    pub affiliation: Option<AffiliationState>,
    /// Whether she is of the staff or of a client.
    pub population: Population,
    /// Whether the partner is active.
    pub partner_active: bool,
    /// Whether her company is active; true for members.
    pub company_active: bool,
    /// Whether a second factor is set up.
    pub has_factor: bool,
    /// Whose module it is.
    pub module_population: Population,
    /// Whether logging in through the hub is on for it.
    pub unified_login: bool,
    /// Whether she is the master who tries its login out at this moment.
    pub on_trial: bool,
    /// Every grant that reaches her.
    pub grants: Vec<GrantPath>,
}

/// A permitted entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The first grant that reaches her; a direct one comes before groups.
    pub via: GrantPath,
}

/// Decides whether a person may enter. The order runs from what concerns everybody to what
/// concerns this one module, so that the remedy named is the one to take first.
///
/// # Errors
/// The first [`EntryRefusal`] that applies.
pub fn decide_entry(facts: &EntryFacts) -> Result<Entry, EntryRefusal> {
    use EntryRefusal as R;
    if !facts.partner_active {
        return Err(R::PartnerDeactivated);
    }
    match facts.identity {
        IdentityState::Deactivated => return Err(R::IdentityDeactivated),
        IdentityState::Invited => return Err(R::NotActivated),
        IdentityState::Active => {}
    }
    if facts.population != facts.module_population {
        return Err(R::WrongPopulation);
    }
    match facts.affiliation {
        None => return Err(R::NotAtPartner),
        Some(AffiliationState::Invited) => return Err(R::NotAccepted),
        Some(AffiliationState::Deactivated | AffiliationState::Withdrawn) => {
            return Err(R::AffiliationDeactivated);
        }
        Some(AffiliationState::Active) => {}
    }
    if !facts.company_active {
        return Err(R::CompanyDeactivated);
    }
    if !facts.has_factor {
        return Err(R::NoFactor);
    }
    // A login is tried out before it is turned on, by the one master who sets it up.
    if facts.on_trial {
        return Ok(Entry {
            via: GrantPath::Trial,
        });
    }
    if !facts.unified_login {
        return Err(R::UnifiedLoginOff);
    }
    let direct = facts.grants.iter().find(|g| matches!(g, GrantPath::Direct));
    match direct.or(facts.grants.first()) {
        Some(via) => Ok(Entry { via: via.clone() }),
        None => Err(R::NotGranted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntryRefusal as R;

    fn open() -> EntryFacts {
        EntryFacts {
            identity: IdentityState::Active,
            affiliation: Some(AffiliationState::Active),
            population: Population::Staff,
            partner_active: true,
            company_active: true,
            has_factor: true,
            module_population: Population::Staff,
            unified_login: true,
            on_trial: false,
            grants: vec![GrantPath::Group(GroupId([1; 16]), "Technicians".into())],
        }
    }

    #[test]
    fn table_of_refusals_is_complete() {
        let cases: Vec<(R, EntryFacts)> = vec![
            (
                R::PartnerDeactivated,
                EntryFacts {
                    partner_active: false,
                    ..open()
                },
            ),
            (
                R::CompanyDeactivated,
                EntryFacts {
                    company_active: false,
                    ..open()
                },
            ),
            (
                R::IdentityDeactivated,
                EntryFacts {
                    identity: IdentityState::Deactivated,
                    ..open()
                },
            ),
            (
                R::NotActivated,
                EntryFacts {
                    identity: IdentityState::Invited,
                    ..open()
                },
            ),
            (
                R::AffiliationDeactivated,
                EntryFacts {
                    affiliation: Some(AffiliationState::Deactivated),
                    ..open()
                },
            ),
            (
                R::NotAccepted,
                EntryFacts {
                    affiliation: Some(AffiliationState::Invited),
                    ..open()
                },
            ),
            (
                R::NotAtPartner,
                EntryFacts {
                    affiliation: None,
                    ..open()
                },
            ),
            (
                R::WrongPopulation,
                EntryFacts {
                    population: Population::Client,
                    ..open()
                },
            ),
            (
                R::NoFactor,
                EntryFacts {
                    has_factor: false,
                    ..open()
                },
            ),
            (
                R::UnifiedLoginOff,
                EntryFacts {
                    unified_login: false,
                    ..open()
                },
            ),
            (
                R::NotGranted,
                EntryFacts {
                    grants: vec![],
                    ..open()
                },
            ),
        ];
        for refusal in R::ALL {
            assert_eq!(
                cases.iter().filter(|(r, _)| *r == refusal).count(),
                1,
                "{refusal:?} needs one case"
            );
        }
        for (refusal, facts) in cases {
            assert_eq!(decide_entry(&facts), Err(refusal));
        }
    }

    #[test]
    fn a_direct_grant_is_named_before_a_group() {
        let mut facts = open();
        assert!(matches!(
            decide_entry(&facts).unwrap().via,
            GrantPath::Group(..)
        ));
        facts.grants.push(GrantPath::Direct);
        assert_eq!(decide_entry(&facts).unwrap().via, GrantPath::Direct);
    }

    #[test]
    fn a_trial_stands_for_switch_and_grant_and_for_nothing_else() {
        let tried = EntryFacts {
            unified_login: false,
            grants: vec![],
            on_trial: true,
            ..open()
        };
        assert_eq!(decide_entry(&tried).unwrap().via, GrantPath::Trial);
        for (refusal, facts) in [
            (
                R::AffiliationDeactivated,
                EntryFacts {
                    affiliation: Some(AffiliationState::Deactivated),
                    ..tried.clone()
                },
            ),
            (
                R::NoFactor,
                EntryFacts {
                    has_factor: false,
                    ..tried.clone()
                },
            ),
            (
                R::WrongPopulation,
                EntryFacts {
                    module_population: Population::Client,
                    ..tried
                },
            ),
        ] {
            assert_eq!(decide_entry(&facts), Err(refusal));
        }
    }

    #[test]
    fn codes_are_distinct() {
        use kernel::Refusal as _;
        let codes: std::collections::BTreeSet<_> = R::ALL.iter().map(|r| r.code()).collect();
        assert_eq!(codes.len(), R::ALL.len());
    }
}
