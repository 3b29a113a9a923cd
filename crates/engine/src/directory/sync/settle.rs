//! What a pass that read everything did not meet: gone, after a second look, unless it is too much at once.

use super::Halt;
use super::mirror::{Mirrored, note_gone, put_rows};
use super::run::scope_of;
use super::steps::{is_left_out, nothing, writes};
use crate::Engine;
use crate::outside::psa::{Asking, Psa};
use kernel::{ConflictId, PsaConnectionId};
use model::directory::sync::{Conflict, ConflictKind, Decision, Stage, SyncState, believable};
use model::directory::{PsaCompany, PsaConfiguration, PsaConnection, PsaContact};
use store::Tx;
use store::directory::{psa_conflicts, psa_due, psa_mirror};

/// Rows that are looked at a second time in one step.
const LOOKS: i64 = 20;
/// Missing rows up to which each is looked at a second time; more than that are believed as a whole.
const MOST_LOOKS: usize = 400;
/// Rows that are noted as gone in one step.
const STEP: usize = 500;

/// What is to be done about the missing rows of a list.
enum Missing {
    /// Nothing: none is missing, or it is not to be believed.
    Nothing,
    /// These are looked at again.
    Look(Vec<i64>),
    /// These are gone.
    Gone(Vec<i64>),
}

impl Engine {
    /// One step of the last stage: the lists in turn, then the addresses.
    pub(super) async fn settle_missing(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        state: &SyncState,
    ) -> Result<SyncState, Halt> {
        match state.cursor.unwrap_or_default() {
            0 => {
                let look = |id| psa.company(id);
                self.settle_list::<PsaCompany>(connection, state, Stage::Companies, look)
                    .await
            }
            1 => {
                let look = |id| psa.contact(id);
                self.settle_list::<PsaContact>(connection, state, Stage::Contacts, look)
                    .await
            }
            2 => {
                let look = |id| psa.configuration(id);
                self.settle_list::<PsaConfiguration>(connection, state, Stage::Configurations, look)
                    .await
            }
            _ => {
                self.judge_all_emails(connection).await?;
                let (id, mut next) = (connection.id, state.clone());
                next.next_stage(self.now());
                // What raised a question may lie elsewhere, and be over.
                let write = writes(move |tx| {
                    Box::pin(async move {
                        psa_due::mark_questioned(tx, id).await?;
                        Ok(0)
                    })
                });
                self.go_on(state, next, write).await
            }
        }
    }

    async fn settle_list<'p, T: Mirrored>(
        &self,
        connection: &PsaConnection,
        state: &SyncState,
        stage: Stage,
        look: impl Fn(i64) -> Asking<'p, Option<T>> + Send + Sync,
    ) -> Result<SyncState, Halt> {
        let (id, now, generation) = (connection.id, self.now(), state.generation);
        let mut next = state.clone();
        match self.missing::<T>(connection, state, stage).await? {
            Missing::Nothing => {
                next.cursor = Some(state.cursor.unwrap_or_default() + 1);
                self.go_on(state, next, nothing()).await
            }
            Missing::Look(ids) => {
                let mut found = Vec::new();
                for number in ids {
                    found.push((number, look(number).await?));
                }
                let write =
                    writes(move |tx| Box::pin(write_looks(tx, id, found, (generation, now))));
                self.go_on(state, next, write).await
            }
            Missing::Gone(ids) => {
                let found = ids.into_iter().map(|n| (n, None::<T>)).collect();
                let write =
                    writes(move |tx| Box::pin(write_looks(tx, id, found, (generation, now))));
                self.go_on(state, next, write).await
            }
        }
    }

    async fn missing<T: Mirrored>(
        &self,
        connection: &PsaConnection,
        state: &SyncState,
        stage: Stage,
    ) -> Result<Missing, Halt> {
        if is_left_out(state, stage) {
            return Ok(Missing::Nothing);
        }
        let id = connection.id;
        let (mut ids, all, held) = {
            let mut tx = self.db.read().await?;
            let ids = psa_mirror::unseen::<T>(&mut tx, id, state.generation, i64::MAX).await?;
            let scope = scope_of(connection);
            let held = psa_conflicts::of_subject(&mut tx, scope, stage.as_str()).await?;
            let held = held
                .into_iter()
                .find(|c| c.connection_id == id && c.conflict.kind == ConflictKind::ManyGone);
            (ids, psa_mirror::count::<T>(&mut tx, id).await?, held)
        };
        let missing = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let decided = held.as_ref().and_then(|c| c.decision) == Some(Decision::Believe);
        if !believable(missing, all) && !decided {
            let conflict = Conflict {
                kind: ConflictKind::ManyGone,
                subject: stage.as_str().to_owned(),
                detail: format!("{}: {missing} of {all} are missing", stage.words()),
            };
            self.raise(connection, 0, conflict).await?;
            return Ok(Missing::Nothing);
        }
        if ids.is_empty() {
            if let Some(held) = held {
                self.close(held.id).await?;
            }
            return Ok(Missing::Nothing);
        }
        if ids.len() <= MOST_LOOKS {
            ids.truncate(usize::try_from(LOOKS).unwrap_or(20));
            return Ok(Missing::Look(ids));
        }
        ids.truncate(STEP);
        Ok(Missing::Gone(ids))
    }

    async fn raise(
        &self,
        connection: &PsaConnection,
        psa_company: i64,
        conflict: Conflict,
    ) -> Result<(), Halt> {
        let (engine, connection) = (self.clone(), connection.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let now = engine.now();
                    let id = ConflictId::new(now, engine.chance());
                    let place = (scope_of(&connection), connection.id, psa_company);
                    psa_conflicts::raise(tx, id, place, &conflict, now).await
                })
            })
            .await?;
        Ok(())
    }

    async fn close(&self, id: ConflictId) -> Result<(), Halt> {
        self.db
            .write(move |tx| Box::pin(async move { psa_conflicts::close(tx, id).await }))
            .await?;
        Ok(())
    }
}

/// Writes what a second look found: a row that is there was only missed.
async fn write_looks<T: Mirrored>(
    tx: &mut Tx,
    id: PsaConnectionId,
    found: Vec<(i64, Option<T>)>,
    (generation, now): (i64, kernel::Timestamp),
) -> Result<i64, store::StoreFault> {
    let mut changed = 0;
    for (number, row) in found {
        changed += match row {
            Some(row) => put_rows(tx, id, vec![row], (generation, true)).await?,
            None => i64::from(note_gone::<T>(tx, id, number, now).await?),
        };
    }
    Ok(changed)
}
