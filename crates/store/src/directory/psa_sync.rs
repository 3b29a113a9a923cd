//! How far connections have been read: one row for each.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::SyncGlance;

statements! {
    BEGIN_PSA_SYNC = "INSERT INTO psa_sync (connection_id, pass, stage, page_cursor, generation, rows_read, rows_expected, rows_changed, rows_unread, begun_at, newest_at, newest_now, passed_at, whole_at, due_at, lease_until, attempts, fault_code, fault, callbacks, callbacks_at, heard_at) VALUES ($1, '', '', NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, $2, 0, 0, '', '', '', NULL, NULL) ON CONFLICT (connection_id) DO NOTHING";
    GLANCE_AT_PSA_SYNC = "SELECT pass, rows_read, rows_expected, passed_at, fault FROM psa_sync WHERE connection_id = $1";
    FORGET_PSA_SYNC = "DELETE FROM psa_sync WHERE connection_id = $1";
}

/// Has a new connection read from now on.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn begin(tx: &mut Tx, id: PsaConnectionId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&BEGIN_PSA_SYNC, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// How a connection stands; none where it was never begun.
///
/// # Errors
/// See above.
pub async fn glance(tx: &mut Tx, id: PsaConnectionId) -> Result<Option<SyncGlance>, StoreFault> {
    let Some(row) = tx.one(&GLANCE_AT_PSA_SYNC, &[id.0.into()]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    Ok(Some(SyncGlance {
        running: !c.text()?.is_empty(),
        rows_read: c.int()?,
        rows_expected: c.int()?,
        passed_at: c.time_or_null()?,
        fault: c.text()?,
    }))
}

/// Ends the reading of a connection.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, id: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_PSA_SYNC, &[id.0.into()]).await.map(|_| ())
}
