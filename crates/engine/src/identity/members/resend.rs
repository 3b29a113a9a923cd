//! Sending an invitation once more.

use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::{MemberId, Span};
use model::identity::{AffiliationId, AffiliationState, IdentityState, MemberRefusal};
use store::Tx;

/// How long a mail has to arrive before it is sent again: nobody's mailbox is filled by a click.
const PAUSE: Span = Span::minutes(1);

impl Engine {
    /// Mails a new link to a member who has not come in yet; the old one is void.
    ///
    /// # Errors
    /// [`MemberRefusal::NotInvited`], `SentJustNow`, `Unknown`.
    pub async fn resend_invitation(
        &self,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<(), Failure<MemberRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { engine.resend_invitation_rows(tx, &admin, id).await })
            })
            .await
    }

    pub(crate) async fn resend_invitation_rows(
        &self,
        tx: &mut Tx,
        admin: &Administrator,
        id: MemberId,
    ) -> Result<(), Failure<MemberRefusal>> {
        let no = |r| Failure::Refused(r);
        let row = store::identity::member_list::find(tx, admin.scope, id)
            .await?
            .ok_or(no(MemberRefusal::Unknown))?;
        let waits = row.member.state == AffiliationState::Invited
            || (row.member.state == AffiliationState::Active
                && row.identity_state == IdentityState::Invited);
        if !waits {
            return Err(no(MemberRefusal::NotInvited));
        }
        let identity = store::identity::identities::find(tx, row.member.identity_id)
            .await?
            .ok_or(no(MemberRefusal::Unknown))?;
        for kind in model::identity::LinkKind::INVITING {
            let newest = store::identity::links::newest(tx, identity.id, kind).await?;
            if newest.is_some_and(|at| self.now() - at < PAUSE) {
                return Err(no(MemberRefusal::SentJustNow));
            }
            store::identity::links::end_all(tx, identity.id, kind, self.now()).await?;
        }
        self.mail_link(tx, &identity, Some(AffiliationId::Member(id)))
            .await?;
        self.record(tx, admin.did("invitation.sent_again", id));
        Ok(())
    }
}
