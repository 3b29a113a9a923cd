//! Which connection is looked after, and when again.

use super::Halt;
use crate::{Broken, Engine};
use kernel::{Refusal as _, Scope, Span};
use model::directory::sync::{POLL, SyncFault, SyncState, wait_after};
use model::directory::{ConnectionState, PsaConnection, PsaFault};
use store::directory::{psa_connections, psa_sync};

/// How long a node may be silent before another goes on: longer than the slowest call of a PSA.
pub(super) const LEASE: Span = Span::minutes(3);

/// When sites that could not be read are tried again.
pub(super) const LATER: Span = Span::minutes(1);

/// A connection that this node holds.
#[derive(Clone, Debug)]
pub struct DueSync(pub(super) SyncState);

/// The scope of a connection's rows.
#[allow(
    clippy::disallowed_methods,
    reason = "the row says whose connection it is, and a master of hers made it"
)]
pub(super) const fn scope_of(connection: &PsaConnection) -> Scope {
    Scope::of(connection.partner_id)
}

impl Engine {
    /// Waits until something is to be done for a connection of this node.
    pub async fn psa_wanted(&self) {
        self.nudge_psa.notified().await;
    }

    /// Takes a connection that is due; another node does not take it meanwhile.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn claim_psa(&self) -> Result<Option<DueSync>, Broken> {
        let now = self.now();
        let claimed = self
            .db
            .write(move |tx| Box::pin(async move { psa_sync::claim(tx, now, now + LEASE).await }))
            .await?;
        Ok(claimed.map(DueSync))
    }

    /// Does all that is due, for every connection; how many were looked after.
    ///
    /// # Errors
    /// [`Broken`]; what the PSA says is no error here, and stands on its connection's page.
    pub async fn run_psas(&self) -> Result<usize, Broken> {
        let mut count = 0;
        while let Some(due) = self.claim_psa().await? {
            self.run_psa(due).await?;
            count += 1;
        }
        Ok(count)
    }

    /// Does what is due for one connection, then lets go of it.
    ///
    /// # Errors
    /// [`Broken`]; it goes on when its lease has run out.
    pub async fn run_psa(&self, due: DueSync) -> Result<(), Broken> {
        let DueSync(mut state) = due;
        let id = state.connection_id;
        let outcome = self.keep_in_step(&mut state).await;
        let now = self.now();
        let well = outcome.is_ok();
        let (due_at, attempts, fault) = match outcome {
            Ok(true) => (now + POLL, 0, SyncFault::default()),
            Ok(false) => (state.due_at, state.attempts, state.fault),
            // Nothing is wrong: the PSA says itself when it goes on.
            Err(Halt::Fault(PsaFault::Slow(seconds))) => {
                let wait = Span::seconds(seconds.clamp(1, 3_600));
                (now + wait, state.attempts, state.fault)
            }
            Err(Halt::Fault(fault)) => {
                let words = SyncFault {
                    code: fault.code().to_owned(),
                    sentence: fault.sentence(),
                    remedy: fault.remedy(),
                };
                tracing::warn!(connection = %id, code = words.code, "a PSA was not read to the end");
                (now + wait_after(state.attempts), state.attempts + 1, words)
            }
            Err(Halt::Lost) => return Ok(()),
            Err(Halt::Broken(broken)) => return Err(broken),
        };
        self.db
            .write(move |tx| {
                Box::pin(
                    async move { psa_sync::release(tx, id, due_at, attempts, &fault, well).await },
                )
            })
            .await?;
        Ok(())
    }

    /// The connection as it is now; lost where it was paused or forgotten.
    pub(super) async fn connection_now(&self, state: &SyncState) -> Result<PsaConnection, Halt> {
        let mut tx = self.db.read().await?;
        let connection = psa_connections::by_id(&mut tx, state.connection_id).await?;
        connection
            .filter(|c| c.state == ConnectionState::Active)
            .ok_or(Halt::Lost)
    }

    /// Does what is due; false where no pass was.
    async fn keep_in_step(&self, state: &mut SyncState) -> Result<bool, Halt> {
        let connection = self.connection_now(state).await?;
        let psa = self.psa(&connection).await?;
        self.hear_notices(&connection, &*psa, state).await?;
        self.apply_due(&connection, &*psa).await?;
        if self.now() < state.due_at {
            // Somebody only made or changed a mapping, or the PSA told of a change.
            return Ok(false);
        }
        if state.pass.is_none() {
            self.keep_telling(&connection, &*psa, state).await?;
            self.begin_pass(&connection, &*psa, state).await?;
        }
        while state.pass.is_some() {
            let connection = self.connection_now(state).await?;
            let psa = self.psa(&connection).await?;
            self.step(&connection, &*psa, state).await?;
            self.hear_notices(&connection, &*psa, state).await?;
            self.apply_due(&connection, &*psa).await?;
        }
        Ok(true)
    }
}
