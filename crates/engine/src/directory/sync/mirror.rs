//! Rows of a PSA into the mirror: what says something else than before is written, and marks the
//! companies that it is about.

use kernel::{PsaConnectionId, Timestamp};
use model::directory::{PsaChange, PsaCompany, PsaConfiguration, PsaContact};
use std::collections::{BTreeMap, BTreeSet};
use store::directory::{psa_companies, psa_configurations, psa_contacts, psa_due};
use store::{StoreFault, Tx};

/// A row that has a place in the mirror.
pub(super) trait Mirrored: Clone + PartialEq + Send + Sync + 'static {
    /// Its sites may be others when it changes.
    const HAS_SITES: bool;
    /// Its number.
    fn id(&self) -> i64;
    /// Its last change.
    fn changed(&self) -> Option<Timestamp>;
    /// The company that it is about.
    fn company(&self) -> Option<i64>;
    /// As the mirror keeps it.
    fn kept(self) -> Self;
    /// The rows of a stretch of numbers, each with whether it is gone.
    fn between(
        tx: &mut Tx,
        connection: PsaConnectionId,
        first: i64,
        last: i64,
    ) -> impl Future<Output = Result<Vec<(Self, bool)>, StoreFault>> + Send;
    /// A row, with whether it is gone.
    fn find(
        tx: &mut Tx,
        connection: PsaConnectionId,
        id: i64,
    ) -> impl Future<Output = Result<Option<(Self, bool)>, StoreFault>> + Send;
    /// Writes them, each of another number.
    fn put_many(
        tx: &mut Tx,
        connection: PsaConnectionId,
        rows: &[&Self],
        seen: i64,
    ) -> impl Future<Output = Result<(), StoreFault>> + Send;
    /// Numbers of rows that were not met since a generation.
    fn unseen(
        tx: &mut Tx,
        connection: PsaConnectionId,
        generation: i64,
        limit: i64,
    ) -> impl Future<Output = Result<Vec<i64>, StoreFault>> + Send;
    /// How many there are.
    fn count(
        tx: &mut Tx,
        connection: PsaConnectionId,
    ) -> impl Future<Output = Result<i64, StoreFault>> + Send;
    /// Notes that it is gone.
    fn mark_gone(
        tx: &mut Tx,
        connection: PsaConnectionId,
        id: i64,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), StoreFault>> + Send;
}

fn unsigned(change: &PsaChange) -> PsaChange {
    PsaChange {
        at: change.at,
        by: String::new(),
    }
}

macro_rules! mirrored {
    ($type:ident, $room:ident, $field:ident, $has_sites:literal, |$row:ident| $company:expr, $kept:expr) => {
        impl Mirrored for $type {
            const HAS_SITES: bool = $has_sites;
            fn id(&self) -> i64 {
                self.id
            }
            fn changed(&self) -> Option<Timestamp> {
                self.changed.at
            }
            fn company(&self) -> Option<i64> {
                let $row = self;
                $company
            }
            fn kept(self) -> Self {
                let $row = self;
                $kept
            }
            async fn between(
                tx: &mut Tx,
                connection: PsaConnectionId,
                first: i64,
                last: i64,
            ) -> Result<Vec<(Self, bool)>, StoreFault> {
                let rows = $room::between(tx, connection, first, last).await?;
                Ok(rows
                    .into_iter()
                    .map(|r| (r.$field, r.gone_at.is_some()))
                    .collect())
            }
            async fn find(
                tx: &mut Tx,
                connection: PsaConnectionId,
                id: i64,
            ) -> Result<Option<(Self, bool)>, StoreFault> {
                let row = $room::find(tx, connection, id).await?;
                Ok(row.map(|r| (r.$field, r.gone_at.is_some())))
            }
            async fn put_many(
                tx: &mut Tx,
                connection: PsaConnectionId,
                rows: &[&Self],
                seen: i64,
            ) -> Result<(), StoreFault> {
                $room::put_many(tx, connection, rows, seen).await
            }
            async fn unseen(
                tx: &mut Tx,
                connection: PsaConnectionId,
                generation: i64,
                limit: i64,
            ) -> Result<Vec<i64>, StoreFault> {
                $room::unseen(tx, connection, generation, limit).await
            }
            async fn count(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
                $room::count(tx, connection).await
            }
            async fn mark_gone(
                tx: &mut Tx,
                connection: PsaConnectionId,
                id: i64,
                now: Timestamp,
            ) -> Result<(), StoreFault> {
                $room::gone(tx, connection, id, now).await
            }
        }
    };
}

mirrored!(
    PsaCompany,
    psa_companies,
    company,
    true,
    |row| Some(row.id),
    PsaCompany {
        website: psa_companies::domain(&row.website),
        changed: unsigned(&row.changed),
        ..row
    }
);
mirrored!(
    PsaContact,
    psa_contacts,
    contact,
    false,
    |row| row.company,
    PsaContact {
        changed: unsigned(&row.changed),
        ..row
    }
);
mirrored!(
    PsaConfiguration,
    psa_configurations,
    configuration,
    false,
    |row| row.company,
    PsaConfiguration {
        changed: unsigned(&row.changed),
        ..row
    }
);

/// The rows of these numbers as the mirror has them: by one stretch where the numbers lie close together,
/// one by one where they do not.
async fn known<T: Mirrored>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    rows: &[T],
) -> Result<BTreeMap<i64, (T, bool)>, StoreFault> {
    let first = rows.iter().map(T::id).min().unwrap_or_default();
    let last = rows.iter().map(T::id).max().unwrap_or_default();
    let close = i64::try_from(rows.len())
        .unwrap_or(i64::MAX)
        .saturating_mul(4);
    if last.saturating_sub(first) <= close {
        let held = T::between(tx, connection, first, last).await?;
        return Ok(held.into_iter().map(|r| (r.0.id(), r)).collect());
    }
    let mut found = BTreeMap::new();
    for row in rows {
        if let Some(held) = T::find(tx, connection, row.id()).await? {
            found.insert(row.id(), held);
        }
    }
    Ok(found)
}

/// Writes rows into the mirror; how many said something else than before. With `whole` each is noted as
/// met in this generation.
pub(super) async fn put_rows<T: Mirrored>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    rows: Vec<T>,
    (generation, whole): (i64, bool),
) -> Result<i64, StoreFault> {
    if rows.is_empty() {
        return Ok(0);
    }
    // A row that comes twice is what it was the last time.
    let rows: BTreeMap<i64, T> = rows.into_iter().map(|r| (r.id(), r.kept())).collect();
    let rows: Vec<T> = rows.into_values().collect();
    let known = known(tx, connection, &rows).await?;
    let (mut changed, mut about, mut written) = (0, BTreeSet::new(), Vec::new());
    for row in &rows {
        let before = known.get(&row.id());
        let same = before.is_some_and(|(held, gone)| !gone && held == row);
        if !same || whole {
            written.push(row);
        }
        if !same {
            changed += 1;
            about.extend(row.company());
            about.extend(before.and_then(|(held, _)| held.company()));
        }
    }
    T::put_many(tx, connection, &written, generation).await?;
    for company in about {
        psa_due::mark_if_mapped(tx, connection, company, T::HAS_SITES).await?;
    }
    Ok(changed)
}

/// Notes that a row is gone, where it was there.
pub(super) async fn note_gone<T: Mirrored>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    id: i64,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let Some((held, false)) = T::find(tx, connection, id).await? else {
        return Ok(false);
    };
    T::mark_gone(tx, connection, id, now).await?;
    if let Some(company) = held.company() {
        psa_due::mark_if_mapped(tx, connection, company, false).await?;
    }
    Ok(true)
}
