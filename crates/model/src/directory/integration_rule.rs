//! An integration rule: how tickets are made. Mappings choose one by its name (S3-111).

use kernel::{PartnerId, PartnerName, PsaConnectionId, RuleId, Timestamp};

/// A rule, as far as a mapping needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegrationRule {
    /// The id.
    pub id: RuleId,
    /// Whose it is.
    pub partner_id: PartnerId,
    /// The connection that its boards and statuses belong to.
    pub connection_id: PsaConnectionId,
    /// Its name, unique within the partner.
    pub name: PartnerName,
    /// When it was made.
    pub created_at: Timestamp,
}
