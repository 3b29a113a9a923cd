//! Clients of PSAs: what they share. What belongs to one vendor stands in its own room.

mod line;
mod tenants;

pub(crate) use line::{Answer, Body, Call, Line};
pub use tenants::PsaWays;
