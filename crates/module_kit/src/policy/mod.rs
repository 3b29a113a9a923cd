//! The policies of the tenants, kept so that no login asks the network.

mod known;
mod nudge;
mod refresh;

pub(crate) use known::{Known, LinkRecord, Policies};
pub(crate) use nudge::Nudge;
