//! What a person may open, and why not.

mod account_link;
mod blueprint;
mod claims;
mod entry;
mod group;
mod group_rule;
mod insight;
mod link;
mod link_refusal;
mod module;
mod module_refusal;
mod order;
mod provisioning;
mod refusal;
mod trial;

pub use account_link::{
    AccountLink, AccountLinkFacts, AccountLinkKind, ModuleAccount, decide_account_link,
};
pub use blueprint::{BLUEPRINTS, BaseUrl, Blueprint, Told};
pub use claims::{ClaimSettings, PersonClaims, claims_for};
pub use entry::{Entry, EntryFacts, GrantPath, decide_entry};
pub use group::{Grant, Group, Holder, UpstreamGroup};
pub use group_rule::{Combine, Condition, GroupRule, MOST_CONDITIONS, RuleFacts, RuleFault};
pub use insight::{Insight, InsightFacts, Mend, STALE_DAYS, Weight, insights};
pub use link::{LinkDecision, LinkFacts, LinkState, ModuleLink, decide_link};
pub use link_refusal::LinkRefusal;
pub use module::{Module, ModuleDraft, ModuleInstance};
pub use module_refusal::{MOST_MODULES, ModuleRefusal};
pub use order::{ModulePlace, OrderStep, after_step, in_order};
pub use provisioning::{
    ATTEMPTS, Bound, Goal, GoalFacts, Heard, Hers, Judged, OWED_EVERY, Outcome, Pace, Position,
    ProvisionState, Sight, Standing, Step, goal_of, judge, next_step, pause_of,
};
pub use refusal::EntryRefusal;
pub use trial::{Trial, TrialCheck, TrialOutcome, judge_trial};
