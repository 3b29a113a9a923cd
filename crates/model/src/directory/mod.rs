//! Partners and companies.

mod company;
mod feature;
mod partner;
mod policy;
mod psa_fault;

pub use company::{Company, CompanyState};
pub use feature::Feature;
pub use partner::{Partner, PartnerState};
pub use policy::{MOST_NETWORKS, PartnerPolicy, PolicyRefusal, read_networks};
pub use psa_fault::PsaFault;
