//! Sites: ConnectWise has no list of all, so those of mapped companies are read company by company.

use super::Halt;
use super::steps::{leave_out, nothing, writes};
use crate::Engine;
use crate::outside::psa::{Psa, PsaAsk, PsaSite};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::PsaFault;
use model::directory::sync::{PassKind, SyncState};
use std::collections::BTreeSet;
use store::directory::{company_mappings, psa_due, psa_sites};
use store::{StoreFault, Tx};

/// Companies whose sites are looked at in a pass for changes, in turn: few, so that a pass stays short.
const IN_TURN: i64 = 5;

/// All sites of a company; none where the company is not there.
pub(in crate::directory) async fn read_sites(
    psa: &dyn Psa,
    company: i64,
) -> Result<Option<Vec<PsaSite>>, PsaFault> {
    let (mut rows, mut ask) = (Vec::new(), PsaAsk::default());
    loop {
        let page = match psa.sites(company, ask).await {
            Ok(page) => page,
            Err(PsaFault::Absent) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        rows.extend(page.rows);
        if !page.unread.is_empty() {
            return Err(PsaFault::Unreadable(page.unread.join("; ")));
        }
        match page.next {
            Some(next) => ask.after = Some(next),
            None => return Ok(Some(rows)),
        }
    }
}

/// Writes the sites of a company: what is not among them is gone. True when anything was another.
pub(in crate::directory) async fn put_sites(
    tx: &mut Tx,
    connection: PsaConnectionId,
    company: i64,
    rows: &[PsaSite],
    (generation, now): (i64, Timestamp),
) -> Result<bool, StoreFault> {
    let held = psa_sites::of_company(tx, connection, company).await?;
    let mut changed = false;
    for row in rows {
        let same = |h: &psa_sites::MirrorSite| h.gone_at.is_none() && h.site == *row;
        if !held.iter().any(same) {
            psa_sites::put(tx, connection, row, generation).await?;
            changed = true;
        }
    }
    let there: BTreeSet<i64> = rows.iter().map(|r| r.id).collect();
    for gone in held
        .iter()
        .filter(|h| h.gone_at.is_none() && !there.contains(&h.site.id))
    {
        psa_sites::gone(tx, connection, gone.site.id, now).await?;
        changed = true;
    }
    Ok(changed)
}

impl Engine {
    /// Reads the sites of mapped companies: of all in a pass that reads everything, of a few in turn in
    /// one for changes.
    pub(super) async fn read_mapped_sites(
        &self,
        id: PsaConnectionId,
        psa: &dyn Psa,
        state: &SyncState,
    ) -> Result<SyncState, Halt> {
        let changes = state.pass == Some(PassKind::Changes);
        let after = match changes {
            true => state.site_cursor,
            false => state.cursor.unwrap_or_default(),
        };
        let mut companies: Vec<i64> = {
            let mut tx = self.db.read().await?;
            let rows = company_mappings::of_connection(&mut tx, id, after, 50).await?;
            rows.iter().map(|m| m.psa_company).collect()
        };
        companies.dedup();
        companies.truncate(usize::try_from(IN_TURN).unwrap_or(5));
        let (mut read, mut unread) = (Vec::new(), false);
        for company in &companies {
            match read_sites(psa, *company).await {
                Ok(Some(rows)) => read.push((*company, rows)),
                Ok(None) => {}
                // A row that nobody can read is no reason to stop.
                Err(PsaFault::Unreadable(_)) => unread = true,
                Err(fault) => return self.without(state, fault).await,
            }
        }
        let now = self.now();
        let mut next = state.clone();
        let last = companies.last().copied();
        if unread {
            leave_out(&mut next, "rows could not be read");
        }
        match changes {
            true => {
                next.site_cursor = last.unwrap_or_default();
                next.next_stage(now);
            }
            false => match last {
                Some(last) => next.cursor = Some(last),
                None => next.next_stage(now),
            },
        }
        if read.is_empty() {
            return self.go_on(state, next, nothing()).await;
        }
        let generation = state.generation;
        let write = writes(move |tx| {
            Box::pin(async move {
                let mut changed = 0;
                for (company, rows) in read {
                    if put_sites(tx, id, company, &rows, (generation, now)).await? {
                        psa_due::mark_if_mapped(tx, id, company, false).await?;
                        changed += 1;
                    }
                }
                Ok(changed)
            })
        });
        self.go_on(state, next, write).await
    }
}
