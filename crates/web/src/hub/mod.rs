//! The hub: My Modules, the launcher, My Settings.

pub mod choose;
pub mod confirm;
pub mod home;
pub mod my_activity;
pub mod my_codes;
pub mod my_devices;
pub mod my_language;
pub mod my_module_urls;
pub mod my_modules;
pub mod my_order;
pub mod my_passkeys;
pub mod my_password;
pub mod my_phones;
pub mod my_profile;
pub mod my_security;
pub mod my_settings;
pub mod open;
mod shell;

pub use shell::shell;
