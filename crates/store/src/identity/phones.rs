//! Rows of phones that answer questions, of setting one up, and of signatures that were used.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{FactorId, IdentityId, SessionId, Timestamp};
use model::identity::{PushDevice, PushEnrolment};

statements! {
    INSERT_PHONE = "INSERT INTO push_device (id, identity_id, name, public_key, sealed_address, created_at, confirmed_at, last_used_at) VALUES ($1, $2, $3, $4, NULL, $5, NULL, NULL)";
    FIND_PHONE = "SELECT id, identity_id, name, public_key, sealed_address, created_at, confirmed_at, last_used_at FROM push_device WHERE id = $1";
    LIST_PHONES = "SELECT id, identity_id, name, public_key, sealed_address, created_at, confirmed_at, last_used_at FROM push_device WHERE identity_id = $1 AND confirmed_at IS NOT NULL ORDER BY id LIMIT 50";
    CONFIRM_PHONE = "UPDATE push_device SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL";
    USE_PHONE = "UPDATE push_device SET last_used_at = $2 WHERE id = $1";
    RENAME_PHONE = "UPDATE push_device SET name = $3 WHERE identity_id = $1 AND id = $2";
    SET_PHONE_ADDRESS = "UPDATE push_device SET sealed_address = $2 WHERE id = $1";
    DELETE_PHONE = "DELETE FROM push_device WHERE identity_id = $1 AND id = $2";
    DELETE_ALL_PHONES = "DELETE FROM push_device WHERE identity_id = $1";
    DELETE_UNCONFIRMED_PHONES = "DELETE FROM push_device WHERE confirmed_at IS NULL AND created_at <= $1";
    BEGIN_ENROLMENT = "INSERT INTO push_enrolment (identity_id, session_id, code_hash, sealed_code, number, device_id, expires_at) VALUES ($1, $2, $3, $4, $5, NULL, $6) ON CONFLICT (identity_id) DO UPDATE SET session_id = $2, code_hash = $3, sealed_code = $4, number = $5, device_id = NULL, expires_at = $6";
    ENROLMENT_OF_CODE = "SELECT identity_id, session_id, code_hash, sealed_code, number, device_id, expires_at FROM push_enrolment WHERE code_hash = $1";
    ENROLMENT_OF_PERSON = "SELECT identity_id, session_id, code_hash, sealed_code, number, device_id, expires_at FROM push_enrolment WHERE identity_id = $1";
    USE_ENROLMENT = "UPDATE push_enrolment SET device_id = $2 WHERE code_hash = $1 AND device_id IS NULL AND expires_at > $3";
    DELETE_ENROLMENT = "DELETE FROM push_enrolment WHERE identity_id = $1";
    DELETE_OLD_ENROLMENTS = "DELETE FROM push_enrolment WHERE expires_at <= $1";
    USE_PHONE_PROOF = "INSERT INTO push_proof (device_id, token_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT (device_id, token_id) DO NOTHING";
    DELETE_OLD_PHONE_PROOFS = "DELETE FROM push_proof WHERE expires_at <= $1";
}

fn read_phone(c: &mut Columns<'_>) -> Result<PushDevice, StoreFault> {
    Ok(PushDevice {
        id: FactorId(c.id()?),
        identity_id: IdentityId(c.id()?),
        name: c.text()?,
        public_key: c.text()?,
        sealed_address: c.blob_or_null()?,
        created_at: c.time()?,
        confirmed_at: c.time_or_null()?,
        last_used_at: c.time_or_null()?,
    })
}

fn read_enrolment(c: &mut Columns<'_>) -> Result<PushEnrolment, StoreFault> {
    let unreadable = |what: &str| StoreFault::Unreadable(format!("push_enrolment.{what}"));
    Ok(PushEnrolment {
        identity_id: IdentityId(c.id()?),
        session_id: SessionId(c.id()?),
        code_hash: c.blob()?.try_into().map_err(|_| unreadable("code_hash"))?,
        sealed_code: c.blob()?,
        number: u8::try_from(c.int()?).map_err(|_| unreadable("number"))?,
        device_id: c.id_or_null()?.map(FactorId),
        expires_at: c.time()?,
    })
}

/// Adds a phone that has not typed its first number.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, phone: &PushDevice) -> Result<(), StoreFault> {
    let values = [
        phone.id.0.into(),
        phone.identity_id.0.into(),
        phone.name.as_str().into(),
        phone.public_key.as_str().into(),
        phone.created_at.into(),
    ];
    tx.run(&INSERT_PHONE, &values).await.map(|_| ())
}

/// A phone.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: FactorId) -> Result<Option<PushDevice>, StoreFault> {
    let row = tx.one(&FIND_PHONE, &[id.0.into()]).await?;
    row.map(|r| read_phone(&mut r.columns())).transpose()
}

/// The phones of an identity that have typed their first number, oldest first.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx, identity: IdentityId) -> Result<Vec<PushDevice>, StoreFault> {
    tx.all(&LIST_PHONES, &[identity.0.into()])
        .await?
        .iter()
        .map(|r| read_phone(&mut r.columns()))
        .collect()
}

/// Notes that the first number was right; false when the phone is gone or was confirmed before.
///
/// # Errors
/// See above.
pub async fn confirm(tx: &mut Tx, id: FactorId, now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx.run(&CONFIRM_PHONE, &[id.0.into(), now.into()]).await? > 0)
}

/// Notes that a phone let her in; false when it was removed meanwhile.
///
/// # Errors
/// See above.
pub async fn note_use(tx: &mut Tx, id: FactorId, now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx.run(&USE_PHONE, &[id.0.into(), now.into()]).await? > 0)
}

/// Gives a phone another name; false when she has no such.
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
    Ok(tx.run(&RENAME_PHONE, &values).await? > 0)
}

/// Writes where a phone is woken, or forgets it.
///
/// # Errors
/// See above.
pub async fn set_address(
    tx: &mut Tx,
    id: FactorId,
    sealed: Option<Vec<u8>>,
) -> Result<(), StoreFault> {
    tx.run(&SET_PHONE_ADDRESS, &[id.0.into(), sealed.into()])
        .await
        .map(|_| ())
}

/// Removes a phone; false when she has no such.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, identity: IdentityId, id: FactorId) -> Result<bool, StoreFault> {
    let values = [identity.0.into(), id.0.into()];
    Ok(tx.run(&DELETE_PHONE, &values).await? > 0)
}

/// Removes all phones of an identity, and what would set up another; how many phones there were.
///
/// # Errors
/// See above.
pub async fn delete_all(tx: &mut Tx, identity: IdentityId) -> Result<u64, StoreFault> {
    end_enrolment(tx, identity).await?;
    tx.run(&DELETE_ALL_PHONES, &[identity.0.into()]).await
}

/// Begins setting up a phone; what was begun before ends.
///
/// # Errors
/// See above.
pub async fn begin_enrolment(tx: &mut Tx, begun: &PushEnrolment) -> Result<(), StoreFault> {
    let values = [
        begun.identity_id.0.into(),
        begun.session_id.0.into(),
        begun.code_hash.into(),
        begun.sealed_code.clone().into(),
        i64::from(begun.number).into(),
        begun.expires_at.into(),
    ];
    tx.run(&BEGIN_ENROLMENT, &values).await.map(|_| ())
}

/// What a code sets up.
///
/// # Errors
/// See above.
pub async fn enrolment_of_code(
    tx: &mut Tx,
    code_hash: [u8; 32],
) -> Result<Option<PushEnrolment>, StoreFault> {
    let row = tx.one(&ENROLMENT_OF_CODE, &[code_hash.into()]).await?;
    row.map(|r| read_enrolment(&mut r.columns())).transpose()
}

/// What a person is setting up.
///
/// # Errors
/// See above.
pub async fn enrolment_of(
    tx: &mut Tx,
    identity: IdentityId,
) -> Result<Option<PushEnrolment>, StoreFault> {
    let row = tx.one(&ENROLMENT_OF_PERSON, &[identity.0.into()]).await?;
    row.map(|r| read_enrolment(&mut r.columns())).transpose()
}

/// Uses up a code for a phone; of two phones only one gets true.
///
/// # Errors
/// See above.
pub async fn use_enrolment(
    tx: &mut Tx,
    code_hash: [u8; 32],
    phone: FactorId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [code_hash.into(), phone.0.into(), now.into()];
    Ok(tx.run(&USE_ENROLMENT, &values).await? > 0)
}

/// Ends setting up a phone.
///
/// # Errors
/// See above.
pub async fn end_enrolment(tx: &mut Tx, identity: IdentityId) -> Result<(), StoreFault> {
    tx.run(&DELETE_ENROLMENT, &[identity.0.into()])
        .await
        .map(|_| ())
}

/// Uses up a signature of a phone by the digest of its `jti`; of two at the same time only one gets
/// true.
///
/// # Errors
/// See above.
pub async fn use_proof(
    tx: &mut Tx,
    phone: FactorId,
    token_id: [u8; 32],
    expires_at: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [phone.0.into(), token_id.into(), expires_at.into()];
    Ok(tx.run(&USE_PHONE_PROOF, &values).await? > 0)
}

/// Removes what is over: codes, used signatures, phones whose first number never came.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&DELETE_OLD_ENROLMENTS, &[now.into()]).await?;
    tx.run(&DELETE_OLD_PHONE_PROOFS, &[now.into()]).await?;
    let begun_before = now - PushEnrolment::LIFETIME;
    tx.run(&DELETE_UNCONFIRMED_PHONES, &[begun_before.into()])
        .await
        .map(|_| ())
}
