//! Rows of passkeys, and of the questions that wait for an authenticator's answer.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{FactorId, IdentityId, PartnerId, Timestamp};
use model::identity::PasskeyFactor;

statements! {
    INSERT_PASSKEY = "INSERT INTO passkey (id, identity_id, credential_id, name, public_part, counter, aaguid, synced, created_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)";
    LIST_PASSKEYS = "SELECT id, identity_id, credential_id, name, public_part, counter, aaguid, synced, created_at, last_used_at FROM passkey WHERE identity_id = $1 ORDER BY id LIMIT 50";
    OWNER_OF_PASSKEY = "SELECT identity_id FROM passkey WHERE credential_id = $1";
    USE_PASSKEY = "UPDATE passkey SET public_part = $3, counter = $4, synced = $5, last_used_at = $6 WHERE identity_id = $1 AND credential_id = $2 AND (counter < $4 OR counter = 0 AND $4 = 0)";
    RENAME_PASSKEY = "UPDATE passkey SET name = $3 WHERE identity_id = $1 AND id = $2";
    DELETE_PASSKEY = "DELETE FROM passkey WHERE identity_id = $1 AND id = $2";
    COUNT_PASSKEYS = "SELECT COUNT(*) FROM passkey WHERE identity_id = $1";
    DELETE_ALL_PASSKEYS = "DELETE FROM passkey WHERE identity_id = $1";
    INSERT_CEREMONY = "INSERT INTO passkey_ceremony (id_hash, sealed_ceremony, expires_at) VALUES ($1, $2, $3)";
    FIND_CEREMONY = "SELECT sealed_ceremony FROM passkey_ceremony WHERE id_hash = $1 AND expires_at > $2";
    TAKE_CEREMONY = "DELETE FROM passkey_ceremony WHERE id_hash = $1";
    DELETE_OLD_CEREMONIES = "DELETE FROM passkey_ceremony WHERE expires_at <= $1";
    PASSKEY_POLICY = "SELECT passkey_policy FROM partner WHERE id = $1";
    SET_PASSKEY_POLICY = "UPDATE partner SET passkey_policy = $2 WHERE id = $1";
}

fn read(c: &mut Columns<'_>) -> Result<PasskeyFactor, StoreFault> {
    Ok(PasskeyFactor {
        id: FactorId(c.id()?),
        identity_id: IdentityId(c.id()?),
        credential_id: c.blob()?,
        name: c.text()?,
        public_part: c.text()?,
        counter: c.int()?,
        aaguid: c.text()?,
        synced: c.flag()?,
        created_at: c.time()?,
        last_used_at: c.time_or_null()?,
    })
}

/// Adds a passkey.
///
/// # Errors
/// [`StoreFault::Taken`] when somebody has this credential.
pub async fn insert(tx: &mut Tx, passkey: &PasskeyFactor) -> Result<(), StoreFault> {
    let values = [
        passkey.id.0.into(),
        passkey.identity_id.0.into(),
        passkey.credential_id.clone().into(),
        passkey.name.as_str().into(),
        passkey.public_part.as_str().into(),
        passkey.counter.into(),
        passkey.aaguid.as_str().into(),
        passkey.synced.into(),
        passkey.created_at.into(),
    ];
    tx.run(&INSERT_PASSKEY, &values).await.map(|_| ())
}

/// The passkeys of an identity, oldest first.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn list(tx: &mut Tx, identity: IdentityId) -> Result<Vec<PasskeyFactor>, StoreFault> {
    tx.all(&LIST_PASSKEYS, &[identity.0.into()])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Whose passkey a credential is.
///
/// # Errors
/// See above.
pub async fn owner(tx: &mut Tx, credential: &[u8]) -> Result<Option<IdentityId>, StoreFault> {
    match tx
        .one(&OWNER_OF_PASSKEY, &[credential.to_vec().into()])
        .await?
    {
        Some(row) => Ok(Some(IdentityId(row.columns().id()?))),
        None => Ok(None),
    }
}

/// Notes that a passkey was used. False when it was removed, or when its counter did not move on:
/// of two answers with one count only one gets true.
///
/// # Errors
/// See above.
pub async fn note_use(
    tx: &mut Tx,
    identity: IdentityId,
    credential: &[u8],
    used: (&str, i64, bool),
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let (public_part, counter, synced) = used;
    let values = [
        identity.0.into(),
        credential.to_vec().into(),
        public_part.into(),
        counter.into(),
        synced.into(),
        now.into(),
    ];
    Ok(tx.run(&USE_PASSKEY, &values).await? > 0)
}

/// Gives a passkey another name; false when she has no such.
///
/// # Errors
/// See above.
pub async fn rename(
    tx: &mut Tx,
    identity: IdentityId,
    id: FactorId,
    name: &str,
) -> Result<bool, StoreFault> {
    let values = [identity.0.into(), id.0.into(), name.into()];
    Ok(tx.run(&RENAME_PASSKEY, &values).await? > 0)
}

/// Removes a passkey; false when she has no such.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, identity: IdentityId, id: FactorId) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&DELETE_PASSKEY, &[identity.0.into(), id.0.into()])
        .await?
        > 0)
}

/// How many passkeys an identity has.
///
/// # Errors
/// See above.
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

/// Keeps a question until its answer comes.
///
/// # Errors
/// See above.
pub async fn keep_ceremony(
    tx: &mut Tx,
    hash: [u8; 32],
    sealed: Vec<u8>,
    expires_at: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(
        &INSERT_CEREMONY,
        &[hash.into(), sealed.into(), expires_at.into()],
    )
    .await
    .map(|_| ())
}

/// Takes a question out for its answer; of two answers only one gets it.
///
/// # Errors
/// See above.
pub async fn take_ceremony(
    tx: &mut Tx,
    hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Vec<u8>>, StoreFault> {
    let found = match tx.one(&FIND_CEREMONY, &[hash.into(), now.into()]).await? {
        Some(row) => row.columns().blob()?,
        None => return Ok(None),
    };
    let taken = tx.run(&TAKE_CEREMONY, &[hash.into()]).await? > 0;
    Ok(taken.then_some(found))
}

/// Removes questions that nobody has answered.
///
/// # Errors
/// See above.
pub async fn delete_old_ceremonies(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_CEREMONIES, &[now.into()]).await
}

/// The setting of a partner that says which authenticators its people may register.
///
/// # Errors
/// See above.
pub async fn policy(tx: &mut Tx, partner: PartnerId) -> Result<String, StoreFault> {
    match tx.one(&PASSKEY_POLICY, &[partner.0.into()]).await? {
        Some(row) => row.columns().text(),
        None => Ok(String::new()),
    }
}

/// Writes that setting.
///
/// # Errors
/// See above.
pub async fn set_policy(tx: &mut Tx, partner: PartnerId, text: &str) -> Result<(), StoreFault> {
    tx.run(&SET_PASSKEY_POLICY, &[partner.0.into(), text.into()])
        .await
        .map(|_| ())
}
