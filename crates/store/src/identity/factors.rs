//! Rows of second factors and recovery codes.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{FactorId, IdentityId, Scope, Timestamp};
use model::identity::{FactorKind, TotpFactor};

statements! {
    INSERT_TOTP = "INSERT INTO totp_factor (id, identity_id, sealed_secret, last_step, confirmed_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST_TOTP = "SELECT id, identity_id, sealed_secret, last_step, confirmed_at, last_used_at FROM totp_factor WHERE identity_id = $1 ORDER BY id LIMIT 10";
    USE_TOTP_STEP = "UPDATE totp_factor SET last_step = $2, last_used_at = $3 WHERE id = $1 AND last_step < $2";
    DELETE_TOTP = "DELETE FROM totp_factor WHERE identity_id = $1 AND id = $2";
    DELETE_ALL_TOTP = "DELETE FROM totp_factor WHERE identity_id = $1";
    DELETE_RECOVERY = "DELETE FROM recovery_code WHERE identity_id = $1";
    INSERT_RECOVERY = "INSERT INTO recovery_code (identity_id, code_hash, used_at) VALUES ($1, $2, NULL)";
    USE_RECOVERY = "UPDATE recovery_code SET used_at = $3 WHERE identity_id = $1 AND code_hash = $2 AND used_at IS NULL";
    FACTORS_OF_PARTNER = "SELECT m.identity_id, 'authenticator', f.confirmed_at FROM member m JOIN totp_factor f ON f.identity_id = m.identity_id WHERE m.partner_id = $1 UNION ALL SELECT m.identity_id, 'passkey', k.created_at FROM member m JOIN passkey k ON k.identity_id = m.identity_id WHERE m.partner_id = $1 UNION ALL SELECT m.identity_id, 'phone', d.confirmed_at FROM member m JOIN push_device d ON d.identity_id = m.identity_id WHERE m.partner_id = $1 AND d.confirmed_at IS NOT NULL LIMIT 1000000";
    COUNT_RECOVERY = "SELECT COUNT(*) FROM recovery_code WHERE identity_id = $1 AND used_at IS NULL";
}

fn read(c: &mut Columns<'_>) -> Result<TotpFactor, StoreFault> {
    Ok(TotpFactor {
        id: FactorId(c.id()?),
        identity_id: IdentityId(c.id()?),
        sealed_secret: c.blob()?,
        last_step: c.int()?,
        confirmed_at: c.time()?,
        last_used_at: c.time()?,
    })
}

/// Adds a confirmed authenticator.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert_totp(tx: &mut Tx, factor: &TotpFactor) -> Result<(), StoreFault> {
    let values = [
        factor.id.0.into(),
        factor.identity_id.0.into(),
        factor.sealed_secret.clone().into(),
        factor.last_step.into(),
        factor.confirmed_at.into(),
        factor.last_used_at.into(),
    ];
    tx.run(&INSERT_TOTP, &values).await.map(|_| ())
}

/// The authenticators of an identity.
///
/// # Errors
/// See above.
pub async fn list_totp(tx: &mut Tx, identity: IdentityId) -> Result<Vec<TotpFactor>, StoreFault> {
    tx.all(&LIST_TOTP, &[identity.0.into()])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// The second factors of a partner's members, each with its kind and since when.
///
/// # Errors
/// See above.
pub async fn of_partner(
    tx: &mut Tx,
    scope: Scope,
) -> Result<Vec<(IdentityId, FactorKind, Timestamp)>, StoreFault> {
    let values = [scope.partner().0.into()];
    tx.all(&FACTORS_OF_PARTNER, &values)
        .await?
        .iter()
        .map(|r| {
            let mut c = r.columns();
            Ok((IdentityId(c.id()?), c.parsed(FactorKind::parse)?, c.time()?))
        })
        .collect()
}

/// Uses up a step; false when it, or a later one, was used before. Of two sign-ins with one code
/// at the same time only one gets true.
///
/// # Errors
/// See above.
pub async fn use_totp_step(
    tx: &mut Tx,
    factor: FactorId,
    step: i64,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&USE_TOTP_STEP, &[factor.0.into(), step.into(), now.into()])
        .await?
        > 0)
}

/// Removes an authenticator of an identity; false when she has no such.
///
/// # Errors
/// See above.
pub async fn delete_totp(
    tx: &mut Tx,
    identity: IdentityId,
    factor: FactorId,
) -> Result<bool, StoreFault> {
    let values = [identity.0.into(), factor.0.into()];
    Ok(tx.run(&DELETE_TOTP, &values).await? > 0)
}

/// Removes all authenticators of an identity; how many there were.
///
/// # Errors
/// See above.
pub async fn delete_all_totp(tx: &mut Tx, identity: IdentityId) -> Result<u64, StoreFault> {
    tx.run(&DELETE_ALL_TOTP, &[identity.0.into()]).await
}

/// Replaces all recovery codes, given by their digests.
///
/// # Errors
/// See above.
pub async fn replace_recovery(
    tx: &mut Tx,
    identity: IdentityId,
    hashes: &[[u8; 32]],
) -> Result<(), StoreFault> {
    tx.run(&DELETE_RECOVERY, &[identity.0.into()]).await?;
    for hash in hashes {
        tx.run(&INSERT_RECOVERY, &[identity.0.into(), (*hash).into()])
            .await?;
    }
    Ok(())
}

/// Uses up a recovery code; false when there is no such unused one.
///
/// # Errors
/// See above.
pub async fn use_recovery(
    tx: &mut Tx,
    identity: IdentityId,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&USE_RECOVERY, &[identity.0.into(), hash.into(), now.into()])
        .await?
        > 0)
}

/// How many recovery codes are left.
///
/// # Errors
/// See above.
pub async fn count_recovery(tx: &mut Tx, identity: IdentityId) -> Result<i64, StoreFault> {
    match tx.one(&COUNT_RECOVERY, &[identity.0.into()]).await? {
        Some(row) => row.columns().int(),
        None => Ok(0),
    }
}
