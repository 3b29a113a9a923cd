//! The console: what masters administer. Each page calls the verbs that the JSON API calls too.

pub mod api_keys;
pub mod audit;
pub mod bulk;
mod client_fields;
pub mod clients;
pub mod deliveries;
pub mod factors;
pub mod groups;
pub mod import;
pub mod invite;
pub mod jobs;
pub mod mail_server;
pub mod mails;
pub mod member;
pub mod members;
pub mod module;
pub mod module_login;
pub mod module_people;
pub mod module_settings;
pub mod modules;
pub mod readiness;
mod reading;
pub mod rights;
pub mod settings;
pub mod webhooks;
