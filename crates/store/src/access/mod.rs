//! Modules, groups and grants.

pub mod account_links;
pub mod accounts;
pub mod grants;
pub mod groups;
pub mod links;
pub mod modules;
pub mod places;
pub mod provisioning;
pub mod provisioning_list;
pub mod readiness;
pub mod upstream_groups;
