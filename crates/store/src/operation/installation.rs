//! Facts about the installation itself, by name: the wrapped data key, the set-up token's digest.

use crate::statement::statements;
use crate::{StoreFault, Tx};

statements! {
    GET_FACT = "SELECT value FROM installation WHERE name = $1";
    PUT_FACT = "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
    PUT_FACT_ONCE = "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    DELETE_FACT = "DELETE FROM installation WHERE name = $1";
    LOCK_NAME = "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = $1";
}

/// The value of a name.
///
/// # Errors
/// [`StoreFault`], as in all of this file.
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<Vec<u8>>, StoreFault> {
    tx.one(&GET_FACT, &[name.into()])
        .await?
        .map(|r| r.columns().blob())
        .transpose()
}

/// Writes a value.
///
/// # Errors
/// See above.
pub async fn put(tx: &mut Tx, name: &str, value: Vec<u8>) -> Result<(), StoreFault> {
    tx.run(&PUT_FACT, &[name.into(), value.into()])
        .await
        .map(|_| ())
}

/// Writes a value where there is none; of two nodes that start together only one succeeds.
///
/// # Errors
/// See above.
pub async fn put_once(tx: &mut Tx, name: &str, value: Vec<u8>) -> Result<(), StoreFault> {
    tx.run(&PUT_FACT_ONCE, &[name.into(), value.into()])
        .await
        .map(|_| ())
}

/// Removes a value.
///
/// # Errors
/// See above.
pub async fn delete(tx: &mut Tx, name: &str) -> Result<(), StoreFault> {
    tx.run(&DELETE_FACT, &[name.into()]).await.map(|_| ())
}

/// Holds a name until the transaction ends, so that two nodes do not do the same work at once.
///
/// # Errors
/// See above.
pub async fn lock(tx: &mut Tx, name: &str) -> Result<(), StoreFault> {
    tx.run(&LOCK_NAME, &[name.into(), Vec::new().into()])
        .await
        .map(|_| ())
}
