//! A company mapping: an own company and a PSA's, with the switches for tickets and configurations.

use kernel::{CompanyId, MappingId, PartnerId, PsaConnectionId, RuleId, Timestamp};

/// A mapping. Several own companies may be mapped to one of the PSA, each to another site (S3-108).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyMapping {
    /// The id.
    pub id: MappingId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// The connection.
    pub connection_id: PsaConnectionId,
    /// The own company.
    pub company_id: CompanyId,
    /// The PSA's company.
    pub psa_company: i64,
    /// The PSA's site; none for the whole company (S3-107).
    pub psa_site: Option<i64>,
    /// The own company was imported, and keeps the PSA's name; one that was there before keeps its own.
    pub follows: bool,
    /// The PSA's name when somebody looked at it last: another identifier with another name is another
    /// company under an old number.
    pub known_name: String,
    /// The PSA's short name at that time.
    pub known_identifier: String,
    /// Tickets are made (S3-109); needs a rule.
    pub creates_tickets: bool,
    /// By which rule.
    pub rule_id: Option<RuleId>,
    /// Assets become configurations (S3-112).
    pub syncs_configurations: bool,
    /// When it was made.
    pub created_at: Timestamp,
}
