//! What a PSA said last of its set-up tables, which are referred to by id and shown by name.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;
use model::directory::PsaSetUp;

statements! {
    PUT_PSA_SET_UP = "INSERT INTO psa_set_up (connection_id, kind, parent, psa_id, name, is_default, active, closed, more, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (connection_id, kind, parent, psa_id) DO UPDATE SET name = excluded.name, is_default = excluded.is_default, active = excluded.active, closed = excluded.closed, more = excluded.more, seen = excluded.seen";
    LIST_PSA_SET_UP = "SELECT psa_id, name, is_default, active, closed, more FROM psa_set_up WHERE connection_id = $1 AND kind = $2 AND parent = $3 ORDER BY name, psa_id LIMIT 5000";
    DROP_UNSEEN_PSA_SET_UP = "DELETE FROM psa_set_up WHERE connection_id = $1 AND kind = $2 AND parent = $3 AND seen < $4";
    FORGET_PSA_SET_UPS = "DELETE FROM psa_set_up WHERE connection_id = $1";
}

/// The tables of a PSA: `company_type`, `company_status`, `board`, `ticket_status`, `ticket_type`,
/// `ticket_subtype`, `ticket_item`, `triple`, `priority`, `source`, `configuration_type`, `configuration_status`,
/// `question`.
pub type Kind = &'static str;

/// A row of a set-up table with what it says beside its name: of a triple the three ids, of a question
/// what an answer is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MirrorSetUp {
    /// The row.
    pub row: PsaSetUp,
    /// What else it says, as JSON; empty for nothing.
    pub more: String,
}

fn read(c: &mut Columns<'_>) -> Result<MirrorSetUp, StoreFault> {
    Ok(MirrorSetUp {
        row: PsaSetUp {
            id: c.int()?,
            name: c.text()?,
            default: c.flag()?,
            active: c.flag()?,
            closed: c.flag()?,
        },
        more: c.text()?,
    })
}

/// Writes what the PSA says of a row of a table.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put(
    tx: &mut Tx,
    connection: PsaConnectionId,
    (kind, parent): (Kind, i64),
    held: &MirrorSetUp,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = [
        connection.0.into(),
        kind.into(),
        parent.into(),
        held.row.id.into(),
        held.row.name.as_str().into(),
        held.row.default.into(),
        held.row.active.into(),
        held.row.closed.into(),
        held.more.as_str().into(),
        seen.into(),
    ];
    tx.run(&PUT_PSA_SET_UP, &values).await.map(|_| ())
}

/// The rows of a table of the whole PSA (parent 0) or of a board, by name.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    connection: PsaConnectionId,
    kind: Kind,
    parent: i64,
) -> Result<Vec<MirrorSetUp>, StoreFault> {
    let values = [connection.0.into(), kind.into(), parent.into()];
    let rows = tx.all(&LIST_PSA_SET_UP, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Drops the rows of a table that the passes since a generation have not met.
///
/// # Errors
/// See above.
pub async fn drop_unseen(
    tx: &mut Tx,
    connection: PsaConnectionId,
    (kind, parent): (Kind, i64),
    generation: i64,
) -> Result<u64, StoreFault> {
    let values = [
        connection.0.into(),
        kind.into(),
        parent.into(),
        generation.into(),
    ];
    tx.run(&DROP_UNSEEN_PSA_SET_UP, &values).await
}

/// Forgets all tables of a connection.
///
/// # Errors
/// See above.
pub async fn forget(tx: &mut Tx, connection: PsaConnectionId) -> Result<(), StoreFault> {
    tx.run(&FORGET_PSA_SET_UPS, &[connection.0.into()])
        .await
        .map(|_| ())
}
