//! The wire of PSAs: what their addresses, conditions, pages, errors and records look like, and how
//! often they may be asked. Nothing here calls anybody.

pub mod bms;
pub mod connectwise;
mod retry;
mod throttle;
pub mod title;

pub use retry::{Happened, Verdict, judge};
pub use throttle::{Rate, Throttle};
