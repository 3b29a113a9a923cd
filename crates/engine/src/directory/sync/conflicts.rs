//! Questions about companies, as the plan raises them.

use super::run::scope_of;
use crate::Engine;
use kernel::ConflictId;
use model::directory::PsaConnection;
use model::directory::sync::Conflict;
use store::directory::psa_conflicts;
use store::{StoreFault, Tx};

impl Engine {
    /// Raises the questions about a company, and closes those that the facts raise no more.
    pub(super) async fn set_conflicts(
        &self,
        tx: &mut Tx,
        connection: &PsaConnection,
        psa_company: i64,
        conflicts: &[Conflict],
    ) -> Result<(), StoreFault> {
        let (scope, now) = (scope_of(connection), self.now());
        for held in psa_conflicts::of_company(tx, connection.id, psa_company).await? {
            let same =
                |c: &Conflict| c.kind == held.conflict.kind && c.subject == held.conflict.subject;
            if !conflicts.iter().any(same) {
                psa_conflicts::close(tx, held.id).await?;
            }
        }
        for conflict in conflicts {
            let id = ConflictId::new(now, self.chance());
            let place = (scope, connection.id, psa_company);
            psa_conflicts::raise(tx, id, place, conflict, now).await?;
        }
        Ok(())
    }
}
