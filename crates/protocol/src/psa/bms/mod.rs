//! Kaseya BMS, as version 2 of its API speaks.

pub mod envelope;
pub mod paging;
pub mod records;
pub mod region;

pub use region::{Region, RegionRefusal};
