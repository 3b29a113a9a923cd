//! Running the hub: outbox, tidying, doctor, first run, set-up files.

pub mod apply;
mod deliver;
mod doctor;
mod first_run;
mod ready;
mod tidy;

pub use deliver::DueMessage;
pub use doctor::{Finding, Health};
pub use first_run::FirstRun;
pub(crate) use ready::LastTry;
