//! Rows of devices that a person has signed in with before.

use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{IdentityId, Timestamp};
use model::identity::KnownDevice;

statements! {
    REMEMBER_DEVICE = "INSERT INTO known_device (token_hash, identity_id, created_at, last_used_at, device) VALUES ($1, $2, $3, $3, $4) ON CONFLICT (token_hash, identity_id) DO UPDATE SET last_used_at = $3, device = $4";
    KNOWS_DEVICE = "SELECT 1 FROM known_device WHERE token_hash = $1 AND identity_id = $2 AND last_used_at > $3";
    LIST_DEVICES = "SELECT token_hash, device, created_at, last_used_at FROM known_device WHERE identity_id = $1 AND last_used_at > $2 ORDER BY last_used_at DESC LIMIT 100";
    FORGET_DEVICE = "DELETE FROM known_device WHERE identity_id = $1 AND token_hash = $2";
    FORGET_DEVICES = "DELETE FROM known_device WHERE identity_id = $1";
    DELETE_OLD_DEVICES = "DELETE FROM known_device WHERE last_used_at <= $1";
}

/// Remembers that a person signed in with a device, which is so in words.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn remember(
    tx: &mut Tx,
    token_hash: [u8; 32],
    identity: IdentityId,
    device: &str,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        token_hash.into(),
        identity.0.into(),
        now.into(),
        device.into(),
    ];
    tx.run(&REMEMBER_DEVICE, &values).await.map(|_| ())
}

/// Whether a person signed in with a device since a moment.
///
/// # Errors
/// See above.
pub async fn knows(
    tx: &mut Tx,
    token_hash: [u8; 32],
    identity: IdentityId,
    since: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [token_hash.into(), identity.0.into(), since.into()];
    Ok(tx.one(&KNOWS_DEVICE, &values).await?.is_some())
}

/// The devices of a person that were used since a moment, newest first.
///
/// # Errors
/// See above.
pub async fn list(
    tx: &mut Tx,
    identity: IdentityId,
    since: Timestamp,
) -> Result<Vec<KnownDevice>, StoreFault> {
    tx.all(&LIST_DEVICES, &[identity.0.into(), since.into()])
        .await?
        .iter()
        .map(|row| {
            let mut c = row.columns();
            Ok(KnownDevice {
                token_hash: c.blob()?,
                device: c.text()?,
                created_at: c.time()?,
                last_used_at: c.time()?,
            })
        })
        .collect()
}

/// Forgets one device of a person; false when she has no such.
///
/// # Errors
/// See above.
pub async fn forget(
    tx: &mut Tx,
    identity: IdentityId,
    token_hash: &[u8],
) -> Result<bool, StoreFault> {
    let values = [identity.0.into(), token_hash.to_vec().into()];
    Ok(tx.run(&FORGET_DEVICE, &values).await? > 0)
}

/// Forgets all devices of a person.
///
/// # Errors
/// See above.
pub async fn forget_all(tx: &mut Tx, identity: IdentityId) -> Result<u64, StoreFault> {
    tx.run(&FORGET_DEVICES, &[identity.0.into()]).await
}

/// Forgets devices not used since a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_DEVICES, &[before.into()]).await
}
