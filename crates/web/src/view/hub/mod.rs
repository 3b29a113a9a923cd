//! The hub after signing in: My Modules, the launcher, My Settings.

mod launcher;
mod my_codes;
mod my_modules;
mod my_settings;
mod shell;

pub use launcher::Launcher;
pub use my_codes::MyCodes;
pub use my_modules::{MyModules, Tile, Unavailable};
pub use my_settings::{FactorRow, MySettings, SessionRow};
pub use shell::{NavItem, Shell};
