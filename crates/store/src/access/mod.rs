//! Modules, groups and grants.

pub mod grants;
pub mod groups;
pub mod modules;
pub mod places;
pub mod readiness;
