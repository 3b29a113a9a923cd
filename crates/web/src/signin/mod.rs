//! Signing in and out, activation, recovery, first run: generic and unbranded (S1-07).

pub mod activate;
pub mod companion;
pub mod device;
pub mod email_link;
pub mod enrol_anew;
pub mod field;
pub mod first_run;
pub mod forgot;
pub mod language;
mod pages;
pub mod passkey;
pub mod progress;
pub mod reset;
pub mod sign_out;
pub mod start;
pub mod step;
pub mod strength;
