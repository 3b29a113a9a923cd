//! Rows that refer to what is not there, where the schema cannot forbid it: a place may be a member's
//! or an end user's, a holder a person or a group.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::Timestamp;

statements! {
    ORPHANS_OF_GROUPS = "SELECT COUNT(*) FROM group_affiliation g WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.id = g.affiliation_id) AND NOT EXISTS (SELECT 1 FROM end_user e WHERE e.id = g.affiliation_id)";
    ORPHANS_OF_GRANTS = "SELECT COUNT(*) FROM access_grant g WHERE NOT EXISTS (SELECT 1 FROM access_group a WHERE a.id = g.holder_id) AND NOT EXISTS (SELECT 1 FROM member m WHERE m.id = g.holder_id) AND NOT EXISTS (SELECT 1 FROM end_user e WHERE e.id = g.holder_id)";
    ORPHANS_OF_SESSIONS = "SELECT COUNT(*) FROM session s WHERE s.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM member m WHERE m.id = s.affiliation_id) AND NOT EXISTS (SELECT 1 FROM end_user e WHERE e.id = s.affiliation_id)";
    NEWEST_ENTRY = "SELECT COALESCE(MAX(e.at), 0) FROM audit_head h JOIN audit_entry e ON e.chain = h.chain AND e.seq = h.seq";
}

/// How many rows refer to what is not there, by what they are.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn orphans(tx: &mut Tx) -> Result<Vec<(&'static str, i64)>, StoreFault> {
    let mut found = Vec::new();
    for (what, statement) in [
        ("places in groups", &ORPHANS_OF_GROUPS),
        ("grants", &ORPHANS_OF_GRANTS),
        ("sessions", &ORPHANS_OF_SESSIONS),
    ] {
        let row = tx.one(statement, &[]).await?;
        let count = row.map_or(Ok(0), |row| row.columns().int())?;
        if count > 0 {
            found.push((what, count));
        }
    }
    Ok(found)
}

/// When the newest entry of the audit log was written.
///
/// # Errors
/// See above.
pub async fn newest_entry(tx: &mut Tx) -> Result<Timestamp, StoreFault> {
    let row = tx.one(&NEWEST_ENTRY, &[]).await?;
    row.map_or(Ok(Timestamp(0)), |row| row.columns().time())
}
