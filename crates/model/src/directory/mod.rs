//! Partners and companies.

mod company;
mod partner;
mod policy;

pub use company::{Company, CompanyState};
pub use partner::{Partner, PartnerState};
pub use policy::{MOST_NETWORKS, PartnerPolicy, PolicyRefusal, read_networks};
