//! What an operator does by hand, with the program itself, on both engines: backup, restore, move,
//! keys, upgrade.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod backups;
mod doctor;
mod keys;
mod place;
mod upgrade;
