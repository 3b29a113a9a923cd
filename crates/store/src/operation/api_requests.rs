//! Rows of requests that may be sent twice and count once.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ApiKeyId, ApiRequestId, Timestamp};
use model::operation::{Actor, ApiAttempt, ApiRequest, AuditDraft};

statements! {
    BEGIN_API_REQUEST = "INSERT INTO api_request (id, api_key_id, name_hash, fingerprint, attempt, begun_at, effect_at, status, sealed_answer) VALUES ($1, $2, $3, $4, 1, $5, NULL, NULL, NULL) ON CONFLICT (api_key_id, name_hash) DO NOTHING";
    FORGET_OLD_API_REQUEST = "DELETE FROM api_request WHERE api_key_id = $1 AND name_hash = $2 AND begun_at <= $3";
    FIND_API_REQUEST = "SELECT id, attempt, fingerprint, begun_at, effect_at, status, sealed_answer FROM api_request WHERE api_key_id = $1 AND name_hash = $2";
    TAKE_API_REQUEST_OVER = "UPDATE api_request SET attempt = $2, begun_at = $4 WHERE id = $1 AND attempt = $3 AND effect_at IS NULL AND status IS NULL";
    MARK_API_EFFECT = "UPDATE api_request SET effect_at = COALESCE(effect_at, $3) WHERE id = $1 AND attempt = $2 AND status IS NULL";
    ANSWER_API_REQUEST = "UPDATE api_request SET status = $3, sealed_answer = $4 WHERE id = $1 AND attempt = $2 AND status IS NULL";
    RELEASE_API_REQUEST = "DELETE FROM api_request WHERE id = $1 AND attempt = $2 AND effect_at IS NULL AND status IS NULL";
    DELETE_OLD_API_REQUESTS = "DELETE FROM api_request WHERE begun_at <= $1";
}

fn read(c: &mut Columns<'_>) -> Result<ApiRequest, StoreFault> {
    let (id, number) = (ApiRequestId(c.id()?), c.int()?);
    let (fingerprint, begun_at, effect_at) = (c.blob()?, c.time()?, c.time_or_null()?);
    let (status, text) = (c.int_or_null()?, c.blob_or_null()?);
    let status = status.and_then(|s| u16::try_from(s).ok());
    Ok(ApiRequest {
        attempt: ApiAttempt { id, number },
        fingerprint,
        begun_at,
        effect_at,
        answer: status.zip(text),
    })
}

/// Notes a request before its verb runs; false when there is one of this name.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn begin(
    tx: &mut Tx,
    id: ApiRequestId,
    key: ApiKeyId,
    name_hash: [u8; 32],
    fingerprint: [u8; 32],
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        id.0.into(),
        key.0.into(),
        name_hash.into(),
        fingerprint.into(),
        now.into(),
    ];
    Ok(tx.run(&BEGIN_API_REQUEST, &values).await? > 0)
}

/// Forgets a request that began before a moment.
///
/// # Errors
/// See above.
pub async fn forget_old(
    tx: &mut Tx,
    key: ApiKeyId,
    name_hash: [u8; 32],
    before: Timestamp,
) -> Result<(), StoreFault> {
    let values = [key.0.into(), name_hash.into(), before.into()];
    tx.run(&FORGET_OLD_API_REQUEST, &values).await.map(|_| ())
}

/// The request of a name.
///
/// # Errors
/// See above.
pub async fn find(
    tx: &mut Tx,
    key: ApiKeyId,
    name_hash: [u8; 32],
) -> Result<Option<ApiRequest>, StoreFault> {
    tx.one(&FIND_API_REQUEST, &[key.0.into(), name_hash.into()])
        .await?
        .map(|r| read(&mut r.columns()))
        .transpose()
}

/// Makes the next attempt the newest; false when another was faster.
///
/// # Errors
/// See above.
pub async fn take_over(tx: &mut Tx, next: ApiAttempt, now: Timestamp) -> Result<bool, StoreFault> {
    let values = [
        next.id.0.into(),
        next.number.into(),
        (next.number - 1).into(),
        now.into(),
    ];
    Ok(tx.run(&TAKE_API_REQUEST_OVER, &values).await? > 0)
}

/// Marks the requests whose effect is about to be committed, in the transaction of that effect. An
/// attempt whose place another has taken commits nothing.
pub(super) async fn mark_effects(
    tx: &mut Tx,
    noted: &[(AuditDraft, Timestamp)],
) -> Result<(), StoreFault> {
    let mut marked: Vec<ApiAttempt> = Vec::new();
    for (draft, now) in noted {
        let Actor::ApiKey(_, Some(attempt)) = &draft.actor else {
            continue;
        };
        if marked.contains(attempt) {
            continue;
        }
        let values = [attempt.id.0.into(), attempt.number.into(), (*now).into()];
        if tx.run(&MARK_API_EFFECT, &values).await? == 0 {
            return Err(StoreFault::Busy(
                "another attempt of this request is under way",
            ));
        }
        marked.push(*attempt);
    }
    Ok(())
}

/// Keeps the answer.
///
/// # Errors
/// See above.
pub async fn answer(
    tx: &mut Tx,
    attempt: ApiAttempt,
    status: u16,
    sealed: Vec<u8>,
) -> Result<(), StoreFault> {
    let values = [
        attempt.id.0.into(),
        attempt.number.into(),
        i64::from(status).into(),
        sealed.into(),
    ];
    tx.run(&ANSWER_API_REQUEST, &values).await.map(|_| ())
}

/// Forgets an attempt that has done nothing, so that it may be sent again at once.
///
/// # Errors
/// See above.
pub async fn release(tx: &mut Tx, attempt: ApiAttempt) -> Result<(), StoreFault> {
    let values = [attempt.id.0.into(), attempt.number.into()];
    tx.run(&RELEASE_API_REQUEST, &values).await.map(|_| ())
}

/// Forgets all that began before a moment.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<(), StoreFault> {
    tx.run(&DELETE_OLD_API_REQUESTS, &[before.into()])
        .await
        .map(|_| ())
}
