//! Loading what the decision about entering a module needs.

use crate::{Broken, Engine};
use kernel::{InstanceId, PartnerId, Scope, Timestamp};
use model::access::{Entry, EntryFacts, EntryRefusal, GrantPath, ModuleInstance, decide_entry};
use model::directory::PartnerState;
use model::identity::{Affiliation, Identity};
use store::Tx;

/// A person at a partner, with everything that the decision asks about her; loaded once, it decides
/// about any number of that partner's modules.
pub(crate) struct Entrant<'a> {
    identity: &'a Identity,
    /// Her affiliation, if it is of that partner.
    there: Option<&'a Affiliation>,
    partner_id: PartnerId,
    partner_active: bool,
    has_factor: bool,
    now: Timestamp,
    grants: Vec<(InstanceId, GrantPath)>,
}

impl Entrant<'_> {
    /// Decides about one module. Sign-in, My Modules, tokens and `explain` come through here, so
    /// that all say the same.
    pub(crate) fn may_enter(&self, instance: &ModuleInstance) -> Result<Entry, EntryRefusal> {
        // What was loaded says nothing about a module of another partner.
        let same = instance.partner_id == self.partner_id;
        let there = self.there.filter(|_| same);
        let reaching = self
            .grants
            .iter()
            .filter(|(i, _)| same && *i == instance.id);
        decide_entry(&EntryFacts {
            identity: self.identity.state,
            affiliation: there.map(|a| a.state),
            population: self.identity.population,
            partner_active: same && self.partner_active,
            company_active: there.is_none_or(|a| a.company_active),
            has_factor: self.has_factor,
            module_population: instance.population,
            unified_login: instance.unified_login,
            on_trial: there.is_some_and(|a| instance.on_trial(a.id, self.now)),
            grants: reaching.map(|(_, path)| path.clone()).collect(),
        })
    }
}

impl Engine {
    /// Loads a person for decisions about modules of this partner.
    #[allow(
        clippy::disallowed_methods,
        reason = "the affiliation was proved; its partner is the scope"
    )]
    pub(crate) async fn entrant<'a>(
        &self,
        tx: &mut Tx,
        identity: &'a Identity,
        affiliation: Option<&'a Affiliation>,
        partner_id: PartnerId,
    ) -> Result<Entrant<'a>, Broken> {
        let there = affiliation.filter(|a| a.partner_id == partner_id);
        let grants = match there {
            Some(place) => {
                let scope = Scope::of(place.partner_id);
                store::access::grants::of_affiliation(tx, scope, place.id).await?
            }
            None => Vec::new(),
        };
        let partner = store::directory::partners::find(tx, partner_id).await?;
        Ok(Entrant {
            identity,
            there,
            partner_id,
            partner_active: partner.is_some_and(|p| p.state == PartnerState::Active),
            has_factor: self.has_factors(tx, identity).await?,
            now: self.now(),
            grants,
        })
    }

    /// Decides about one person and one module.
    pub(crate) async fn may_enter(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        affiliation: Option<&Affiliation>,
        instance: &ModuleInstance,
    ) -> Result<Result<Entry, EntryRefusal>, Broken> {
        let entrant = self
            .entrant(tx, identity, affiliation, instance.partner_id)
            .await?;
        Ok(entrant.may_enter(instance))
    }
}
