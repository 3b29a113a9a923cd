//! Rows of identities. They belong to no partner: a person may be at several.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{DisplayName, EmailAddress, IdentityId, Language, Timestamp, Zone};
use model::identity::{Identity, IdentityState, Population};

statements! {
    INSERT_IDENTITY = "INSERT INTO identity (id, population, email, email_key, display_name, password_hash, email_verified_at, state, created_at, updated_at, language, time_zone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    FIND_IDENTITY = "SELECT id, population, email, display_name, password_hash, email_verified_at, state, created_at, updated_at, language, time_zone FROM identity WHERE id = $1";
    FIND_IDENTITY_BY_EMAIL = "SELECT id, population, email, display_name, password_hash, email_verified_at, state, created_at, updated_at, language, time_zone FROM identity WHERE population = $1 AND email_key = $2";
    UPDATE_IDENTITY = "UPDATE identity SET display_name = $2, password_hash = $3, email_verified_at = $4, state = $5, updated_at = $6 WHERE id = $1";
    HOLD_IDENTITY = "UPDATE identity SET updated_at = updated_at WHERE id = $1";
    ENROLS_BY_MAIL = "SELECT enrol_by_mail FROM identity WHERE id = $1";
    SET_ENROL_BY_MAIL = "UPDATE identity SET enrol_by_mail = $2 WHERE id = $1";
    PROOFS_SINCE = "SELECT proofs_since FROM identity WHERE id = $1";
    VOID_PROOFS = "UPDATE identity SET proofs_since = $2 WHERE id = $1 AND proofs_since < $2";
    ERASE_TOTP = "DELETE FROM totp_factor WHERE identity_id = $1";
    ERASE_RECOVERY = "DELETE FROM recovery_code WHERE identity_id = $1";
    ERASE_PASSKEYS = "DELETE FROM passkey WHERE identity_id = $1";
    ERASE_PHONES = "DELETE FROM push_device WHERE identity_id = $1";
    ERASE_PHONE_ENROLMENT = "DELETE FROM push_enrolment WHERE identity_id = $1";
    ERASE_PHONE_QUESTIONS = "DELETE FROM push_challenge WHERE identity_id = $1";
    ERASE_EMAIL_CHANGE = "DELETE FROM email_change WHERE identity_id = $1";
    ERASE_LINKS = "DELETE FROM mailed_link WHERE identity_id = $1";
    ERASE_SESSIONS = "DELETE FROM session WHERE identity_id = $1";
    ERASE_DEVICES = "DELETE FROM known_device WHERE identity_id = $1";
    ERASE_IDENTITY = "DELETE FROM identity WHERE id = $1";
    NOTE_SIGN_IN = "UPDATE identity SET last_sign_in_at = $2 WHERE id = $1";
    SPEAK_TO = "UPDATE identity SET language = $2, time_zone = $3, updated_at = $4 WHERE id = $1";
    UPGRADE_HASH = "UPDATE identity SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
}

fn read(c: &mut Columns<'_>) -> Result<Identity, StoreFault> {
    Ok(Identity {
        id: IdentityId(c.id()?),
        population: c.parsed(Population::parse)?,
        email: c.parsed(|t| EmailAddress::parse(t).ok())?,
        display_name: c.parsed(|t| DisplayName::parse(t).ok())?,
        password_hash: c.text_or_null()?,
        email_verified_at: c.time_or_null()?,
        state: c.parsed(IdentityState::parse)?,
        created_at: c.time()?,
        updated_at: c.time()?,
        language: c.text_or_null()?.as_deref().and_then(Language::parse),
        time_zone: c.text_or_null()?.as_deref().and_then(Zone::parse),
    })
}

fn tag(language: Option<Language>) -> Option<String> {
    language.map(|l| l.tag().to_owned())
}

fn zone_name(zone: Option<&Zone>) -> Option<String> {
    zone.map(|z| z.name().to_owned())
}

/// Adds an identity.
///
/// # Errors
/// [`StoreFault::Taken`] when its population has the address.
pub async fn insert(tx: &mut Tx, identity: &Identity) -> Result<(), StoreFault> {
    let values = [
        identity.id.0.into(),
        identity.population.as_str().into(),
        identity.email.as_str().into(),
        identity.email.key().into(),
        identity.display_name.as_str().into(),
        identity.password_hash.clone().into(),
        identity.email_verified_at.into(),
        identity.state.as_str().into(),
        identity.created_at.into(),
        identity.updated_at.into(),
        tag(identity.language).into(),
        zone_name(identity.time_zone.as_ref()).into(),
    ];
    tx.run(&INSERT_IDENTITY, &values).await.map(|_| ())
}

/// The identity of an id.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(tx: &mut Tx, id: IdentityId) -> Result<Option<Identity>, StoreFault> {
    tx.one(&FIND_IDENTITY, &[id.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The identity of an address in one population.
///
/// # Errors
/// See above.
pub async fn find_by_email(
    tx: &mut Tx,
    population: Population,
    email_key: &str,
) -> Result<Option<Identity>, StoreFault> {
    let row = tx
        .one(
            &FIND_IDENTITY_BY_EMAIL,
            &[population.as_str().into(), email_key.into()],
        )
        .await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// Writes name, password, confirmation and state; sets the moment of the change.
///
/// # Errors
/// See above.
pub async fn update(tx: &mut Tx, identity: &Identity, now: Timestamp) -> Result<(), StoreFault> {
    let values = [
        identity.id.0.into(),
        identity.display_name.as_str().into(),
        identity.password_hash.clone().into(),
        identity.email_verified_at.into(),
        identity.state.as_str().into(),
        now.into(),
    ];
    tx.run(&UPDATE_IDENTITY, &values).await?;
    super::members::refresh_search_keys(tx, identity).await
}

/// Holds an identity until the transaction ends, so that of two who change its factors at once the
/// second sees what the first did.
///
/// # Errors
/// See above.
pub async fn hold(tx: &mut Tx, id: IdentityId) -> Result<(), StoreFault> {
    tx.run(&HOLD_IDENTITY, &[id.0.into()]).await.map(|_| ())
}

/// Replaces an old hash of the same password, unless the password was changed in the meantime.
///
/// # Errors
/// See above.
pub async fn upgrade_hash(
    tx: &mut Tx,
    id: IdentityId,
    old: &str,
    new: &str,
) -> Result<(), StoreFault> {
    tx.run(&UPGRADE_HASH, &[id.0.into(), old.into(), new.into()])
        .await
        .map(|_| ())
}

/// Whether her factors were reset, so that she sets up new ones after a mailed link only.
///
/// # Errors
/// See above.
pub async fn enrols_by_mail(tx: &mut Tx, id: IdentityId) -> Result<bool, StoreFault> {
    match tx.one(&ENROLS_BY_MAIL, &[id.0.into()]).await? {
        Some(row) => row.columns().flag(),
        None => Ok(false),
    }
}

/// Sets or clears that.
///
/// # Errors
/// See above.
pub async fn set_enrol_by_mail(tx: &mut Tx, id: IdentityId, due: bool) -> Result<(), StoreFault> {
    tx.run(&SET_ENROL_BY_MAIL, &[id.0.into(), due.into()])
        .await
        .map(|_| ())
}

/// Notes when the person signed in last.
///
/// # Errors
/// See above.
pub async fn note_sign_in(tx: &mut Tx, id: IdentityId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&NOTE_SIGN_IN, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// The moment before which no sign-in may have begun that ends in a session.
///
/// # Errors
/// See above.
pub async fn proofs_since(tx: &mut Tx, id: IdentityId) -> Result<Timestamp, StoreFault> {
    match tx.one(&PROOFS_SINCE, &[id.0.into()]).await? {
        Some(row) => row.columns().time(),
        None => Ok(Timestamp(0)),
    }
}

/// Makes every sign-in void that began before a moment: what proved her then was changed.
///
/// # Errors
/// See above.
pub async fn void_proofs(tx: &mut Tx, id: IdentityId, now: Timestamp) -> Result<(), StoreFault> {
    tx.run(&VOID_PROOFS, &[id.0.into(), now.into()])
        .await
        .map(|_| ())
}

/// Removes a login for good, with everything that hangs on it. Its places must be gone.
///
/// # Errors
/// See above.
pub async fn erase(tx: &mut Tx, id: IdentityId) -> Result<(), StoreFault> {
    for statement in [
        &ERASE_TOTP,
        &ERASE_RECOVERY,
        &ERASE_PASSKEYS,
        &ERASE_PHONES,
        &ERASE_PHONE_ENROLMENT,
        &ERASE_PHONE_QUESTIONS,
        &ERASE_EMAIL_CHANGE,
        &ERASE_LINKS,
        &ERASE_SESSIONS,
        &ERASE_DEVICES,
        &ERASE_IDENTITY,
    ] {
        tx.run(statement, &[id.0.into()]).await?;
    }
    Ok(())
}

/// Sets in which language and zone she is spoken to; none of either: as her browser asks, and UTC.
///
/// # Errors
/// See above.
pub async fn speak_to(
    tx: &mut Tx,
    id: IdentityId,
    language: Option<Language>,
    time_zone: Option<&Zone>,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        tag(language).into(),
        zone_name(time_zone).into(),
        now.into(),
    ];
    tx.run(&SPEAK_TO, &values).await.map(|_| ())
}
