//! What hub and module decide alike.
//!
//! A hub that says "turning this on shuts two people out" and a module that then shuts people out
//! must be of one mind, so the rules stand here once: the policy of a link and how it may change,
//! who may still log in with a password of the module, which account belongs to a person, and the
//! documents that go between the two. Nothing here does anything: bytes and facts in, decisions out.

mod document;
mod event;
mod jit;
mod link_request;
mod local_login;
mod manifest;
mod matching;
mod policy;
mod refusal;

pub use document::{DocumentFault, LinkStanding, PolicyDocument};
pub use event::{AccountEvent, Event, EventFault, EventToken};
pub use jit::{JitDecision, JitRefusal, decide_jit};
pub use link_request::{LinkRequest, LinkRequestFault, LinkedAccount, LinkedTenant};
pub use local_login::{
    AccountFacts, Exemption, LocalLogin, LocalRefusal, decide_local_login, exemption_of,
};
pub use manifest::{
    Capabilities, Cardinality, DefaultField, Linking, Manifest, ManifestFault, MatchBy,
    RegionCheck, RegionEntry, RoleEntry, check_region,
};
pub use matching::{AccountKeys, MatchRefusal, PersonKeys, match_account};
pub use policy::{
    Confirmed, Feature, GroupRole, LoginPolicy, MOST_GROUP_ROLES, PolicyChange, PolicyFacts,
    PolicyRefusal, PolicyWarning, decide_policy_change,
};
pub use refusal::Refused;
