//! What a PSA said last of its configurations: as much as mapping and counting need.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx, Val};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::{PsaChange, PsaConfiguration};

statements! {
    PUT_PSA_CONFIGURATION = "INSERT INTO psa_configuration (connection_id, psa_id, company_psa_id, site_psa_id, type_id, name, serial, active, changed_at, seen, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL) ON CONFLICT (connection_id, psa_id) DO UPDATE SET company_psa_id = excluded.company_psa_id, site_psa_id = excluded.site_psa_id, type_id = excluded.type_id, name = excluded.name, serial = excluded.serial, active = excluded.active, changed_at = excluded.changed_at, seen = excluded.seen, gone_at = NULL";
    FIND_PSA_CONFIGURATION = "SELECT psa_id, company_psa_id, site_psa_id, type_id, name, serial, active, changed_at, gone_at FROM psa_configuration WHERE connection_id = $1 AND psa_id = $2";
    PSA_CONFIGURATIONS_BETWEEN = "SELECT psa_id, company_psa_id, site_psa_id, type_id, name, serial, active, changed_at, gone_at FROM psa_configuration WHERE connection_id = $1 AND psa_id >= $2 AND psa_id <= $3 ORDER BY psa_id";
    PSA_CONFIGURATIONS_UNSEEN = "SELECT psa_id FROM psa_configuration WHERE connection_id = $1 AND seen < $2 AND gone_at IS NULL ORDER BY psa_id LIMIT $3";
    COUNT_PSA_CONFIGURATIONS = "SELECT COUNT(*) FROM psa_configuration WHERE connection_id = $1 AND gone_at IS NULL";
    PSA_CONFIGURATION_GONE = "UPDATE psa_configuration SET gone_at = $3 WHERE connection_id = $1 AND psa_id = $2";
}

/// A configuration of the mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirrorConfiguration {
    /// What was said of it.
    pub configuration: PsaConfiguration,
    /// Since when it is not in the PSA any more.
    pub gone_at: Option<Timestamp>,
}

fn read(c: &mut Columns<'_>) -> Result<MirrorConfiguration, StoreFault> {
    Ok(MirrorConfiguration {
        configuration: PsaConfiguration {
            id: c.int()?,
            company: c.int_or_null()?,
            site: c.int_or_null()?,
            kind: c.int_or_null()?,
            name: c.text()?,
            serial: c.text()?,
            active: c.flag()?,
            changed: PsaChange {
                at: c.time_or_null()?,
                by: String::new(),
            },
        },
        gone_at: c.time_or_null()?,
    })
}

fn values(connection: PsaConnectionId, configuration: &PsaConfiguration, seen: i64) -> Vec<Val> {
    vec![
        connection.0.into(),
        configuration.id.into(),
        configuration.company.into(),
        configuration.site.into(),
        configuration.kind.into(),
        configuration.name.as_str().into(),
        configuration.serial.as_str().into(),
        configuration.active.into(),
        configuration.changed.at.into(),
        seen.into(),
    ]
}

/// Writes what the PSA says of configurations, met in a generation of passes; each of another number.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put_many(
    tx: &mut Tx,
    connection: PsaConnectionId,
    rows: &[&PsaConfiguration],
    seen: i64,
) -> Result<(), StoreFault> {
    let rows: Vec<Vec<Val>> = rows.iter().map(|r| values(connection, r, seen)).collect();
    tx.run_many(&PUT_PSA_CONFIGURATION, &rows).await
}

/// Writes what the PSA says of one of them.
///
/// # Errors
/// See above.
pub async fn put(
    tx: &mut Tx,
    connection: PsaConnectionId,
    configuration: &PsaConfiguration,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = values(connection, configuration, seen);
    tx.run(&PUT_PSA_CONFIGURATION, &values).await.map(|_| ())
}

/// A configuration, also one that is gone.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    connection: PsaConnectionId,
    psa_id: i64,
) -> Result<Option<MirrorConfiguration>, StoreFault> {
    let values = [connection.0.into(), psa_id.into()];
    let row = tx.one(&FIND_PSA_CONFIGURATION, &values).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The configurations of a stretch of ids: as many as a page of a PSA, at most.
///
/// # Errors
/// See above.
pub async fn between(
    tx: &mut Tx,
    connection: PsaConnectionId,
    first: i64,
    last: i64,
) -> Result<Vec<MirrorConfiguration>, StoreFault> {
    let values = [connection.0.into(), first.into(), last.into()];
    let rows = tx.all(&PSA_CONFIGURATIONS_BETWEEN, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Configurations that the passes since a generation have not met.
///
/// # Errors
/// See above.
pub async fn unseen(
    tx: &mut Tx,
    connection: PsaConnectionId,
    generation: i64,
    limit: i64,
) -> Result<Vec<i64>, StoreFault> {
    let values = [connection.0.into(), generation.into(), limit.into()];
    let rows = tx.all(&PSA_CONFIGURATIONS_UNSEEN, &values).await?;
    rows.iter().map(|r| r.columns().int()).collect()
}

/// How many configurations there are.
///
/// # Errors
/// See above.
pub async fn count(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx
        .one(&COUNT_PSA_CONFIGURATIONS, &[connection.0.into()])
        .await?
    {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Notes that a configuration is not there any more.
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
    tx.run(&PSA_CONFIGURATION_GONE, &values).await.map(|_| ())
}
