//! Whom a verb touches is marked, in the verb's own transaction.

use crate::{Broken, Engine};
use kernel::{GroupId, IdentityId, InstanceId, LinkId, Scope};
use model::access::{Holder, LinkState};
use model::identity::AffiliationId;
use store::Tx;

impl Engine {
    /// Marks a person at the links of one module, or of all.
    pub(crate) async fn mark_person(
        &self,
        tx: &mut Tx,
        scope: Scope,
        person: AffiliationId,
        instance: Option<InstanceId>,
    ) -> Result<(), Broken> {
        let now = self.now();
        let marked =
            store::access::provisioning::mark_person(tx, scope, person, instance, now).await?;
        self.nudge_if(marked);
        Ok(())
    }

    /// Marks somebody who was offboarded, at every link.
    pub(crate) async fn mark_leaver(
        &self,
        tx: &mut Tx,
        scope: Scope,
        person: AffiliationId,
    ) -> Result<(), Broken> {
        let now = self.now();
        let marked = store::access::provisioning::mark_leaver(tx, scope, person, now).await?;
        self.nudge_if(marked);
        Ok(())
    }

    /// Marks everybody in a group.
    pub(crate) async fn mark_group(
        &self,
        tx: &mut Tx,
        scope: Scope,
        group: GroupId,
        instance: Option<InstanceId>,
    ) -> Result<(), Broken> {
        let now = self.now();
        let marked =
            store::access::provisioning::mark_group(tx, scope, group, instance, now).await?;
        self.nudge_if(marked);
        Ok(())
    }

    /// Marks whoever holds a grant of a module by this.
    pub(crate) async fn mark_holder(
        &self,
        tx: &mut Tx,
        scope: Scope,
        holder: Holder,
        instance: InstanceId,
    ) -> Result<(), Broken> {
        match holder {
            Holder::Affiliation(person) => {
                self.mark_person(tx, scope, person, Some(instance)).await
            }
            Holder::Group(group) => self.mark_group(tx, scope, group, Some(instance)).await,
        }
    }

    /// Marks a login at each of its places.
    #[allow(
        clippy::disallowed_methods,
        reason = "each place of hers is of a partner of its own"
    )]
    pub(crate) async fn mark_identity(
        &self,
        tx: &mut Tx,
        identity: IdentityId,
    ) -> Result<(), Broken> {
        for place in store::identity::affiliations::of_identity(tx, identity).await? {
            let scope = Scope::of(place.partner_id);
            self.mark_person(tx, scope, place.id, None).await?;
        }
        Ok(())
    }

    /// Marks a place, where it is still there.
    #[allow(
        clippy::disallowed_methods,
        reason = "the place was looked at by the verb that calls"
    )]
    pub(crate) async fn mark_place(
        &self,
        tx: &mut Tx,
        person: AffiliationId,
    ) -> Result<(), Broken> {
        if let Some(place) = store::identity::affiliations::find(tx, person).await? {
            let scope = Scope::of(place.partner_id);
            self.mark_person(tx, scope, place.id, None).await?;
        }
        Ok(())
    }

    /// Marks everybody whom a link reaches.
    pub(crate) async fn mark_link(
        &self,
        tx: &mut Tx,
        scope: Scope,
        link: LinkId,
    ) -> Result<(), Broken> {
        let now = self.now();
        let marked = store::access::provisioning::mark_link(tx, scope, link, now).await?;
        self.nudge_if(marked);
        Ok(())
    }

    /// Marks everybody whom the active links of a partner reach, or those of one of its modules.
    pub(crate) async fn mark_links(
        &self,
        tx: &mut Tx,
        scope: Scope,
        instance: Option<InstanceId>,
    ) -> Result<(), Broken> {
        for link in store::access::links::list(tx, scope).await? {
            if link.state == LinkState::Active && instance.is_none_or(|i| i == link.instance_id) {
                self.mark_link(tx, scope, link.id).await?;
            }
        }
        Ok(())
    }

    fn nudge_if(&self, marked: u64) {
        if marked > 0 {
            self.nudge_provisioning.notify_one();
        }
    }

    /// Waits until somebody was marked on this node.
    pub async fn account_marked(&self) {
        self.nudge_provisioning.notified().await;
    }
}
