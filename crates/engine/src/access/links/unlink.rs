//! Links of tenants are ended.

use crate::{Broken, Engine};
use kernel::{Scope, Timestamp};
use model::access::{LinkState, ModuleLink};
use model::operation::AuditDraft;
use store::Tx;
use unified_login::Event;

impl Engine {
    /// Ends an active link in the caller's transaction.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn end_link(
        &self,
        tx: &mut Tx,
        link: &ModuleLink,
        done: AuditDraft,
    ) -> Result<(), Broken> {
        let (scope, now): (Scope, Timestamp) = (Scope::of(link.partner_id), self.now());
        if !store::access::links::end(tx, scope, link.id, now).await? {
            return Ok(());
        }
        store::federation::families::end_of_link(tx, link.id, now).await?;
        self.set_door(tx, link).await?;
        let on: Vec<&str> = link
            .policy
            .on()
            .map(unified_login::Feature::title)
            .collect();
        self.record(tx, done.change(on.join(", "), ""));
        self.tell_module(tx, link, Event::LinkEnded).await
    }

    /// The door of an instance with links stands open while one of them has Log In on.
    #[allow(clippy::disallowed_methods, reason = "the link's partner is the scope")]
    pub(crate) async fn set_door(&self, tx: &mut Tx, link: &ModuleLink) -> Result<(), Broken> {
        let scope = Scope::of(link.partner_id);
        let links = store::access::links::of_instance(tx, scope, link.instance_id).await?;
        let open = links
            .iter()
            .any(|l| l.state == LinkState::Active && l.policy.unified_login);
        store::access::links::open_door(tx, scope, link.instance_id, open).await?;
        Ok(())
    }
}
