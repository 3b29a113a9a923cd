//! Which companies of a PSA a connection is about.

use super::{in_words, known};
use crate::identity::Administrator;
use crate::{Broken, Engine, Failure};
use kernel::PsaConnectionId;
use model::directory::{ConnectionRefusal, PsaConnection, PsaReach, PsaSetUp, PsaVendor};
use store::Tx;
use store::directory::{psa_company_choice, psa_connections, psa_due, psa_set_ups};

/// Rows of the mirror that one step of a count reads.
const STEP: i64 = 2_000;

/// How many companies a reach leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReachCount {
    /// Companies that were read.
    pub companies: i64,
    /// Of them left out.
    pub left_out: i64,
}

/// What can be chosen from, and what is chosen.
#[derive(Clone, Debug)]
pub struct ReachView {
    /// The connection.
    pub connection: PsaConnection,
    /// Types of companies; those that are chosen and gone are there by their number.
    pub types: Vec<PsaSetUp>,
    /// Statuses of companies.
    pub statuses: Vec<PsaSetUp>,
    /// This PSA has statuses of companies.
    pub has_statuses: bool,
    /// How many companies it leaves out now.
    pub count: ReachCount,
}

async fn table(
    tx: &mut Tx,
    id: PsaConnectionId,
    kind: psa_set_ups::Kind,
    chosen: &[i64],
) -> Result<Vec<PsaSetUp>, Broken> {
    let rows = psa_set_ups::list(tx, id, kind, 0).await?;
    let mut rows: Vec<PsaSetUp> = rows.into_iter().map(|held| held.row).collect();
    for missing in chosen {
        if !rows.iter().any(|row| row.id == *missing) {
            rows.push(PsaSetUp {
                id: *missing,
                name: format!("Number {missing}, which the PSA has no more"),
                ..PsaSetUp::default()
            });
        }
    }
    Ok(rows)
}

async fn count(tx: &mut Tx, id: PsaConnectionId, reach: &PsaReach) -> Result<ReachCount, Broken> {
    let (mut count, mut after) = (ReachCount::default(), i64::MIN);
    loop {
        let rows = psa_company_choice::filtered(tx, id, after, STEP).await?;
        for row in &rows {
            count.companies += 1;
            count.left_out += i64::from(!reach.covers(row.id, &row.types, row.status));
        }
        match rows.last() {
            Some(last) => after = last.id,
            None => return Ok(count),
        }
    }
}

impl Engine {
    /// Which companies a connection is about, and what can be chosen.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`].
    pub async fn get_psa_reach(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
    ) -> Result<ReachView, Failure<ConnectionRefusal>> {
        let mut tx = self.db.read().await?;
        let connection = known(&mut tx, admin.scope, id).await?;
        let filter = &connection.filter;
        Ok(ReachView {
            types: table(&mut tx, id, "company_type", &filter.hidden_types).await?,
            statuses: table(&mut tx, id, "company_status", &filter.hidden_statuses).await?,
            has_statuses: connection.vendor == PsaVendor::ConnectWise,
            count: count(&mut tx, id, &connection.reach()).await?,
            connection,
        })
    }

    /// How many companies another reach would leave out.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`], `Associated`, `Hidden`.
    pub async fn preview_psa_reach(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        reach: PsaReach,
    ) -> Result<ReachCount, Failure<ConnectionRefusal>> {
        let reach = reach.checked().map_err(Failure::Refused)?;
        let mut tx = self.db.read().await?;
        known(&mut tx, admin.scope, id).await?;
        Ok(count(&mut tx, id, &reach).await?)
    }

    /// Sets which companies a connection is about. What is mapped is looked at again.
    ///
    /// # Errors
    /// [`ConnectionRefusal::Unknown`], `Associated`, `Hidden`.
    pub async fn set_psa_reach(
        &self,
        admin: &Administrator,
        id: PsaConnectionId,
        reach: PsaReach,
    ) -> Result<(), Failure<ConnectionRefusal>> {
        let reach = reach.checked().map_err(Failure::Refused)?;
        let (engine, admin) = (self.clone(), admin.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let before = known(tx, admin.scope, id).await?;
                    if before.reach() == reach {
                        return Ok(());
                    }
                    let words = in_words(&before);
                    let after = PsaConnection {
                        associated: reach.associated,
                        filter: reach.filter,
                        ..before
                    };
                    psa_connections::change(tx, &after).await?;
                    psa_due::mark_mapped(tx, id).await?;
                    let entry = admin.did("psa_connection.filtered", id);
                    engine.record(tx, entry.change(words, in_words(&after)));
                    Ok::<_, Failure<ConnectionRefusal>>(())
                })
            })
            .await?;
        self.nudge_psa.notify_one();
        Ok(())
    }
}
