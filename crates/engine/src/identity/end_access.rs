//! What ends when somebody may no longer act at a partner.

use crate::{Broken, Engine};
use kernel::IdentityId;
use model::federation::FamilyEnd;
use model::identity::AffiliationId;
use store::Tx;

impl Engine {
    /// Ends the sessions and tokens of a place in the caller's transaction; modules are told. A
    /// session that goes on at another place of hers only loses what it had opened from this one.
    pub(crate) async fn end_access(
        &self,
        tx: &mut Tx,
        identity: IdentityId,
        id: AffiliationId,
        why: &str,
        address: &str,
    ) -> Result<(), Broken> {
        let now = self.now();
        for session in store::identity::sessions::list(tx, identity, now).await? {
            if session.affiliation_id == id {
                self.end_session_rows(tx, &session, why, address).await?;
            } else {
                self.tell_relying_parties(tx, &session, Some(id)).await?;
            }
        }
        store::federation::families::end_of_affiliation(tx, id, FamilyEnd::Deactivated, now)
            .await?;
        Ok(())
    }
}
