//! What a PSA said last of the sites of its companies.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::PsaSite;

statements! {
    PUT_PSA_SITE = "INSERT INTO psa_site (connection_id, psa_id, company_psa_id, name, address, main, active, seen, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL) ON CONFLICT (connection_id, psa_id) DO UPDATE SET company_psa_id = excluded.company_psa_id, name = excluded.name, address = excluded.address, main = excluded.main, active = excluded.active, seen = excluded.seen, gone_at = NULL";
    PSA_SITES_OF_COMPANY = "SELECT psa_id, company_psa_id, name, address, main, active, gone_at FROM psa_site WHERE connection_id = $1 AND company_psa_id = $2 ORDER BY psa_id LIMIT 2000";
    FIND_PSA_SITE = "SELECT psa_id, company_psa_id, name, address, main, active, gone_at FROM psa_site WHERE connection_id = $1 AND psa_id = $2";
    PSA_SITE_GONE = "UPDATE psa_site SET gone_at = $3 WHERE connection_id = $1 AND psa_id = $2";
    FORGET_PSA_SITES = "DELETE FROM psa_site WHERE connection_id = $1";
}

/// A site of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorSite {
    /// What was said of it.
    pub site: PsaSite,
    /// Since when it is not in the PSA any more.
    pub gone_at: Option<Timestamp>,
}

fn read(c: &mut Columns<'_>) -> Result<MirrorSite, StoreFault> {
    Ok(MirrorSite {
        site: PsaSite {
            id: c.int()?,
            company: c.int()?,
            name: c.text()?,
            address: c.text()?.lines().map(str::to_owned).collect(),
            primary: c.flag()?,
            active: c.flag()?,
        },
        gone_at: c.time_or_null()?,
    })
}

/// Writes what the PSA says of a site.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put(
    tx: &mut Tx,
    connection: PsaConnectionId,
    site: &PsaSite,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = [
        connection.0.into(),
        site.id.into(),
        site.company.into(),
        site.name.as_str().into(),
        site.address.join("\n").into(),
        site.primary.into(),
        site.active.into(),
        seen.into(),
    ];
    tx.run(&PUT_PSA_SITE, &values).await.map(|_| ())
}

/// The sites of a company, also those that are gone.
///
/// # Errors
/// See above.
pub async fn of_company(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_company: i64,
) -> Result<Vec<MirrorSite>, StoreFault> {
    let values = [connection.0.into(), psa_company.into()];
    let rows = tx.all(&PSA_SITES_OF_COMPANY, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// A site, also one that is gone.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
) -> Result<Option<MirrorSite>, StoreFault> {
    let values = [connection.0.into(), psa_id.into()];
    let row = tx.one(&FIND_PSA_SITE, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Notes that a site is not there any more.
///
/// # Errors
/// See above.
pub async fn gone(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [connection.0.into(), psa_id.into(), now.into()];
    tx.run(&PSA_SITE_GONE, &values).await.map(|_| ())
}

/// Forgets all sites of a connection.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_PSA_SITES, &[connection.0.into()])
        .await
        .map(|_| ())
}
