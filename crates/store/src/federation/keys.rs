//! Rows of signing keys.

use crate::row::Columns;
use crate::statement::statements;
use crate::{StoreFault, Tx};
use kernel::Timestamp;
use model::federation::{KeyRow, KeyState};

statements! {
    INSERT_KEY = "INSERT INTO signing_key (kid, algorithm, state, public_jwk, sealed_private, created_at, state_since) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST_KEYS = "SELECT kid, algorithm, state, public_jwk, sealed_private, created_at, state_since FROM signing_key ORDER BY created_at, kid LIMIT 1000";
    SET_KEY_STATE = "UPDATE signing_key SET state = $2, state_since = $3 WHERE kid = $1";
    DELETE_KEY = "DELETE FROM signing_key WHERE kid = $1";
}

fn read(c: &mut Columns<'_>) -> Result<KeyRow, StoreFault> {
    Ok(KeyRow {
        kid: c.text()?,
        algorithm: c.text()?,
        state: c.parsed(KeyState::parse)?,
        public_jwk: c.text()?,
        sealed_private: c.blob()?,
        created_at: c.time()?,
        state_since: c.time()?,
    })
}

/// Adds a key.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn insert(tx: &mut Tx, key: &KeyRow) -> Result<(), StoreFault> {
    let values = [
        key.kid.as_str().into(),
        key.algorithm.as_str().into(),
        key.state.as_str().into(),
        key.public_jwk.as_str().into(),
        key.sealed_private.clone().into(),
        key.created_at.into(),
        key.state_since.into(),
    ];
    tx.run(&INSERT_KEY, &values).await.map(|_| ())
}

/// All keys, oldest first.
///
/// # Errors
/// See above.
pub async fn list(tx: &mut Tx) -> Result<Vec<KeyRow>, StoreFault> {
    tx.all(&LIST_KEYS, &[])
        .await?
        .iter()
        .map(|r| read(&mut r.columns()))
        .collect()
}

/// Moves a key to its next state.
///
/// # Errors
/// See above.
pub async fn set_state(
    tx: &mut Tx,
    kid: &str,
    state: KeyState,
    now: Timestamp,
) -> Result<(), StoreFault> {
    tx.run(
        &SET_KEY_STATE,
        &[kid.into(), state.as_str().into(), now.into()],
    )
    .await
    .map(|_| ())
}

/// Removes a key.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, kid: &str) -> Result<(), StoreFault> {
    tx.run(&DELETE_KEY, &[kid.into()]).await.map(|_| ())
}
