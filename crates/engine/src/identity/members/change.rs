//! Changing one member.

use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::MemberId;
use model::identity::{
    AffiliationId, AffiliationState, Identity, Member, MemberChange, MemberFacts, MemberRefusal,
    decide_member_change,
};
use store::Tx;
use unified_login::AccountEvent;

impl Engine {
    /// Changes a member, with all that the change brings: whoever may no longer sign in loses her
    /// sessions everywhere, and whose invitation is brought back gets a new link. Gives her as she
    /// then is.
    ///
    /// # Errors
    /// [`MemberRefusal`].
    pub async fn change_member(
        &self,
        admin: &Administrator,
        id: MemberId,
        change: MemberChange,
    ) -> Result<Member, Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.change_member_rows(tx, &admin, id, &change).await })
            })
            .await
    }

    /// The decision about a change, and the member with her login as they are.
    pub(crate) async fn decide_on_member(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: MemberId,
        change: &MemberChange,
        holding: bool,
    ) -> Result<(Member, Identity, Result<Member, MemberRefusal>), Failure<MemberRefusal>> {
        let unknown = || Failure::Refused(MemberRefusal::Unknown);
        let member = store::identity::members::find(tx, admin.scope, id)
            .await?
            .ok_or_else(unknown)?;
        let identity = store::identity::identities::find(tx, member.identity_id)
            .await?
            .ok_or_else(unknown)?;
        let (other_masters, other_roots) =
            store::identity::members::other_masters(tx, admin.scope, id, holding).await?;
        let facts = MemberFacts {
            own: admin.member == Some(id),
            by_root: admin.root,
            other_masters,
            other_roots,
        };
        let decision = decide_member_change(&member, change, facts, self.now());
        Ok((member, identity, decision))
    }

    pub(crate) async fn change_member_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: MemberId,
        change: &MemberChange,
    ) -> Result<Member, Failure<MemberRefusal>> {
        let (member, identity, decision) =
            self.decide_on_member(tx, admin, id, change, true).await?;
        let after = decision.map_err(Failure::Refused)?;
        if after == member {
            return Ok(after);
        }
        if let (MemberChange::Username(Some(name)), scope) = (change, admin.scope)
            && store::identity::members::find_by_username(tx, scope, name.as_str())
                .await?
                .is_some_and(|holder| holder.id != id)
        {
            return Err(Failure::Refused(MemberRefusal::UsernameTaken));
        }
        store::identity::members::update(tx, admin.scope, &after, &identity, self.now()).await?;
        let draft = admin
            .did(change.action(), id)
            .change(in_words(&member), in_words(&after));
        self.record(tx, draft);
        self.follow_state(tx, admin, &identity, &member, &after)
            .await?;
        self.apply_rules_to(tx, admin.scope, &admin.actor, &after, &identity)
            .await?;
        let place = AffiliationId::Member(id);
        self.mark_person(tx, admin.scope, place, None).await?;
        Ok(after)
    }

    async fn follow_state(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        identity: &Identity,
        before: &Member,
        after: &Member,
    ) -> Result<(), Broken> {
        use AffiliationState::{Active, Deactivated, Invited, Withdrawn};
        let place = AffiliationId::Member(after.id);
        match (before.state, after.state) {
            (b, a) if a == b => Ok(()),
            (_, Deactivated | Withdrawn) => {
                let told = AccountEvent::Disabled;
                self.end_access(tx, identity.id, place, "deactivated", &admin.address, told)
                    .await
            }
            (Deactivated, Active) => {
                self.tell_modules_of(tx, place, AccountEvent::Enabled)
                    .await?;
                self.end_offboarding(tx, admin, after.id).await
            }
            (Withdrawn, Invited) => self.mail_link(tx, identity, Some(place)).await,
            _ => Ok(()),
        }
    }
}

/// What the audit log keeps of a member.
fn in_words(member: &Member) -> String {
    serde_json::json!({
        "role": member.hub_role.as_str(),
        "root": member.root,
        "state": member.state.as_str(),
        "username": member.username.as_ref().map(kernel::Username::as_str),
        "delete_at": member.delete_at.map(kernel::Timestamp::rfc3339),
    })
    .to_string()
}
