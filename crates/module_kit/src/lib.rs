//! For makers of modules: turns an axum program into a Unified Login module.
//!
//! The kit knows OpenID Connect and nothing of the hub's inside.

mod return_to;
mod settings;

pub use return_to::ReturnTo;
pub use settings::{ClientSecret, Settings, SettingsError};
