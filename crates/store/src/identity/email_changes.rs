//! Rows of changes of an address: asked for, and confirmed a short time ago.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{EmailAddress, IdentityId, Timestamp};
use model::identity::EmailChange;

statements! {
    FORGET_EMAIL_CHANGE = "DELETE FROM email_change WHERE identity_id = $1";
    INSERT_EMAIL_CHANGE = "INSERT INTO email_change (identity_id, old_email, new_email, confirm_hash, stop_hash, confirmed_at, expires_at) VALUES ($1, $2, $3, $4, $5, NULL, $6)";
    EMAIL_CHANGE_OF = "SELECT identity_id, old_email, new_email, confirm_hash, stop_hash, confirmed_at, expires_at FROM email_change WHERE identity_id = $1";
    FIND_EMAIL_CHANGE = "SELECT identity_id, old_email, new_email, confirm_hash, stop_hash, confirmed_at, expires_at FROM email_change WHERE confirm_hash = $1 OR stop_hash = $1";
    CONFIRM_EMAIL_CHANGE = "UPDATE email_change SET confirmed_at = $2 WHERE confirm_hash = $1 AND confirmed_at IS NULL";
    STOP_EMAIL_CHANGE = "DELETE FROM email_change WHERE stop_hash = $1";
    SET_EMAIL = "UPDATE identity SET email = $2, email_key = $3, email_verified_at = $4, updated_at = $4 WHERE id = $1";
    DELETE_OLD_EMAIL_CHANGES = "DELETE FROM email_change WHERE expires_at <= $1";
}

fn read(c: &mut Columns<'_>) -> Result<EmailChange, StoreFault> {
    Ok(EmailChange {
        identity_id: IdentityId(c.id()?),
        old_email: c.parsed(|t| EmailAddress::parse(t).ok())?,
        new_email: c.parsed(|t| EmailAddress::parse(t).ok())?,
        confirm_hash: c.blob()?,
        stop_hash: c.blob()?,
        confirmed_at: c.time_or_null()?,
        expires_at: c.time()?,
    })
}

/// Puts a change in place of the one before it.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn put(tx: &mut Tx, change: &EmailChange) -> Result<(), StoreFault> {
    tx.run(&FORGET_EMAIL_CHANGE, &[change.identity_id.0.into()])
        .await?;
    let values = [
        change.identity_id.0.into(),
        change.old_email.as_str().into(),
        change.new_email.as_str().into(),
        change.confirm_hash.clone().into(),
        change.stop_hash.clone().into(),
        change.expires_at.into(),
    ];
    tx.run(&INSERT_EMAIL_CHANGE, &values).await.map(|_| ())
}

/// The change of an identity.
///
/// # Errors
/// See above.
pub async fn of(tx: &mut Tx, identity: IdentityId) -> Result<Option<EmailChange>, StoreFault> {
    tx.one(&EMAIL_CHANGE_OF, &[identity.0.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The change that a link's digest belongs to, be it the one that confirms or the one that stops.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, hash: [u8; 32]) -> Result<Option<EmailChange>, StoreFault> {
    tx.one(&FIND_EMAIL_CHANGE, &[hash.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Uses up the link that confirms; of two at the same time only one gets true.
///
/// # Errors
/// See above.
pub async fn confirm(tx: &mut Tx, hash: [u8; 32], now: Timestamp) -> Result<bool, StoreFault> {
    Ok(tx
        .run(&CONFIRM_EMAIL_CHANGE, &[hash.into(), now.into()])
        .await?
        > 0)
}

/// Uses up the link that stops.
///
/// # Errors
/// See above.
pub async fn stop(tx: &mut Tx, hash: [u8; 32]) -> Result<bool, StoreFault> {
    Ok(tx.run(&STOP_EMAIL_CHANGE, &[hash.into()]).await? > 0)
}

/// Gives an identity another address, which has just been confirmed.
///
/// # Errors
/// [`StoreFault::Taken`] when its population has the address.
pub async fn set_email(
    tx: &mut Tx,
    id: IdentityId,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<(), StoreFault> {
    let values = [
        id.0.into(),
        email.as_str().into(),
        email.key().into(),
        now.into(),
    ];
    tx.run(&SET_EMAIL, &values).await?;
    // The console finds her by the new address.
    match super::identities::find(tx, id).await? {
        Some(identity) => super::members::refresh_search_keys(tx, &identity).await,
        None => Ok(()),
    }
}

/// Removes changes that are over.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_EMAIL_CHANGES, &[before.into()]).await
}
