//! A pass, page by page.

use super::Halt;
use super::mirror::{Mirrored, put_rows};
use super::run::LEASE;
use crate::Engine;
use crate::outside::psa::{Psa, PsaAsk, PsaCursor, PsaPage};
use kernel::{PsaConnectionId, Refusal as _};
use model::directory::sync::{PassKind, Stage, SyncState};
use model::directory::{PsaConnection, PsaFault};
use protocol::psa::connectwise::overlap;
use store::directory::psa_sync;
use store::{StoreFault, Tx};

/// What a page is written by, in the transaction that says how far the pass is.
type Write = Box<
    dyn for<'t> FnOnce(&'t mut Tx) -> futures_util::future::BoxFuture<'t, Result<i64, StoreFault>>
        + Send,
>;

/// A step that writes rows.
pub(super) fn writes(
    job: impl for<'t> FnOnce(&'t mut Tx) -> futures_util::future::BoxFuture<'t, Result<i64, StoreFault>>
    + Send
    + 'static,
) -> Write {
    Box::new(job)
}

impl Engine {
    /// Writes how far the pass is; lost where another node has gone on with it.
    pub(super) async fn go_on(
        &self,
        before: &SyncState,
        after: SyncState,
        write: Write,
    ) -> Result<SyncState, Halt> {
        let (before, now) = (before.clone(), self.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut after = after;
                    psa_sync::lock(tx, before.connection_id).await?;
                    after.rows_changed += write(tx).await?;
                    match psa_sync::write(tx, &before, &after, now + LEASE).await? {
                        true => Ok(after),
                        // What this page wrote is undone with it.
                        false => Err(Halt::Lost),
                    }
                })
            })
            .await
    }

    /// Begins a pass, and asks how much there is where everything is read.
    pub(super) async fn begin_pass(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        state: &mut SyncState,
    ) -> Result<(), Halt> {
        let whole = {
            let mut tx = self.db.read().await?;
            psa_sync::is_whole_asked(&mut tx, connection.id).await?
        };
        let mut expected = 0;
        if whole || state.next_pass(self.now()) != PassKind::Changes {
            match psa.totals().await {
                Ok(totals) => {
                    expected = totals.companies + totals.contacts + totals.configurations;
                }
                // A bar without an end is better than none.
                Err(PsaFault::NoRight(_) | PsaFault::NotOffered(_)) => {}
                Err(fault) => return Err(fault.into()),
            }
            tracing::info!(connection = %connection.id, "a PSA is read whole");
        }
        let (before, now) = (state.clone(), self.now());
        *state = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let id = before.connection_id;
                    psa_sync::lock(tx, id).await?;
                    let mut next = before.clone();
                    // Who asks while a pass is under way asks for the next one.
                    if psa_sync::is_whole_asked(tx, id).await? {
                        next.whole_at = None;
                    }
                    psa_sync::asked_and_begun(tx, id).await?;
                    next.begin(next.next_pass(now), now);
                    next.rows_expected = expected;
                    match psa_sync::write(tx, &before, &next, now + LEASE).await? {
                        true => Ok(next),
                        false => Err(Halt::Lost),
                    }
                })
            })
            .await?;
        Ok(())
    }

    /// Reads one page, or does one part of a stage.
    pub(super) async fn step(
        &self,
        connection: &PsaConnection,
        psa: &dyn Psa,
        state: &mut SyncState,
    ) -> Result<(), Halt> {
        let id = connection.id;
        let ask = asked(state);
        *state = match state.stage {
            Some(Stage::Tables) => self.read_tables(id, psa, state).await?,
            Some(Stage::Companies) => self.list(id, state, psa.companies(ask).await).await?,
            Some(Stage::Sites) => self.read_mapped_sites(id, psa, state).await?,
            Some(Stage::Contacts) => self.list(id, state, psa.contacts(ask).await).await?,
            Some(Stage::Configurations) => {
                self.list(id, state, psa.configurations(ask).await).await?
            }
            Some(Stage::Members) => self.read_members(id, psa, state).await?,
            Some(Stage::Settle) => self.settle_missing(connection, psa, state).await?,
            None => {
                let mut next = state.clone();
                next.end(self.now());
                self.go_on(state, next, nothing()).await?
            }
        };
        Ok(())
    }

    async fn list<T: Mirrored>(
        &self,
        id: PsaConnectionId,
        state: &SyncState,
        page: Result<PsaPage<T>, PsaFault>,
    ) -> Result<SyncState, Halt> {
        let now = self.now();
        let mut next = state.clone();
        let page = match page {
            Ok(page) => page,
            Err(fault) => return self.without(state, fault).await,
        };
        next.rows_read += i64::try_from(page.rows.len()).unwrap_or(0);
        let moments = page.rows.iter().filter_map(T::changed);
        next.newest_now = overlap::newest(next.newest_now, moments, now);
        if !page.unread.is_empty() {
            leave_out(
                &mut next,
                &format!("{} rows could not be read", page.unread.len()),
            );
        }
        match page.next {
            Some(cursor) => next.cursor = Some(cursor.0),
            None => next.next_stage(now),
        }
        let met = (state.generation, state.pass != Some(PassKind::Changes));
        let rows = page.rows;
        let write = writes(move |tx| Box::pin(put_rows(tx, id, rows, met)));
        self.go_on(state, next, write).await
    }

    /// Goes on without a list that the API member may not see or that this PSA has not. What was known of
    /// it stays.
    pub(super) async fn without(
        &self,
        state: &SyncState,
        fault: PsaFault,
    ) -> Result<SyncState, Halt> {
        if !matches!(fault, PsaFault::NoRight(_) | PsaFault::NotOffered(_)) {
            return Err(fault.into());
        }
        let mut next = state.clone();
        leave_out(&mut next, &fault.sentence());
        next.next_stage(self.now());
        self.go_on(state, next, nothing()).await
    }
}

/// A step that writes no rows.
pub(super) fn nothing() -> Write {
    Box::new(|_| Box::pin(async { Ok(0) }))
}

/// Notes that a part of the stage was left out, once.
pub(super) fn leave_out(state: &mut SyncState, why: &str) {
    let stage = state.stage.map_or("", Stage::words);
    let line = format!("{stage}: {}", why.replace('\n', " "));
    if !state.left_out.contains(&line) && state.left_out.len() < 50 {
        state.left_out.push(line);
    }
}

/// Whether a part of a stage was left out, so that what was not met there may still be there.
pub(super) fn is_left_out(state: &SyncState, stage: Stage) -> bool {
    let begin = format!("{}: ", stage.words());
    state.left_out.iter().any(|line| line.starts_with(&begin))
}

/// What is asked for: from where the stage is, and only changes where the pass is of changes. Without a
/// moment to go by that is everything.
fn asked(state: &SyncState) -> PsaAsk {
    let changes = state.pass == Some(PassKind::Changes);
    PsaAsk {
        since: state.newest_at.filter(|_| changes).map(overlap::since),
        after: state.cursor.map(PsaCursor),
    }
}
