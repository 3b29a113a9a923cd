//! What ends when people, companies or partners are deactivated by a set-up file.

use super::{ApplyFault, Work};
use kernel::{CompanyId, IdentityId, Scope};
use model::identity::AffiliationId;
use store::Tx;
use unified_login::AccountEvent;

impl Work<'_> {
    pub(super) async fn end_access(
        &mut self,
        tx: &mut Tx,
        identity: IdentityId,
        id: AffiliationId,
    ) -> Result<(), ApplyFault> {
        Ok(self
            .engine
            .end_access(tx, identity, id, "deactivated", "", AccountEvent::Disabled)
            .await?)
    }

    /// Ends all access of the end users of a partner, or of one company of it.
    pub(super) async fn end_client_people(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
        company: Option<CompanyId>,
    ) -> Result<(), ApplyFault> {
        let mut after = None;
        loop {
            let page = store::identity::end_users::list(tx, scope, after, 500).await?;
            for person in page
                .iter()
                .filter(|p| company.is_none_or(|c| c == p.company_id))
            {
                self.end_access(tx, person.identity_id, AffiliationId::EndUser(person.id))
                    .await?;
            }
            match page.last() {
                Some(last) => after = Some(last.id),
                None => return Ok(()),
            }
        }
    }

    /// Ends all access at a deactivated partner.
    pub(super) async fn end_partner(
        &mut self,
        tx: &mut Tx,
        scope: Scope,
    ) -> Result<(), ApplyFault> {
        self.end_client_people(tx, scope, None).await?;
        let mut after = None;
        loop {
            let page = store::identity::members::list(tx, scope, after, 500).await?;
            for member in &page {
                self.end_access(tx, member.identity_id, AffiliationId::Member(member.id))
                    .await?;
            }
            match page.last() {
                Some(last) => after = Some(last.id),
                None => return Ok(()),
            }
        }
    }
}
