//! Holding a connection still, and letting it go on.

use super::known;
use crate::identity::Administrator;
use crate::{Engine, Failure};
use kernel::PsaConnectionId;
use model::directory::{ConnectionRefusal, ConnectionState, PsaConnection};
use store::directory::{psa_connections, psa_sync};

impl Engine {
    /// Stops reading a PSA until somebody lets it go on. What was read stays.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`].
    pub async fn pause_psa_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<(), Failure<ConnectionRefusal>> {
        self.set_psa_state(admin, id, ConnectionState::Paused).await
    }

    /// Reads a PSA again; what changed meanwhile is found.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`].
    pub async fn resume_psa_connection(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<(), Failure<ConnectionRefusal>> {
        self.set_psa_state(admin, id, ConnectionState::Active)
            .await?;
        self.nudge_psa.notify_one();
        Ok(())
    }

    async fn set_psa_state(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        state: ConnectionState,
    ) -> Result<(), Failure<ConnectionRefusal>> {
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, admin.scope, id).await?;
                    if before.state == state {
                        return Ok(());
                    }
                    let was = before.state.as_str();
                    psa_connections::change(tx, &PsaConnection { state, ..before }).await?;
                    if state == ConnectionState::Active {
                        // Who was stopped in the middle still holds it, for minutes.
                        psa_sync::free(tx, id).await?;
                    }
                    let entry = match state {
                        ConnectionState::Active => admin.did("psa_connection.resumed", id),
                        ConnectionState::Paused => admin.did("psa_connection.paused", id),
                    };
                    engine.record(tx, entry.change(was, state.as_str()));
                    Ok(())
                })
            })
            .await
    }
}
