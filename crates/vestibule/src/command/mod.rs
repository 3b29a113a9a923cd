//! The commands, one file each.

pub mod apply;
pub mod backup;
pub mod change_key;
pub mod doctor;
pub mod explain;
pub mod link;
pub mod move_to;
pub mod open_networks;
pub mod reset_factors;
pub mod restore;
pub mod rotate_keys;
pub mod serve;
pub mod simulate;
pub mod verify;
