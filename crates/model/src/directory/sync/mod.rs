//! What follows for the directory from what a PSA says: a pure function of mirror, directory and
//! settings, one company of the PSA at a time. It runs again whenever one of the three is another, and
//! where nothing is, nothing follows.

mod company;
mod conflict;
mod email;
mod person;
mod plan;
mod plan_table;
mod state;

pub use company::{CompanyVerdict, judge_company};
pub use conflict::{Conflict, ConflictKind, Decision};
pub use email::{Holder, judge_email};
pub use person::{HeldContact, Merged, Record, distinct, merged};
pub use plan::{Action, CompanyFacts, HeldSource, Plan, emails_about, moved_to, plan_company};
pub use state::{POLL, PassKind, Stage, SyncFault, SyncState, WHOLE, believable, wait_after};
