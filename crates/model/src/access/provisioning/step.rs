//! Which call comes next.

use super::{Goal, Outcome};

/// What was learnt of the module in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Nothing yet.
    Nothing,
    /// It cannot look by our id.
    NoLooking,
    /// It has nobody of our id, nor of her name where that was looked for.
    Nobody,
    /// It has refused to make an account: there is one.
    Exists,
    /// It says that there is one, and shows none.
    Hidden,
    /// Her account is there, as it was read.
    There {
        /// Active.
        active: bool,
    },
    /// A change was sent and answered, and not yet seen.
    Changed,
    /// Her account is not there.
    Gone,
    /// It cannot delete.
    Undeletable,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// What should be true.
    pub goal: Goal,
    /// Whether it is known which account is hers.
    pub known: bool,
    /// Whether a bond says so already.
    pub bound: bool,
    /// Active by the hub's copy.
    pub copy: Option<bool>,
    /// What was learnt.
    pub sight: Sight,
    /// Whether the hub has deactivated the account, now or before.
    pub ended_by_hub: bool,
    /// Whether it was changed in this run.
    pub changed: bool,
    /// Whether it was made, or made out to be of the hub's making, in this run.
    pub made: bool,
    /// Whether accounts are made at this link.
    pub creates: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Look for an account that bears our id of her: what was made and never heard of is found so.
    LookByOurId,
    /// Look for one of the name that would be sent.
    LookByName,
    /// Read her account.
    Read,
    /// Make one.
    Create,
    /// Turn it on or off.
    SetActive(bool),
    /// Delete it.
    Delete,
    /// Nothing more; this came of it.
    Settle(Outcome),
}

/// The next call, or that there is none. Nothing is held for done that was not read afterwards, save
/// an account whose making was answered with its id.
pub fn next_step(at: &Position) -> Step {
    match at.goal {
        Goal::Leave(outcome) => Step::Settle(outcome),
        Goal::Present if at.known => hold(at),
        Goal::Present => bring(at),
        Goal::Deactivated {
            instead_of_deletion,
        } => end(at, instead_of_deletion),
        Goal::Deleted => delete(at),
    }
}

/// She should have an account, and it is not known which.
fn bring(at: &Position) -> Step {
    match at.sight {
        Sight::Nothing | Sight::Gone => Step::LookByOurId,
        Sight::NoLooking | Sight::Exists => Step::LookByName,
        Sight::Nobody if at.creates => Step::Create,
        Sight::Nobody => Step::Settle(Outcome::AbsentThere),
        _ => Step::Settle(Outcome::Refused),
    }
}

/// She should have this account.
fn hold(at: &Position) -> Step {
    let done = if at.changed {
        Outcome::Reactivated
    } else if at.made {
        Outcome::Created
    } else if at.bound {
        Outcome::InStep
    } else {
        Outcome::Matched
    };
    match at.sight {
        // It was read not long ago, and nothing has happened since.
        Sight::Nothing if at.bound && at.copy == Some(true) => Step::Settle(done),
        Sight::There { active: true } => Step::Settle(done),
        // Only what the hub has ended does it bring back.
        Sight::There { active: false } if at.ended_by_hub && !at.changed => Step::SetActive(true),
        Sight::There { active: false } => Step::Settle(Outcome::InactiveThere),
        _ => Step::Read,
    }
}

fn end(at: &Position, instead_of_deletion: bool) -> Step {
    match at.sight {
        Sight::There { active: true } if at.changed => Step::Settle(Outcome::Refused),
        Sight::There { active: true } => Step::SetActive(false),
        Sight::There { active: false } if instead_of_deletion => {
            Step::Settle(Outcome::DeletedAsDeactivated)
        }
        Sight::There { active: false } if at.ended_by_hub => Step::Settle(Outcome::Deactivated),
        // The module came first: that is how it should be, and not the hub's doing.
        Sight::There { active: false } => Step::Settle(Outcome::InStep),
        Sight::Gone => Step::Settle(Outcome::AbsentThere),
        _ => Step::Read,
    }
}

fn delete(at: &Position) -> Step {
    match at.sight {
        Sight::Gone => Step::Settle(Outcome::Deleted),
        // Whose account it is must be known: the last admin's is not deleted.
        Sight::Nothing if at.copy.is_some() => Step::Delete,
        Sight::There { .. } if !at.changed => Step::Delete,
        // What it cannot delete it can deactivate.
        Sight::Undeletable => Step::SetActive(false),
        Sight::There { active: false } => Step::Settle(Outcome::DeletedAsDeactivated),
        Sight::There { active: true } => Step::Settle(Outcome::Refused),
        _ => Step::Read,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESENT: Position = Position {
        goal: Goal::Present,
        known: false,
        bound: false,
        copy: None,
        sight: Sight::Nothing,
        ended_by_hub: false,
        changed: false,
        made: false,
        creates: true,
    };
    const OUT: Goal = Goal::Deactivated {
        instead_of_deletion: false,
    };
    const ACTIVE: Sight = Sight::There { active: true };
    const INACTIVE: Sight = Sight::There { active: false };

    #[test]
    fn nothing_is_made_before_it_was_looked_for() {
        let row = |sight| next_step(&Position { sight, ..PRESENT });
        assert_eq!(row(Sight::Nothing), Step::LookByOurId);
        assert_eq!(row(Sight::NoLooking), Step::LookByName);
        assert_eq!(row(Sight::Exists), Step::LookByName);
        assert_eq!(row(Sight::Hidden), Step::Settle(Outcome::Refused));
        assert_eq!(row(Sight::Nobody), Step::Create);
        let without = Position {
            creates: false,
            sight: Sight::Nobody,
            ..PRESENT
        };
        assert_eq!(next_step(&without), Step::Settle(Outcome::AbsentThere));
        // Her account was deleted there: looked for and made anew.
        assert_eq!(row(Sight::Gone), Step::LookByOurId);
    }

    #[test]
    fn an_account_that_is_there_is_held() {
        let known = Position {
            known: true,
            ..PRESENT
        };
        let row = |change: &dyn Fn(&mut Position)| {
            let mut at = known;
            change(&mut at);
            next_step(&at)
        };
        let settled = |outcome| Step::Settle(outcome);
        assert_eq!(row(&|_| {}), Step::Read);
        assert_eq!(row(&|p| p.sight = ACTIVE), settled(Outcome::Matched));
        let made = row(&|p| (p.sight, p.made) = (ACTIVE, true));
        assert_eq!(made, settled(Outcome::Created));
        let bound = row(&|p| (p.sight, p.bound) = (ACTIVE, true));
        assert_eq!(bound, settled(Outcome::InStep));
        let by_copy = row(&|p| (p.bound, p.copy) = (true, Some(true)));
        assert_eq!(by_copy, settled(Outcome::InStep));
        let stale = row(&|p| (p.bound, p.copy) = (true, Some(false)));
        assert_eq!(stale, Step::Read);
        // Only what the hub has ended comes back.
        assert_eq!(
            row(&|p| p.sight = INACTIVE),
            settled(Outcome::InactiveThere)
        );
        let ours = row(&|p| (p.sight, p.ended_by_hub) = (INACTIVE, true));
        assert_eq!(ours, Step::SetActive(true));
        let sent = row(&|p| (p.sight, p.ended_by_hub, p.changed) = (Sight::Changed, true, true));
        assert_eq!(sent, Step::Read);
        let back = row(&|p| (p.sight, p.ended_by_hub, p.changed) = (ACTIVE, true, true));
        assert_eq!(back, settled(Outcome::Reactivated));
    }

    #[test]
    fn an_end_is_read_after_it_was_written() {
        let known = Position {
            known: true,
            bound: true,
            goal: OUT,
            ..PRESENT
        };
        let row = |change: &dyn Fn(&mut Position)| {
            let mut at = known;
            change(&mut at);
            next_step(&at)
        };
        let settled = |outcome| Step::Settle(outcome);
        assert_eq!(row(&|_| {}), Step::Read);
        assert_eq!(row(&|p| p.sight = ACTIVE), Step::SetActive(false));
        assert_eq!(row(&|p| p.sight = Sight::Changed), Step::Read);
        let done = row(&|p| (p.sight, p.ended_by_hub) = (INACTIVE, true));
        assert_eq!(done, settled(Outcome::Deactivated));
        assert_eq!(row(&|p| p.sight = INACTIVE), settled(Outcome::InStep));
        let lied = row(&|p| (p.sight, p.changed) = (ACTIVE, true));
        assert_eq!(lied, settled(Outcome::Refused));
        assert_eq!(
            row(&|p| p.sight = Sight::Gone),
            settled(Outcome::AbsentThere)
        );
        let instead = Goal::Deactivated {
            instead_of_deletion: true,
        };
        let done = row(&|p| (p.goal, p.sight) = (instead, INACTIVE));
        assert_eq!(done, settled(Outcome::DeletedAsDeactivated));
        let delete = |sight| {
            row(&|p| {
                (p.goal, p.sight, p.copy) = (Goal::Deleted, sight, Some(true));
                p.changed = sight != Sight::Nothing;
            })
        };
        assert_eq!(delete(Sight::Nothing), Step::Delete);
        assert_eq!(row(&|p| p.goal = Goal::Deleted), Step::Read, "no copy yet");
        let read = row(&|p| (p.goal, p.sight) = (Goal::Deleted, ACTIVE));
        assert_eq!(read, Step::Delete);
        assert_eq!(delete(Sight::Changed), Step::Read);
        assert_eq!(delete(Sight::Gone), settled(Outcome::Deleted));
        assert_eq!(delete(Sight::Undeletable), Step::SetActive(false));
        assert_eq!(delete(INACTIVE), settled(Outcome::DeletedAsDeactivated));
        assert_eq!(delete(ACTIVE), settled(Outcome::Refused));
        let left = Goal::Leave(Outcome::KeptLastAdmin);
        assert_eq!(row(&|p| p.goal = left), settled(Outcome::KeptLastAdmin));
    }
}
