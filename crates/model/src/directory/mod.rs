//! Partners, companies, and the PSA as their record.

mod company;
mod company_mapping;
mod contact;
mod feature;
mod partner;
mod policy;
mod psa_connection;
mod psa_fault;
mod psa_record;
pub mod sync;

pub use company::{Company, CompanyState};
pub use company_mapping::CompanyMapping;
pub use contact::{Contact, ContactSource, ContactState, REVOKED, Site, display_name, email_key};
pub use feature::Feature;
pub use partner::{Partner, PartnerState};
pub use policy::{MOST_NETWORKS, PartnerPolicy, PolicyRefusal, read_networks};
pub use psa_connection::{ConnectionState, PsaConnection, PsaVendor, SyncFilter};
pub use psa_fault::PsaFault;
pub use psa_record::{
    PsaChange, PsaCompany, PsaConfiguration, PsaContact, PsaMember, PsaQuestion, PsaRef, PsaSetUp,
    PsaSite, PsaTable, PsaTriple,
};
