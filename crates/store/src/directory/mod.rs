//! Partners and companies.

pub mod companies;
pub mod features;
pub mod partners;
