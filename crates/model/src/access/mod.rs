//! What a person may open, and why not.

mod claims;
mod entry;
mod group;
mod group_rule;
mod module;
mod order;
mod refusal;

pub use claims::{ClaimSettings, PersonClaims, claims_for};
pub use entry::{Entry, EntryFacts, GrantPath, decide_entry};
pub use group::{Grant, Group, Holder};
pub use group_rule::{Combine, Condition, GroupRule, MOST_CONDITIONS, RuleFacts, RuleFault};
pub use module::{Module, ModuleInstance};
pub use order::{ModulePlace, OrderStep, after_step, in_order};
pub use refusal::EntryRefusal;
