//! Links of a hub tenant with tenants of a module.

use crate::identity::{HubRole, Population};
use kernel::{InstanceId, LinkId, PartnerId, Timestamp};
use unified_login::{Cardinality, LinkedTenant, LoginPolicy, Manifest, RegionCheck, check_region};

use super::LinkRefusal;

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkState {
    /// It holds.
    Active,
    /// It was ended; bonds of accounts wait, in case the same two are linked again.
    Suspended,
}

impl LinkState {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Active, Self::Suspended];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// Reads the stable word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// The bond of a partner's module instance with one tenant of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleLink {
    /// The id.
    pub id: LinkId,
    /// The partner.
    pub partner_id: PartnerId,
    /// Its instance of the module.
    pub instance_id: InstanceId,
    /// Where the module lives: scheme, host and port. Its tenants' ids are its own, so two programs
    /// that call a tenant alike are no one's rivals.
    pub origin: String,
    /// The tenant, as the module names it.
    pub tenant: LinkedTenant,
    /// Where it stands.
    pub state: LinkState,
    /// Whether the partner may have one such link only.
    pub one_to_one: bool,
    /// What is on.
    pub policy: LoginPolicy,
    /// Grows with each change of what the module is told.
    pub version: u64,
    /// Grows with each event that the module is told.
    pub seq: u64,
    /// The master who proved the hub's side: a text for people.
    pub linked_by: String,
    /// Who proved the module's side: a text for people.
    pub module_admin: String,
    /// When it was made, or resumed last.
    pub linked_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// When the module last asked for its policy.
    pub last_seen_at: Option<Timestamp>,
    /// When the module's accounts were last read whole.
    pub imported_at: Option<Timestamp>,
}

/// What the decision about a new link needs to know.
#[derive(Clone, Debug)]
pub struct LinkFacts<'a> {
    /// Whether the operator has turned Unified Login on for the partner.
    pub feature_on: bool,
    /// Staff or client people.
    pub population: Population,
    /// Her role at the hub.
    pub role: Option<HubRole>,
    /// The partner of the instance.
    pub partner: PartnerId,
    /// What the module says of itself; none when it said nothing yet.
    pub manifest: Option<&'a Manifest>,
    /// The address of the instance.
    pub address: &'a str,
    /// Links of this instance, in any state.
    pub links: &'a [ModuleLink],
    /// Whose the tenant is by an active link of anybody, this partner's included.
    pub owner: Option<PartnerId>,
}

/// What becomes of a wish to link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkDecision {
    /// A new link.
    Make,
    /// The same two were linked before: what waits comes back.
    Resume(LinkId),
    /// They are linked already.
    AlreadyThere(LinkId),
}

/// Decides whether a tenant of a module may be linked by somebody.
///
/// # Errors
/// [`LinkRefusal`], in the order in which a person can do something about it.
pub fn decide_link(
    facts: &LinkFacts<'_>,
    tenant: &LinkedTenant,
) -> Result<LinkDecision, LinkRefusal> {
    if facts.population != Population::Staff {
        return Err(LinkRefusal::ClientPerson);
    }
    if !facts.feature_on {
        return Err(LinkRefusal::FeatureOff);
    }
    if facts.role != Some(HubRole::Master) {
        return Err(LinkRefusal::NotMaster);
    }
    let manifest = facts.manifest.ok_or(LinkRefusal::NoManifest)?;
    if !manifest.capabilities.unified_login {
        return Err(LinkRefusal::CannotLogIn);
    }
    let same = |link: &&ModuleLink| link.tenant.id == tenant.id;
    let active = |link: &&ModuleLink| link.state == LinkState::Active;
    let there = facts.links.iter().filter(active).find(same);
    if there.is_none() {
        if facts.owner.is_some() {
            return Err(LinkRefusal::TenantMapped);
        }
        if manifest.cardinality == Cardinality::OneToOne
            && let Some(other) = facts.links.iter().find(active)
        {
            return Err(LinkRefusal::HubMapped(other.tenant.name.clone()));
        }
    }
    // After what is linked: while another tenant is, the address has to stay that one's.
    let region = tenant.region.as_deref();
    if let RegionCheck::Wrong { belongs_to } =
        check_region(&manifest.regions, region, facts.address)
    {
        return Err(LinkRefusal::WrongRegion(belongs_to));
    }
    if let Some(link) = there {
        return Ok(LinkDecision::AlreadyThere(link.id));
    }
    let before = facts
        .links
        .iter()
        .filter(|l| l.state == LinkState::Suspended);
    Ok(before
        .rev()
        .find(same)
        .map_or(LinkDecision::Make, |l| LinkDecision::Resume(l.id)))
}

#[cfg(test)]
#[path = "link_table.rs"]
mod table;
