//! What somebody did, and what was done to her: the newest entries of the audit log first.

use super::audit::read;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::Timestamp;
use model::operation::AuditEntry;

statements! {
    ENTRIES_BY_ACTOR = "SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND actor = $2 AND at < $3 ORDER BY seq DESC LIMIT $4";
    ENTRIES_OF_SUBJECT = "SELECT chain, seq, at, actor, action, subject, reason, state_before, state_after, address, hash FROM audit_entry WHERE chain = $1 AND subject = $2 AND at < $3 ORDER BY seq DESC LIMIT $4";
}

/// The newest entries of a chain before a moment that this id did, or that were done to it.
///
/// # Errors
/// [`StoreFault`].
pub async fn of(
    tx: &mut Tx,
    chain: [u8; 16],
    id: &str,
    before: Timestamp,
    limit: i64,
) -> Result<Vec<AuditEntry>, StoreFault> {
    let values = [chain.into(), id.into(), before.into(), limit.into()];
    let mut rows = tx.all(&ENTRIES_BY_ACTOR, &values).await?;
    rows.extend(tx.all(&ENTRIES_OF_SUBJECT, &values).await?);
    rows.iter().map(|r| read(&mut r.columns())).collect()
}
