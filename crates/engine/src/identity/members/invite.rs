//! Inviting a member from the console.

use crate::identity::{Administrator, Invitation, Place};
use crate::{Engine, Failure};
use kernel::{DisplayName, EmailAddress, GroupId, MemberId, Username};
use model::identity::{AffiliationId, HubRole, MemberRefusal, Population};
use store::Tx;

/// Who is to become a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberDraft {
    /// Her address.
    pub email: EmailAddress,
    /// Her name; of somebody who has a login already her own name counts.
    pub display_name: DisplayName,
    /// Her username, if she has one.
    pub username: Option<Username>,
    /// Her role at the hub.
    pub hub_role: HubRole,
    /// The groups she is put into.
    pub groups: Vec<GroupId>,
}

impl Engine {
    /// Makes a member and mails her the link that brings her in.
    ///
    /// # Errors
    /// [`MemberRefusal::AlreadyMember`], `UsernameTaken`.
    pub async fn invite_member(
        &self,
        admin: &Administrator,
        draft: MemberDraft,
    ) -> Result<MemberId, Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.invite_member_rows(tx, &admin, draft, true).await })
            })
            .await
    }

    pub(crate) async fn invite_member_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        draft: MemberDraft,
        mail: bool,
    ) -> Result<MemberId, Failure<MemberRefusal>> {
        let no = |r| Err(Failure::Refused(r));
        let scope = admin.scope;
        let known =
            store::identity::identities::find_by_email(tx, Population::Staff, &draft.email.key())
                .await?;
        if let Some(identity) = &known
            && store::identity::members::find_by_identity(tx, scope, identity.id)
                .await?
                .is_some()
        {
            return no(MemberRefusal::AlreadyMember);
        }
        if let Some(name) = &draft.username
            && store::identity::members::find_by_username(tx, scope, name.as_str())
                .await?
                .is_some()
        {
            return no(MemberRefusal::UsernameTaken);
        }
        let invitation = Invitation {
            email: draft.email,
            display_name: draft.display_name,
            place: Place::Member {
                username: draft.username,
                hub_role: draft.hub_role,
                root: false,
            },
            mail,
        };
        let (place, identity) = self
            .invite(tx, scope, admin.actor.clone(), invitation)
            .await?;
        let AffiliationId::Member(id) = place else {
            return no(MemberRefusal::Unknown);
        };
        for group in draft.groups {
            if let Some(group) = store::access::groups::find(tx, scope, group).await? {
                self.put_into_group(tx, &admin.actor, &group, place, &admin.address)
                    .await?;
            }
        }
        if let (Some(member), Some(identity)) = (
            store::identity::members::find(tx, scope, id).await?,
            store::identity::identities::find(tx, identity).await?,
        ) {
            self.apply_rules_to(tx, scope, &admin.actor, &member, &identity)
                .await?;
        }
        Ok(id)
    }
}
