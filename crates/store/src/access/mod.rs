//! Modules, groups and grants.

pub mod account_links;
pub mod accounts;
pub mod grants;
pub mod groups;
pub mod links;
pub mod modules;
pub mod places;
pub mod readiness;
