//! Running the hub: outbox, tidying, doctor, first run, set-up files.

pub mod apply;
mod deliver;
mod doctor;
mod first_run;
mod tidy;

pub use doctor::{Finding, Health};
pub use first_run::FirstRun;
