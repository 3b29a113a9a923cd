//! Rows of passkeys.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::IdentityId;

statements! {
    COUNT_PASSKEYS = "SELECT COUNT(*) FROM passkey WHERE identity_id = $1";
    DELETE_ALL_PASSKEYS = "DELETE FROM passkey WHERE identity_id = $1";
}

/// How many passkeys an identity has.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn count(tx: &mut Tx, identity: IdentityId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_PASSKEYS, &[identity.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}

/// Removes all passkeys of an identity; how many there were.
///
/// # Errors
/// See above.
pub async fn delete_all(tx: &mut Tx, identity: IdentityId) -> Result<u64, StoreFault> {
    tx.run(&DELETE_ALL_PASSKEYS, &[identity.0.into()]).await
}
