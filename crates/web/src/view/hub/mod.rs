//! The hub after signing in: My Modules, the launcher, My Settings.

mod add_authenticator;
mod add_passkey;
mod add_phone;
mod launcher;
mod my_activity;
mod my_codes;
mod my_devices;
mod my_language;
mod my_module_urls;
mod my_modules;
mod my_order;
mod my_password;
mod my_profile;
mod my_security;
mod my_settings;
mod shell;

pub use add_authenticator::AddAuthenticator;
pub use add_passkey::AddPasskey;
pub use add_phone::AddPhone;
pub use launcher::Launcher;
pub use my_activity::{ActivityRow, MyActivity};
pub use my_codes::MyCodes;
pub use my_devices::{DeviceRow, MyDevices};
pub use my_language::MyLanguage;
pub use my_module_urls::{ModuleUrlRow, MyModuleUrls};
pub use my_modules::{MyModules, Tile, Unavailable};
pub use my_order::{MyOrder, OrderRow};
pub use my_password::MyPassword;
pub use my_profile::MyProfile;
pub use my_security::{FactorLine, MySecurity};
pub use my_settings::{FactorRow, MySettings, SessionRow};
pub use shell::{NavItem, Shell};
