//! The targets, by where their bytes come from.

pub mod browser;
pub mod files;
pub mod keys;
pub mod kit;
pub mod links;
pub mod mail;
pub mod people;
pub mod protocol;
pub mod psa;
pub mod psa_client;
pub mod scim;
pub mod settings;
