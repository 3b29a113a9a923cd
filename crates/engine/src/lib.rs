//! The verbs, one file each, in the same rooms as the model: load, decide, apply.
//!
//! A verb loads what its decision needs, lets the model decide, and writes rows, audit entry and
//! outbox rows in one transaction. It never calls the outside: that is the outbox worker's part.

pub mod access;
pub mod core;
pub mod directory;
pub mod failure;
pub mod federation;
pub mod hashing;
pub mod identity;
pub mod operation;
pub mod outside;
pub mod settings;

pub use crate::core::{Engine, Parts, Visitor};
pub use failure::{Broken, Failure};
pub use outside::{
    EventPost, Letter, Letterhead, ModuleAnswer, ModuleCall, Outside, Published, PushPost,
    Undelivered, Unwoken,
};
pub use settings::{AddressesOf, PsaSettings, Settings};
