//! What a PSA said last of its members: the staff that tickets are given to.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::PsaConnectionId;
use model::directory::PsaMember;

statements! {
    PUT_PSA_MEMBER = "INSERT INTO psa_member (connection_id, psa_id, identifier, name, email, active, seen, gone_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) ON CONFLICT (connection_id, psa_id) DO UPDATE SET identifier = excluded.identifier, name = excluded.name, email = excluded.email, active = excluded.active, seen = excluded.seen, gone_at = NULL";
    LIST_PSA_MEMBERS = "SELECT psa_id, identifier, name, email, active FROM psa_member WHERE connection_id = $1 AND psa_id > $2 ORDER BY psa_id LIMIT $3";
    DROP_UNSEEN_PSA_MEMBERS = "DELETE FROM psa_member WHERE connection_id = $1 AND seen < $2";
}

fn read(c: &mut Columns<'_>) -> Result<PsaMember, StoreFault> {
    Ok(PsaMember {
        id: c.int()?,
        identifier: c.text()?,
        name: c.text()?,
        email: c.text()?,
        active: c.flag()?,
    })
}

/// Writes what the PSA says of a member, met in a generation of passes.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put(
    tx: &mut Tx,
    connection: PsaConnectionId,
    member: &PsaMember,
    seen: i64,
) -> Result<(), StoreFault> {
    let values = [
        connection.0.into(),
        member.id.into(),
        member.identifier.as_str().into(),
        member.name.as_str().into(),
        member.email.as_str().into(),
        member.active.into(),
        seen.into(),
    ];
    tx.run(&PUT_PSA_MEMBER, &values).await.map(|_| ())
}

/// Members after one of them, in the order of their numbers.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    connection: PsaConnectionId,
    after: i64,
    limit: i64,
) -> Result<Vec<PsaMember>, StoreFault> {
    let values = [connection.0.into(), after.into(), limit.into()];
    let rows = tx.all(&LIST_PSA_MEMBERS, &values).await?;
    rows.iter().map(|r| read(&mut r.columns())).collect()
}

/// Drops the members that the passes since a generation have not met.
///
/// # Errors
/// See above.
pub async fn drop_unseen(
    tx: &mut Tx,
    connection: PsaConnectionId,
    generation: i64,
) -> Result<u64, StoreFault> {
    let values = [connection.0.into(), generation.into()];
    tx.run(&DROP_UNSEEN_PSA_MEMBERS, &values).await
}
