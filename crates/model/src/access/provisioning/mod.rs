//! Accounts of people at modules, kept as they should be: what should be true of a person, which call
//! comes next, what an answer means, and how many calls a module bears.

mod goal;
#[cfg(test)]
mod goal_table;
mod judge;
mod outcome;
mod pace;
mod step;

pub use goal::{Bound, Goal, GoalFacts, Hers, Standing, goal_of};
pub use judge::{ATTEMPTS, Heard, Judged, OWED_EVERY, judge, pause_of};
pub use outcome::{Outcome, ProvisionState};
pub use pace::Pace;
pub use step::{Position, Sight, Step, next_step};
