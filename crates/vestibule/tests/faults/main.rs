//! Bad days of a real hub, as a process: the plug is pulled, the disk is full, the database is away,
//! one of two nodes dies. Rounds and seed of the pulled plug: `VESTIBULE_POWER_ROUNDS`,
//! `VESTIBULE_POWER_SEED` (see `docs/operations.md`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "tests stop loudly and live in the real world"
)]

mod bad_days;
mod ledger;
mod load;
mod place;
mod power_cut;
mod proxy;
mod two_nodes;
