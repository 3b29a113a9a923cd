//! Catalogue entries and their instances.

use super::ClaimSettings;
use crate::identity::Population;
use kernel::{DisplayName, InstanceId, ModuleId, PartnerId, Timestamp};

/// A product that relies on the hub for login. The key stays when the product is renamed (S1-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The id.
    pub id: ModuleId,
    /// The stable key.
    pub key: String,
    /// The name as it is shown today.
    pub display_name: DisplayName,
    /// One line that says what it is for.
    pub description: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// One deployment of a module for a partner: a region and its address (S2-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleInstance {
    /// The id.
    pub id: InstanceId,
    /// The partner it serves.
    pub partner_id: PartnerId,
    /// The catalogue entry.
    pub module_id: ModuleId,
    /// The stable key, unique within the partner.
    pub key: String,
    /// The name in My Modules.
    pub display_name: DisplayName,
    /// The hosting region, as the module's maker names it.
    pub region: Option<String>,
    /// Where opening it leads.
    pub launch_url: String,
    /// Whose module it is: staff or client people (S2-45).
    pub population: Population,
    /// Whether people may log in through the hub.
    pub unified_login: bool,
    /// What the module is told of a person.
    pub claims: ClaimSettings,
    /// When it was made.
    pub created_at: Timestamp,
}
