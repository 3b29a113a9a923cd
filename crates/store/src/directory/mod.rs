//! Partners, companies, and the PSA as their record: `psa_…` is what a PSA said last.

pub mod companies;
pub mod company_list;
pub mod company_mapping_list;
pub mod company_mappings;
pub mod contacts;
pub mod contacts_held;
pub mod features;
pub mod integration_rules;
pub mod partners;
pub mod psa_companies;
pub mod psa_company_choice;
pub mod psa_company_list;
pub mod psa_configurations;
pub mod psa_conflicts;
pub mod psa_connections;
pub mod psa_contacts;
pub mod psa_differences;
pub mod psa_due;
pub mod psa_forget;
pub mod psa_members;
pub mod psa_set_ups;
pub mod psa_sites;
pub mod psa_sync;
pub mod sites;
