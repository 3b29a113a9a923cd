//! The JSON API for programs: the verbs of the console, under `/api/v1/`.
//!
//! A handler parses, calls a verb and shows. What it may do is its guard, `Ctx<Key<…>>`; the
//! document that describes it (OpenAPI) is made from the same functions.

pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod body;
pub(crate) mod bulk;
pub(crate) mod client_secrets;
pub(crate) mod clients;
pub(crate) mod companies;
pub(crate) mod contact_actions;
pub(crate) mod contact_readiness;
pub(crate) mod contacts;
pub mod document;
pub(crate) mod grants;
pub(crate) mod group_members;
pub(crate) mod groups;
pub(crate) mod insights;
pub(crate) mod jobs;
pub mod key;
pub(crate) mod links;
pub(crate) mod login_policy;
pub(crate) mod mails;
pub(crate) mod mapping_import;
pub(crate) mod mappings;
pub(crate) mod member_imports;
pub(crate) mod member_state;
pub(crate) mod members;
pub(crate) mod module_setup;
pub(crate) mod modules;
pub(crate) mod offboardings;
pub(crate) mod once;
pub(crate) mod paging;
pub mod problem;
pub(crate) mod profiles;
pub(crate) mod psa_checks;
pub(crate) mod psa_connections;
pub(crate) mod psa_sync;
pub(crate) mod readiness;
pub(crate) mod settings;
pub(crate) mod webhook_deliveries;
pub(crate) mod webhooks;
pub(crate) mod words;

/// Whether an address is one of the API: never a page answers there.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}
