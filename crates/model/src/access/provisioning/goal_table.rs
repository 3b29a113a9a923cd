//! The rules of the goal, one row each.

use super::{Bound, Goal, GoalFacts, Hers, Outcome, Standing, goal_of};
use crate::access::AccountLinkKind;
use unified_login::{Capabilities, Linking, LoginPolicy, MatchRefusal};

const OUT: Goal = Goal::Deactivated {
    instead_of_deletion: false,
};
const NOTHING: Goal = Goal::Leave(Outcome::LeftAlone);

fn policy(jit: bool, deprovisioning: bool) -> LoginPolicy {
    LoginPolicy {
        unified_login: true,
        jit_provisioning: jit,
        deprovisioning,
        default_role: Some("read-only".into()),
        ..LoginPolicy::default()
    }
}

fn bound(kind: AccountLinkKind) -> Hers {
    Hers::Bound(Bound {
        remote_id: "17".into(),
        kind,
        active: Some(true),
    })
}

fn facts(policy: &LoginPolicy) -> GoalFacts<'_> {
    GoalFacts {
        standing: Standing::Here,
        granted: true,
        granted_before: false,
        policy,
        offboarded: false,
        capabilities: Capabilities {
            unified_login: true,
            require_unified_login: true,
            jit_provisioning: true,
            deprovisioning: true,
            groups_to_roles: false,
        },
        linking: Linking::Matched,
        deletes_accounts: true,
        role_usable: true,
        hers: Hers::Unmatched(MatchRefusal::NoAccount),
        last_admin: false,
    }
}

#[test]
fn whoever_is_granted_gets_an_account() {
    let (both, jit, ends) = (policy(true, true), policy(true, false), policy(false, true));
    // S4-49, S4-58, S4-65: creation hangs on its own toggle.
    assert_eq!(goal_of(&facts(&both)), Goal::Present);
    assert_eq!(goal_of(&facts(&jit)), Goal::Present);
    let none = Goal::Leave(Outcome::NotMatched(MatchRefusal::NoAccount));
    assert_eq!(goal_of(&facts(&ends)), none);
    // S4-51: nothing without Log In.
    let off = LoginPolicy {
        unified_login: false,
        ..both.clone()
    };
    assert_eq!(goal_of(&facts(&off)), NOTHING);
    let row = |change: &dyn Fn(&mut GoalFacts<'_>)| {
        let mut facts = facts(&both);
        change(&mut facts);
        goal_of(&facts)
    };
    assert_eq!(row(&|f| f.granted = false), NOTHING);
    // S4-57: what there is stays hers, whatever the role.
    for kind in AccountLinkKind::ALL {
        let hers = || bound(kind);
        assert_eq!(row(&|f| f.hers = hers()), Goal::Present);
    }
    assert_eq!(row(&|f| f.hers = Hers::Fits("17".into())), Goal::Present);
    // Never guessed.
    for refusal in [
        MatchRefusal::Ambiguous,
        MatchRefusal::Taken,
        MatchRefusal::Deactivated,
    ] {
        let goal = row(&|f| f.hers = Hers::Unmatched(refusal));
        assert_eq!(goal, Goal::Leave(Outcome::NotMatched(refusal)));
    }
    let unconfirmed = row(&|f| f.hers = Hers::Unconfirmed);
    assert_eq!(unconfirmed, Goal::Leave(Outcome::Unconfirmed));
    // S4-56.
    let role = row(&|f| f.role_usable = false);
    assert_eq!(role, Goal::Leave(Outcome::RoleUnusable));
    // Explicit modules: she links it herself.
    for hers in [
        Hers::Unmatched(MatchRefusal::NoAccount),
        Hers::Fits("17".into()),
        Hers::Unconfirmed,
    ] {
        let goal = row(&|f| {
            f.linking = Linking::Explicit;
            f.hers = hers.clone();
        });
        assert_eq!(goal, Goal::Leave(Outcome::NotLinked));
    }
    // A capability that the module has lost is a toggle that is off.
    let goal = row(&|f| f.capabilities.jit_provisioning = false);
    assert_eq!(goal, none);
}

#[test]
fn whoever_leaves_takes_her_account_along() {
    let (both, jit) = (policy(true, true), policy(true, false));
    let with = |standing, policy: &LoginPolicy, change: &dyn Fn(&mut GoalFacts<'_>)| {
        let mut facts = GoalFacts {
            standing,
            hers: bound(AccountLinkKind::Created),
            ..facts(policy)
        };
        change(&mut facts);
        goal_of(&facts)
    };
    let row = |standing, change: &dyn Fn(&mut GoalFacts<'_>)| with(standing, &both, change);
    let as_is: &dyn Fn(&mut GoalFacts<'_>) = &|_| {};
    // S4-64: deactivate to deactivate, delete to delete.
    assert_eq!(row(Standing::Out, as_is), OUT);
    assert_eq!(row(Standing::Gone, as_is), Goal::Deleted);
    let cannot = row(Standing::Gone, &|f| f.deletes_accounts = false);
    let instead_of_deletion = true;
    assert_eq!(
        cannot,
        Goal::Deactivated {
            instead_of_deletion
        }
    );
    // Loss of the grant.
    assert_eq!(row(Standing::Here, &|f| f.granted = false), OUT);
    // however the account became hers, if she had been granted the module.
    let lost = |kind, granted_before| {
        row(Standing::Here, &|f| {
            f.granted = false;
            f.granted_before = granted_before;
            f.hers = bound(kind);
        })
    };
    assert_eq!(lost(AccountLinkKind::Created, false), OUT);
    assert_eq!(lost(AccountLinkKind::Matched, true), OUT);
    assert_eq!(lost(AccountLinkKind::Matched, false), NOTHING);
    assert_eq!(lost(AccountLinkKind::Explicit, true), OUT);
    assert_eq!(lost(AccountLinkKind::Explicit, false), NOTHING);
    let explicit = row(Standing::Out, &|f| {
        f.granted = false;
        f.hers = bound(AccountLinkKind::Explicit);
    });
    assert_eq!(explicit, OUT, "whoever may not come at all");
    // S4-65: the toggle is its own.
    for standing in [Standing::Out, Standing::Gone] {
        assert_eq!(with(standing, &jit, as_is), NOTHING);
    }
    let kept = with(Standing::Here, &jit, &|f| f.granted = false);
    assert_eq!(kept, NOTHING);
    //
    for standing in [Standing::Out, Standing::Gone] {
        let goal = row(standing, &|f| f.last_admin = true);
        assert_eq!(goal, Goal::Leave(Outcome::KeptLastAdmin));
    }
    // Accounts that were never hers by a bond or a grant are no concern of the hub.
    let fits = |granted| {
        row(Standing::Out, &|f| {
            f.granted = granted;
            f.hers = Hers::Fits("17".into());
        })
    };
    assert_eq!(fits(false), NOTHING);
    assert_eq!(fits(true), OUT);
    let none = row(Standing::Out, &|f| {
        f.hers = Hers::Unmatched(MatchRefusal::NoAccount);
    });
    assert_eq!(none, NOTHING);
    let twins = row(Standing::Out, &|f| {
        f.hers = Hers::Unmatched(MatchRefusal::Ambiguous);
    });
    let ambiguous = Outcome::NotMatched(MatchRefusal::Ambiguous);
    assert_eq!(twins, Goal::Leave(ambiguous));
    // A partner that is off says nothing about its people.
    assert_eq!(row(Standing::Paused, as_is), NOTHING);
}
