//! Rows of devices that wait to be allowed.

use crate::row::{Columns, list_text};
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ClientId, FamilyId, PartnerId, Span, Timestamp};
use model::federation::{DeviceGrant, DeviceState};

statements! {
    INSERT_DEVICE = "INSERT INTO device_grant (device_code_hash, user_code_hash, client_id, partner_id, state, scopes, resources, begun_from, family_id, poll_seconds, last_polled_at, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, NULL, $10, $11)";
    FIND_DEVICE = "SELECT client_id, partner_id, state, scopes, resources, begun_from, family_id, poll_seconds, last_polled_at, created_at, expires_at FROM device_grant WHERE device_code_hash = $1";
    FIND_DEVICE_BY_USER_CODE = "SELECT client_id, partner_id, state, scopes, resources, begun_from, family_id, poll_seconds, last_polled_at, created_at, expires_at FROM device_grant WHERE user_code_hash = $1 AND state = 'waiting' AND expires_at > $2";
    ANSWER_DEVICE = "UPDATE device_grant SET state = $3, family_id = $4 WHERE user_code_hash = $1 AND state = 'waiting' AND expires_at > $2";
    POLL_DEVICE = "UPDATE device_grant SET last_polled_at = $2, poll_seconds = $3 WHERE device_code_hash = $1";
    USE_DEVICE = "UPDATE device_grant SET state = 'used' WHERE device_code_hash = $1 AND state = 'allowed'";
    DELETE_OLD_DEVICE_GRANTS = "DELETE FROM device_grant WHERE expires_at <= $1";
}

fn read(c: &mut Columns<'_>) -> Result<DeviceGrant, StoreFault> {
    Ok(DeviceGrant {
        client_id: ClientId(c.id()?),
        partner_id: PartnerId(c.id()?),
        state: c.parsed(DeviceState::parse)?,
        scopes: c.list()?,
        resources: c.list()?,
        begun_from: c.text()?,
        family_id: c.id_or_null()?.map(FamilyId),
        pause: Span::seconds(c.int()?),
        last_polled_at: c.time_or_null()?,
        created_at: c.time()?,
        expires_at: c.time()?,
    })
}

/// Adds a device under the digests of its codes.
///
/// # Errors
/// [`StoreFault::Taken`] when another device shows the same code.
pub async fn insert(
    tx: &mut Tx,
    device_code: [u8; 32],
    user_code: [u8; 32],
    grant: &DeviceGrant,
) -> Result<(), StoreFault> {
    let values = [
        device_code.into(),
        user_code.into(),
        grant.client_id.0.into(),
        grant.partner_id.0.into(),
        grant.state.as_str().into(),
        list_text(&grant.scopes).into(),
        list_text(&grant.resources).into(),
        grant.begun_from.as_str().into(),
        grant.pause.as_seconds_up().into(),
        grant.created_at.into(),
        grant.expires_at.into(),
    ];
    tx.run(&INSERT_DEVICE, &values).await.map(|_| ())
}

/// The device of its own code, in whatever state.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn find(tx: &mut Tx, code: [u8; 32]) -> Result<Option<DeviceGrant>, StoreFault> {
    tx.one(&FIND_DEVICE, &[code.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// The device that shows this code and still waits.
///
/// # Errors
/// See above.
pub async fn find_waiting(
    tx: &mut Tx,
    user_code: [u8; 32],
    now: Timestamp,
) -> Result<Option<DeviceGrant>, StoreFault> {
    tx.one(&FIND_DEVICE_BY_USER_CODE, &[user_code.into(), now.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Answers a device that still waits; of two answers at the same time only one counts.
///
/// # Errors
/// See above.
pub async fn answer(
    tx: &mut Tx,
    user_code: [u8; 32],
    state: DeviceState,
    family: Option<FamilyId>,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        user_code.into(),
        now.into(),
        state.as_str().into(),
        family.map(|f| f.0).into(),
    ];
    Ok(tx.run(&ANSWER_DEVICE, &values).await? > 0)
}

/// Notes that a device asked, and the pause that it must make from now on.
///
/// # Errors
/// See above.
pub async fn note_poll(
    tx: &mut Tx,
    code: [u8; 32],
    now: Timestamp,
    pause: Span,
) -> Result<(), StoreFault> {
    let values = [code.into(), now.into(), pause.as_seconds_up().into()];
    tx.run(&POLL_DEVICE, &values).await.map(|_| ())
}

/// Uses up a device that was allowed; of two questions at the same time only one gets true.
///
/// # Errors
/// See above.
pub async fn use_up(tx: &mut Tx, code: [u8; 32]) -> Result<bool, StoreFault> {
    Ok(tx.run(&USE_DEVICE, &[code.into()]).await? > 0)
}

/// Removes devices that were over before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_DEVICE_GRANTS, &[before.into()]).await
}
