//! What ends when somebody may no longer act at a partner.

use crate::{Broken, Engine};
use kernel::IdentityId;
use model::federation::FamilyEnd;
use model::identity::AffiliationId;
use store::Tx;
use unified_login::AccountEvent;

impl Engine {
    /// Ends the sessions and tokens of a place in the caller's transaction; modules are told. A
    /// session that goes on at another place of hers only loses what it had opened from this one.
    /// `told` is what linked modules hear of her.
    pub(crate) async fn end_access(
        &self,
        tx: &mut Tx,
        identity: IdentityId,
        id: AffiliationId,
        why: &str,
        address: &str,
        told: AccountEvent,
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
        self.tell_modules_of(tx, id, told).await
    }
}
