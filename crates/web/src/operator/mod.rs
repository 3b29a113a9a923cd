//! Health, numbers, fixed files.

pub mod asset;
pub mod health;
