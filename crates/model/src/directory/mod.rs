//! Partners and companies.

mod company;
mod partner;

pub use company::{Company, CompanyState};
pub use partner::{Partner, PartnerState};
