//! Accounts in SQLite, with passwords hashed by argon2id: a store for small modules on the kit.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use module_accounts::{Draft, SqliteAccounts};
//!
//! let accounts = SqliteAccounts::open("desk.db".as_ref())?;
//! accounts.add_tenant("acme", "Acme", None).await?;
//! let owner = Draft::new("acme", "owner@example.com", "Demo Owner").role("security-admin");
//! accounts.add(owner, Some("correct horse battery staple")).await?;
//! # Ok(())
//! # }
//! ```
#![allow(
    clippy::disallowed_methods,
    reason = "a module is a program of its own: clock, randomness and waiting are the real ones"
)]

mod change;
mod draft;
mod find;
mod password;
mod row;
mod seed;
mod store;

pub use draft::Draft;
pub use store::SqliteAccounts;

#[cfg(test)]
mod tests;
