//! Rows of questions to phones. The first answer counts.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::{ChallengeId, FactorId, IdentityId, Timestamp};
use model::identity::{PushAnswer, PushChallenge};

statements! {
    INSERT_QUESTION = "INSERT INTO push_challenge (id, identity_id, flow_hash, number, browser, address, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_QUESTION = "SELECT id, identity_id, flow_hash, number, browser, address, created_at, expires_at, answer, device_id, answered_at FROM push_challenge WHERE id = $1";
    RECENT_QUESTIONS = "SELECT id, identity_id, flow_hash, number, browser, address, created_at, expires_at, answer, device_id, answered_at FROM push_challenge WHERE identity_id = $1 AND created_at > $2 ORDER BY created_at DESC LIMIT 50";
    ANSWER_QUESTION = "UPDATE push_challenge SET answer = $2, device_id = $3, answered_at = $4 WHERE id = $1 AND answer = '' AND expires_at > $4";
    DELETE_OLD_QUESTIONS = "DELETE FROM push_challenge WHERE created_at <= $1";
}

fn read(c: &mut Columns<'_>) -> Result<PushChallenge, StoreFault> {
    let unreadable = |what: &str| StoreFault::Unreadable(format!("push_challenge.{what}"));
    Ok(PushChallenge {
        id: ChallengeId(c.id()?),
        identity_id: IdentityId(c.id()?),
        flow_hash: c.blob()?.try_into().map_err(|_| unreadable("flow_hash"))?,
        number: u8::try_from(c.int()?).map_err(|_| unreadable("number"))?,
        browser: c.text()?,
        address: c.text()?,
        created_at: c.time()?,
        expires_at: c.time()?,
        answer: match c.text()?.as_str() {
            "" => None,
            text => Some(PushAnswer::of_text(text).ok_or_else(|| unreadable("answer"))?),
        },
        device_id: c.id_or_null()?.map(FactorId),
        answered_at: c.time_or_null()?,
    })
}

/// Adds a question.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, asked: &PushChallenge) -> Result<(), StoreFault> {
    let values = [
        asked.id.0.into(),
        asked.identity_id.0.into(),
        asked.flow_hash.into(),
        i64::from(asked.number).into(),
        asked.browser.as_str().into(),
        asked.address.as_str().into(),
        asked.created_at.into(),
        asked.expires_at.into(),
    ];
    tx.run(&INSERT_QUESTION, &values).await.map(|_| ())
}

/// A question.
///
/// # Errors
/// See above.
pub async fn find(tx: &mut Tx, id: ChallengeId) -> Result<Option<PushChallenge>, StoreFault> {
    let row = tx.one(&FIND_QUESTION, &[id.0.into()]).await?;
    row.map(|r| read(&mut r.columns())).transpose()
}

/// The questions to somebody since a moment, newest first.
///
/// # Errors
/// See above.
pub async fn recent(
    tx: &mut Tx,
    identity: IdentityId,
    since: Timestamp,
) -> Result<Vec<PushChallenge>, StoreFault> {
    tx.all(&RECENT_QUESTIONS, &[identity.0.into(), since.into()])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Writes an answer; of two at the same time only one gets true, and none that is late.
///
/// # Errors
/// See above.
pub async fn answer(
    tx: &mut Tx,
    id: ChallengeId,
    answer: PushAnswer,
    phone: FactorId,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let values = [
        id.0.into(),
        answer.as_str().into(),
        phone.0.into(),
        now.into(),
    ];
    Ok(tx.run(&ANSWER_QUESTION, &values).await? > 0)
}

/// Removes questions that count nowhere any more.
///
/// # Errors
/// See above.
pub async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreFault> {
    tx.run(&DELETE_OLD_QUESTIONS, &[before.into()]).await
}
