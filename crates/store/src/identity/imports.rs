//! Rows of imports of members.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ImportId, PartnerId, Scope, Timestamp};
use model::identity::{ImportState, MemberImport};

statements! {
    INSERT_IMPORT = "INSERT INTO member_import (id, partner_id, state, actor, file_name, sealed_rows, summary, total, done, invite, lease_until, created_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, $9, NULL)";
    FIND_IMPORT = "SELECT id, partner_id, state, actor, file_name, summary, total, done, invite, created_at, ended_at FROM member_import WHERE partner_id = $1 AND id = $2";
    LIST_IMPORTS = "SELECT id, partner_id, state, actor, file_name, summary, total, done, invite, created_at, ended_at FROM member_import WHERE partner_id = $1 ORDER BY id DESC LIMIT 20";
    ROWS_OF_IMPORT = "SELECT sealed_rows FROM member_import WHERE id = $1";
    START_IMPORT = "UPDATE member_import SET state = 'running', invite = $3, actor = $4 WHERE partner_id = $1 AND id = $2 AND state = 'checked'";
    CANCEL_IMPORT = "UPDATE member_import SET state = 'cancelled', ended_at = $3 WHERE partner_id = $1 AND id = $2 AND state IN ('checked', 'running')";
    CLAIM_IMPORT = "UPDATE member_import SET lease_until = $2 WHERE id = (SELECT id FROM member_import WHERE state = 'running' AND (lease_until <= $1 OR lease_until > $2) ORDER BY id LIMIT 1) AND (lease_until <= $1 OR lease_until > $2) RETURNING id, partner_id, state, actor, file_name, summary, total, done, invite, created_at, ended_at";
    RELEASE_IMPORTS = "UPDATE member_import SET lease_until = 0 WHERE state = 'running'";
    ADVANCE_IMPORT = "UPDATE member_import SET done = $2, summary = $3, lease_until = $4 WHERE id = $1 AND state = 'running' AND done = $5";
    END_IMPORT = "UPDATE member_import SET state = 'done', ended_at = $2 WHERE id = $1 AND state = 'running'";
    DROP_ROWS_OF_IMPORTS = "UPDATE member_import SET sealed_rows = $2 WHERE ended_at IS NOT NULL AND ended_at <= $1 AND sealed_rows <> $2";
    DELETE_OLD_IMPORTS = "DELETE FROM member_import WHERE created_at <= $1 AND state <> 'running'";
}

fn read(c: &mut Columns<'_>) -> Result<MemberImport, StoreFault> {
    Ok(MemberImport {
        id: ImportId(c.id()?),
        partner_id: PartnerId(c.id()?),
        state: c.parsed(ImportState::parse)?,
        actor: c.text()?,
        file_name: c.text()?,
        summary: c.parsed(|t| serde_json::from_str(t).ok())?,
        total: c.int()?,
        done: c.int()?,
        invite: c.flag()?,
        created_at: c.time()?,
        ended_at: c.time_or_null()?,
    })
}

fn summary_text(import: &MemberImport) -> String {
    serde_json::to_string(&import.summary).unwrap_or_else(|_| "{}".into())
}

/// Adds an import with its sealed rows.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(
    tx: &mut Tx,
    import: &MemberImport,
    sealed_rows: Vec<u8>,
) -> Result<(), StoreFault> {
    let values = [
        import.id.0.into(),
        import.partner_id.0.into(),
        import.state.as_str().into(),
        import.actor.as_str().into(),
        import.file_name.as_str().into(),
        sealed_rows.into(),
        summary_text(import).into(),
        import.total.into(),
        import.created_at.into(),
    ];
    tx.run(&INSERT_IMPORT, &values).await.map(|_| ())
}

/// The import of an id.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    scope: Scope,
    id: ImportId,
) -> Result<Option<MemberImport>, StoreFault> {
    tx.one(&FIND_IMPORT, &[scope.partner().0.into(), id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The last twenty imports, newest first.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, scope: Scope) -> Result<Vec<MemberImport>, StoreFault> {
    tx.all(&LIST_IMPORTS, &[scope.partner().0.into()])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// The sealed rows.
///
/// # Errors
/// See above.
pub async fn sealed_rows(tx: &mut Tx, id: ImportId) -> Result<Option<Vec<u8>>, StoreFault> {
    match tx.one(&ROWS_OF_IMPORT, &[id.0.into()]).await? {
        Some(row) => row.columns().blob().map(Some),
        None => Ok(None),
    }
}

/// Starts a checked import, in the name of whoever starts it; false when it was not waiting for that.
///
/// # Errors
/// See above.
pub async fn start(
    tx: &mut Tx,
    scope: Scope,
    id: ImportId,
    invite: bool,
    actor: &str,
) -> Result<bool, StoreFault> {
    let values = [
        scope.partner().0.into(),
        id.0.into(),
        invite.into(),
        actor.into(),
    ];
    Ok(tx.run(&START_IMPORT, &values).await? > 0)
}

/// Stops an import where it is; false when it had ended.
///
/// # Errors
/// See above.
pub async fn cancel(
    tx: &mut Tx,
    scope: Scope,
    id: ImportId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [scope.partner().0.into(), id.0.into(), now.into()];
    Ok(tx.run(&CANCEL_IMPORT, &values).await? > 0)
}

/// Takes a running import that no other node holds. A lease that ends later than this one was given
/// before the clock was set back, and holds nobody up.
///
/// # Errors
/// See above.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<MemberImport>, StoreFault> {
    tx.one(&CLAIM_IMPORT, &[now.into(), lease_until.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Ends all leases: their worker is known to be dead.
///
/// # Errors
/// See above.
pub async fn release(tx: &mut Tx) -> Result<u64, StoreFault> {
    tx.run(&RELEASE_IMPORTS, &[]).await
}

/// Notes how far it is, in the transaction of the rows; false when it was cancelled or somebody else
/// has gone on with it.
///
/// # Errors
/// See above.
pub async fn advance(
    tx: &mut Tx,
    import: &MemberImport,
    before: i64,
    lease_until: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        import.id.0.into(),
        import.done.into(),
        summary_text(import).into(),
        lease_until.into(),
        before.into(),
    ];
    Ok(tx.run(&ADVANCE_IMPORT, &values).await? > 0)
}

/// Notes that it is done.
///
/// # Errors
/// See above.
pub async fn end(tx: &mut Tx, id: ImportId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&END_IMPORT, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// Forgets the rows of imports that ended before a moment, and whole imports older than another.
///
/// # Errors
/// See above.
pub async fn delete_old(
    tx: &mut Tx,
    rows_before: Timestamp,
    before: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(
        &DROP_ROWS_OF_IMPORTS,
        &[rows_before.into(), Vec::new().into()],
    )
    .await?;
    tx.run(&DELETE_OLD_IMPORTS, &[before.into()])
        .await
        .map(|_| ())
}
