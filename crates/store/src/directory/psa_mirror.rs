//! What the long lists of a PSA have in common in the mirror: rows by their numbers, each met in a
//! generation of passes, or gone.

use crate::row::Columns;
use crate::{Statement, StoreFault, Tx, Val};
use kernel::{PsaConnectionId, Timestamp};

/// A row of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<T> {
    /// What was said of it.
    pub row: T,
    /// Since when it is not in the PSA any more.
    pub gone_at: Option<Timestamp>,
}

/// The statements of a list.
#[derive(Debug)]
pub struct MirrorStatements {
    pub(super) put: &'static Statement,
    pub(super) find: &'static Statement,
    pub(super) between: &'static Statement,
    pub(super) unseen: &'static Statement,
    pub(super) count: &'static Statement,
    pub(super) gone: &'static Statement,
}

/// A row of one of the lists.
pub trait MirrorRow: Sized + Sync {
    /// The statements of its list.
    fn statements() -> MirrorStatements;
    /// What is written of it, met in a generation of passes.
    fn values(&self, connection: PsaConnectionId, seen: i64) -> Vec<Val>;
    /// Reads the columns of its list.
    ///
    /// # Errors
    /// [`StoreFault::Unreadable`].
    fn read(c: &mut Columns<'_>) -> Result<Held<Self>, StoreFault>;
}

/// Writes what the PSA says of rows, met in a generation of passes; each of another number.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put_many<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    rows: &[&T],
    seen: i64,
) -> Result<(), StoreFault> {
    let rows: Vec<Vec<Val>> = rows.iter().map(|r| r.values(connection, seen)).collect();
    tx.run_many(T::statements().put, &rows).await
}

/// Writes what the PSA says of one row.
///
/// # Errors
/// See above.
pub async fn put<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    row: &T,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = row.values(connection, seen);
    tx.run(T::statements().put, &values).await.map(|_| ())
}

/// A row, also one that is gone.
///
/// # Errors
/// See above.
pub async fn find<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
) -> Result<Option<Held<T>>, StoreFault> {
    let values = [connection.0.into(), psa_id.into()];
    let row = tx.one(T::statements().find, &values).await?;
    row.map(|r| T::read(&mut r.columns())).transpose()
}

/// The rows of a stretch of numbers: as many as a page of a PSA, at most.
///
/// # Errors
/// See above.
pub async fn between<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    first: i64,
    last: i64,
) -> Result<Vec<Held<T>>, StoreFault> {
    let values = [connection.0.into(), first.into(), last.into()];
    let rows = tx.all(T::statements().between, &values).await?;
    rows.iter().map(|r| T::read(&mut r.columns())).collect()
}

/// Numbers of rows that the passes since a generation have not met.
///
/// # Errors
/// See above.
pub async fn unseen<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    generation: i64,
    limit: i64,
) -> Result<Vec<i64>, StoreFault> {
    let values = [connection.0.into(), generation.into(), limit.into()];
    let rows = tx.all(T::statements().unseen, &values).await?;
    rows.iter().map(|r| r.columns().int()).collect()
}

/// How many rows are there.
///
/// # Errors
/// See above.
pub async fn count<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
) -> Result<i64, StoreFault> {
    match tx
        .one(T::statements().count, &[connection.0.into()])
        .await?
    {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Notes that a row is not there any more.
///
/// # Errors
/// See above.
pub async fn gone<T: MirrorRow>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_id.into(), now.into()];
    tx.run(T::statements().gone, &values).await.map(|_| ())
}
