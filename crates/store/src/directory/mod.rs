//! Partners and companies.

pub mod companies;
pub mod partners;
