//! How far connections to PSAs have been read.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{PsaConnectionId, Timestamp};
use model::directory::SyncGlance;
use model::directory::sync::{PassKind, Stage, SyncFault, SyncState};

statements! {
    BEGIN_SYNC = "INSERT INTO psa_sync (connection_id, pass, stage, page_cursor, generation, rows_read, rows_expected, rows_changed, left_out, site_cursor, due_at, lease_until, asked, attempts, fault_code, fault, remedy, callbacks) VALUES ($1, '', '', NULL, 0, 0, 0, 0, '', 0, $2, 0, 0, 0, '', '', '', '') ON CONFLICT (connection_id) DO NOTHING";
    FIND_SYNC = "SELECT connection_id, pass, stage, page_cursor, generation, rows_read, rows_expected, rows_changed, left_out, begun_at, newest_now, newest_at, known_at, passed_at, whole_at, site_cursor, due_at, attempts, fault_code, fault, remedy, callbacks, callbacks_at, heard_at FROM psa_sync WHERE connection_id = $1";
    GLANCE_AT_SYNC = "SELECT pass, rows_read, rows_expected, passed_at, fault FROM psa_sync WHERE connection_id = $1";
    CLAIM_SYNC = "UPDATE psa_sync SET lease_until = $2 WHERE connection_id = (SELECT s.connection_id FROM psa_sync s JOIN psa_connection c ON c.id = s.connection_id WHERE c.state = 'active' AND (s.lease_until <= $1 OR s.lease_until > $2) AND (s.due_at <= $1 OR EXISTS (SELECT 1 FROM psa_due_company d WHERE d.connection_id = s.connection_id AND d.due_at <= $1) OR EXISTS (SELECT 1 FROM psa_notice n WHERE n.connection_id = s.connection_id AND n.due_at <= $1)) ORDER BY s.due_at LIMIT 1) AND (lease_until <= $1 OR lease_until > $2) RETURNING connection_id, pass, stage, page_cursor, generation, rows_read, rows_expected, rows_changed, left_out, begun_at, newest_now, newest_at, known_at, passed_at, whole_at, site_cursor, due_at, attempts, fault_code, fault, remedy, callbacks, callbacks_at, heard_at";
    WRITE_SYNC = "UPDATE psa_sync SET pass = $2, stage = $3, page_cursor = $4, generation = $5, rows_read = $6, rows_expected = $7, rows_changed = $8, left_out = $9, begun_at = $10, newest_now = $11, newest_at = $12, known_at = $13, passed_at = $14, whole_at = $15, site_cursor = $16, attempts = $17, fault_code = $18, fault = $19, remedy = $20, lease_until = $21 WHERE connection_id = $1 AND pass = $22 AND stage = $23 AND COALESCE(page_cursor, -9000000000000000000) = $24 AND generation = $25";
    RELEASE_SYNC = "UPDATE psa_sync SET lease_until = 0, due_at = CASE WHEN asked > 0 AND $7 = 1 THEN due_at ELSE $2 END, attempts = $3, fault_code = $4, fault = $5, remedy = $6 WHERE connection_id = $1";
    NOTE_CALLBACKS = "UPDATE psa_sync SET callbacks = $2, callbacks_at = $3 WHERE connection_id = $1";
    NOTE_HEARD = "UPDATE psa_sync SET heard_at = $2 WHERE connection_id = $1";
    HURRY_SYNC = "UPDATE psa_sync SET due_at = $2, attempts = 0, asked = CASE WHEN $3 = 1 OR asked = 2 THEN 2 ELSE 1 END WHERE connection_id = $1";
    LOCK_SYNC = "UPDATE psa_sync SET generation = generation WHERE connection_id = $1";
    ASKED_FOR = "SELECT asked FROM psa_sync WHERE connection_id = $1";
    ASKED_AND_BEGUN = "UPDATE psa_sync SET asked = 0 WHERE connection_id = $1";
    FREE_SYNC = "UPDATE psa_sync SET lease_until = 0 WHERE connection_id = $1";
    RELEASE_SYNCS = "UPDATE psa_sync SET lease_until = 0";
    FORGET_SYNC = "DELETE FROM psa_sync WHERE connection_id = $1";
    INSERT_NOTICE = "INSERT INTO psa_notice (id, connection_id, signature, body, attempts, due_at, received_at) VALUES ($1, $2, $3, $4, 0, $5, $5)";
    COUNT_NOTICES = "SELECT COUNT(*) FROM psa_notice WHERE connection_id = $1";
    DUE_NOTICES = "SELECT id, signature, body, attempts FROM psa_notice WHERE connection_id = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT 50";
    PUT_OFF_NOTICE = "UPDATE psa_notice SET attempts = attempts + 1, due_at = $2 WHERE id = $1";
    DROP_NOTICE = "DELETE FROM psa_notice WHERE id = $1";
    KNOWS_MESSAGE = "SELECT 1 FROM psa_message WHERE connection_id = $1 AND message_id = $2";
    NOTE_MESSAGE = "INSERT INTO psa_message (connection_id, message_id, heard_at) VALUES ($1, $2, $3) ON CONFLICT (connection_id, message_id) DO NOTHING";
    DROP_OLD_MESSAGES = "DELETE FROM psa_message WHERE heard_at <= $1";
}

/// What no cursor is compared as.
const NO_CURSOR: i64 = -9_000_000_000_000_000_000;

fn read(c: &mut Columns<'_>) -> Result<SyncState, StoreFault> {
    Ok(SyncState {
        connection_id: PsaConnectionId(c.id()?),
        pass: PassKind::parse(&c.text()?),
        stage: Stage::parse(&c.text()?),
        cursor: c.int_or_null()?,
        generation: c.int()?,
        rows_read: c.int()?,
        rows_expected: c.int()?,
        rows_changed: c.int()?,
        left_out: c.text()?.lines().map(str::to_owned).collect(),
        begun_at: c.time_or_null()?,
        newest_now: c.time_or_null()?,
        newest_at: c.time_or_null()?,
        known_at: c.time_or_null()?,
        passed_at: c.time_or_null()?,
        whole_at: c.time_or_null()?,
        site_cursor: c.int()?,
        due_at: c.time()?,
        attempts: c.int()?,
        fault: SyncFault {
            code: c.text()?,
            sentence: c.text()?,
            remedy: c.text()?,
        },
        callbacks: c.text()?,
        callbacks_at: c.time_or_null()?,
        heard_at: c.time_or_null()?,
    })
}

/// Lets a connection be read from now on.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn begin(tx: &mut Tx, id: PsaConnectionId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&BEGIN_SYNC, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// How far a connection has been read.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: PsaConnectionId) -> Result<Option<SyncState>, StoreFault> {
    let row = tx.one(&FIND_SYNC, &[id.0.into()]).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Takes a connection that something is to be done for and that no other node holds.
///
/// # Errors
/// See above.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<SyncState>, StoreFault> {
    let row = tx
        .one(&CLAIM_SYNC, &[now.into(), lease_until.into()])
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Writes how far a pass is, in the transaction of its rows; false when another node has gone on with it.
///
/// # Errors
/// See above.
pub async fn write(
    tx: &mut Tx,
    before: &SyncState,
    after: &SyncState,
    lease_until: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        after.connection_id.0.into(),
        after.pass.map_or("", PassKind::as_str).into(),
        after.stage.map_or("", Stage::as_str).into(),
        after.cursor.into(),
        after.generation.into(),
        after.rows_read.into(),
        after.rows_expected.into(),
        after.rows_changed.into(),
        after.left_out.join("\n").into(),
        after.begun_at.into(),
        after.newest_now.into(),
        after.newest_at.into(),
        after.known_at.into(),
        after.passed_at.into(),
        after.whole_at.into(),
        after.site_cursor.into(),
        after.attempts.into(),
        after.fault.code.as_str().into(),
        after.fault.sentence.as_str().into(),
        after.fault.remedy.as_str().into(),
        lease_until.into(),
        before.pass.map_or("", PassKind::as_str).into(),
        before.stage.map_or("", Stage::as_str).into(),
        before.cursor.unwrap_or(NO_CURSOR).into(),
        before.generation.into(),
    ];
    Ok(tx.run(&WRITE_SYNC, &values).await? > 0)
}

/// Lets go of a connection until a moment, with what is wrong, if anything is. With `yields` it stays due
/// where somebody has asked for it meanwhile.
///
/// # Errors
/// See above.
pub async fn release(
    tx: &mut Tx,
    id: PsaConnectionId,
    due_at: Timestamp,
    attempts: i64,
    fault: &SyncFault,
    yields: bool,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        due_at.into(),
        attempts.into(),
        fault.code.as_str().into(),
        fault.sentence.as_str().into(),
        fault.remedy.as_str().into(),
        yields.into(),
    ];
    tx.run(&RELEASE_SYNC, &values).await.map(|_| ())
}

/// Ends the lease of a connection, whoever holds it: a worker that still goes on notices with its next
/// write that it has lost it.
///
/// # Errors
/// See above.
pub async fn free(tx: &mut Tx, id: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FREE_SYNC, &[id.0.into()]).await.map(|_| ())
}

/// Ends all leases: their worker is known to be dead.
///
/// # Errors
/// See above.
pub async fn release_all(tx: &mut Tx) -> Result<u64, StoreFault> {
    tx.run(&RELEASE_SYNCS, &[]).await
}

/// Writes whether the PSA tells of changes: a sentence of what hinders it, empty where nothing does.
///
/// # Errors
/// See above.
pub async fn note_callbacks(
    tx: &mut Tx,
    id: PsaConnectionId,
    hindrance: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [id.0.into(), hindrance.into(), now.into()];
    tx.run(&NOTE_CALLBACKS, &values).await.map(|_| ())
}

/// Writes that the PSA has told of a change.
///
/// # Errors
/// See above.
pub async fn note_heard(
    tx: &mut Tx,
    id: PsaConnectionId,
    now: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(&NOTE_HEARD, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// Keeps everybody else from what is planned for a connection until the transaction ends. Whoever writes
/// how far it is, or what follows from it, does this first.
///
/// # Errors
/// See above.
pub async fn lock(tx: &mut Tx, id: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&LOCK_SYNC, &[id.0.into()]).await.map(|_| ())
}

/// Whether somebody wants all of a connection to be read, since the last pass began.
///
/// # Errors
/// See above.
pub async fn is_whole_asked(tx: &mut Tx, id: PsaConnectionId) -> Result<bool, StoreFault> {
    let row = tx.one(&ASKED_FOR, &[id.0.into()]).await?;
    Ok(row.map(|r| r.columns().int()).transpose()? == Some(2))
}

/// Notes that the pass begins that somebody asked for.
///
/// # Errors
/// See above.
pub async fn asked_and_begun(tx: &mut Tx, id: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&ASKED_AND_BEGUN, &[id.0.into()]).await.map(|_| ())
}

/// Makes a connection due now; with `whole` all of it is read in the next pass.
///
/// # Errors
/// See above.
pub async fn hurry(
    tx: &mut Tx,
    id: PsaConnectionId,
    now: Timestamp,
    whole: bool,
) -> Result<(), StoreFault> {
    tx.run(&HURRY_SYNC, &[id.0.into(), now.into(), whole.into()])
        .await
        .map(|_| ())
}

/// How a connection stands, for lists; none where it was never begun.
///
/// # Errors
/// See above.
pub async fn glance(tx: &mut Tx, id: PsaConnectionId) -> Result<Option<SyncGlance>, StoreFault> {
    let Some(row) = tx.one(&GLANCE_AT_SYNC, &[id.0.into()]).await? else {
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
    tx.run(&FORGET_SYNC, &[id.0.into()]).await.map(|_| ())
}

/// A notice of a PSA, as it came: nothing of it is proved yet.
#[derive(Clone, Debug)]
pub struct RawNotice {
    /// The id of the row.
    pub id: kernel::PsaNoticeId,
    /// The signature that came with it.
    pub signature: String,
    /// The bytes.
    pub body: Vec<u8>,
    /// How often it was tried.
    pub attempts: i64,
}

/// Keeps a notice.
///
/// # Errors
/// See above.
pub async fn insert_notice(
    tx: &mut Tx,
    connection: PsaConnectionId,
    notice: &RawNotice,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        notice.id.0.into(),
        connection.0.into(),
        notice.signature.as_str().into(),
        notice.body.clone().into(),
        now.into(),
    ];
    tx.run(&INSERT_NOTICE, &values).await.map(|_| ())
}

/// How many notices of a connection wait.
///
/// # Errors
/// See above.
pub async fn count_notices(tx: &mut Tx, connection: PsaConnectionId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_NOTICES, &[connection.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Notices that are due, the oldest first: fifty at most.
///
/// # Errors
/// See above.
pub async fn due_notices(
    tx: &mut Tx,
    connection: PsaConnectionId,
    now: Timestamp,
) -> Result<Vec<RawNotice>, StoreFault> {
    let values = [connection.0.into(), now.into()];
    let rows = tx.all(&DUE_NOTICES, &values).await?;
    rows.iter()
        .map(|r| {
            let mut c = r.columns();
            Ok(RawNotice {
                id: kernel::PsaNoticeId(c.id()?),
                signature: c.text()?,
                body: c.blob()?,
                attempts: c.int()?,
            })
        })
        .collect()
}

/// Tries a notice again later.
///
/// # Errors
/// See above.
pub async fn put_off_notice(
    tx: &mut Tx,
    id: kernel::PsaNoticeId,
    due_at: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(&PUT_OFF_NOTICE, &[id.0.into(), due_at.into()])
        .await
        .map(|_| ())
}

/// Drops a notice that was looked after, or that nobody signed.
///
/// # Errors
/// See above.
pub async fn drop_notice(tx: &mut Tx, id: kernel::PsaNoticeId) -> Result<(), StoreFault> {
    tx.run(&DROP_NOTICE, &[id.0.into()]).await.map(|_| ())
}

/// Whether a message of a PSA was heard before.
///
/// # Errors
/// See above.
pub async fn knows_message(
    tx: &mut Tx,
    connection: PsaConnectionId,
    message_id: &str,
) -> Result<bool, StoreFault> {
    let values = [connection.0.into(), message_id.into()];
    Ok(tx.one(&KNOWS_MESSAGE, &values).await?.is_some())
}

/// Notes a message of a PSA; false when it was heard before.
///
/// # Errors
/// See above.
pub async fn note_message(
    tx: &mut Tx,
    connection: PsaConnectionId,
    message_id: &str,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [connection.0.into(), message_id.into(), now.into()];
    Ok(tx.run(&NOTE_MESSAGE, &values).await? > 0)
}

/// Forgets messages that were heard before a moment: no PSA repeats them any more.
///
/// # Errors
/// See above.
pub async fn drop_old_messages(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DROP_OLD_MESSAGES, &[before.into()]).await
}
