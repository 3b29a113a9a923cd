//! Rows of a PSA into the mirror: what says something else than before is written, and marks the
//! companies that it is about.

use kernel::{PsaConnectionId, Timestamp};
use model::directory::{PsaChange, PsaCompany, PsaConfiguration, PsaContact};
use std::collections::{BTreeMap, BTreeSet};
use store::directory::psa_mirror::{self, Held, MirrorRow};
use store::directory::{psa_companies, psa_due};
use store::{StoreFault, Tx};

/// A row that has a place in the mirror.
pub(super) trait Mirrored: MirrorRow + PartialEq + Send + 'static {
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
}

fn unsigned(change: &PsaChange) -> PsaChange {
    PsaChange {
        at: change.at,
        by: String::new(),
    }
}

macro_rules! mirrored {
    ($type:ident, $has_sites:literal, |$row:ident| $company:expr, $kept:expr) => {
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
        }
    };
}

mirrored!(
    PsaCompany,
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
    false,
    |row| row.company,
    PsaContact {
        changed: unsigned(&row.changed),
        ..row
    }
);
mirrored!(
    PsaConfiguration,
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
) -> Result<BTreeMap<i64, Held<T>>, StoreFault> {
    let first = rows.iter().map(T::id).min().unwrap_or_default();
    let last = rows.iter().map(T::id).max().unwrap_or_default();
    let close = i64::try_from(rows.len())
        .unwrap_or(i64::MAX)
        .saturating_mul(4);
    if last.saturating_sub(first) <= close {
        let held = psa_mirror::between::<T>(tx, connection, first, last).await?;
        return Ok(held.into_iter().map(|h| (h.row.id(), h)).collect());
    }
    let mut found = BTreeMap::new();
    for row in rows {
        if let Some(held) = psa_mirror::find::<T>(tx, connection, row.id()).await? {
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
        let same = before.is_some_and(|h| h.gone_at.is_none() && h.row == *row);
        if !same || whole {
            written.push(row);
        }
        if !same {
            changed += 1;
            about.extend(row.company());
            about.extend(before.and_then(|h| h.row.company()));
        }
    }
    psa_mirror::put_many(tx, connection, &written, generation).await?;
    psa_due::mark_those_mapped(tx, connection, &about, T::HAS_SITES).await?;
    Ok(changed)
}

/// Notes that a row is gone, where it was there.
pub(super) async fn note_gone<T: Mirrored>(
    tx: &mut Tx,
    connection: PsaConnectionId,
    id: i64,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let held = psa_mirror::find::<T>(tx, connection, id).await?;
    let Some(held) = held.filter(|h| h.gone_at.is_none()) else {
        return Ok(false);
    };
    psa_mirror::gone::<T>(tx, connection, id, now).await?;
    if let Some(company) = held.row.company() {
        psa_due::mark_if_mapped(tx, connection, company, false).await?;
    }
    Ok(true)
}
