//! The nouns and the rules, pure: `decide(state, command, now) -> Result<Decision, Refusal>`.
//!
//! Rooms, the same on every floor: `identity` (who somebody is and how she proves it), `access`
//! (what she may open), `directory` (partners and companies), `federation` (clients, tokens and
//! keys of the OpenID Connect provider), `operation` (audit log, outbox).

pub mod access;
pub mod directory;
pub mod federation;
pub mod identity;
pub mod operation;
