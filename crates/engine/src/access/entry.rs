//! Loading what the decision about entering a module needs.

use crate::{Broken, Engine};
use kernel::Scope;
use model::access::{Entry, EntryFacts, EntryRefusal, GrantPath, ModuleInstance, decide_entry};
use model::directory::PartnerState;
use model::identity::{Affiliation, Identity};
use store::Tx;

impl Engine {
    /// Decides about one person and one module. Sign-in, My Modules, tokens and `explain` come
    /// through here, so that all say the same.
    pub(crate) async fn may_enter(
        &self,
        tx: &mut Tx,
        identity: &Identity,
        affiliation: Option<&Affiliation>,
        instance: &ModuleInstance,
    ) -> Result<Result<Entry, EntryRefusal>, Broken> {
        let there = affiliation.filter(|a| a.partner_id == instance.partner_id);
        let grants = match there {
            Some(place) => self.grant_paths(tx, place, instance).await?,
            None => Vec::new(),
        };
        let partner = store::directory::partners::find(tx, instance.partner_id).await?;
        let facts = EntryFacts {
            identity: identity.state,
            affiliation: there.map(|a| a.state),
            population: identity.population,
            partner_active: partner.is_some_and(|p| p.state == PartnerState::Active),
            company_active: there.is_none_or(|a| a.company_active),
            has_factor: !store::identity::factors::list_totp(tx, identity.id)
                .await?
                .is_empty(),
            module_population: instance.population,
            unified_login: instance.unified_login,
            grants,
        };
        Ok(decide_entry(&facts))
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the affiliation was proved; its partner is the scope"
    )]
    async fn grant_paths(
        &self,
        tx: &mut Tx,
        place: &Affiliation,
        instance: &ModuleInstance,
    ) -> Result<Vec<GrantPath>, Broken> {
        let all = store::access::grants::of_affiliation(tx, Scope::of(place.partner_id), place.id)
            .await?;
        Ok(all
            .into_iter()
            .filter(|(i, _)| *i == instance.id)
            .map(|(_, path)| path)
            .collect())
    }
}
