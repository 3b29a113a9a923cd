//! Readiness: who gets in where, and why not, by the sign-in's own decision.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::{InstanceId, MemberId};
use model::access::{Entry, EntryRefusal, Holder, ModuleInstance};
use model::identity::{AffiliationId, MemberRefusal, Population};

/// A module, whether somebody gets in, and whether it was granted to her herself.
pub type Outcome = (ModuleInstance, Result<Entry, EntryRefusal>, bool);

impl Engine {
    /// All modules of the partner, for both populations.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn list_modules(&self, admin: &Administrator) -> Result<Vec<ModuleInstance>, Broken> {
        let mut tx = self.db.read().await?;
        let mut all = Vec::new();
        for population in [Population::Staff, Population::Client] {
            all.extend(
                store::access::modules::list_instances(&mut tx, admin.scope, population).await?,
            );
        }
        Ok(all)
    }

    /// Into which modules of the partner somebody gets, and by which refusal not.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`] for somebody of another partner.
    pub async fn readiness_of(
        &self,
        admin: &Administrator,
        place: AffiliationId,
    ) -> Result<Vec<Outcome>, Failure<MemberRefusal>> {
        let unknown = || Failure::Refused(MemberRefusal::Unknown);
        let mut tx = self.db.read().await?;
        let affiliation = store::identity::affiliations::find(&mut tx, place)
            .await?
            .filter(|a| a.partner_id == admin.scope.partner())
            .ok_or_else(unknown)?;
        let identity = store::identity::identities::find(&mut tx, affiliation.identity_id)
            .await?
            .ok_or_else(unknown)?;
        let entrant = self
            .entrant(
                &mut tx,
                &identity,
                Some(&affiliation),
                admin.scope.partner(),
            )
            .await?;
        let direct = store::access::grants::of_holder(&mut tx, admin.scope, place.bytes()).await?;
        let instances =
            store::access::modules::list_instances(&mut tx, admin.scope, identity.population)
                .await?;
        Ok(instances
            .into_iter()
            .map(|instance| {
                let outcome = entrant.may_enter(&instance);
                let granted = direct.contains(&instance.id);
                (instance, outcome, granted)
            })
            .collect())
    }

    /// Grants a module to a member herself, or takes that back.
    ///
    /// # Errors
    /// [`MemberRefusal::Unknown`] for a member or module that this partner does not have.
    pub async fn grant_to_member(
        &self,
        admin: &Administrator,
        id: MemberId,
        instance: InstanceId,
        granted: bool,
    ) -> Result<(), Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let unknown = || Failure::Refused(MemberRefusal::Unknown);
                    let member = store::identity::members::find(tx, admin.scope, id)
                        .await?
                        .ok_or_else(unknown)?;
                    let instance = store::access::modules::find_instance(tx, admin.scope, instance)
                        .await?
                        .ok_or_else(unknown)?;
                    let holder = Holder::Affiliation(AffiliationId::Member(member.id));
                    engine
                        .set_grant(tx, &admin, &instance, holder, granted)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}
