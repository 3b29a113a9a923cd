//! Removing members whose grace is over.

use crate::{Broken, Engine};
use kernel::Scope;
use model::identity::{AffiliationId, Member};
use model::operation::{Actor, AuditDraft};
use store::Tx;

/// Members that one run removes; the rest follow in the next.
const AT_ONCE: i64 = 100;

impl Engine {
    /// Removes for good the members whose grace is over, with their groups and grants, and the
    /// login of whoever is known nowhere else. The audit log stays. Gives how many it were.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn remove_deleted_members(&self) -> Result<usize, Broken> {
        let engine = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let due = store::identity::members::due_for_deletion(tx, engine.now(), AT_ONCE)
                        .await?;
                    for member in &due {
                        engine.remove_member_rows(tx, member).await?;
                    }
                    Ok(due.len())
                })
            })
            .await
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "the schedule acts for every partner; the row says whose it is"
    )]
    async fn remove_member_rows(&self, tx: &mut Tx, member: &Member) -> Result<(), Broken> {
        let scope = Scope::of(member.partner_id);
        let place = AffiliationId::Member(member.id);
        let told = unified_login::AccountEvent::Purged;
        self.end_access(tx, member.identity_id, place, "deleted", "", told)
            .await?;
        self.mark_person(tx, scope, place, None).await?;
        store::access::account_links::delete_of_person(tx, scope, place).await?;
        store::access::groups::leave_all(tx, place).await?;
        store::access::places::replace(tx, place, &[]).await?;
        store::access::grants::delete_of_holder(tx, scope, place.bytes()).await?;
        store::identity::members::delete(tx, scope, member.id).await?;
        let elsewhere = store::identity::affiliations::of_identity(tx, member.identity_id).await?;
        if elsewhere.is_empty() {
            store::identity::identities::erase(tx, member.identity_id).await?;
        }
        let draft = AuditDraft::new(
            Some(member.partner_id),
            Actor::Hub,
            "member.deleted",
            member.id,
        );
        self.record(tx, draft);
        Ok(())
    }
}
