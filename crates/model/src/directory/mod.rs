//! Partners, companies, and the PSA as their record.

mod access_profile;
mod allow_list;
mod company;
mod company_mapping;
mod contact;
mod contact_list;
mod contact_readiness;
mod feature;
mod integration_rule;
mod mapping_plan;
mod mapping_refusal;
mod mapping_suggestion;
mod partner;
mod policy;
mod psa_connection;
mod psa_draft;
mod psa_fault;
mod psa_record;
pub mod sync;

pub use access_profile::{
    AccessProfile, AccessSwitch, MOST_PROFILES, Profile, ProfileRefusal, Switches, check_profile,
};
pub use allow_list::{AllowList, AllowedAddress, Deployment, RegionAddresses, allow_list};
pub use company::{Company, CompanyState};
pub use company_mapping::CompanyMapping;
pub use contact::{Contact, ContactSource, ContactState, REVOKED, Site, display_name, email_key};
pub use contact_list::{
    ContactChangeRefusal, ContactFilter, ContactRow, ProfileFilter, ReadinessFilter, decide_profile,
};
pub use contact_readiness::{
    AddressFact, CONTACT_CAUSES, ContactFacts, ContactRefusal, Readiness, ScopeGap, judge_address,
    judge_contact,
};
pub use feature::Feature;
pub use integration_rule::IntegrationRule;
pub use mapping_plan::{
    LeftOut, MOST_MAPPED_AT_ONCE, MappingDraft, MappingFacts, MappingSwitches, Mirrored, Own,
    decide_mapping, decide_switches, left_out, name_on_import,
};
pub use mapping_refusal::MappingRefusal;
pub use mapping_suggestion::{
    OwnCandidate, PsaCandidate, Strength, Suggestion, SuggestionReason, is_public, suggest,
};
pub use partner::{Partner, PartnerState};
pub use policy::{MOST_NETWORKS, PartnerPolicy, PolicyRefusal, read_networks};
pub use psa_connection::{
    ConnectionState, PsaCompanyName, PsaConnection, PsaVendor, SyncFilter, SyncGlance,
};
pub use psa_draft::{
    CheckedNames, ConnectionRefusal, MOST_ASSOCIATED, MOST_CONNECTIONS, MOST_HIDDEN,
    PsaConnectionDraft, PsaReach, keys_may_stay,
};
pub use psa_fault::PsaFault;
pub use psa_record::{
    PsaChange, PsaCompany, PsaConfiguration, PsaContact, PsaMember, PsaQuestion, PsaRef, PsaSetUp,
    PsaSite, PsaTable, PsaTriple,
};
