//! What should be true of a person at a module.

use super::Outcome;
use crate::access::AccountLinkKind;
use crate::identity::{Affiliation, AffiliationState, IdentityState};
use unified_login::{Capabilities, Linking, LoginPolicy, MatchRefusal};

/// How a person stands at the hub, as far as her accounts at modules go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// She may come, or will once she has set herself up.
    Here,
    /// She is deactivated, and may be brought back.
    Out,
    /// She was removed for good.
    Gone,
    /// Her whole partner or company is off: that says nothing about her.
    Paused,
}

impl Standing {
    /// From her login and her place.
    pub fn of(login: Option<IdentityState>, place: Option<&Affiliation>) -> Self {
        use AffiliationState::{Deactivated, Withdrawn};
        let (Some(login), Some(place)) = (login, place) else {
            return Self::Gone;
        };
        if !place.partner_active || !place.company_active {
            return Self::Paused;
        }
        match (login, place.state) {
            (IdentityState::Deactivated, _) | (_, Deactivated | Withdrawn) => Self::Out,
            _ => Self::Here,
        }
    }
}

/// An account that is hers by a bond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The module's id.
    pub remote_id: String,
    /// How the bond came about.
    pub kind: AccountLinkKind,
    /// Active by the hub's copy; none where there is no copy.
    pub active: Option<bool>,
}

/// Which account of the module is hers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hers {
    /// The one of the bond.
    Bound(Bound),
    /// There is no bond, and this one fits.
    Fits(String),
    /// One fits an address that she has not confirmed.
    Unconfirmed,
    /// None fits for certain.
    Unmatched(MatchRefusal),
}

/// What the decision about the goal needs to know.
#[derive(Clone, Debug)]
pub struct GoalFacts<'a> {
    /// How she stands at the hub.
    pub standing: Standing,
    /// Whether a grant reaches her.
    pub granted: bool,
    /// Whether a grant had reached her when this was looked at before.
    pub granted_before: bool,
    /// The link's policy.
    pub policy: &'a LoginPolicy,
    /// Whether she was offboarded, or comes back from it: that ends her account, and brings it back,
    /// whatever the policy says.
    pub offboarded: bool,
    /// What the module can do.
    pub capabilities: Capabilities,
    /// Matched or explicit.
    pub linking: Linking,
    /// Whether the module deletes accounts.
    pub deletes_accounts: bool,
    /// Whether the default role is one that may be given.
    pub role_usable: bool,
    /// Which account is hers.
    pub hers: Hers,
    /// Whether it is that of the last active security admin, or of the last active primary user.
    pub last_admin: bool,
}

/// What should be true of a person at a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Goal {
    /// She has an active account.
    Present,
    /// Her account is deactivated.
    Deactivated {
        /// It should be deleted, and the module cannot.
        instead_of_deletion: bool,
    },
    /// Her account is deleted.
    Deleted,
    /// Nothing is done, for this reason.
    Leave(Outcome),
}

impl Goal {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Deactivated { .. } => "deactivated",
            Self::Deleted => "deleted",
            Self::Leave(_) => "leave",
        }
    }
}

impl GoalFacts<'_> {
    /// Whether accounts are made at this link.
    pub const fn creates(&self) -> bool {
        self.policy.unified_login
            && self.policy.jit_provisioning
            && self.capabilities.jit_provisioning
    }
    /// Whether accounts end with the person at this link.
    pub const fn ends(&self) -> bool {
        self.policy.unified_login
            && (self.policy.deprovisioning || self.offboarded)
            && self.capabilities.deprovisioning
    }
}

/// What should be true. No rule looks at roles: those of an account that exists stay as they are, and
/// a new one gets the default role. None looks at exceptions: deactivation beats them.
pub fn goal_of(facts: &GoalFacts<'_>) -> Goal {
    const OUT: Goal = Goal::Deactivated {
        instead_of_deletion: false,
    };
    let nothing = Goal::Leave(Outcome::LeftAlone);
    if !facts.creates() && !facts.ends() {
        return nothing;
    }
    match facts.standing {
        Standing::Paused => nothing,
        Standing::Here if facts.granted => present(facts),
        Standing::Here if facts.ends() && lost_grant(facts) => end(facts, OUT),
        Standing::Here => nothing,
        Standing::Out if facts.ends() => end(facts, OUT),
        Standing::Gone if facts.ends() && facts.deletes_accounts => end(facts, Goal::Deleted),
        Standing::Gone if facts.ends() => {
            let instead_of_deletion = true;
            end(
                facts,
                Goal::Deactivated {
                    instead_of_deletion,
                },
            )
        }
        Standing::Out | Standing::Gone => nothing,
    }
}

/// An account that the hub had made was made for a grant. Another bond proves none: she may have made it
/// herself, or have come in to try the login out; whoever was never granted the module has lost nothing.
const fn lost_grant(facts: &GoalFacts<'_>) -> bool {
    match &facts.hers {
        Hers::Bound(bound) => {
            facts.granted_before || matches!(bound.kind, AccountLinkKind::Created)
        }
        _ => false,
    }
}

fn present(facts: &GoalFacts<'_>) -> Goal {
    match &facts.hers {
        Hers::Bound(_) => Goal::Present,
        Hers::Fits(_) if facts.linking == Linking::Matched => Goal::Present,
        Hers::Unmatched(_) | Hers::Fits(_) | Hers::Unconfirmed
            if facts.linking == Linking::Explicit =>
        {
            Goal::Leave(Outcome::NotLinked)
        }
        Hers::Unconfirmed => Goal::Leave(Outcome::Unconfirmed),
        Hers::Unmatched(MatchRefusal::NoAccount) if facts.creates() => {
            if facts.role_usable {
                Goal::Present
            } else {
                Goal::Leave(Outcome::RoleUnusable)
            }
        }
        Hers::Unmatched(refusal) => Goal::Leave(Outcome::NotMatched(*refusal)),
        Hers::Fits(_) => Goal::Leave(Outcome::NotLinked),
    }
}

fn end(facts: &GoalFacts<'_>, goal: Goal) -> Goal {
    let hers = match &facts.hers {
        Hers::Bound(_) => true,
        // Granted and never looked at before: it would be bound if the hub had come sooner.
        Hers::Fits(_) => facts.granted && facts.linking == Linking::Matched,
        Hers::Unmatched(MatchRefusal::Ambiguous) if facts.granted => {
            return Goal::Leave(Outcome::NotMatched(MatchRefusal::Ambiguous));
        }
        Hers::Unconfirmed | Hers::Unmatched(_) => false,
    };
    if !hers {
        Goal::Leave(Outcome::LeftAlone)
    } else if facts.last_admin {
        Goal::Leave(Outcome::KeptLastAdmin)
    } else {
        goal
    }
}
