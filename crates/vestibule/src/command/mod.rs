//! The commands, one file each.

pub mod apply;
pub mod doctor;
pub mod explain;
pub mod link;
pub mod open_networks;
pub mod reset_factors;
pub mod serve;
