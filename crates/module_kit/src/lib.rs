//! For makers of modules: turns an axum program into a Unified Login module.
//!
//! A module with accounts of its own begins with [`UnifiedLogin`]: passwords beside the button of the
//! hub, tenants that are linked to it, the policy that says who may still use a password, accounts that
//! come and go by themselves, and ready pages for all of it. `docs/module-kit.md` has a tutorial.
//!
//! A module without accounts begins with [`RelyingParty`], which knows OpenID Connect and nothing of a
//! hub, so that it works with any standard provider: discovery, the authorization code flow with PKCE,
//! complete checks of ID tokens, sessions, sign-out in both directions (RP-initiated and back-channel).
//!
//! ```no_run
//! use axum::{Router, routing::get};
//! use module_kit::{Person, PlainPages, RelyingParty, Settings};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let settings =
//!     Settings::new("https://hub.example.com", "my-module", None, "https://my.example.com");
//! let party = RelyingParty::new(settings, "my_module", PlainPages)?;
//! let app = Router::new()
//!     .route("/", get(async |person: Person| format!("Hello {}", person.name)))
//!     .with_state(party.clone())
//!     .merge(party.routes());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//! axum::serve(listener, app).await?;
//! # Ok(())
//! # }
//! ```
//!
//! To register such a module with the provider: `{base_url}/login/callback` as redirect address,
//! `{base_url}{post_logout_path}` as post-logout redirect address, `{base_url}/backchannel-logout`
//! as back-channel logout address.
#![allow(
    clippy::disallowed_methods,
    reason = "a module is a program of its own: clock, randomness and waiting are the real ones"
)]

mod accounts;
mod arrive;
mod chance;
mod clock;
mod cookie;
mod events;
#[doc(hidden)]
pub mod hostile;
mod hub;
mod launcher;
mod link;
mod local;
mod look;
mod my_settings;
mod pages;
mod pending;
mod person;
mod policy;
mod problem;
mod program;
mod provider;
mod relying_party;
mod return_to;
mod routes;
mod scim;
mod session;
mod settings;
mod settings_page;
mod token;
mod unified;
mod words;

#[cfg(any(test, feature = "test_double"))]
pub mod fake_hub;
#[cfg(test)]
mod fake_provider;
#[cfg(test)]
mod flow;
#[cfg(test)]
mod tests;

pub use accounts::{
    Account, AccountChange, AccountKey, Accounts, Changed, Created, MemoryAccounts, NewAccount,
    StoreFault, Tenant, contract, takes_last_admin,
};
pub use look::{KitLook, Look, MenuEntry, Page};
pub use pages::{Pages, PlainPages, escape};
pub use person::Person;
pub use problem::Problem;
pub use program::{Arguments, ProgramFault};
pub use relying_party::{LoginRequired, RelyingParty};
pub use return_to::ReturnTo;
pub use settings::{ClientSecret, Settings, SettingsError};
pub use token::TokenFault;
pub use unified::{Builder, NotSignedIn, OpenFault, SignedIn, Through, UnifiedLogin, manifest};
